// How an error shows what a client sent: in the answer quoted and cut, in a log not at all.
import type { Received } from '../attribute/received.ts';
import type { Scalar } from '../attribute/value.ts';
import { isNameCharacter } from '../attribute/attribute-path.ts';

/** Shows what came from a client. */
export interface Show {
  /** A value of a resource, an id, a header, a piece of a body: it may tell something of a person. */
  readonly value: (received: Received) => string;
  /** A name as a client spelled it: of an attribute, a path, an endpoint, a URN. */
  readonly name: (text: string) => string;
  /** The path of an attribute, as it is when it is in the spelling of names, else like a name. */
  readonly attribute: (text: string) => string;
}

const LONGEST_VALUE = 64;
const LONGEST_NAME = 200;
const MAX_VALUES = 10;

/** The text cut to a length, well formed. */
export const shorten = (text: string, longest: number): string =>
  (text.length <= longest ? text : `${text.slice(0, longest)}...`).toWellFormed();

/** Whether a character would change how the text around it looks: controls, line separators, marks of direction. */
const isInvisible = (code: number): boolean =>
  code < 32 ||
  (code >= 127 && code < 160) ||
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x2028 && code <= 0x202e) ||
  (code >= 0x2066 && code <= 0x2069) ||
  code === 0xfeff;

const escaped = (text: string): string =>
  Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return isInvisible(code) ? `\\u${code.toString(16).padStart(4, '0')}` : character;
  }).join('');

const quote = (text: string, longest: number): string => `"${escaped(shorten(text, longest))}"`;

const scalarText = (value: Scalar): string =>
  typeof value === 'string' ? quote(value, LONGEST_VALUE) : shorten(String(value), LONGEST_VALUE);

const isList = (received: Received): received is readonly Scalar[] => typeof received === 'object';

const valueText = (received: Received): string => {
  if (!isList(received)) return scalarText(received);
  const more = received.length - MAX_VALUES;
  return `${received.slice(0, MAX_VALUES).map(scalarText).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};

const quotedName = (text: string): string => quote(text, LONGEST_NAME);

/** A name of letters, digits and separators, as attributes, URNs and endpoints have: no address, no name of a person in words. */
const isPlainName = (text: string): boolean => {
  if (text === '' || text.length > LONGEST_NAME) return false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    // Dot, slash and colon, as in `name.givenName`, `/Users` and URNs.
    if (!isNameCharacter(code) && code !== 46 && code !== 47 && code !== 58) return false;
  }
  return true;
};

/** For the answer, which goes to whoever sent the request. */
export const SHOWN: Show = {
  value: valueText,
  name: quotedName,
  attribute: (text) => (isPlainName(text) ? text : quotedName(text)),
};

const LEFT_OUT = '"..."';

/** For logs and records: no value, and of names those alone that look like names of attributes. */
export const WITHOUT_VALUES: Show = {
  value: () => LEFT_OUT,
  name: (text) => (isPlainName(text) ? quotedName(text) : LEFT_OUT),
  attribute: (text) => (isPlainName(text) ? text : LEFT_OUT),
};

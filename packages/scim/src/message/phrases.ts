// Parts of sentences that several rows of the error table have in common.
import { dayOf } from '../attribute/date-time.ts';
import type { Received } from '../attribute/received.ts';
import type { InvalidSyntax } from '../errors.ts';
import type { Show } from './show.ts';

/** Where in one line of text: characters count from 1. */
export const position = (offset: number | undefined): string =>
  offset === undefined ? '' : ` at character ${offset + 1}`;

/** Where in a body of several lines, with the characters that stand there. */
export const textPlace = (
  { line, column, near }: NonNullable<InvalidSyntax['text']>,
  offset: number | undefined,
  show: Show,
): string => {
  const place = ` at line ${line}, column ${column}${offset === undefined ? '' : ` (character ${offset + 1})`}`;
  return near === undefined ? place : `${place}, near ${show.value(near)}`;
};

/** What was sent, behind the reason why it is refused. */
export const sent = (received: Received | undefined, show: Show): string =>
  received === undefined ? '' : `: ${show.value(received)}`;

/** Whether the suggestion is the name that was sent with the URN of its schema in front. */
const lacksUrn = (suggestion: string, spelled: string): boolean =>
  suggestion.toLowerCase().endsWith(`:${spelled.toLowerCase()}`);

/** What was probably meant, and what to do if it was; nothing when nothing is near. */
export const hint = (suggestion: string | undefined, spelled: string | undefined, action: string): string => {
  if (suggestion === undefined) return '';
  // The name is right and stands where it cannot: a body under a policy that takes no URN there.
  if (suggestion.toLowerCase() === spelled?.toLowerCase()) {
    return ' Write attributes of an extension inside an object with its URN as name, and core attributes without a URN.';
  }
  return spelled !== undefined && lacksUrn(suggestion, spelled)
    ? ` Write ${suggestion}.`
    : ` Did you mean ${suggestion}? Then ${action}.`;
};

/** Names as an enumeration. */
export const list = (names: readonly string[]): string => names.join(', ');

const MEBI = 1_048_576;

/** A number of bytes for people: whole below a mebibyte. */
export const bytesText = (bytes: number): string => {
  if (bytes < MEBI) return `${bytes} bytes`;
  return `${Math.round((bytes / MEBI) * 100) / 100} MiB`;
};

/** The day of a time in milliseconds since 1970, in UTC; nothing when there is no such time. */
export const onDay = (at: number | undefined): string => {
  if (at === undefined) return '';
  const day = dayOf(at);
  return day === undefined ? '' : ` on ${day}`;
};

/** Seconds as a client can wait them: whole, at least 1, at most a day. */
export const wholeSeconds = (seconds: number): number =>
  Number.isFinite(seconds) ? Math.min(Math.max(1, Math.ceil(seconds)), 86_400) : 1;

/** A wait in words: `1 second`, `5 seconds`. */
export const secondsText = (seconds: number): string => {
  const whole = wholeSeconds(seconds);
  return whole === 1 ? '1 second' : `${whole} seconds`;
};

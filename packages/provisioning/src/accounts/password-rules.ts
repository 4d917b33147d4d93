// Which passwords are taken (NIST SP 800-63B section 3.1.1.2): length counts, composition does not, and what others would guess
// first is refused.
import * as Data from 'effect/Data';

/** Shortest password in characters. */
export const SHORTEST_PASSWORD = 12;
/** Longest password in characters. */
export const LONGEST_PASSWORD = 256;
/** Different characters that a password has at least. */
const FEWEST_DIFFERENT = 5;
/** Shortest part of an e-mail address that a password may not consist of. */
const SHORTEST_PART = 4;

/** Characters that are left at least of a password without those parts. */
const FEWEST_LEFT = 6;

/** A password that is not taken. */
export class PasswordRefused extends Data.TaggedError('PasswordRefused')<{
  readonly why: 'short' | 'long' | 'repetitive' | 'common' | 'personal';
}> {}

/** The password as it is hashed: the same text, however a keyboard composes it. */
export const normalisedPassword = (text: string): string => text.normalize('NFKC');

/** Whether each character follows the one before it at the same distance, such as `abcdefghijkl` or `999999999999`. */
const isSequence = (characters: readonly string[]): boolean => {
  const codes = characters.map((character) => character.codePointAt(0) ?? 0);
  const step = (codes[1] ?? 0) - (codes[0] ?? 0);
  return Math.abs(step) <= 1 && codes.every((code, index) => index === 0 || code - (codes[index - 1] ?? 0) === step);
};

/** What is left of a password without the texts that somebody who knows the person tries first. */
const withoutParts = (password: string, parts: readonly string[]): string =>
  parts.reduce((rest, part) => rest.replaceAll(part, ''), password.toLowerCase());

/**
 * Why a password is refused; undefined when it is taken. `email` is the address of the account; `isCommon`: whether it is one of
 * those that are tried first.
 */
export const passwordFault = (
  text: string,
  { email, isCommon }: { readonly email: string; readonly isCommon: boolean },
): PasswordRefused | undefined => {
  const password = normalisedPassword(text);
  const characters = [...password];
  if (characters.length < SHORTEST_PASSWORD) return new PasswordRefused({ why: 'short' });
  if (characters.length > LONGEST_PASSWORD) return new PasswordRefused({ why: 'long' });
  if (new Set(characters).size < FEWEST_DIFFERENT || isSequence(characters)) {
    return new PasswordRefused({ why: 'repetitive' });
  }
  if (isCommon) return new PasswordRefused({ why: 'common' });
  const [local = '', domain = ''] = email.split('@');
  const parts = [email, domain, local, 'looop', 'scim'].filter((part) => part.length >= SHORTEST_PART);
  const left = withoutParts(password, parts);
  return [...left].length < FEWEST_LEFT ? new PasswordRefused({ why: 'personal' }) : undefined;
};

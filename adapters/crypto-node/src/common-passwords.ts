// Passwords that are tried first, from lists of passwords that have leaked.
import * as Effect from 'effect/Effect';

const isLetter = (character: string): boolean => character.toLowerCase() !== character.toUpperCase();

/** The letters from the first to the last one: what is left without digits and signs around a word. */
const core = (password: string): string => {
  const characters = [...password];
  const first = characters.findIndex(isLetter);
  return first === -1 ? '' : characters.slice(first, characters.findLastIndex(isLetter) + 1).join('');
};

let known: Promise<ReadonlySet<string>> | undefined;

/** Loaded when the first password is chosen: the lists take some megabytes. */
const load = async (): Promise<ReadonlySet<string>> => {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common'].map(String));
};

/** Whether a password is one of the lists, in any case, also with digits and signs around it. */
export const isCommonPassword = (password: string): Effect.Effect<boolean> =>
  Effect.map(
    Effect.promise(() => (known ??= load())),
    (passwords) => {
      const lower = password.toLowerCase();
      return passwords.has(lower) || passwords.has(core(lower));
    },
  );

// The name that was probably meant: by its letters alone, or by its edit distance.
import { closestMatch } from 'leven';

/** Longest name that is compared: what is longer is no misspelling, and comparing it costs more than it helps. */
const LONGEST_NAME = 128;

const SEPARATORS: ReadonlySet<string> = new Set(['.', '_', '-', ':', '/', ' ']);

/** The letters and digits of a name in lower case, so that name.givenName and name_given_name are the same. */
const lettersOf = (name: string): string =>
  Array.from(name.toLowerCase())
    .filter((character) => !SEPARATORS.has(character))
    .join('');

/** How many edits still make a misspelling: short names differ in few characters from other short names. */
const maxDistanceFor = (length: number): number => {
  if (length <= 2) return 0;
  if (length === 3) return 1;
  return length <= 8 ? 2 : 3;
};

/** Names by their letters; of names with the same letters the first one counts. */
export type NameIndex = ReadonlyMap<string, string>;

/** Makes the index of pairs of a name and what is suggested for it. */
export const indexNames = (pairs: Iterable<readonly [name: string, suggestion: string]>): NameIndex => {
  const index = new Map<string, string>();
  for (const [name, suggestion] of pairs) {
    const letters = lettersOf(name);
    if (!index.has(letters)) index.set(letters, suggestion);
  }
  return index;
};

/** What an index suggests for a name: for the same letters, else for the fewest edits; undefined when nothing is near. */
export const closestIn = (index: NameIndex, name: string): string | undefined => {
  if (name.length > LONGEST_NAME) return undefined;
  const letters = lettersOf(name);
  const exact = index.get(letters);
  if (exact !== undefined || letters === '') return exact;
  const maxDistance = maxDistanceFor(letters.length);
  const known = [...index.keys()];
  // People rarely mistake the first letter: with another one a single edit is a misspelling, two make another word.
  const nearest =
    closestMatch(letters, known, { maxDistance: Math.min(1, maxDistance) }) ??
    closestMatch(
      letters,
      known.filter((candidate) => candidate.startsWith(letters.charAt(0))),
      { maxDistance },
    );
  return nearest === undefined ? undefined : index.get(nearest);
};

/**
 * The candidate that a misspelled name probably means; undefined when none is near. Case and separators do not count. A name
 * of more than 128 characters is not compared.
 */
export const closestName = (name: string, candidates: Iterable<string>): string | undefined =>
  closestIn(indexNames(Array.from(candidates, (candidate) => [candidate, candidate] as const)), name);

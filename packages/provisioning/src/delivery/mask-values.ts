// What a receiver answers may repeat what it was sent. It is kept for a while, and values of people must not be kept with it.

/** Members whose values are names of ours, not values of somebody. */
const NAMES = new Set(['id', 'type', 'field', 'issue', 'version', 'mappingVersion']);

/** Shorter values tell of nobody, and would leave nothing of the text. */
const SHORTEST = 3;

const MASK = '…';

const stringsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => (NAMES.has(name) ? [] : stringsIn(inner)));
};

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

const inHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A value as it may stand in a text: as it is, in JSON, in JSON that is quoted in JSON, in a URL, in HTML. */
const spellings = (value: string): readonly string[] => [
  value,
  inJson(value),
  inJson(inJson(value)),
  encodeURIComponent(value.toWellFormed()),
  inHtml(value),
];

/** The text without values of `data`, which is JSON-like; longer values go first, so that none leaves a part of itself. */
const maskValues = (text: string, data: unknown): string => {
  const values = [...new Set(stringsIn(data).flatMap(spellings))].filter(({ length }) => length >= SHORTEST);
  return values
    .toSorted((one, other) => other.length - one.length)
    .reduce((masked, value) => masked.replaceAll(value, MASK), text);
};

/** Characters of an answer that are kept. */
export const MAX_ANSWER_CHARACTERS = 1024;

const longestIn = (data: unknown): number =>
  Math.max(
    0,
    ...stringsIn(data)
      .flatMap(spellings)
      .map(({ length }) => length),
  );

/** The beginning of an answer as it may be kept. Of one that is cut, what may be the beginning of a value goes, too. */
export const keptAnswer = (answer: { readonly text: string; readonly isCut: boolean }, data: unknown): string => {
  const whole = answer.isCut ? answer.text.slice(0, -longestIn(data) || undefined) : answer.text;
  return maskValues(whole, data).slice(0, MAX_ANSWER_CHARACTERS);
};

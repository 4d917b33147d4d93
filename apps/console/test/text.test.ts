// Every sentence that counts something.
import { expect, it } from 'vitest';
import { text } from '../src/text/en.ts';

type Sentence = readonly [name: string, ...forms: readonly string[]];

const saidBy = (sentence: object, one: number | string): readonly string[] => {
  try {
    const said: unknown = Reflect.apply(sentence as () => unknown, undefined, [one, one, one, one]);
    return typeof said === 'string' ? [said] : [];
  } catch {
    // It wants more than a number.
    return [];
  }
};

/** What is said of one, as a number and as its text. */
const sentencesOfOne = (value: unknown, name: string): readonly Sentence[] => {
  if (typeof value === 'function') return [[name, ...saidBy(value, 1), ...saidBy(value, '1')]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => sentencesOfOne(part, `${name}.${key}`));
};

/** Words after a number that end as a plural does. */
const NO_PLURAL = ['is', 'was', 'has', 'does', 'as', 'its', 'this', 'minus', 'times', 'expires', 'stands', 'ms'];

const isPlural = (sentence: string): boolean => {
  const words = sentence.split(/[ .,:;()]+/u);
  return words.some((word, index) => {
    const next = words[index + 1] ?? '';
    return word === '1' && /^[a-z]+s$/u.test(next) && !NO_PLURAL.includes(next);
  });
};

it('speaks of one thing in the singular', () => {
  const sentences = sentencesOfOne(text, 'text').filter(([, ...forms]) => forms.length > 0);
  expect(sentences.length).toBeGreaterThan(50);
  expect(sentences.filter(([, ...forms]) => forms.every(isPlural))).toEqual([]);
});

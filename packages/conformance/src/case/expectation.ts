// Compares an answer with what a case expects of it and says in words what differs.
import type { ScimAnswer } from '../client/exchange.ts';
import { isArray, isObject, valuesAt, type Json, type JsonObject } from '../json.ts';
import type { ExpectedAnswer } from './case-format.ts';
import { fill, type Saved } from './template.ts';

const show = (value: Json | undefined): string => JSON.stringify(value) ?? 'nothing';

/** Text that is the same for equal values: members of objects in the order of their names. */
const canonical = (value: Json): string => {
  if (isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).toSorted();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`).join()}}`;
};

const isEqual = (left: Json, right: Json): boolean => canonical(left) === canonical(right);

/** Where a value falls short of what is expected of it: objects in part, arrays element by element, the rest exactly. */
const mismatches = (actual: Json | undefined, expected: Json, place: string): string[] => {
  if (isObject(expected) && isObject(actual)) {
    return Object.entries(expected).flatMap(([name, member]) =>
      mismatches(Object.hasOwn(actual, name) ? actual[name] : undefined, member, `${place}/${name}`),
    );
  }
  if (isArray(expected) && isArray(actual) && expected.length === actual.length) {
    return expected.flatMap((element, index) => mismatches(actual[index], element, `${place}/${index}`));
  }
  if (actual !== undefined && isEqual(actual, expected)) return [];
  return [`${place === '' ? 'the body' : place} is ${show(actual)}, expected ${show(expected)}`];
};

type PlaceCheck = (found: readonly Json[], expected: Json) => boolean;

const holds = (value: Json, expected: Json): boolean => {
  if (isArray(value)) return value.some((element) => mismatches(element, expected, '').length === 0);
  return typeof value === 'string' && typeof expected === 'string' && value.includes(expected);
};

const isDateTime = (value: Json): boolean =>
  typeof value === 'string' && value.includes('T') && !Number.isNaN(Date.parse(value));

const KINDS: Readonly<Record<string, (value: Json) => boolean>> = {
  string: (value) => typeof value === 'string' && value !== '',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  array: (value) => Array.isArray(value),
  dateTime: isDateTime,
};

const isKind = (value: Json, kind: Json): boolean => {
  const check = typeof kind === 'string' && Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (check === undefined) throw new Error(`${show(kind)} is no kind that a case can ask for`);
  return check(value);
};

const sorted = (values: readonly Json[]): string => values.map(canonical).toSorted().join();

const PLACE_CHECKS: Readonly<Record<'equals' | 'differs' | 'contains' | 'sets' | 'types', PlaceCheck>> = {
  equals: (found, expected) => found.length > 0 && found.every((value) => isEqual(value, expected)),
  differs: (found, expected) => found.length > 0 && found.every((value) => !isEqual(value, expected)),
  contains: (found, expected) => found.some((value) => holds(value, expected)),
  sets: (found, expected) => isArray(expected) && sorted(found) === sorted(expected),
  types: (found, expected) => found.length > 0 && found.every((value) => isKind(value, expected)),
};

const checkPlaces = (body: Json, expectation: ExpectedAnswer, saved: Saved): string[] => {
  const faults: string[] = [];
  for (const name of ['equals', 'differs', 'contains', 'sets', 'types'] as const) {
    for (const [pointer, template] of Object.entries(expectation[name] ?? {})) {
      const expected = fill(template, saved);
      const found = valuesAt(body, pointer);
      if (!PLACE_CHECKS[name](found, expected))
        faults.push(`${pointer} holds ${show(found)}: ${name} ${show(expected)}`);
    }
  }
  for (const pointer of expectation.absent ?? []) {
    const found = valuesAt(body, pointer);
    if (found.length > 0) faults.push(`${pointer} must not occur, but is ${show(found)}`);
  }
  return faults;
};

const checkHeader = (name: string, actual: string | undefined, expected: Json): string[] => {
  if (expected === null) return actual === undefined ? [] : [`header ${name} is ${actual}, expected none`];
  const part = isObject(expected) ? expected['contains'] : undefined;
  const fits = typeof part === 'string' ? (actual ?? '').includes(part) : actual === expected;
  return fits ? [] : [`header ${name} is ${show(actual)}, expected ${show(expected)}`];
};

const checkHeaders = (answer: ScimAnswer, expected: JsonObject, saved: Saved): string[] =>
  Object.entries(expected).flatMap(([name, template]) => {
    const value = answer.headers[name.toLowerCase()];
    return checkHeader(name, typeof value === 'object' ? value.join() : value, fill(template, saved));
  });

/** What an answer lacks of an expectation; empty when it meets it. `{{this.…}}` names places in the answer's body. */
export const unmet = (answer: ScimAnswer, expectation: ExpectedAnswer, saved: Saved): readonly string[] => {
  const { body, text, status } = answer;
  const known: Saved = new Map([...saved, ['this', body ?? null]]);
  const statuses = isArray(expectation.status) ? expectation.status : [expectation.status];
  const faults = statuses.includes(status) ? [] : [`status is ${status}, expected ${show(expectation.status)}`];
  if (expectation.headers !== undefined) faults.push(...checkHeaders(answer, expectation.headers, known));
  if (expectation.body === null) faults.push(...(text === '' ? [] : ['a body where none is due']));
  else if (expectation.body !== undefined) faults.push(...mismatches(body, fill(expectation.body, known), ''));
  faults.push(...checkPlaces(body ?? null, expectation, known));
  for (const secret of expectation.lacks ?? []) if (text.includes(secret)) faults.push(`the body holds ${secret}`);
  return faults;
};

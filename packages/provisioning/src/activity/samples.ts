// What is kept of values that requests send: enough to read, bounded whatever was sent.
import {
  isComplex,
  isList,
  type Complex,
  type Element,
  type IgnoredAttribute,
  type Value,
} from '@looop-scim/scim/attribute';
import type { AttributeChange } from '@looop-scim/scim/write';
import type { ActivityRecord, MemberSample, RecordedChange } from './activity-record.ts';

/** Elements of a list, ids of members, ignored attributes. */
const SAMPLE_ELEMENTS = 100;
/** Characters of a value, with all that is in it. */
export const SAMPLE_CHARACTERS = 1000;
/** Characters of a name or an id. */
export const SAMPLE_NAME_CHARACTERS = 256;

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/** The beginning of a text, which does not end within a character. */
export const beginningOf = (text: string, most: number): string => {
  if (text.length <= most) return text;
  return text.slice(0, isHighSurrogate(text.charCodeAt(most - 1)) ? most - 1 : most);
};

/** What is kept of a value, and the characters that this takes. */
interface Sample<Sampled> {
  readonly value: Sampled;
  readonly used: number;
  readonly isWhole: boolean;
}

const sampleComplex = (complex: Complex, most: number): Sample<Complex> => {
  const kept: [string, Value][] = [];
  let [used, isWhole] = [0, true];
  for (const [name, inner] of Object.entries(complex)) {
    if (used + name.length >= most) return { value: Object.fromEntries(kept), used, isWhole: false };
    const sample = sampleValue(inner, most - used - name.length);
    kept.push([name, sample.value]);
    used += name.length + sample.used;
    isWhole &&= sample.isWhole;
  }
  return { value: Object.fromEntries(kept), used, isWhole };
};

const sampleElement = (element: Element, most: number): Sample<Element> => {
  if (isComplex(element)) return sampleComplex(element, most);
  if (typeof element !== 'string') return { value: element, used: String(element).length, isWhole: true };
  const value = beginningOf(element, most);
  return { value, used: value.length, isWhole: value.length === element.length };
};

const sampleList = (list: readonly Element[], most: number): Sample<readonly Element[]> => {
  const kept: Element[] = [];
  let [used, isWhole] = [0, true];
  for (const element of list) {
    if (kept.length === SAMPLE_ELEMENTS || used >= most) return { value: kept, used, isWhole: false };
    const sample = sampleElement(element, most - used);
    kept.push(sample.value);
    used += sample.used;
    isWhole &&= sample.isWhole;
  }
  return { value: kept, used, isWhole };
};

const sampleValue = (value: Value, most: number): Sample<Value> =>
  isList(value) ? sampleList(value, most) : sampleElement(value, most);

const sizeOf = (value: Value): number =>
  isList(value) ? value.length : typeof value === 'string' ? value.length : JSON.stringify(value).length;

/** The elements of a list that another one lacks; one that is there more often is lacking as often. */
const lackingIn = (other: readonly Element[], list: readonly Element[]): readonly Element[] => {
  const counts = new Map<string, number>();
  for (const element of other) {
    const text = JSON.stringify(element);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return list.filter((element) => {
    const text = JSON.stringify(element);
    const left = counts.get(text) ?? 0;
    counts.set(text, left - 1);
    return left <= 0;
  });
};

const isWhole = (value: Value | undefined): boolean =>
  value === undefined || sampleValue(value, SAMPLE_CHARACTERS).isWhole;

/** One side of a change whose sides are not both whole. */
const sampleSide = (value: Value, other: Value | undefined): Value => {
  const shown = isList(value) && isList(other) ? lackingIn(other, value) : value;
  return sampleValue(shown, SAMPLE_CHARACTERS).value;
};

/** What is kept of a change. */
export const recordedChange = ({ attribute, before, after }: AttributeChange): RecordedChange => {
  if (isWhole(before) && isWhole(after)) {
    return { attribute, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
  }
  return {
    attribute,
    ...(before !== undefined && { before: sampleSide(before, after), beforeTotal: sizeOf(before) }),
    ...(after !== undefined && { after: sampleSide(after, before), afterTotal: sizeOf(after) }),
  };
};

/** What is kept of the attributes that were left out of a request. */
export const recordedIgnored = (
  ignored: readonly IgnoredAttribute[],
): Pick<ActivityRecord, 'ignored' | 'ignoredTotal'> => ({
  ignored: ignored
    .slice(0, SAMPLE_ELEMENTS)
    .map(({ attribute, ...rest }) => ({ attribute: beginningOf(attribute, SAMPLE_NAME_CHARACTERS), ...rest })),
  ...(ignored.length > SAMPLE_ELEMENTS && { ignoredTotal: ignored.length }),
});

/** Counts ids and keeps the first hundred; undefined when there is no id, so that records stay short. */
export const sampleOf = (ids: readonly string[]): MemberSample | undefined =>
  ids.length === 0
    ? undefined
    : {
        count: ids.length,
        ids: ids.slice(0, SAMPLE_ELEMENTS).map((id) => beginningOf(id, SAMPLE_NAME_CHARACTERS)),
      };

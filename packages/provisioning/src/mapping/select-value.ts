// The value that a source has in a resource, and how it was found.
import { valueAt } from '@looop-scim/scim/attribute';
import { beginningOf } from '../activity/samples.ts';
import type { BoundAttribute, BoundPick, BoundSource } from './bound-mapping-set.ts';
import { simpleValue } from './element-value.ts';
import { MAPPING_LIMITS, type Pick, type Source } from './mapping-set.ts';
import type { ProfileValue } from './profile.ts';
import type { Candidates, Reading } from './reading.ts';

/** What a source gave, as the trace shows it. */
export interface SourceTrace {
  readonly source: Source;
  /** Absent: the source has no value. */
  readonly value?: ProfileValue;
  /** Of a multi-valued attribute: what selected the value, and how many elements it selects. More than one: the first stored is taken. */
  readonly picked?: { readonly by: Pick | 'filter'; readonly matches: number };
  /** Of a join. */
  readonly parts?: readonly SourceTrace[];
  /** The value was longer than values may be, or the attribute has more elements than are looked at. */
  readonly isCut?: true;
}

/** The texts of a list that a profile may hold. */
const boundedList = (texts: readonly string[]): readonly string[] => {
  const kept: string[] = [];
  let characters = 0;
  for (const text of texts) {
    const cut = beginningOf(text, MAPPING_LIMITS.valueCharacters);
    characters += cut.length;
    if (kept.length === MAPPING_LIMITS.listValues || characters > MAPPING_LIMITS.listCharacters) break;
    kept.push(cut);
  }
  return kept;
};

/** A text cut to the length of values; a list to the number and length of its texts. */
export const bounded = (value: ProfileValue): ProfileValue => {
  if (typeof value === 'boolean') return value;
  return typeof value === 'string' ? beginningOf(value, MAPPING_LIMITS.valueCharacters) : boundedList(value);
};

/** Whether bounding a value has made it shorter. */
export const isShorter = (cut: ProfileValue, whole: ProfileValue): boolean => {
  if (typeof cut === 'boolean' || typeof whole === 'boolean') return false;
  if (cut.length < whole.length) return true;
  return typeof cut !== 'string' && cut.some((text, index) => text.length < (whole[index]?.length ?? 0));
};

/** A value that counts: texts that are blank, and lists without any other, do not. */
export const presentValue = (value: ProfileValue | undefined): ProfileValue | undefined => {
  if (value === undefined || typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  const texts = value.filter((text) => text.trim() !== '');
  return texts.length === 0 ? undefined : texts;
};

type Found = Omit<SourceTrace, 'source'>;

const pickValue = (picks: readonly BoundPick[], candidates: Candidates): Found => {
  for (const pick of picks) {
    const matches = candidates.values(pick.condition);
    const [value] = matches;
    if (value === undefined || (pick.isOnly && matches.length > 1)) continue;
    return { value, picked: { by: pick.written, matches: matches.length } };
  }
  return {};
};

const allValues = ([filter]: readonly BoundPick[], candidates: Candidates): Found => {
  const values = candidates.values(filter?.condition);
  return values.length === 0 ? {} : { value: values.map(String) };
};

/** The value of an attribute, of full length. */
const findAttribute = (attribute: BoundAttribute, { document, candidatesOf }: Reading): Found => {
  const { list, node, picks, takesAll } = attribute;
  if (list === undefined) {
    const value = simpleValue(attribute, valueAt(document, node.keys));
    return value === undefined ? {} : { value };
  }
  const candidates = candidatesOf(attribute, list);
  const found = takesAll ? allValues(picks, candidates) : pickValue(picks, candidates);
  return { ...found, ...(candidates.isCut && { isCut: true }) };
};

const find = (source: BoundSource, reading: Reading): Found => {
  if (source.kind === 'constant') return { value: source.value };
  if (source.kind === 'attribute') return findAttribute(source, reading);
  const parts = source.parts.map((part) => traceSource(part, reading));
  const hasAttribute = parts.some(
    ({ value }, index) => value !== undefined && source.parts[index]?.kind === 'attribute',
  );
  const texts = parts.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  return hasAttribute ? { value: texts.join(source.source.separator), parts } : { parts };
};

/** What a source gives for a resource. */
export const traceSource = (source: BoundSource, reading: Reading): SourceTrace => {
  const { value: whole, ...found } = find(source, reading);
  if (whole === undefined) return { source: source.source, ...found };
  const cut = bounded(whole);
  const value = presentValue(cut);
  return {
    source: source.source,
    ...(value !== undefined && { value }),
    ...found,
    ...(isShorter(cut, whole) && { isCut: true }),
  };
};

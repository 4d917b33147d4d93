// The value that a source has in a resource, and how it was found.
import {
  comparable,
  isComplex,
  isList,
  valueAt,
  type Complex,
  type Element,
  type Value,
} from '@looop-scim/scim/attribute';
import { beginningOf } from '../activity/samples.ts';
import type { BoundAttribute, BoundPick, BoundSource, ElementCondition } from './bound-mapping-set.ts';
import { MAPPING_LIMITS, type Pick, type Source } from './mapping-set.ts';
import type { ProfileValue } from './profile.ts';

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

/** The value of a simple attribute as profiles have it: numbers as texts. */
const simpleValue = ({ node }: BoundAttribute, value: Value | undefined): string | boolean | undefined => {
  if (typeof value === 'boolean') return node.definition.type === 'boolean' ? value : undefined;
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || node.definition.type === 'boolean' || text.trim() === '') return undefined;
  return text;
};

/** Whether an element fulfils a condition. */
export const fulfils = (list: readonly string[], element: Element, { node, value }: ElementCondition): boolean => {
  const within = isComplex(element) ? valueAt(element, node.keys.slice(list.length)) : element;
  if (typeof within !== 'string' && typeof within !== 'boolean' && typeof within !== 'number') return false;
  return comparable(node.definition, within) === value;
};

/** The value of the attribute in an element of its list; undefined when there is none that counts. */
export const valueInElement = (
  attribute: BoundAttribute,
  list: readonly string[],
  element: Element,
): string | boolean | undefined => {
  const inner = isComplex(element) ? valueAt(element, attribute.node.keys.slice(list.length)) : element;
  return simpleValue(attribute, inner);
};

/** The elements of the list of an attribute, as they are stored. */
export const elementsOf = (list: readonly string[], document: Complex): readonly Element[] => {
  const stored = valueAt(document, list);
  return isList(stored) ? stored : [];
};

type Found = Omit<SourceTrace, 'source'>;

interface Candidate {
  readonly element: Element;
  readonly value: string | boolean;
}

const selected = (list: readonly string[], candidates: readonly Candidate[], { condition }: BoundPick) =>
  condition === undefined ? candidates : candidates.filter(({ element }) => fulfils(list, element, condition));

const pickValue = (attribute: BoundAttribute, list: readonly string[], candidates: readonly Candidate[]): Found => {
  for (const pick of attribute.picks) {
    const matches = selected(list, candidates, pick);
    const [first] = matches;
    if (first === undefined || (pick.isOnly && matches.length > 1)) continue;
    return { value: first.value, picked: { by: pick.written, matches: matches.length } };
  }
  return {};
};

const allValues = (
  { picks: [filter] }: BoundAttribute,
  list: readonly string[],
  candidates: readonly Candidate[],
): Found => {
  const taken = filter === undefined ? candidates : selected(list, candidates, filter);
  return taken.length === 0 ? {} : { value: taken.map(({ value }) => String(value)) };
};

/** The value of an attribute, of full length. */
const findAttribute = (attribute: BoundAttribute, document: Complex): Found => {
  if (attribute.list === undefined) {
    const value = simpleValue(attribute, valueAt(document, attribute.node.keys));
    return value === undefined ? {} : { value };
  }
  const { keys } = attribute.list;
  const elements = elementsOf(keys, document);
  const candidates = elements.slice(0, MAPPING_LIMITS.listValues).flatMap((element) => {
    const value = valueInElement(attribute, keys, element);
    return value === undefined ? [] : [{ element, value }];
  });
  const found = attribute.takesAll ? allValues(attribute, keys, candidates) : pickValue(attribute, keys, candidates);
  return { ...found, ...(elements.length > MAPPING_LIMITS.listValues && { isCut: true }) };
};

const find = (source: BoundSource, document: Complex): Found => {
  if (source.kind === 'constant') return { value: source.value };
  if (source.kind === 'attribute') return findAttribute(source, document);
  const parts = source.parts.map((part) => traceSource(part, document));
  const hasAttribute = parts.some(
    ({ value }, index) => value !== undefined && source.parts[index]?.kind === 'attribute',
  );
  const texts = parts.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  return hasAttribute ? { value: texts.join(source.source.separator), parts } : { parts };
};

/** What a source gives for a resource. */
export const traceSource = (source: BoundSource, document: Complex): SourceTrace => {
  const { value: whole, ...found } = find(source, document);
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

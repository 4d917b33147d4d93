// What a mapping means, said once more and as plainly as possible: from the document, over every value that an attribute has, to
// the one that is taken.
import type { Lookup, MappingPick, MappingSource, MappingStep, ProfileValue } from '@looop-scim/provisioning/mapping';
import {
  comparable,
  foldCase,
  isComplex,
  isList,
  resolveAttribute,
  type Complex,
  type Value,
} from '@looop-scim/scim/attribute';
import { parseValuePath } from '@looop-scim/scim/filter';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import * as Result from 'effect/Result';
import { listOf } from '../arbitraries/mapping-attributes.ts';

/** A value together with the element that it is in. */
interface Held {
  readonly value: string | boolean;
  readonly element: Value;
}

const textOf = (node: AttributeNode, value: Value): string | boolean | undefined => {
  if (node.definition.type === 'boolean') return typeof value === 'boolean' ? value : undefined;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
};

/** Every value of an attribute in a document, with the element of its list. */
const valuesOf = (node: AttributeNode, list: AttributeNode | undefined, document: Complex): readonly Held[] => {
  let reached: readonly { readonly value: Value; readonly element: Value }[] = [{ value: document, element: document }];
  for (const [depth, key] of node.keys.entries()) {
    reached = reached.flatMap(({ value, element }) => {
      const inner = isComplex(value) && Object.hasOwn(value, key) ? value[key] : undefined;
      if (inner === undefined) return [];
      if (list !== undefined && depth === list.keys.length - 1) {
        return isList(inner) ? inner.map((each) => ({ value: each, element: each })) : [];
      }
      return [{ value: inner, element }];
    });
  }
  return reached.flatMap(({ value, element }) => {
    const text = textOf(node, value);
    return text === undefined ? [] : [{ value: text, element }];
  });
};

const subValue = (element: Value, name: string): Value | undefined =>
  isComplex(element) && Object.hasOwn(element, name) ? element[name] : undefined;

/** Whether an element has a text in a sub-attribute, as the sub-attribute compares texts. */
const hasText = (list: AttributeNode, element: Value, name: string, wanted: unknown): boolean => {
  const definition = list.children.get(name.toLowerCase())?.definition;
  const has = subValue(element, definition?.name ?? '');
  if (definition === undefined || typeof has !== 'string' || typeof wanted !== 'string') return false;
  return comparable(definition, has) === comparable(definition, wanted);
};

type AttributeSource = Extract<MappingSource, { readonly attribute: string }>;

/** What the path of a source names: the attribute, and the elements that its filter selects. */
interface Named {
  readonly node: AttributeNode;
  readonly isSelected?: (element: Value) => boolean;
}

const namedBy = (type: ResourceType, { attribute }: AttributeSource): Named => {
  const { attribute: spelling, filter, subAttribute } = Result.getOrThrow(parseValuePath(attribute));
  const found = resolveAttribute(type, spelling);
  const node = subAttribute === undefined ? found : found?.children.get(subAttribute.toLowerCase());
  if (found === undefined || node === undefined) throw new Error(`no attribute ${attribute}`);
  if (filter === undefined) return { node };
  if (filter.kind !== 'compare' || filter.operator !== 'eq') throw new Error('only eq selects');
  return { node, isSelected: (element) => hasText(found, element, filter.attribute, filter.value) };
};

const pickedBy = (pick: MappingPick, list: AttributeNode, held: readonly Held[]): readonly Held[] => {
  if (typeof pick === 'object') return held.filter(({ element }) => hasText(list, element, 'type', pick.type));
  return pick === 'primary' ? held.filter(({ element }) => subValue(element, 'primary') === true) : held;
};

const DEFAULT_PICKS: readonly MappingPick[] = ['primary', { type: 'work' }, 'only'];

/** What an attribute source gives: of the values that its path reaches, the one that is taken. */
const attributeGives = (
  type: ResourceType,
  source: AttributeSource,
  document: Complex,
  takesAll: boolean,
): ProfileValue | undefined => {
  const { node, isSelected } = namedBy(type, source);
  const list = listOf(node);
  const reached = valuesOf(node, list, document);
  const held = isSelected === undefined ? reached : reached.filter(({ element }) => isSelected(element));
  if (takesAll) return held.length === 0 ? undefined : held.map(({ value }) => String(value));
  if (list === undefined || isSelected !== undefined) return held[0]?.value;
  const chosen = (source.pick ?? DEFAULT_PICKS).find((pick) => {
    const { length } = pickedBy(pick, list, held);
    return pick === 'only' ? length === 1 : length > 0;
  });
  return chosen === undefined ? undefined : pickedBy(chosen, list, held)[0]?.value;
};

/** What a source gives for a document, uncut. */
export const sourceGives = (
  type: ResourceType,
  source: MappingSource,
  document: Complex,
  takesAll: boolean,
): ProfileValue | undefined => {
  if ('constant' in source) return source.constant;
  if ('attribute' in source) return attributeGives(type, source, document, takesAll);
  const parts = source.join.map((part) => ({ part, value: sourceGives(type, part, document, false) }));
  if (!parts.some(({ part, value }) => 'attribute' in part && value !== undefined)) return undefined;
  return parts.flatMap(({ value }) => (value === undefined ? [] : [String(value)])).join(source.separator);
};

const looked = ({ table, unknown, caseless }: Lookup, value: string | boolean): string | boolean | undefined => {
  const same = (key: string) => (caseless ? foldCase(key) === foldCase(String(value)) : key === String(value));
  const row = Object.entries(table).find(([key]) => same(key));
  if (row !== undefined) return row[1];
  if (unknown === 'keep') return value;
  return unknown === 'empty' ? undefined : unknown.value;
};

/** What a step makes of one value. */
export const stepGives = (step: MappingStep, value: string | boolean): string | boolean | undefined => {
  if (typeof step === 'object' && 'lookup' in step) return looked(step.lookup, value);
  if (typeof value === 'boolean') throw new Error('a step on texts was given true or false');
  if (typeof step === 'string') {
    return step === 'trim' ? value.trim() : step === 'lower' ? value.toLowerCase() : value.toUpperCase();
  }
  if ('before' in step) return value.split(step.before)[0];
  if ('after' in step) return value.split(step.after).slice(1).join(step.after);
  let [short, units] = ['', 0];
  for (const character of value) {
    units += character.length;
    if (units > step.truncate) break;
    short += character;
  }
  return short;
};

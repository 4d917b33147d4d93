// The value of an attribute, at the top or in an element of its list.
import {
  comparable,
  isComplex,
  isList,
  valueAt,
  type Complex,
  type Element,
  type Scalar,
  type Value,
} from '@looop-scim/scim/attribute';
import type { AttributeNode } from '@looop-scim/scim/schema';
import type { BoundAttribute, ElementCondition } from './bound-mapping-set.ts';

/** The value of a simple attribute as profiles have it: numbers as texts. */
export const simpleValue = ({ node }: BoundAttribute, value: Value | undefined): string | boolean | undefined => {
  if (typeof value === 'boolean') return node.definition.type === 'boolean' ? value : undefined;
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || node.definition.type === 'boolean' || text.trim() === '') return undefined;
  return text;
};

/** The value by which a condition selects an element, in comparable form; undefined when the element has none. */
export const valueOfCondition = (
  list: readonly string[],
  element: Element,
  node: AttributeNode,
): Scalar | undefined => {
  const within = isComplex(element) ? valueAt(element, node.keys.slice(list.length)) : element;
  if (typeof within !== 'string' && typeof within !== 'boolean' && typeof within !== 'number') return undefined;
  return comparable(node.definition, within);
};

/** Whether an element fulfils a condition. */
export const fulfils = (list: readonly string[], element: Element, { node, value }: ElementCondition): boolean =>
  valueOfCondition(list, element, node) === value;

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

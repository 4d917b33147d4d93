// The comparable document as it is stored in `c`, and the names under which a filter finds its values.
import { isComplex, isList, type Complex, type Element, type Scalar, type Value } from '@looop-scim/scim/attribute';
import type { AttributeNode } from '@looop-scim/scim/schema';
import type { Encoded } from '../collections.ts';
import { encodeText } from './text-order.ts';

/** Under this name stands the value of an element that is simple, so that all elements are looked into alike. */
const SIMPLE_ELEMENT = '_';

const percent = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/**
 * The name of a field for an attribute name or a URN: `.`, `$` and U+0000 mean something to the database, a leading `_` to its
 * driver (`_bsontype`) or here.
 */
const encodeKey = (key: string): string =>
  key.startsWith('_')
    ? `${percent('_')}${encodeKey(key.slice(1))}`
    : encodeText([...key].map((character) => ('%.$\0'.includes(character) ? percent(character) : character)).join(''));

/** A value in the form in which it is stored and compared. */
export const encodeScalar = (value: Scalar): Scalar => {
  if (typeof value === 'string') return encodeText(value);
  return value === 0 ? 0 : value;
};

/** Name of the field that repeats the element of a list that decides its order; no key ends like this. */
const decisiveKey = (key: string): string => `${encodeKey(key)}%`;

/** The primary element, else the first one; undefined in an empty list. */
const decisive = (elements: readonly Element[]): Element | undefined =>
  elements.find((element) => isComplex(element) && element['primary'] === true) ?? elements[0];

const encodeElement = (element: Element): Encoded =>
  isComplex(element) ? encodeMembers(element) : { [SIMPLE_ELEMENT]: encodeScalar(element) };

const encodeMember = (key: string, value: Value): readonly (readonly [string, Encoded])[] => {
  if (!isList(value)) return [[encodeKey(key), isComplex(value) ? encodeMembers(value) : encodeScalar(value)]];
  const first = decisive(value);
  const list = [encodeKey(key), value.map(encodeElement)] as const;
  return first === undefined ? [list] : [list, [decisiveKey(key), encodeElement(first)]];
};

const encodeMembers = (members: Complex): Encoded =>
  Object.fromEntries(Object.entries(members).flatMap(([key, value]) => encodeMember(key, value)));

/**
 * A comparable document (see `comparableDocument`) as data that queries can look into. Beside each list stands its element that
 * decides the order of resources: lists are sorted by a field, without expressions that not every service has right.
 */
export const encodeComparable = (comparable: Complex): Encoded => encodeMembers(comparable);

/** Name of the field that holds the comparable document. */
export const COMPARABLE = 'c';

/** Dotted path to an attribute: from the resource, or from an element of the multi-valued attribute `base` above it. */
export const fieldPath = (node: AttributeNode, base?: AttributeNode): string => {
  if (node === base) return SIMPLE_ELEMENT;
  const keys = node.keys.slice(base?.keys.length ?? 0).map(encodeKey);
  return (base === undefined ? [COMPARABLE, ...keys] : keys).join('.');
};

const orderKeys = (node: AttributeNode | undefined): readonly string[] => {
  if (node === undefined) return [];
  const { name, multiValued } = node.definition;
  return [...orderKeys(node.parent), multiValued ? decisiveKey(name) : encodeKey(name)];
};

/** Dotted path from the resource to the value by which it is sorted: through the decisive element of each list. */
export const orderPath = (node: AttributeNode): string => {
  const isElement = node.definition.multiValued;
  return [COMPARABLE, ...orderKeys(node), ...(isElement ? [SIMPLE_ELEMENT] : [])].join('.');
};

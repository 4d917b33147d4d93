// The comparable document as it is stored in `c`, and the names under which a filter finds its values.
import { isComplex, isList, type AttributeNode, type Complex, type Scalar, type Value } from '@looop-scim/scim';
import type { Encoded } from '../collections.ts';
import { encodeText } from './text-order.ts';

/** Under this name stands the value of an element that is simple, so that all elements are looked into alike. */
export const SIMPLE_ELEMENT = '_';

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

const encodeMembers = (members: Complex): Encoded =>
  Object.fromEntries(Object.entries(members).map(([key, value]) => [encodeKey(key), encodeValue(value)]));

const encodeValue = (value: Value): Encoded => {
  if (isList(value)) {
    return value.map((element) =>
      isComplex(element) ? encodeMembers(element) : { [SIMPLE_ELEMENT]: encodeScalar(element) },
    );
  }
  return isComplex(value) ? encodeMembers(value) : encodeScalar(value);
};

/** A comparable document (see `comparableDocument`) as data that queries can look into. */
export const encodeComparable = (comparable: Complex): Encoded => encodeMembers(comparable);

/** Name of the field that holds the comparable document. */
export const COMPARABLE = 'c';

/** Dotted path to an attribute: from the resource, or from an element of the multi-valued attribute `base` above it. */
export const fieldPath = (node: AttributeNode, base?: AttributeNode): string => {
  if (node === base) return SIMPLE_ELEMENT;
  const keys = node.keys.slice(base?.keys.length ?? 0).map(encodeKey);
  return (base === undefined ? [COMPARABLE, ...keys] : keys).join('.');
};

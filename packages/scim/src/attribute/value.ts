// Values in canonical form: schema spelling, no null, no empty array, no empty complex value (RFC 7643 section 2.5).

/** A simple value. dateTime, binary and reference are strings. RFC 7643 section 2.3. */
export type Scalar = string | number | boolean;

/** A complex value, an extension object or a whole document, keyed in schema spelling. */
export interface Complex {
  readonly [attribute: string]: Value;
}

/** Any value of an attribute. */
export type Value = Scalar | Complex | readonly Element[];

/** One value of a multi-valued attribute. */
export type Element = Scalar | Complex;

/** Whether a value is the list of a multi-valued attribute. */
export const isList = (value: Value | undefined): value is readonly Element[] => Array.isArray(value);

/** Whether a value is complex: neither a scalar nor a list. */
export const isComplex = (value: Value | undefined): value is Complex =>
  typeof value === 'object' && !Array.isArray(value);

/** The characters of all texts in a value. */
export const charactersOf = (value: Value): number => {
  if (typeof value === 'string') return value.length;
  const inner = isList(value) ? value : isComplex(value) ? Object.values(value) : [];
  return inner.reduce<number>((sum, one) => sum + charactersOf(one), 0);
};

/** The value at a path of keys, or undefined; lists are not entered. */
export const valueAt = (root: Complex, keys: readonly string[]): Value | undefined => {
  let value: Value | undefined = root;
  for (const key of keys) {
    if (!isComplex(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
};

/** Whether two values are the same: complex values whatever the order of their keys, lists element by element. */
export const sameValue = (left: Value | undefined, right: Value | undefined): boolean => {
  if (left === right) return true;
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((element, index) => sameValue(element, right[index]));
  }
  if (!isComplex(left) || !isComplex(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && sameValue(left[key], right[key]));
};

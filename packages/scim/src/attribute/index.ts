export { resolveAttribute, resolveSubAttribute } from './attribute-path.ts';
export { compareScalars, compareStrings, comparable, foldCase } from './compare.ts';
export { parseDateTime } from './date-time.ts';
export { entityTag, matchesEntityTag } from './entity-tag.ts';
export { type IgnoredAttribute, type MembershipReference, type Resource } from './resource.ts';
export { isComplex, isList, sameValue, valueAt, type Complex, type Element, type Scalar, type Value } from './value.ts';

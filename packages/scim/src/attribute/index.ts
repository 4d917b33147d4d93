export { resolveAttribute, resolveSubAttribute } from './attribute-path.ts';
export { compareScalars, compareStrings, comparable, foldCase } from './compare.ts';
export { closestName } from './closest-name.ts';
export { parseDateTime } from './date-time.ts';
export { entityTag, isEntityTags, matchesEntityTag } from './entity-tag.ts';
export { shortScalar, type Received } from './received.ts';
export { type IgnoredAttribute, type MembershipReference, type Resource } from './resource.ts';
export { suggestAttribute } from './suggest-attribute.ts';
export { isComplex, isList, sameValue, valueAt, type Complex, type Element, type Scalar, type Value } from './value.ts';

// What laws of projection are tried on, and how answers are looked at.
import fc from 'fast-check';
import { isComplex, isList, sameValue, type Complex, type Value } from '@looop-scim/scim/attribute';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';

/** All nodes of a type, parents first. */
export const nodesOf = (type: ResourceType): readonly AttributeNode[] => {
  const below = (node: AttributeNode): readonly AttributeNode[] => [
    node,
    ...[...node.children.values()].flatMap(below),
  ];
  return [...type.attributes.values()].flatMap(below);
};

/** Whether an answer may show the attribute without being asked for it. */
export const returnedUnasked = (node: AttributeNode): boolean => node.definition.returned !== 'request';

/** Whether no answer may show the attribute. */
export const isHidden = (node: AttributeNode): boolean =>
  node.definition.returned === 'never' || (node.parent !== undefined && isHidden(node.parent));

/** All values that an attribute has in a representation, through lists. */
export const valuesAt = (representation: Complex, keys: readonly string[]): readonly Value[] => {
  let values: readonly Value[] = [representation];
  for (const key of keys) {
    values = values.flatMap((value): readonly Value[] => {
      const inner = isComplex(value) ? value[key] : undefined;
      if (inner === undefined) return [];
      return isList(inner) && inner.length > 0 ? inner : [inner];
    });
  }
  return values;
};

/** Whether one value is the other with parts left out. */
export const isPartOf = (part: Value, whole: Value): boolean => {
  if (isList(part) && isList(whole)) {
    let from = 0;
    return part.every((element) => {
      const found = whole.findIndex((candidate, index) => index >= from && isPartOf(element, candidate));
      from = found + 1;
      return found >= 0;
    });
  }
  if (isComplex(part) && isComplex(whole)) {
    return Object.entries(part).every(([key, value]) => {
      const other = whole[key];
      return other !== undefined && isPartOf(value, other);
    });
  }
  return sameValue(part, whole);
};

/** Fails with the statement unless the fact is one. */
export const claim = (fact: boolean, statement: string): void => {
  if (!fact) throw new Error(statement);
};

/** Some names of attributes, as query parameters have them, in some case. */
export const namesOf = (type: ResourceType): fc.Arbitrary<readonly string[]> => {
  const path = fc.constantFrom(...nodesOf(type).map((node) => node.path));
  const spelled = fc
    .tuple(path, fc.constantFrom('as is', 'upper', 'lower'))
    .map(([name, spelling]) =>
      spelling === 'as is' ? name : spelling === 'upper' ? name.toUpperCase() : name.toLowerCase(),
    );
  return fc.array(spelled, { minLength: 1, maxLength: 4 });
};

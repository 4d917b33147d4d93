// The values of a representation that a filter can compare: what is never returned and links are left out.
import { isComplex, isList, type Complex, type Scalar, type Value } from '@looop-scim/scim/attribute';
import type { AttributeNode } from '@looop-scim/scim/schema';

/** A value with its attribute. */
export interface Held {
  readonly node: AttributeNode;
  readonly value: Scalar;
}

/** The simple values of a representation that filters may name, each with its attribute. */
export const heldValues = (nodes: Iterable<AttributeNode>, holder: Complex): readonly Held[] =>
  [...nodes].flatMap((node) => {
    const { name, returned } = node.definition;
    if (returned === 'never' || name === '$ref' || node.path === 'meta.location') return [];
    return heldBy(node, holder[name]);
  });

const heldBy = (node: AttributeNode, value: Value | undefined): readonly Held[] => {
  if (value === undefined) return [];
  if (isList(value)) return value.flatMap((element) => heldBy(node, element));
  return isComplex(value) ? heldValues(node.children.values(), value) : [{ node, value }];
};

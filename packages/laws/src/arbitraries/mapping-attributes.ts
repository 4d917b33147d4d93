// The attributes of a resource type that can be mapped, told apart by shape, and the paths by which sets name them.
import fc from 'fast-check';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';

/** Whether a node or one around it has the property. */
export const hasAbove = (node: AttributeNode, property: (node: AttributeNode) => boolean): boolean =>
  property(node) || (node.parent !== undefined && hasAbove(node.parent, property));

const listsAround = (node: AttributeNode): readonly AttributeNode[] => [
  ...(node.definition.multiValued ? [node] : []),
  ...(node.parent === undefined ? [] : listsAround(node.parent)),
];

/** The multi-valued attribute at or around a node. */
export const listOf = (node: AttributeNode): AttributeNode | undefined => listsAround(node)[0];

const isMappable = (node: AttributeNode): boolean =>
  node.storedIn === 'document' &&
  !['complex', 'binary'].includes(node.definition.type) &&
  !hasAbove(node, ({ definition }) => definition.returned === 'never' || definition.mutability === 'writeOnly') &&
  listsAround(node).length < 2;

const below = (node: AttributeNode): readonly AttributeNode[] => [node, ...[...node.children.values()].flatMap(below)];

/** Every attribute of a type, parents first. */
const everyAttribute = (type: ResourceType): readonly AttributeNode[] => [...type.attributes.values()].flatMap(below);

/** The simple attributes of a type that can be mapped. */
export const mappableAttributes = (type: ResourceType): readonly AttributeNode[] =>
  everyAttribute(type).filter(isMappable);

/** Whether the elements of a list can be picked by a sub-attribute. */
export const isPickedBy = (list: AttributeNode, name: 'type' | 'primary'): boolean => {
  const definition = list.children.get(name)?.definition;
  return definition?.type === (name === 'type' ? 'string' : 'boolean') && !definition.multiValued;
};

/** The sub-attributes by which a filter may select elements, other than the target itself. */
const filterable = (list: AttributeNode): readonly AttributeNode[] =>
  [...list.children.values()].filter(
    ({ definition }) => definition.type === 'string' && !definition.multiValued && definition.returned !== 'never',
  );

/** A path in one of its spellings. RFC 7644 section 3.10. */
export const spelled = (type: ResourceType, path: string): fc.Arbitrary<string> => {
  const withUrn = path.includes(':') ? path : `${type.definition.schema}:${path}`;
  return fc.constantFrom(path, path.toUpperCase(), path.toLowerCase(), withUrn);
};

/** A path of a list's sub-attribute with a filter in brackets. */
export const filteredPath = (
  type: ResourceType,
  node: AttributeNode,
  word: fc.Arbitrary<string>,
): fc.Arbitrary<string> | undefined => {
  const list = node.parent;
  if (list?.definition.multiValued !== true) return undefined;
  const subs = filterable(list);
  if (subs.length === 0) return undefined;
  return fc
    .tuple(spelled(type, list.path), fc.constantFrom(...subs), word)
    .map(([path, sub, value]) => `${path}[${sub.definition.name} eq ${JSON.stringify(value)}].${node.definition.name}`);
};

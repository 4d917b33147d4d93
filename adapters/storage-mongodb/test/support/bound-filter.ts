// From the text of a filter to what stores get.
import { resolveAttribute } from '@looop-scim/scim/attribute';
import { bindFilter, parseFilter, type BoundFilter } from '@looop-scim/scim/filter';
import { standardRegistry, type AttributeNode, type ResourceType } from '@looop-scim/scim/schema';
import { Result } from 'effect';

/** The resource type of a name. */
export const typeNamed = (name: 'User' | 'Group'): ResourceType => {
  const type = standardRegistry.resourceType(name);
  if (type === undefined) throw new TypeError(`No resource type ${name}`);
  return type;
};

/** The bound filter of a text. */
export const filterOf = (type: ResourceType, text: string): BoundFilter =>
  Result.getOrThrow(Result.flatMap(parseFilter(text, { bareValues: false }), (filter) => bindFilter(type, filter)));

/** The attribute at a path. */
export const nodeOf = (type: ResourceType, path: string): AttributeNode => {
  const node = resolveAttribute(type, path);
  if (node === undefined) throw new TypeError(`No attribute ${path}`);
  return node;
};

// The texts by which resources are found through an index, and those that only one resource may have.
import { textsAt, type BoundSchema } from '@looop-scim/provisioning/storage-support';
import type { Complex } from '@looop-scim/scim/attribute';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import { encodeText } from './text-order.ts';

/** What the values of one attribute start with; no such text starts with that of another attribute. */
export const lookupPrefix = (type: ResourceType, node: AttributeNode): string => `${type.name}:${node.path}=`;

/** The values of a resource by which it is looked up under a schema, given its comparable document. */
export const lookupValues = (schema: BoundSchema, type: ResourceType, comparable: Complex): readonly string[] => {
  const values = schema
    .lookupsOf(type)
    .flatMap(({ node }) => textsAt(node, comparable).map((text) => `${lookupPrefix(type, node)}${encodeText(text)}`));
  return [...new Set(values)];
};

/** A value that no other resource of the organisation may have; `attribute` and `key` as in `UniqueKey`. */
export const uniqueValue = (resourceType: string, attribute: string, key: string): string =>
  `${resourceType}:${attribute}=${encodeText(key)}`;

// The attributes by which identity providers look resources up. Every storage keeps an index on each of them.
import { isComplex, isList, resolveAttribute, type Complex, type Value } from '@looop-scim/scim/attribute';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import type { StoredSchema } from '../ports/outbound/stored-schema.ts';

/** Paths in schema spelling whose comparisons are index-backed, by resource type; beside id, members.value and meta.lastModified. */
export const LOOKUP_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  User: ['userName', 'externalId', 'emails.value', 'displayName'],
  Group: ['displayName', 'externalId'],
};

/** An attribute by which resources are looked up. */
export interface LookupNode {
  readonly node: AttributeNode;
  /** Version of the schema since which every write keeps the index; 0: always. */
  readonly since: number;
}

const isText = (node: AttributeNode | undefined): node is AttributeNode =>
  node?.storedIn === 'document' && node.definition.type === 'string';

/** The attributes by which resources of a type are looked up in every organisation; texts in the document only. */
export const lookupNodes = (type: ResourceType): readonly AttributeNode[] => {
  const paths = Object.hasOwn(LOOKUP_ATTRIBUTES, type.name) ? (LOOKUP_ATTRIBUTES[type.name] ?? []) : [];
  return paths.map((path) => resolveAttribute(type, path)).filter(isText);
};

/** The attributes by which resources of a type are looked up under a schema: further ones of users come last. */
export const lookupsOf = ({ lookups }: Pick<StoredSchema, 'lookups'>, type: ResourceType): readonly LookupNode[] => {
  const further = type.name === 'User' ? Object.entries(lookups) : [];
  return [
    ...lookupNodes(type).map((node) => ({ node, since: 0 })),
    ...further.flatMap(([path, since]) => {
      const node = resolveAttribute(type, path);
      return isText(node) ? [{ node, since }] : [];
    }),
  ];
};

const textsBelow = (value: Value | undefined, keys: readonly string[]): readonly string[] => {
  if (isList(value)) return value.flatMap((element) => textsBelow(element, keys));
  const [key, ...rest] = keys;
  if (key === undefined) return typeof value === 'string' ? [value] : [];
  return isComplex(value) && Object.hasOwn(value, key) ? textsBelow(value[key], rest) : [];
};

/** The texts of an attribute in a document: of every element where a list is in between. */
export const textsAt = (node: AttributeNode, document: Complex): readonly string[] => textsBelow(document, node.keys);

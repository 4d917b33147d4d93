// The attributes by which identity providers look resources up. Every storage keeps an index on each of them.
import { isComplex, isList, resolveAttribute, type Complex, type Value } from '@looop-scim/scim/attribute';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';

/** Paths in schema spelling whose comparisons are index-backed, by resource type; beside id, members.value and meta.lastModified. */
export const LOOKUP_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  User: ['userName', 'externalId', 'emails.value', 'displayName'],
  Group: ['displayName', 'externalId'],
};

/** The attributes by which resources of a type are looked up; texts in the document only. */
export const lookupNodes = (type: ResourceType): readonly AttributeNode[] => {
  const paths = Object.hasOwn(LOOKUP_ATTRIBUTES, type.name) ? (LOOKUP_ATTRIBUTES[type.name] ?? []) : [];
  return paths.flatMap((path) => {
    const node = resolveAttribute(type, path);
    return node?.storedIn === 'document' && node.definition.type === 'string' ? [node] : [];
  });
};

const textsBelow = (value: Value | undefined, keys: readonly string[]): readonly string[] => {
  if (isList(value)) return value.flatMap((element) => textsBelow(element, keys));
  const [key, ...rest] = keys;
  if (key === undefined) return typeof value === 'string' ? [value] : [];
  return isComplex(value) && Object.hasOwn(value, key) ? textsBelow(value[key], rest) : [];
};

/** The texts of an attribute in a document: of every element where a list is in between. */
export const textsAt = (node: AttributeNode, document: Complex): readonly string[] => textsBelow(document, node.keys);

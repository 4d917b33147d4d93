// The attributes by which identity providers look resources up. Every storage keeps an index on each of them.
import { isComplex, isList, resolveAttribute, valueAt, type Complex } from '@looop-scim/scim/attribute';
import { multiValuedAncestor, type AttributeNode, type ResourceType } from '@looop-scim/scim/schema';

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

/** The texts of an attribute in a document: of every element where a list is in between. */
export const textsAt = (node: AttributeNode, document: Complex): readonly string[] => {
  const list = multiValuedAncestor(node);
  const found = valueAt(document, (list ?? node).keys);
  const values = isList(found) ? found : found === undefined ? [] : [found];
  const below = list === undefined ? [] : node.keys.slice(list.keys.length);
  return values
    .map((value) => (isComplex(value) ? valueAt(value, below) : value))
    .filter((value) => typeof value === 'string');
};

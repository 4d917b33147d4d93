// Conditions on attributes of the document, found in its comparable form, and on those that are fields of the resource.
import { entityTag } from '@looop-scim/scim/attribute';
import type { AttributeNode } from '@looop-scim/scim/schema';
import { fieldPath } from '../encoding/encode-comparable.ts';
import { fieldCondition, type Comparison } from './comparison.ts';
import { NEVER, type Query } from './query.ts';

/** The outermost multi-valued attribute from below `base` down to the node. */
const outermostList = (base: AttributeNode | undefined, node: AttributeNode): AttributeNode | undefined => {
  let found: AttributeNode | undefined;
  for (let at: AttributeNode | undefined = node; at !== undefined && at !== base; at = at.parent) {
    if (at.definition.multiValued) found = at;
  }
  return found;
};

/**
 * A condition on one element of a multi-valued attribute, in each element of a list around it, seen from the document or from an
 * element of `base`.
 */
export const someElement = (base: AttributeNode | undefined, list: AttributeNode, element: Query): Query => {
  const outermost = outermostList(base, list) ?? list;
  return outermost === list
    ? { [fieldPath(list, base)]: { $elemMatch: element } }
    : someElement(base, outermost, someElement(outermost, list, element));
};

/** Whether any value of a simple attribute fulfils the comparison. */
export const someValue = (base: AttributeNode | undefined, node: AttributeNode, comparison: Comparison): Query => {
  const list = outermostList(base, node);
  return list === undefined
    ? { [fieldPath(node, base)]: fieldCondition(comparison) }
    : someElement(base, list, someValue(list, node, comparison));
};

/** Whether any value of an attribute of any kind is assigned; documents hold no empty values. */
export const someAssigned = (base: AttributeNode | undefined, node: AttributeNode): Query => {
  const list = outermostList(base, node);
  return list === undefined || list === node
    ? { [fieldPath(node, base)]: { $exists: true } }
    : someElement(base, list, someAssigned(list, node));
};

const FIELDS: Readonly<Record<string, string>> = {
  id: 'id',
  'meta.created': 'created',
  'meta.lastModified': 'lastModified',
  'meta.resourceType': 'type',
};

/** The field that holds what the service provider records; ids are plain in encoded form, too. */
export const metadataField = ({ path }: AttributeNode): string => {
  const field = Object.hasOwn(FIELDS, path) ? FIELDS[path] : undefined;
  if (field === undefined) throw new TypeError(`No field holds ${path}`);
  return field;
};

const isVersion = (text: unknown): text is string => typeof text === 'string' && text.startsWith('W/"');

const versionCondition = ({ operator, value }: Comparison): Query => {
  if (operator !== 'eq') throw new TypeError(`Versions are not compared by ${operator}`);
  if (!isVersion(value)) return NEVER;
  const version = Number(value.slice('W/"'.length, -1));
  // Only the one spelling that is shown is equal to it.
  return entityTag(version) === value ? { version: { $eq: version } } : NEVER;
};

/** A comparison of id or meta, which are single-valued and always there. */
export const metadataCondition = (node: AttributeNode, comparison: Comparison): Query =>
  node.path === 'meta.version' ? versionCondition(comparison) : { [metadataField(node)]: fieldCondition(comparison) };

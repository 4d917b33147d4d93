// What the domain adds to the protocol's rules: unique names, no stored secrets, users active by default,
// and a formatted name that follows its parts.
import { comparable, isComplex, valueAt, type Complex, type Scalar } from '@looop-scim/scim/attribute';
import type { InteropPolicy } from '@looop-scim/scim/interop';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import type { UniqueKey } from '../ports/outbound/resource-repository.ts';

/**
 * The attributes whose values must be unique in the organisation: those that the schema says so of, and the displayName of
 * groups under the policy. Single-valued attributes of the document only. RFC 7643 section 7.
 */
export const uniqueAttributes = (type: ResourceType, policy: InteropPolicy): readonly AttributeNode[] => {
  const found: AttributeNode[] = [];
  for (const node of type.attributes.values()) {
    for (const candidate of node.kind === 'extension' ? node.children.values() : [node]) {
      const { definition, storedIn } = candidate;
      if (storedIn !== 'document' || definition.multiValued || definition.type === 'complex') continue;
      const groupName = candidate.path === 'displayName' && type.definition.membership?.side === 'group';
      if (definition.uniqueness !== 'none' || (groupName && policy.uniqueGroupNames)) found.push(candidate);
    }
  }
  return found;
};

const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** The unique keys that a document holds. */
export const uniqueKeysOf = (attributes: readonly AttributeNode[], document: Complex): readonly UniqueKey[] => {
  const keys: UniqueKey[] = [];
  for (const { definition, keys: place, path } of attributes) {
    const value = valueAt(document, place);
    if (isScalar(value)) keys.push({ attribute: path, key: String(comparable(definition, value)) });
  }
  return keys;
};

/** The document without attributes that are never returned (password): they are accepted and not kept. RFC 7643 section 9.2. */
export const withoutSecrets = (type: ResourceType, document: Complex): Complex => {
  let kept = document;
  for (const key of Object.keys(document)) {
    if (type.attributes.get(key.toLowerCase())?.definition.returned !== 'never') continue;
    const { [key]: _secret, ...rest } = kept;
    kept = rest;
  }
  return kept;
};

/** The document of a new resource: a user is active unless the client says otherwise. RFC 7644 section 3.3 lets servers default. */
export const withDefaults = (type: ResourceType, document: Complex): Complex =>
  type.attributes.has('active') && document['active'] === undefined ? { ...document, active: true } : document;

const NAME_PARTS = ['honorificPrefix', 'givenName', 'middleName', 'familyName', 'honorificSuffix'];

/**
 * Lets `name.formatted` follow its parts: when a write changes parts and sends the old formatted name along, as clients do
 * that echo what they read, it is put together anew from the parts.
 */
export const withFormattedName = (before: Complex, after: Complex): Complex => {
  const [old, next] = [before['name'], after['name']];
  if (!isComplex(old) || !isComplex(next)) return after;
  if (next['formatted'] === undefined || next['formatted'] !== old['formatted']) return after;
  if (NAME_PARTS.every((part) => old[part] === next[part])) return after;
  const parts = NAME_PARTS.map((part) => next[part]).filter((part) => typeof part === 'string');
  const { formatted: _stale, ...rest } = next;
  if (parts.length > 0) return { ...after, name: { ...rest, formatted: parts.join(' ') } };
  const { name: _name, ...nameless } = after;
  return Object.keys(rest).length === 0 ? nameless : { ...after, name: rest };
};

/** The name by which people know a resource: userName of a user, displayName of a group. */
export const nameOf = (document: Complex): string | undefined => {
  const name = document['userName'] ?? document['displayName'];
  return typeof name === 'string' ? name : undefined;
};

/** The name by which memberships show a resource, `display`: displayName, else userName. RFC 7643 sections 4.1.2 and 4.2. */
export const displayOf = ({ displayName, userName }: Complex): string | undefined => {
  const display = displayName ?? userName;
  return typeof display === 'string' ? display : undefined;
};

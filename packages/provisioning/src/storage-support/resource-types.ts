// What a storage asks of the registry that it was opened with.
import { StorageUnavailable } from '@looop-scim/scim/errors';
import type { ResourceType, SchemaRegistry } from '@looop-scim/scim/schema';
import { SchemaOutdated, type StoredSchema } from '../ports/outbound/stored-schema.ts';
import { lookupsOf, type LookupNode } from './lookup-attributes.ts';

/** The type of a name. Throws `TypeError` for a name that the registry does not know: that is a programmer's mistake. */
export type TypeOf = (name: string) => ResourceType;

/** Makes the look-up of types by name. */
export const makeTypeOf =
  (registry: SchemaRegistry): TypeOf =>
  (name) => {
    const type = registry.resourceType(name);
    if (type === undefined) throw new TypeError(`No resource type ${name} in the registry`);
    return type;
  };

/** Names of the types whose resources have memberships: all of them can be members, those of the side `group` have members. */
export const membershipTypes = ({ resourceTypes }: SchemaRegistry, side?: 'group'): ReadonlySet<string> =>
  new Set(
    resourceTypes.flatMap(({ name, definition: { membership } }) =>
      membership !== undefined && (side === undefined || membership.side === side) ? [name] : [],
    ),
  );

/** A schema as a storage works with it. */
export interface BoundSchema extends StoredSchema {
  readonly typeOf: TypeOf;
  /** The attributes by which resources of a type are looked up. */
  readonly lookupsOf: (type: ResourceType) => readonly LookupNode[];
}

/** Makes what a storage asks of a schema; what follows from it is worked out once. */
export const bindSchema = (schema: StoredSchema): BoundSchema => {
  const known = new Map<ResourceType, readonly LookupNode[]>();
  return {
    ...schema,
    typeOf: makeTypeOf(schema.registry),
    lookupsOf: (type) => {
      const found = known.get(type) ?? lookupsOf(schema, type);
      known.set(type, found);
      return found;
    },
  };
};

/** Whether a document that was stored under a version may not be replaced under a schema. */
export const outdatedBy = (schema: StoredSchema, stored: number): StorageUnavailable | undefined =>
  stored > schema.version
    ? new StorageUnavailable({ cause: new SchemaOutdated({ known: schema.version, stored }), retryAfterSeconds: 5 })
    : undefined;

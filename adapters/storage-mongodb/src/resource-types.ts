// The resource types that a storage was opened with.
import type { ResourceType, SchemaRegistry } from '@looop-scim/scim/schema';

/** The type of a name; a name that the registry does not know is a programmer's mistake. */
export type TypeOf = (name: string) => ResourceType;

/** Looks types up in a registry. */
export const makeTypeOf =
  (registry: SchemaRegistry): TypeOf =>
  (name) => {
    const type = registry.resourceType(name);
    if (type === undefined) throw new TypeError(`No resource type ${name} in the registry`);
    return type;
  };

/** Names of the types whose resources have memberships, on one side or on any. */
export const membershipTypes = ({ resourceTypes }: SchemaRegistry, side?: 'group'): ReadonlySet<string> =>
  new Set(
    resourceTypes.flatMap(({ name, definition: { membership } }) =>
      membership !== undefined && (side === undefined || membership.side === side) ? [name] : [],
    ),
  );

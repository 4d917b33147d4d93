// What a storage asks of the registry that it was opened with.
import type { ResourceType, SchemaRegistry } from '@looop-scim/scim/schema';

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

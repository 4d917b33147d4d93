// Membership rows as they are read, and what becomes of them when a resource is deleted.
import type { MembershipReference } from '@looop-scim/scim/attribute';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { Connection } from './connection.ts';
import type { ResourceKey } from './resource-rows.ts';

/** The membership rows of a database. */
export interface Memberships {
  /** Removes the resource from both sides of all rows; groups that lose it as a member get a new version. */
  readonly removeResource: (resource: ResourceKey, at: number) => void;
  /** Memberships of some resources of a type, ordered by id; resources without any are missing. */
  readonly ofResources: (
    type: ResourceType,
    resources: readonly ResourceKey[],
  ) => ReadonlyMap<ResourceKey, readonly MembershipReference[]>;
}

interface ReferenceRow {
  readonly owner: ResourceKey;
  readonly id: string;
  readonly type: string;
  readonly display: string | null;
}

type Side = 'group_resource' | 'member_resource';

const referencesBy = (owner: Side, other: Side): string =>
  `SELECT m.${owner} AS owner, x.id, x.type, x.display
   FROM json_each(?) j CROSS JOIN memberships m ON m.${owner} = j.value JOIN resources x ON x.resource = m.${other}
   ORDER BY owner, x.id`;

const byOwner = (rows: readonly ReferenceRow[]): ReadonlyMap<ResourceKey, readonly MembershipReference[]> => {
  const found = new Map<ResourceKey, MembershipReference[]>();
  for (const { owner, id, type, display } of rows) {
    const reference = { id, resourceType: type, ...(display !== null && { display }) };
    const references = found.get(owner);
    if (references === undefined) found.set(owner, [reference]);
    else references.push(reference);
  }
  return found;
};

/** Makes the access to the membership rows. */
export const makeMemberships = (connection: Connection): Memberships => {
  const touchGroups = connection.prepare<[number, ResourceKey]>(
    `UPDATE resources SET version = version + 1, last_modified = max(last_modified, ?)
     WHERE resource IN (SELECT group_resource FROM memberships WHERE member_resource = ?)`,
  );
  const removeMember = connection.prepare<[ResourceKey]>('DELETE FROM memberships WHERE member_resource = ?');
  const removeGroup = connection.prepare<[ResourceKey]>('DELETE FROM memberships WHERE group_resource = ?');
  const membersOf = connection.prepare<[string], ReferenceRow>(referencesBy('group_resource', 'member_resource'));
  const groupsOf = connection.prepare<[string], ReferenceRow>(referencesBy('member_resource', 'group_resource'));
  return {
    removeResource: (resource, at) => {
      touchGroups.run(at, resource);
      removeMember.run(resource);
      removeGroup.run(resource);
    },
    ofResources: (type, resources) => {
      const { membership } = type.definition;
      if (membership === undefined) return new Map();
      const rows = membership.side === 'group' ? membersOf : groupsOf;
      return byOwner(rows.all(JSON.stringify(resources)));
    },
  };
};

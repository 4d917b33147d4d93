// Membership rows as they are read, and what becomes of them when a resource is deleted.
import type { MembershipReference } from '@looop-scim/scim/attribute';
import type { ResourceType } from '@looop-scim/scim/schema';
import { byId, PartExceeded } from '@looop-scim/provisioning/storage-support';
import type { Connection } from './connection.ts';
import type { ResourceKey } from './resource-rows.ts';
import { COUNTED_MEMBERSHIP } from './work-meter.ts';

/** The membership rows of a database. */
export interface Memberships {
  /** Whether the resource is at either end of more memberships than these. */
  readonly hasMoreThan: (resource: ResourceKey, count: number) => boolean;
  /** Removes the resource from both sides of all rows; groups that lose it as a member get a new version. */
  readonly removeResource: (resource: ResourceKey, at: number) => void;
  /** Memberships of some resources of a type that has any. */
  readonly ofResources: (type: ResourceType, resources: readonly ResourceKey[]) => ReadMemberships;
}

/** Memberships as far as they could be read. */
export interface ReadMemberships {
  /** Memberships by resource, ordered by id; resources without any are missing. */
  readonly references: ReadonlyMap<ResourceKey, readonly MembershipReference[]>;
  /** How many of the resources, from the first, have all theirs: fewer when the part of the call was exceeded. */
  readonly whole: number;
}

interface ReferenceRow {
  /** Place of the resource in the list that was asked for. */
  readonly position: number;
  readonly id: string;
  readonly type: string;
  readonly display: string | null;
}

type Side = 'group_resource' | 'member_resource';

const referencesBy = (owner: Side, other: Side): string =>
  `SELECT j.key AS position, x.id, x.type, x.display
   FROM json_each(?) j CROSS JOIN memberships m ON m.${owner} = j.value JOIN resources x ON x.resource = m.${other}
   WHERE ${COUNTED_MEMBERSHIP}`;

/** Reads rows, which come resource by resource in the order of the list. */
const readRows = (rows: Iterable<ReferenceRow>, resources: readonly ResourceKey[]): ReadMemberships => {
  const references = new Map<ResourceKey, MembershipReference[]>();
  let whole = resources.length;
  let last = 0;
  try {
    for (const { position, id, type, display } of rows) {
      const resource = resources[position];
      if (resource === undefined) continue;
      const reference = { id, resourceType: type, ...(display !== null && { display }) };
      const found = references.get(resource);
      if (found === undefined) references.set(resource, [reference]);
      else found.push(reference);
      last = position;
    }
  } catch (cause) {
    if (!(cause instanceof PartExceeded)) throw cause;
    // The last one may have more.
    whole = last;
  }
  for (const found of references.values()) found.sort(byId);
  return { references, whole };
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
  const countUpTo = connection
    .prepare<[ResourceKey, ResourceKey, number], number>(
      `SELECT count(*) FROM (
         SELECT 1 FROM memberships WHERE group_resource = ?
         UNION ALL SELECT 1 FROM memberships WHERE member_resource = ? LIMIT ?)`,
    )
    .pluck();
  return {
    hasMoreThan: (resource, count) =>
      Number.isFinite(count) && (countUpTo.get(resource, resource, count + 1) ?? 0) > count,
    removeResource: (resource, at) => {
      touchGroups.run(at, resource);
      removeMember.run(resource);
      removeGroup.run(resource);
    },
    ofResources: (type, resources) => {
      const rows = type.definition.membership?.side === 'group' ? membersOf : groupsOf;
      return readRows(rows.iterate(JSON.stringify(resources)), resources);
    },
  };
};

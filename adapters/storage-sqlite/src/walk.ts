// The way through all resources of a type, and through all members of a group: each part begins where the index says, and reads
// no more than it answers.
import type { MemberQuery, WalkedMembers, WalkedResources, WalkQuery } from '@looop-scim/provisioning/ports';
import { makePageMeter } from '@looop-scim/provisioning/storage-support';
import type { Connection } from './connection.ts';
import { RESOURCE_COLUMNS, storedResource, type ResourceRow } from './resource-rows.ts';
import type { Tenant } from './tenants.ts';

interface MemberRow {
  readonly member: number;
  readonly id: string;
  readonly type: string;
  readonly display: string | null;
}

/** The walks of a database. */
export interface Walks {
  readonly resources: (tenant: Tenant | undefined, query: WalkQuery) => WalkedResources;
  readonly members: (tenant: Tenant | undefined, query: MemberQuery) => WalkedMembers;
}

/** Makes the walks over a connection. */
export const makeWalks = (connection: Connection): Walks => {
  // `(SELECT ?)` and `+?`: see `unplanned`.
  const resourcesFrom = connection.prepare<[Tenant, string, string, number], ResourceRow>(
    `SELECT ${RESOURCE_COLUMNS} FROM resources r
     WHERE r.tenant = (SELECT ?) AND r.type = (SELECT ?) AND r.id >= ? ORDER BY r.id LIMIT +?`,
  );
  // In the order of the keys of members: a resource keeps its key.
  const membersAfter = connection.prepare<[Tenant, string, number, number], MemberRow>(
    `SELECT m.member_resource AS member, x.id, x.type, x.display
     FROM resources g CROSS JOIN memberships m ON m.group_resource = g.resource
       CROSS JOIN resources x ON x.resource = m.member_resource
     WHERE g.tenant = ? AND g.id = ? AND m.member_resource > ? ORDER BY m.member_resource LIMIT +?`,
  );
  return {
    resources: (tenant, { resourceType, from = '', limit, maxCharacters }) => {
      const takes = makePageMeter(maxCharacters);
      const resources: WalkedResources['resources'][number][] = [];
      if (tenant === undefined) return { resources };
      for (const row of resourcesFrom.iterate(tenant, resourceType, from, limit + 1)) {
        if (resources.length === limit || !takes(row.document.length)) return { resources, next: row.id };
        resources.push(storedResource(row).resource);
      }
      return { resources };
    },
    members: (tenant, { groupId, after = '0', limit }) => {
      if (tenant === undefined) return { members: [] };
      const rows = membersAfter.all(tenant, groupId, Number(after), limit + 1);
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const members = page.map(({ id, type: resourceType, display }) => ({
        id,
        resourceType,
        ...(display !== null && { display }),
      }));
      return { members, ...(rows.length > limit && last !== undefined && { next: String(last.member) }) };
    },
  };
};

// Removes what deleted organisations have left, a bounded number of rows at a time: one step is one write like any other, and
// shares its transaction with those of requests.
import type { Connection } from './connection.ts';
import type { Tenant } from './tenants.ts';

/** Removes at most `limit` rows of deleted organisations; answers how many there were. For use inside a transaction. */
export type Purge = (limit: number) => number;

const prepare = (connection: Connection) => ({
  next: connection.prepare<[], Tenant>('SELECT tenant FROM tenants WHERE to_purge = 1 ORDER BY tenant LIMIT 1').pluck(),
  done: connection.prepare<[Tenant]>('UPDATE tenants SET to_purge = NULL WHERE tenant = ?'),
  resource: connection.prepare<[Tenant], number>('SELECT resource FROM resources WHERE tenant = ? LIMIT 1').pluck(),
  members: connection.prepare<[number, number, number]>(
    `DELETE FROM memberships WHERE group_resource = ? AND member_resource IN
       (SELECT member_resource FROM memberships WHERE group_resource = ? LIMIT ?)`,
  ),
  groups: connection.prepare<[number, number, number]>(
    `DELETE FROM memberships WHERE member_resource = ? AND group_resource IN
       (SELECT group_resource FROM memberships WHERE member_resource = ? LIMIT ?)`,
  ),
  // As many as the attributes by which resources are looked up: bounded by the size of a resource.
  lookups: connection.prepare<[number]>('DELETE FROM lookups WHERE resource = ?'),
  removeResource: connection.prepare<[number]>('DELETE FROM resources WHERE resource = ?'),
  lists: [
    connection.prepare<[Tenant, number]>(
      'DELETE FROM activity WHERE sequence IN (SELECT sequence FROM activity WHERE tenant = ? LIMIT ?)',
    ),
    connection.prepare<[Tenant, number]>(
      `DELETE FROM activity_hours WHERE (tenant, hour, outcome) IN
         (SELECT tenant, hour, outcome FROM activity_hours WHERE tenant = ? LIMIT ?)`,
    ),
    connection.prepare<[Tenant, number]>(
      `DELETE FROM erasures WHERE (tenant, resource_id) IN
         (SELECT tenant, resource_id FROM erasures WHERE tenant = ? LIMIT ?)`,
    ),
    connection.prepare<[Tenant, number]>(
      'DELETE FROM events WHERE sequence IN (SELECT sequence FROM events WHERE tenant = ? LIMIT ?)',
    ),
    connection.prepare<[Tenant, number]>(
      'DELETE FROM feed WHERE rowid IN (SELECT rowid FROM feed WHERE tenant = ? LIMIT ?)',
    ),
    connection.prepare<[Tenant, number]>(
      `DELETE FROM revisions WHERE (tenant, kind, version) IN
         (SELECT tenant, kind, version FROM revisions WHERE tenant = ? LIMIT ?)`,
    ),
    connection.prepare<[Tenant, number]>(
      `DELETE FROM records WHERE (tenant, kind, key) IN
         (SELECT tenant, kind, key FROM records WHERE tenant = ? LIMIT ?)`,
    ),
    connection.prepare<[Tenant, number]>(
      `DELETE FROM spans WHERE (tenant, type, first_id) IN
         (SELECT tenant, type, first_id FROM spans WHERE tenant = ? LIMIT ?)`,
    ),
  ],
});

/** Prepares the removal on a connection. */
export const makePurge = (connection: Connection): Purge => {
  const statements = prepare(connection);

  /** Removes a resource with its memberships; when those come to the limit, the resource waits for the next step. */
  const removeResource = (resource: number, limit: number): number => {
    let removed = statements.members.run(resource, resource, limit).changes;
    removed += statements.groups.run(resource, resource, limit - removed).changes;
    if (removed >= limit) return removed;
    statements.lookups.run(resource);
    return removed + statements.removeResource.run(resource).changes;
  };

  const removeResources = (tenant: Tenant, limit: number): number => {
    let removed = 0;
    while (removed < limit) {
      const resource = statements.resource.get(tenant);
      if (resource === undefined) break;
      removed += removeResource(resource, limit - removed);
    }
    return removed;
  };

  return (limit) => {
    let removed = 0;
    for (;;) {
      const tenant = statements.next.get();
      if (tenant === undefined) return removed;
      removed += removeResources(tenant, limit - removed);
      for (const list of statements.lists) removed += list.run(tenant, limit - removed).changes;
      if (removed >= limit) return removed;
      statements.done.run(tenant);
    }
  };
};

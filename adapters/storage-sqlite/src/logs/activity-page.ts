// Statements that read the activity by page and filter; each has an index that leads to what it selects.
import type { ActivityEntry, ActivityFilter, ActivityQuery } from '@looop-scim/provisioning/ports';
import {
  activityNameKey,
  decodeActivity,
  printPosition,
  REPETITION_WINDOW_MS,
  type ActivityPosition,
} from '@looop-scim/provisioning/storage-support';
import { FALSE, joinSql, sql, type Sql } from '../sql.ts';
import type { Tenant } from '../tenants.ts';

/** What is read of a record. */
export interface ActivityRow {
  readonly sequence: number;
  readonly at: number;
  readonly count: number;
  readonly last: number;
  readonly record: string;
}

/** Columns of a row. */
export const ACTIVITY_COLUMNS = 'sequence, at, count, last, record';

/** The entry of a row. */
export const entryOf = ({ sequence, at, count, last, record }: ActivityRow): ActivityEntry => ({
  position: printPosition({ at, key: String(sequence) }),
  record: { ...decodeActivity(record), ...(count > 1 && { repeated: { count, last } }) },
});

/** Says which index leads to the rows: without statistics the planner would guess. */
const sourceOf = ({ outcome, resource }: ActivityFilter): string => {
  if (resource !== undefined) return 'activity NOT INDEXED'; // by number, see `resourceSql`
  if (outcome === 'ignored') return 'activity INDEXED BY activity_with_ignored';
  if (outcome === undefined || outcome === 'applied') return 'activity INDEXED BY activity_by_time';
  return 'activity INDEXED BY activity_by_outcome';
};

/** Literals, because a partial index serves only a condition that says what the index does. */
const outcomeSql = (outcome: ActivityFilter['outcome']): readonly Sql[] => {
  if (outcome === undefined) return [];
  if (outcome === 'ignored') return [sql`has_ignored = 1`];
  return outcome === 'applied' ? [sql`outcome = 'applied'`] : [sql`outcome = ${outcome} AND outcome <> 'applied'`];
};

const resourceSql = (tenant: Tenant, resource: ActivityFilter['resource']): readonly Sql[] => {
  if (resource === undefined) return [];
  const { id, name } = resource;
  const ways: Sql[] = [];
  if (id !== undefined) {
    ways.push(
      sql`SELECT sequence FROM activity INDEXED BY activity_by_resource WHERE tenant = ${tenant} AND resource_id = ${id}`,
    );
  }
  if (name !== undefined) {
    const key = activityNameKey(name);
    ways.push(
      sql`SELECT sequence FROM activity INDEXED BY activity_by_name WHERE tenant = ${tenant} AND name_key = ${key}`,
    );
  }
  return ways.length === 0 ? [FALSE] : [sql`sequence IN (${joinSql(ways, ' UNION ')})`];
};

/** The statement of a page. */
export const pageSql = (
  tenant: Tenant,
  { limit, ...filter }: Omit<ActivityQuery, 'position'>,
  position: ActivityPosition | undefined,
): Sql => {
  const { outcome, resource, since, until } = filter;
  const conditions: Sql[] = [sql`tenant = ${tenant}`, ...outcomeSql(outcome), ...resourceSql(tenant, resource)];
  // A record counts for a window of time at most.
  if (since !== undefined) conditions.push(sql`at > ${since - REPETITION_WINDOW_MS} AND last >= ${since}`);
  if (until !== undefined) conditions.push(sql`at < ${until}`);
  if (position !== undefined) conditions.push(sql`(at, sequence) < (${position.at}, ${Number(position.key)})`);
  const from: Sql = { text: `SELECT ${ACTIVITY_COLUMNS} FROM ${sourceOf(filter)}`, values: [] };
  const order = sql`ORDER BY at DESC, sequence DESC LIMIT ${Math.max(limit, 0)}`;
  return sql`${from} WHERE ${joinSql(conditions, ' AND ')} ${order}`;
};

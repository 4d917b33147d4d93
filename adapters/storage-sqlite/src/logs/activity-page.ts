// Statements that read the activity by page and filter; each has an index that leads to what it selects.
import type { ActivityEntry, ActivityQuery } from '@looop-scim/provisioning';
import {
  activityNameKey,
  decodeActivity,
  printPosition,
  REPETITION_WINDOW_MS,
  type ActivityPosition,
} from '@looop-scim/provisioning/storage-support';
import { joinSql, sql, type Sql } from '../sql.ts';
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

/** Literals, because a partial index serves only a condition that says what the index does. */
const outcomeSql = (outcome: ActivityQuery['outcome']): readonly Sql[] => {
  if (outcome === undefined) return [];
  if (outcome === 'ignored') return [sql`has_ignored = 1`];
  return outcome === 'applied' ? [sql`outcome = 'applied'`] : [sql`outcome = ${outcome} AND outcome <> 'applied'`];
};

const resourceSql = (tenant: Tenant, resource: ActivityQuery['resource']): readonly Sql[] => {
  if (resource === undefined) return [];
  const { id, name } = resource;
  const ways: Sql[] = [];
  if (id !== undefined) ways.push(sql`SELECT sequence FROM activity WHERE tenant = ${tenant} AND resource_id = ${id}`);
  if (name !== undefined) {
    ways.push(sql`SELECT sequence FROM activity WHERE tenant = ${tenant} AND name_key = ${activityNameKey(name)}`);
  }
  return ways.length === 0 ? [sql`0`] : [sql`sequence IN (${joinSql(ways, ' UNION ')})`];
};

/** The statement of a page. */
export const pageSql = (
  tenant: Tenant,
  { outcome, resource, since, until, limit }: Omit<ActivityQuery, 'position'>,
  position: ActivityPosition | undefined,
): Sql => {
  const conditions: Sql[] = [sql`tenant = ${tenant}`, ...outcomeSql(outcome), ...resourceSql(tenant, resource)];
  // A refusal is counted for a window of time at most.
  if (since !== undefined) conditions.push(sql`at > ${since - REPETITION_WINDOW_MS} AND last >= ${since}`);
  if (until !== undefined) conditions.push(sql`at < ${until}`);
  if (position !== undefined) conditions.push(sql`(at, sequence) < (${position.at}, ${Number(position.key)})`);
  const columns: Sql = { text: ACTIVITY_COLUMNS, values: [] };
  return sql`SELECT ${columns} FROM activity WHERE ${joinSql(conditions, ' AND ')} ORDER BY at DESC, sequence DESC LIMIT ${Math.max(limit, 0)}`;
};

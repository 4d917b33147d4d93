// The statements that find the resources of a list by filter and order. Their text depends on the shape of the query alone.
import type { ResourceType } from '@looop-scim/scim/schema';
import type { ResourceQuery } from '@looop-scim/provisioning/ports';
import { filterToSql } from './filter/filter-to-sql.ts';
import { candidatesToSql } from './filter/candidates-to-sql.ts';
import type { LookupAttributes } from './lookup-attributes.ts';
import { sortToSql } from './sort-to-sql.ts';
import { COUNTED, sql, unplanned, type Sql } from './sql.ts';
import type { Tenant } from './tenants.ts';

/** A list of one type of one tenant. */
export interface ListedType {
  readonly tenant: Tenant;
  readonly type: ResourceType;
  readonly lookups: Pick<LookupAttributes, 'indexed'>;
}

/** FROM and WHERE of the matches. Where an index names candidates, the unary plus keeps the index by type out of the plan. */
const matches = ({ tenant, type, lookups }: ListedType, filter: ResourceQuery['filter']): Sql => {
  const all = sql`FROM resources r WHERE r.tenant = ${unplanned(tenant)} AND r.type = ${unplanned(type.name)} AND ${COUNTED}`;
  if (filter === undefined) return all;
  const condition = filterToSql(filter, type, tenant);
  const candidates = candidatesToSql(filter, { tenant, type, lookups });
  return candidates === undefined
    ? sql`${all} AND ${condition}`
    : sql`FROM resources r
        WHERE r.resource IN (${candidates}) AND ${COUNTED} AND +r.tenant = ${tenant} AND +r.type = ${type.name} AND ${condition}`;
};

/** Counts the matches. */
export const countSql = (listed: ListedType, filter: ResourceQuery['filter']): Sql =>
  sql`SELECT count(*) AS total ${matches(listed, filter)}`;

/** Selects the keys of all matches in order, as `resource`. */
export const keysSql = (listed: ListedType, { filter, sort }: Pick<ResourceQuery, 'filter' | 'sort'>): Sql => {
  const found = matches(listed, filter);
  if (sort === undefined) return sql`SELECT r.resource ${found} ORDER BY r.id`;
  const { key, order } = sortToSql(sort);
  return sql`SELECT resource FROM (SELECT r.resource, r.id, ${key} AS k ${found}) ORDER BY ${order}, id`;
};

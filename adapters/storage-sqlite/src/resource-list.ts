// Lists: the keys of one page in order, then the rows of these keys. Only the keys are sorted and skipped, never whole documents.
import type { ResourceType } from '@looop-scim/scim';
import type { ResourcePage, ResourceQuery } from '@looop-scim/provisioning';
import { filterToSql } from './filter/filter-to-sql.ts';
import { indexCandidates } from './filter/index-candidates.ts';
import { RESOURCE_COLUMNS, type ResourceKey, type ResourceRow } from './resource-rows.ts';
import type { ResourceTables } from './resource-tables.ts';
import { sortToSql } from './sort-to-sql.ts';
import { sql, type Sql } from './sql.ts';
import type { Tenant } from './tenants.ts';

/** The keys of a page and the number of all matches. */
interface KeyPage {
  readonly keys: readonly ResourceKey[];
  readonly total: number;
}

/** A list of one type of one tenant. */
interface Listed {
  readonly tenant: Tenant;
  readonly type: ResourceType;
  readonly query: ResourceQuery;
}

/** Beyond this SQLite takes no OFFSET. */
const bounded = (count: number): number => Math.min(Math.max(count, 0), Number.MAX_SAFE_INTEGER);

/** Lists resources, inside a read transaction. */
export type ListResources = (tenant: Tenant | undefined, query: ResourceQuery) => ResourcePage;

/** Makes the list over the tables of a connection. */
export const makeListResources = (tables: ResourceTables): ListResources => {
  const { cache, connection, lookupAttributes, spans, toResources, typeOf } = tables;
  const pageFrom = connection
    .prepare<[Tenant, string, string, number, number], ResourceKey>(
      'SELECT resource FROM resources WHERE tenant = ? AND type = ? AND id >= ? ORDER BY id LIMIT ? OFFSET ?',
    )
    .pluck();
  const rowsOf = connection.prepare<[string], ResourceRow>(
    `SELECT ${RESOURCE_COLUMNS} FROM json_each(?) j CROSS JOIN resources r ON r.resource = j.value ORDER BY j.key`,
  );

  /** All resources by id: the spans know where the page starts. */
  const plainPage = ({ tenant, type, query }: Listed): KeyPage => {
    const total = spans.total(tenant, type.name);
    const place = query.limit > 0 ? spans.placeOf(tenant, type.name, bounded(query.offset)) : undefined;
    if (place === undefined) return { keys: [], total };
    return { keys: pageFrom.all(tenant, type.name, place.firstId, bounded(query.limit), place.skip), total };
  };

  /** FROM and WHERE of the matches; with candidates of an index the tenant's own index is kept out by the unary plus. */
  const matches = ({ tenant, type, query }: Listed): Sql => {
    if (query.filter === undefined) return sql`FROM resources r WHERE r.tenant = ${tenant} AND r.type = ${type.name}`;
    const scope = { tenant, type, lookups: lookupAttributes };
    const candidates = indexCandidates(query.filter, scope);
    const condition = filterToSql(query.filter, type, tenant);
    return candidates === undefined
      ? sql`FROM resources r WHERE r.tenant = ${tenant} AND r.type = ${type.name} AND ${condition}`
      : sql`FROM resources r WHERE r.resource IN (${candidates})
          AND +r.tenant = ${tenant} AND +r.type = ${type.name} AND ${condition}`;
  };

  const keysOf = ({ query }: Listed, found: Sql): readonly ResourceKey[] => {
    const part = sql`LIMIT ${bounded(query.limit)} OFFSET ${bounded(query.offset)}`;
    const sort = query.sort && sortToSql(query.sort);
    const { text, values } =
      sort === undefined
        ? sql`SELECT r.resource ${found} ORDER BY r.id ${part}`
        : sql`SELECT resource FROM (SELECT r.resource, r.id, ${sort.key} AS k ${found}) ORDER BY ${sort.order}, id ${part}`;
    return cache
      .prepare<{ readonly resource: ResourceKey }>(text)
      .all(...values)
      .map(({ resource }) => resource);
  };

  const count = (listed: Listed, found: Sql): number => {
    if (listed.query.filter === undefined) return spans.total(listed.tenant, listed.type.name);
    const { text, values } = sql`SELECT count(*) AS total ${found}`;
    return cache.prepare<{ readonly total: number }>(text).get(...values)?.total ?? 0;
  };

  const searchedPage = (listed: Listed): KeyPage => {
    const { offset, limit } = listed.query;
    const found = matches(listed);
    const keys = limit > 0 ? keysOf(listed, found) : [];
    // A page that is not full ends the list: its end is the number of matches.
    const isLast = keys.length < limit && (keys.length > 0 || offset === 0);
    return { keys, total: isLast ? offset + keys.length : count(listed, found) };
  };

  return (tenant, query) => {
    const type = typeOf(query.resourceType);
    if (tenant === undefined) return { total: 0, resources: [] };
    const listed = { tenant, type, query };
    const plain = query.filter === undefined && query.sort === undefined;
    const { keys, total } = plain ? plainPage(listed) : searchedPage(listed);
    const rows = keys.length === 0 ? [] : rowsOf.all(JSON.stringify(keys));
    return { total, resources: toResources(type, rows, query.withMemberships) };
  };
};

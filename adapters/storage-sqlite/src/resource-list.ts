// Lists: the keys of one page in order, then the rows of these keys. Only keys are sorted and skipped, never whole documents.
import type { Resource } from '@looop-scim/scim/attribute';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { ResourcePage, ResourceQuery } from '@looop-scim/provisioning/ports';
import { makePageMeter, type BoundSchema } from '@looop-scim/provisioning/storage-support';
import { countSql, keysSql, type ListedType } from './list-sql.ts';
import {
  RESOURCE_COLUMNS,
  storedResource,
  type ResourceKey,
  type ResourceRow,
  type StoredResource,
} from './resource-rows.ts';
import type { ResourceTables } from './resource-tables.ts';
import { sql, type Sql } from './sql.ts';
import type { Tenant } from './tenants.ts';

/** The keys of a page and the number of all matches. */
interface KeyPage {
  readonly keys: readonly ResourceKey[];
  readonly total: number;
}

/** What SQLite takes as LIMIT and OFFSET: beyond this it takes none, and below zero LIMIT means all. */
const bounded = (count: number): number => Math.min(Math.max(count, 0), Number.MAX_SAFE_INTEGER);

/** Lists resources, inside a read transaction. */
export type ListResources = (tenant: Tenant | undefined, schema: BoundSchema, query: ResourceQuery) => ResourcePage;

/** Makes the reading of resources with their memberships, as far as a page takes them. */
const makeReadWithMemberships =
  ({ meter, withMemberships }: Pick<ResourceTables, 'meter' | 'withMemberships'>) =>
  (type: ResourceType, page: readonly StoredResource[], maxCharacters: number): readonly Resource[] => {
    const fitting = meter.within(maxCharacters, () => withMemberships(type, page));
    // A page is never empty: what its first resource has may exceed the page, and is held to the limit of the call alone.
    return fitting.length > 0 ? fitting : withMemberships(type, page.slice(0, 1));
  };

/** Makes the reading of resources by their keys, as far as a page takes them. */
const makeReadPage = ({ connection, meter }: Pick<ResourceTables, 'connection' | 'meter'>) => {
  const rowsOf = connection.prepare<[string], ResourceRow>(
    `SELECT ${RESOURCE_COLUMNS} FROM json_each(?) j CROSS JOIN resources r ON r.resource = j.value ORDER BY j.key`,
  );
  return (keys: readonly ResourceKey[], maxCharacters: number): readonly StoredResource[] => {
    const takes = makePageMeter(maxCharacters);
    const found: StoredResource[] = [];
    if (keys.length === 0) return found;
    for (const row of rowsOf.iterate(JSON.stringify(keys))) {
      if (!takes(row.document.length)) break;
      meter.addCharacters(row.document.length);
      found.push(storedResource(row));
    }
    return found;
  };
};

/** Makes the list over the tables of a connection. */
export const makeListResources = (tables: ResourceTables): ListResources => {
  const { cache, connection, lookupAttributes, spans } = tables;
  const readPage = makeReadPage(tables);
  const readWithMemberships = makeReadWithMemberships(tables);
  // `(SELECT ?)` and `+?`: see `unplanned`.
  const pageFrom = connection
    .prepare<[Tenant, string, string, number, number], ResourceKey>(
      `SELECT resource FROM resources WHERE tenant = (SELECT ?) AND type = (SELECT ?) AND id >= ?
       ORDER BY id LIMIT +? OFFSET +?`,
    )
    .pluck();

  const keysOf = ({ text, values }: Sql): readonly ResourceKey[] =>
    cache
      .prepare<{ readonly resource: ResourceKey }>(text)
      .all(...values)
      .map(({ resource }) => resource);

  /** All resources by id: the spans know where the page starts. */
  const plainPage = ({ tenant, type }: ListedType, { offset, limit }: ResourceQuery): KeyPage => {
    const total = spans.total(tenant, type.name);
    const first = limit > 0 ? spans.offsetInSpan(tenant, type.name, bounded(offset)) : undefined;
    if (first === undefined) return { keys: [], total };
    return { keys: pageFrom.all(tenant, type.name, first.firstId, bounded(limit), first.skip), total };
  };

  /** All resources in another order. */
  const sortedPage = (listed: ListedType, query: ResourceQuery): KeyPage => {
    const part = sql`LIMIT +${bounded(query.limit)} OFFSET +${bounded(query.offset)}`;
    const keys = query.limit > 0 ? keysOf(sql`${keysSql(listed, query)} ${part}`) : [];
    return { keys, total: spans.total(listed.tenant, listed.type.name) };
  };

  /** Matches of a filter. The total needs each of them looked at anyway: their keys are read once and the page cut out. */
  const filteredPage = (listed: ListedType, query: ResourceQuery): KeyPage => {
    if (query.limit === 0) {
      const { text, values } = countSql(listed, query.filter);
      return { keys: [], total: cache.prepare<{ readonly total: number }>(text).get(...values)?.total ?? 0 };
    }
    const keys = keysOf(keysSql(listed, query));
    return { keys: keys.slice(query.offset, query.offset + query.limit), total: keys.length };
  };

  const pageOf = (listed: ListedType, query: ResourceQuery): KeyPage => {
    if (query.filter !== undefined) return filteredPage(listed, query);
    return query.sort === undefined ? plainPage(listed, query) : sortedPage(listed, query);
  };

  return (tenant, schema, query) => {
    const type = schema.typeOf(query.resourceType);
    if (tenant === undefined) return { total: 0, resources: [] };
    const { keys, total } = pageOf({ tenant, type, lookups: lookupAttributes.under(schema) }, query);
    const maxCharacters = query.maxCharacters ?? Infinity;
    const page = readPage(keys, maxCharacters);
    const resources = query.withMemberships
      ? readWithMemberships(type, page, maxCharacters)
      : page.map(({ resource }) => resource);
    return { total, resources };
  };
};

// The ranges of indexes that hold the matches of a filter, as a SELECT of keys; filter-to-sql.ts decides what matches.
import { indexCandidates } from '@looop-scim/provisioning/storage-support';
import type { BoundComparison, BoundFilter } from '@looop-scim/scim/filter';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import type { LookupAttributes } from '../lookup-attributes.ts';
import { COUNTED, joinSql, sql, type Sql } from '../sql.ts';
import type { Tenant } from '../tenants.ts';
import { rangeOf } from './comparison.ts';
import { membershipScope, ownersOf } from './membership-to-sql.ts';

const union = (selects: readonly Sql[]): Sql =>
  joinSql(
    selects.map((select) => sql`SELECT * FROM (${select})`),
    ' UNION ',
  );

/** What the candidates of a filter depend on. */
export interface CandidateScope {
  readonly type: ResourceType;
  readonly tenant: Tenant;
  readonly lookups: Pick<LookupAttributes, 'indexed'>;
}

const byMetadata = (filter: BoundComparison, { type, tenant }: CandidateScope): Sql | undefined => {
  const rows = sql`SELECT c.resource FROM resources c`;
  const { path } = filter.attribute;
  if (path === 'id') {
    const range = rangeOf(sql`c.id`, filter);
    return range && sql`${rows} WHERE c.tenant = ${tenant} AND c.type = ${type.name} AND ${range} AND ${COUNTED}`;
  }
  if (path !== 'meta.lastModified') return undefined;
  const range = rangeOf(sql`c.last_modified`, filter);
  return range && sql`${rows} WHERE c.tenant = ${tenant} AND c.type = ${type.name} AND ${range} AND ${COUNTED}`;
};

const byMembership = (filter: BoundComparison, { type, tenant }: CandidateScope): Sql | undefined => {
  if (filter.operator !== 'eq' || filter.attribute.definition.name !== 'value') return undefined;
  return ownersOf(membershipScope(type, tenant), filter.value);
};

const byLookup = (filter: BoundComparison, { type, tenant, lookups }: CandidateScope): Sql | undefined => {
  const { path } = filter.attribute;
  const indexed = lookups.indexed(type).find(({ node }) => node.path === path);
  if (indexed === undefined) return undefined;
  const range = rangeOf(sql`l.value`, filter);
  if (range === undefined) return undefined;
  const found = sql`SELECT l.resource FROM lookups l WHERE l.tenant = ${tenant} AND l.attribute = ${indexed.attribute} AND ${range} AND ${COUNTED}`;
  if (indexed.since === 0) return found;
  const behind = sql`SELECT b.resource FROM resources b WHERE b.tenant = ${tenant} AND b.type = ${type.name} AND b.schema_version < ${indexed.since} AND ${COUNTED}`;
  return union([found, behind]);
};

const SOURCES: Readonly<Record<AttributeNode['storedIn'], typeof byLookup>> = {
  document: byLookup,
  metadata: byMetadata,
  memberships: byMembership,
};

/** A SELECT of the keys of all resources that may fulfil the filter; undefined when only reading all of them can tell. */
export const candidatesToSql = (filter: BoundFilter, scope: CandidateScope): Sql | undefined =>
  indexCandidates(filter, {
    indexRange: (comparison) => SOURCES[comparison.attribute.storedIn](comparison, scope),
    union,
  });

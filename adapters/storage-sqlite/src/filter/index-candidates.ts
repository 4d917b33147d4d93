// Where to look first: the resources that an index names as the only possible matches of a filter. A superset is enough, for
// filter-to-sql.ts decides; what matters is that no filter that identity providers send reads all resources.
import type { AttributeNode, BoundFilter, ResourceType } from '@looop-scim/scim';
import type { LookupAttributes } from '../lookup-attributes.ts';
import { joinSql, sql, type Sql } from '../sql.ts';
import type { Tenant } from '../tenants.ts';
import { rangeOf } from './comparison.ts';
import { membershipRows, membershipScope, ownerColumn } from './membership-to-sql.ts';

/** Keys of resources as a SELECT; the lower the rank, the fewer they are likely to be. */
interface Candidates {
  readonly select: Sql;
  readonly rank: number;
}

type Compare = Extract<BoundFilter, { readonly kind: 'compare' }>;

const RANK = { eq: 1, sw: 2, range: 3 } as const;

const rankOf = ({ operator }: Compare): number =>
  operator === 'eq' || operator === 'sw' ? RANK[operator] : RANK.range;

/** What the candidates of a filter depend on. */
export interface CandidateScope {
  readonly type: ResourceType;
  readonly tenant: Tenant;
  readonly lookups: LookupAttributes;
}

const byRecord = (filter: Compare, { type, tenant }: CandidateScope): Sql | undefined => {
  const rows = sql`SELECT c.resource FROM resources c`;
  const { path } = filter.attribute;
  if (path === 'id') {
    const range = rangeOf(sql`c.id`, filter);
    return range && sql`${rows} WHERE c.tenant = ${tenant} AND c.type = ${type.name} AND ${range}`;
  }
  if (path !== 'meta.lastModified') return undefined;
  const range = rangeOf(sql`c.last_modified`, filter);
  return range && sql`${rows} WHERE c.tenant = ${tenant} AND c.type = ${type.name} AND ${range}`;
};

const byMembership = (filter: Compare, { type, tenant }: CandidateScope): Sql | undefined => {
  if (filter.operator !== 'eq' || filter.attribute.definition.name !== 'value') return undefined;
  const scope = membershipScope(type, tenant);
  return sql`SELECT ${ownerColumn(scope)} FROM ${membershipRows(scope)} WHERE x.tenant = ${tenant} AND x.id = ${String(filter.value)}`;
};

const byLookup = (filter: Compare, { type, tenant, lookups }: CandidateScope): Sql | undefined => {
  const indexed = lookups.indexed(type).find(({ node }) => node === filter.attribute);
  const range = indexed && rangeOf(sql`l.value`, filter);
  return (
    range &&
    sql`SELECT l.resource FROM lookups l WHERE l.tenant = ${tenant} AND l.attribute = ${indexed.attribute} AND ${range}`
  );
};

const SOURCES: Readonly<Record<AttributeNode['home'], typeof byLookup>> = {
  document: byLookup,
  record: byRecord,
  membership: byMembership,
};

const ofComparison = (filter: Compare, scope: CandidateScope): Candidates | undefined => {
  const select = SOURCES[filter.attribute.home](filter, scope);
  return select && { select, rank: rankOf(filter) };
};

const best = (found: readonly (Candidates | undefined)[]): Candidates | undefined =>
  found
    .filter((candidates) => candidates !== undefined)
    .reduce<Candidates | undefined>((least, each) => (least && least.rank <= each.rank ? least : each), undefined);

const union = (found: readonly (Candidates | undefined)[]): Candidates | undefined => {
  const known = found.filter((candidates) => candidates !== undefined);
  if (known.length < found.length || known.length === 0) return undefined;
  return {
    select: joinSql(
      known.map(({ select }) => sql`SELECT * FROM (${select})`),
      ' UNION ',
    ),
    rank: Math.max(...known.map(({ rank }) => rank)),
  };
};

const candidatesOf = (filter: BoundFilter, scope: CandidateScope): Candidates | undefined => {
  switch (filter.kind) {
    case 'compare':
      return ofComparison(filter, scope);
    case 'and':
      return best(filter.operands.map((operand) => candidatesOf(operand, scope)));
    case 'or':
      return union(filter.operands.map((operand) => candidatesOf(operand, scope)));
    case 'element':
      // An element that fulfils all of the filter fulfils the part that the index knows.
      return candidatesOf(filter.filter, scope);
    default:
      return undefined;
  }
};

/** A SELECT of the keys of all resources that may fulfil the filter; undefined when only reading all of them can tell. */
export const indexCandidates = (filter: BoundFilter, scope: CandidateScope): Sql | undefined =>
  candidatesOf(filter, scope)?.select;

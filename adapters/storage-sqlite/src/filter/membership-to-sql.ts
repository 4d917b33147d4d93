// Conditions on membership rows: members of a group, or groups of a user. `m` is the row, `x` the resource at its other end.
// The order in which the tables are visited is written down with CROSS JOIN: what the planner guesses would be read once for every
// resource of a list.
import { foldCase, type Scalar } from '@looop-scim/scim/attribute';
import { conjunctsOf, type BoundComparison, type BoundFilter } from '@looop-scim/scim/filter';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import { joinSql, sql, type Sql } from '../sql.ts';
import type { Tenant } from '../tenants.ts';
import { compareColumn, compareValue, type Comparison } from './comparison.ts';
import { compile, type SqlConditions } from './sql-logic.ts';

/** A membership attribute and the side of the row that its resource stands on. */
export interface MembershipScope {
  readonly attribute: AttributeNode;
  readonly side: 'group' | 'member';
  readonly tenant: Tenant;
}

/** The scope of the membership attribute of a type. */
export const membershipScope = (type: ResourceType, tenant: Tenant): MembershipScope => {
  const { membership } = type;
  const side = type.definition.membership?.side;
  if (membership === undefined || side === undefined) throw new TypeError(`${type.name} has no memberships`);
  return { attribute: membership, side, tenant };
};

/** Column of a membership row that names the resource whose attribute it is. */
const ownerColumn = ({ side }: MembershipScope): Sql =>
  side === 'group' ? sql`m.group_resource` : sql`m.member_resource`;

/** Column of a membership row that names the resource at the other end. */
const otherColumn = ({ side }: MembershipScope): Sql =>
  side === 'group' ? sql`m.member_resource` : sql`m.group_resource`;

const DISPLAY = sql`coalesce(json_extract(x.comparable, '$.displayName'), json_extract(x.comparable, '$.userName'))`;

/** A comparison with a sub-attribute of the membership row at hand. The tenant is implied by the row. */
const compareMembership = ({ side }: MembershipScope, node: AttributeNode, comparison: Comparison): Sql => {
  switch (node.definition.name) {
    case 'value':
      return compareColumn(sql`x.id`, comparison);
    case 'type':
      return compareColumn(side === 'group' ? sql`lower(x.type)` : sql`${foldCase('direct')}`, comparison);
    case 'display':
      return compareValue(DISPLAY, node.definition, comparison);
    default:
      throw new TypeError(`No membership row holds ${node.path}`);
  }
};

/** Whether a sub-attribute of the membership row at hand, or the row itself, is assigned. */
const assignedInMembership = (scope: MembershipScope, node: AttributeNode): Sql =>
  node.definition.name === 'display' && node !== scope.attribute ? sql`(${DISPLAY} IS NOT NULL)` : sql`1`;

const onRow = (scope: MembershipScope): SqlConditions => ({
  compare: ({ attribute, operator, value }) => compareMembership(scope, attribute, { operator, value }),
  present: ({ attribute }) => assignedInMembership(scope, attribute),
  element: ({ attribute }) => {
    throw new TypeError(`${attribute.path} cannot stand in this element filter`);
  },
});

const isEqualId = (filter: BoundFilter): filter is BoundComparison =>
  filter.kind === 'compare' && filter.operator === 'eq' && filter.attribute.definition.name === 'value';

/** The ids of which the filter wants one at the other end; undefined when it says something else. */
const wantedIds = (filter: BoundFilter): readonly Scalar[] | undefined => {
  if (isEqualId(filter)) return [filter.value];
  return filter.kind === 'or' && filter.operands.every(isEqualId)
    ? filter.operands.filter(isEqualId).map(({ value }) => value)
    : undefined;
};

const otherEnd = ({ tenant }: MembershipScope, ids: readonly Scalar[]): Sql => {
  // More ids than a list of expressions may have stand in one JSON array.
  const among = sql`x.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  const [only] = ids;
  return sql`x.tenant = ${tenant} AND ${ids.length === 1 ? sql`x.id = ${String(only)}` : among}`;
};

/**
 * FROM and WHERE of the memberships of one resource (an expression for its key) that fulfil a filter. Whoever names the other end by
 * id begins there: one look for each id. Otherwise the rows of the resource are gone through.
 */
export const membershipsOf = (scope: MembershipScope, owner: Sql, filter: BoundFilter): Sql => {
  const parts = conjunctsOf(filter);
  const first = parts.find((part) => wantedIds(part) !== undefined);
  const ids = first && wantedIds(first);
  const rest = parts.filter((part) => part !== first).map((part) => compile(part, onRow(scope)));
  if (ids !== undefined) {
    const row = sql`${otherColumn(scope)} = x.resource AND ${ownerColumn(scope)} = ${owner}`;
    return sql`FROM resources x CROSS JOIN memberships m WHERE ${joinSql([otherEnd(scope, ids), row, ...rest], ' AND ')}`;
  }
  const row = sql`${ownerColumn(scope)} = ${owner} AND x.resource = ${otherColumn(scope)}`;
  return sql`FROM memberships m CROSS JOIN resources x WHERE ${joinSql([row, ...rest], ' AND ')}`;
};

/** Keys of the resources that have a membership with the value, as a SELECT. */
export const ownersOf = (scope: MembershipScope, value: Scalar): Sql =>
  sql`SELECT ${ownerColumn(scope)} FROM resources x CROSS JOIN memberships m
    WHERE ${otherEnd(scope, [value])} AND ${otherColumn(scope)} = x.resource`;

/** Conditions on the memberships of the row `r` of resources of a type: some membership fulfils them. */
export const someMembership = (type: ResourceType, tenant: Tenant): SqlConditions => {
  const exists = (filter: BoundFilter): Sql =>
    sql`EXISTS (SELECT 1 ${membershipsOf(membershipScope(type, tenant), sql`r.resource`, filter)})`;
  return { compare: exists, present: exists, element: ({ filter }) => exists(filter) };
};

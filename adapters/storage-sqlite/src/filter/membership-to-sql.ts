// Conditions on membership rows: members of a group, or groups of a user. `m` is the row, `x` the resource at its other end.
import { foldCase } from '@looop-scim/scim/attribute';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import { joinSql, sql, type Sql } from '../sql.ts';
import type { Tenant } from '../tenants.ts';
import { compareColumn, compareValue, type Comparison } from './comparison.ts';

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

/** Rows of memberships joined with the resource at the other end. */
export const membershipRows = ({ side }: Pick<MembershipScope, 'side'>): Sql =>
  side === 'group'
    ? sql`memberships m JOIN resources x ON x.resource = m.member_resource`
    : sql`memberships m JOIN resources x ON x.resource = m.group_resource`;

/** Column of a membership row that names the resource whose attribute it is. */
export const ownerColumn = ({ side }: Pick<MembershipScope, 'side'>): Sql =>
  side === 'group' ? sql`m.group_resource` : sql`m.member_resource`;

const DISPLAY = sql`coalesce(json_extract(x.comparable, '$.displayName'), json_extract(x.comparable, '$.userName'))`;

/** A comparison with a sub-attribute of the membership row at hand. */
export const compareMembership = (scope: MembershipScope, node: AttributeNode, comparison: Comparison): Sql => {
  switch (node.definition.name) {
    case 'value':
      // The tenant is implied by the row; said again, it lets the index by id be used.
      return sql`(x.tenant = ${scope.tenant} AND ${compareColumn(sql`x.id`, comparison)})`;
    case 'type':
      return compareColumn(scope.side === 'group' ? sql`lower(x.type)` : sql`${foldCase('direct')}`, comparison);
    case 'display':
      return compareValue(DISPLAY, node.definition, comparison);
    default:
      throw new TypeError(`No membership row holds ${node.path}`);
  }
};

/** Whether a sub-attribute of the membership row at hand, or the row itself, is assigned. */
export const assignedInMembership = (scope: MembershipScope, node: AttributeNode): Sql =>
  node.definition.name === 'display' && node !== scope.attribute ? sql`(${DISPLAY} IS NOT NULL)` : sql`1`;

/** A condition on some membership of the row `r` of resources. */
export const someMembership = (scope: MembershipScope, condition: Sql): Sql =>
  sql`EXISTS (SELECT 1 FROM ${membershipRows(scope)} WHERE ${joinSql(
    [sql`${ownerColumn(scope)} = r.resource`, condition],
    ' AND ',
  )})`;

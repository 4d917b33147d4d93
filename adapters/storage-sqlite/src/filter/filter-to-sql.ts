// From a bound filter to an exact condition on one row of resources. It decides alone what matches; candidates-to-sql.ts only
// says where to look first. Operators AND, OR and NOT meet conditions that are 0 or 1.
import type { BoundComparison, BoundFilter } from '@looop-scim/scim/filter';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import { FALSE, joinSql, sql, TRUE, type Sql } from '../sql.ts';
import type { Tenant } from '../tenants.ts';
import { compareColumn, compareValue } from './comparison.ts';
import { documentSource, someAssigned, someElement, someValue, type JsonSource } from './json-source.ts';
import {
  assignedInMembership,
  compareMembership,
  membershipScope,
  someMembership,
  type MembershipScope,
} from './membership-to-sql.ts';
import { recordColumn } from './record-to-sql.ts';

type Present = Extract<BoundFilter, { readonly kind: 'present' }>;
type ElementFilter = Extract<BoundFilter, { readonly kind: 'element' }>;

/** How the three kinds of filters that look at attributes are compiled where they stand. */
interface Scope {
  readonly compare: (filter: BoundComparison) => Sql;
  readonly present: (filter: Present) => Sql;
  readonly element: (filter: ElementFilter) => Sql;
}

/** More operands than this in a row are split into halves: SQLite bounds the depth of an expression. */
const WIDEST = 16;

const combine = (pieces: readonly Sql[], operator: ' AND ' | ' OR '): Sql => {
  if (pieces.length === 0) return operator === ' AND ' ? TRUE : FALSE;
  if (pieces.length <= WIDEST) return sql`(${joinSql(pieces, operator)})`;
  const half = Math.ceil(pieces.length / 2);
  const halves = [combine(pieces.slice(0, half), operator), combine(pieces.slice(half), operator)];
  return sql`(${joinSql(halves, operator)})`;
};

const compile = (filter: BoundFilter, scope: Scope): Sql => {
  switch (filter.kind) {
    case 'constant':
      return filter.value ? TRUE : FALSE;
    case 'and':
    case 'or':
      return combine(
        filter.operands.map((operand) => compile(operand, scope)),
        filter.kind === 'and' ? ' AND ' : ' OR ',
      );
    case 'not':
      return sql`(NOT ${compile(filter.operand, scope)})`;
    case 'compare':
      return scope.compare(filter);
    case 'present':
      return scope.present(filter);
    case 'element':
      return scope.element(filter);
  }
};

const unexpected = (node: AttributeNode): never => {
  throw new TypeError(`${node.path} cannot stand in this element filter`);
};

/** Filters on a document or on an element in it. */
const jsonScope = (source: JsonSource): Scope => ({
  compare: ({ attribute, operator, value }) =>
    someValue(source, attribute, (found) => compareValue(found, attribute.definition, { operator, value })),
  present: ({ attribute }) => someAssigned(source, attribute),
  element: ({ attribute, filter }) =>
    attribute.definition.multiValued
      ? someElement(source, attribute, (element) => compile(filter, jsonScope(element)))
      : sql`(${someAssigned(source, attribute)} AND ${compile(filter, jsonScope(source))})`,
});

const membershipElement = (scope: MembershipScope): Scope => ({
  compare: ({ attribute, operator, value }) => compareMembership(scope, attribute, { operator, value }),
  present: ({ attribute }) => assignedInMembership(scope, attribute),
  element: ({ attribute }) => unexpected(attribute),
});

/** id and meta: single-valued and always there. */
const recordScope: Scope = {
  compare: ({ attribute, operator, value }) => compareColumn(recordColumn(attribute), { operator, value }),
  present: () => TRUE,
  element: ({ filter }) => compile(filter, recordScope),
};

const membershipsScope = (scope: MembershipScope): Scope => {
  const inRow = membershipElement(scope);
  return {
    compare: (filter) => someMembership(scope, inRow.compare(filter)),
    present: (filter) => someMembership(scope, inRow.present(filter)),
    element: ({ filter }) => someMembership(scope, compile(filter, inRow)),
  };
};

/** A condition, always 0 or 1, on the row `r` of resources: whether the resource fulfils the filter. */
export const filterToSql = (filter: BoundFilter, type: ResourceType, tenant: Tenant): Sql => {
  const document = jsonScope(documentSource);
  const scopeOf = ({ storedIn }: AttributeNode): Scope => {
    if (storedIn === 'document') return document;
    return storedIn === 'metadata' ? recordScope : membershipsScope(membershipScope(type, tenant));
  };
  return compile(filter, {
    compare: (part) => scopeOf(part.attribute).compare(part),
    present: (part) => scopeOf(part.attribute).present(part),
    element: (part) => scopeOf(part.attribute).element(part),
  });
};

/** A condition, always 0 or 1, on one membership of a group: rows as `membershipRows` joins them. */
export const memberFilterToSql = (filter: BoundFilter, group: ResourceType, tenant: Tenant): Sql =>
  compile(filter, membershipElement(membershipScope(group, tenant)));

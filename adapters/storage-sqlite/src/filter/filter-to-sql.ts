// From a bound filter to an exact condition on one row of resources. It decides alone what matches; candidates-to-sql.ts only
// says where to look first.
import { foldFilter, mergeElementConditions, type BoundFilter } from '@looop-scim/scim/filter';
import type { ResourceType } from '@looop-scim/scim/schema';
import { sql, TRUE, type Sql } from '../sql.ts';
import type { Tenant } from '../tenants.ts';
import { compareColumn, compareValue } from './comparison.ts';
import { documentSource, someAssigned, someElement, someValue, type JsonSource } from './json-source.ts';
import { someMembership } from './membership-to-sql.ts';
import { metadataColumn } from './metadata-to-sql.ts';
import { compile, SQL_LOGIC, type SqlConditions } from './sql-logic.ts';

/** Conditions on a document or on an element in it. */
const inJson = (source: JsonSource): SqlConditions => ({
  compare: ({ attribute, operator, value }) =>
    someValue(source, attribute, (found) => compareValue(found, attribute.definition, { operator, value })),
  present: ({ attribute }) => someAssigned(source, attribute),
  element: ({ attribute, filter }) =>
    attribute.definition.multiValued
      ? someElement(source, attribute, (element) => compile(filter, inJson(element)))
      : sql`(${someAssigned(source, attribute)} AND ${compile(filter, inJson(source))})`,
});

/** Conditions on id and meta: single-valued and always there. */
const METADATA: SqlConditions = {
  compare: ({ attribute, operator, value }) => compareColumn(metadataColumn(attribute), { operator, value }),
  present: () => TRUE,
  element: ({ filter }) => compile(filter, METADATA),
};

/** A condition, always 0 or 1, on the row `r` of resources: whether the resource fulfils the filter. */
export const filterToSql = (filter: BoundFilter, type: ResourceType, tenant: Tenant): Sql =>
  foldFilter(mergeElementConditions(filter), SQL_LOGIC, {
    document: inJson(documentSource),
    metadata: METADATA,
    memberships: someMembership(type, tenant),
  });

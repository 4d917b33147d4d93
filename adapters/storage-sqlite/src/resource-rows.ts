// Rows of resources and the resources that they stand for.
import type { Complex, MembershipReference, Resource } from '@looop-scim/scim/attribute';
import type { Connection } from './connection.ts';
import type { Tenant } from './tenants.ts';

/** Key of a resource inside this database. */
export type ResourceKey = number;

/** What is read of a resource. */
export interface ResourceRow {
  readonly resource: ResourceKey;
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly created: number;
  readonly last_modified: number;
  readonly document: string;
}

/** The columns of a `ResourceRow`, of the row `r` of resources. */
export const RESOURCE_COLUMNS = 'r.resource, r.type, r.id, r.version, r.created, r.last_modified, r.document';

/** The resource of a row, with memberships if they were read. */
export const resourceOf = (row: ResourceRow, memberships?: readonly MembershipReference[]): Resource => ({
  resourceType: row.type,
  id: row.id,
  version: row.version,
  created: row.created,
  lastModified: row.last_modified,
  // Written by `serialised` from a document, never by anybody else.
  document: JSON.parse(row.document) as Complex,
  ...(memberships && { memberships }),
});

/** A resource by type and id; an id of another type is not found. */
export const makeFindRow = (
  connection: Connection,
): ((tenant: Tenant, type: string, id: string) => ResourceRow | undefined) => {
  const select = connection.prepare<[Tenant, string, string], ResourceRow>(
    `SELECT ${RESOURCE_COLUMNS} FROM resources r WHERE r.tenant = ? AND r.id = ? AND +r.type = ?`,
  );
  return (tenant, type, id) => select.get(tenant, id, type);
};

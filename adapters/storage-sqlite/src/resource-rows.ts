// Rows of resources and the resources that they stand for.
import type { Complex, Resource } from '@looop-scim/scim/attribute';
import type { Connection } from './connection.ts';
import type { Tenant } from './tenants.ts';
import type { WorkMeter } from './work-meter.ts';

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
  readonly schema_version: number;
  readonly document: string;
  readonly mapping_version: number | null;
  readonly last_event: number | null;
}

/** A row of the table and the resource that it stands for, without memberships. */
export interface StoredResource {
  readonly key: ResourceKey;
  /** Version of the schema that the document was stored under. */
  readonly schemaVersion: number;
  readonly resource: Resource;
  /** Of a user: the mapping set by which the events told of it last. */
  readonly mappingVersion: number;
  /** Of a user: the number of its newest event. */
  readonly lastEvent: number | null;
}

/** The columns of a `ResourceRow`, of the row `r` of resources. */
export const RESOURCE_COLUMNS =
  'r.resource, r.type, r.id, r.version, r.created, r.last_modified, r.schema_version, r.document, r.mapping_version, r.last_event';

/** The resource of a row. */
export const storedResource = (row: ResourceRow): StoredResource => ({
  key: row.resource,
  schemaVersion: row.schema_version,
  mappingVersion: row.mapping_version ?? 0,
  lastEvent: row.last_event,
  resource: {
    resourceType: row.type,
    id: row.id,
    version: row.version,
    created: row.created,
    lastModified: row.last_modified,
    // Written by the resource writer from a document, never by anybody else.
    document: JSON.parse(row.document) as Complex,
  },
});

/** A resource by type and id; an id of another type is not found. */
export const makeFindResource = (
  connection: Connection,
  meter: WorkMeter,
): ((tenant: Tenant, type: string, id: string) => StoredResource | undefined) => {
  const select = connection.prepare<[Tenant, string, string], ResourceRow>(
    `SELECT ${RESOURCE_COLUMNS} FROM resources r WHERE r.tenant = ? AND r.id = ? AND +r.type = ?`,
  );
  return (tenant, type, id) => {
    const row = select.get(tenant, id, type);
    if (row === undefined) return undefined;
    meter.addCharacters(row.document.length);
    return storedResource(row);
  };
};

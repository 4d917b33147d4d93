// Everything that reads and writes of resources share, prepared once for a connection.
import type { Resource } from '@looop-scim/scim/attribute';
import type { ResourceType, SchemaRegistry } from '@looop-scim/scim/schema';
import type { StorageLimits } from '@looop-scim/provisioning/ports';
import { membershipTypes } from '@looop-scim/provisioning/storage-support';
import type { Connection } from './connection.ts';
import { makeLookupAttributes, type LookupAttributes } from './lookup-attributes.ts';
import { makeLookups, type Lookups } from './lookups.ts';
import { makeApplySteps, type ApplySteps } from './membership-steps.ts';
import { makeMemberships, type Memberships } from './memberships.ts';
import { makeFindResource, type StoredResource } from './resource-rows.ts';
import { makeSpans, type Spans } from './spans.ts';
import { makeStatementCache, type StatementCache } from './statement-cache.ts';
import { makeLogTables, type LogTables } from './logs/sqlite-logs.ts';
import { makeTenants, type Tenant, type Tenants } from './tenants.ts';
import { makeWorkMeter, type WorkMeter } from './work-meter.ts';

/** The tables of a database, for use inside a transaction. */
export interface ResourceTables {
  readonly connection: Connection;
  /** Counts what reads cost. */
  readonly meter: WorkMeter;
  readonly cache: StatementCache;
  readonly tenants: Tenants;
  readonly spans: Spans;
  readonly lookupAttributes: LookupAttributes;
  readonly lookups: Lookups;
  readonly memberships: Memberships;
  readonly applySteps: ApplySteps;
  readonly logs: LogTables;
  readonly findResource: (tenant: Tenant, type: string, id: string) => StoredResource | undefined;
  /**
   * The resources with their memberships: one statement for all of them, which are of one type. Fewer, from the first, when the
   * part of the call was exceeded.
   */
  readonly withMemberships: (
    type: ResourceType,
    stored: readonly Pick<StoredResource, 'key' | 'resource'>[],
  ) => readonly Resource[];
}

/** Prepares the tables of a connection for a registry. */
export const makeResourceTables = (
  connection: Connection,
  registry: SchemaRegistry,
  limits?: StorageLimits,
): ResourceTables => {
  // Before anything is prepared that calls its function.
  const meter = makeWorkMeter(connection, limits);
  const cache = makeStatementCache(connection);
  const lookupAttributes = makeLookupAttributes(connection, registry);
  const memberships = makeMemberships(connection);
  return {
    connection,
    meter,
    cache,
    tenants: makeTenants(connection),
    spans: makeSpans(connection),
    lookupAttributes,
    lookups: makeLookups(connection, lookupAttributes),
    memberships,
    applySteps: makeApplySteps({
      connection,
      cache,
      memberTypes: membershipTypes(registry),
      groupTypes: membershipTypes(registry, 'group'),
    }),
    logs: makeLogTables(connection, cache),
    findResource: makeFindResource(connection, meter),
    withMemberships: (type, stored) => {
      if (type.membership === undefined) return stored.map(({ resource }) => resource);
      const { references, whole } = memberships.ofResources(
        type,
        stored.map(({ key }) => key),
      );
      return stored
        .slice(0, whole)
        .map(({ key, resource }) => ({ ...resource, memberships: references.get(key) ?? [] }));
    },
  };
};

// Everything that reads and writes of resources share, prepared once for a connection.
import type { Resource } from '@looop-scim/scim/attribute';
import type { ResourceType, SchemaRegistry } from '@looop-scim/scim/schema';
import type { Connection } from './connection.ts';
import { makeLookupAttributes, type LookupAttributes } from './lookup-attributes.ts';
import { makeLookups, type Lookups } from './lookups.ts';
import { makeApplySteps, type ApplySteps } from './membership-steps.ts';
import { makeMemberships, type Memberships } from './memberships.ts';
import { makeFindRow, resourceOf, type ResourceRow } from './resource-rows.ts';
import { makeSpans, type Spans } from './spans.ts';
import { makeStatementCache, type StatementCache } from './statement-cache.ts';
import { makeLogTables, type LogTables } from './sqlite-logs.ts';
import { makeTenants, type Tenant, type Tenants } from './tenants.ts';

/** The tables of a database, for use inside a transaction. */
export interface ResourceTables {
  readonly connection: Connection;
  readonly cache: StatementCache;
  readonly tenants: Tenants;
  readonly spans: Spans;
  readonly lookupAttributes: LookupAttributes;
  readonly lookups: Lookups;
  readonly memberships: Memberships;
  readonly applySteps: ApplySteps;
  readonly logs: LogTables;
  readonly findRow: (tenant: Tenant, type: string, id: string) => ResourceRow | undefined;
  /** The type of a name; a name that the registry does not know is a programmer's mistake. */
  readonly typeOf: (name: string) => ResourceType;
  /** The resources of rows of one type, with their memberships if asked for: one statement for all. */
  readonly toResources: (
    type: ResourceType,
    rows: readonly ResourceRow[],
    withMemberships: boolean,
  ) => readonly Resource[];
}

/** Prepares the tables of a connection for a registry. */
export const makeResourceTables = (connection: Connection, registry: SchemaRegistry): ResourceTables => {
  const cache = makeStatementCache(connection);
  const lookupAttributes = makeLookupAttributes(connection, registry);
  const memberships = makeMemberships(connection);
  const memberTypes = new Map(
    registry.resourceTypes.flatMap(({ name, definition }) =>
      definition.membership === undefined ? [] : [[name, { hasMembers: definition.membership.side === 'group' }]],
    ),
  );
  return {
    connection,
    cache,
    tenants: makeTenants(connection),
    spans: makeSpans(connection),
    lookupAttributes,
    lookups: makeLookups(connection, lookupAttributes),
    memberships,
    applySteps: makeApplySteps({ connection, cache, memberTypes }),
    logs: makeLogTables(connection),
    findRow: makeFindRow(connection),
    typeOf: (name) => {
      const type = registry.resourceType(name);
      if (type === undefined) throw new TypeError(`No resource type ${name} in the registry`);
      return type;
    },
    toResources: (type, rows, withMemberships) => {
      if (!withMemberships || type.membership === undefined) return rows.map((row) => resourceOf(row));
      const references = memberships.ofResources(
        type,
        rows.map(({ resource }) => resource),
      );
      return rows.map((row) => resourceOf(row, references.get(row.resource) ?? []));
    },
  };
};

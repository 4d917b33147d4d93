// Creation, change and deletion of a resource inside a transaction: the state is read, decided on and written under the write lock,
// so that no other write can come in between.
import type { Complex } from '@looop-scim/scim/attribute';
import { ResourceNotFound, TooMany, type StorageUnavailable, type Uniqueness } from '@looop-scim/scim/errors';
import { comparableDocument } from '@looop-scim/scim/filter';
import type { ResourceType } from '@looop-scim/scim/schema';
import { displayOf, nameOf } from '@looop-scim/provisioning';
import type { DirectoryEvent } from '@looop-scim/provisioning/events';
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type {
  Decide,
  Decision,
  MembershipFailure,
  RefreshStep,
  ResourceTarget,
  ResourceWrite,
  WriteOutcome,
} from '@looop-scim/provisioning/ports';
import {
  deletionOutcome,
  isRewritten,
  NO_MEMBERSHIP_CHANGE,
  outcomeOf,
  outdatedBy,
  retellOutcome,
  unborn,
  type BoundSchema,
} from '@looop-scim/provisioning/storage-support';
import * as Result from 'effect/Result';
import {
  RESOURCE_COLUMNS,
  storedResource,
  type ResourceKey,
  type ResourceRow,
  type StoredResource,
} from './resource-rows.ts';
import type { EventNumber } from './logs/feed-table.ts';
import type { ResourceTables } from './resource-tables.ts';
import type { Tenant } from './tenants.ts';

/** How a write can fail once it is decided. */
export type WriteFailure = Uniqueness | MembershipFailure;

/** Writes of all organisations; each runs inside a transaction. */
export interface ResourceWriter {
  readonly create: (
    place: WritePlace,
    target: ResourceTarget,
    write: ResourceWrite,
  ) => Result.Result<WriteOutcome, WriteFailure>;
  readonly change: <Failure>(
    place: WritePlace,
    target: ResourceTarget,
    decide: Decide<Failure>,
  ) => Result.Result<WriteOutcome, Failure | ResourceNotFound | TooMany | StorageUnavailable | WriteFailure>;
  readonly refresh: (place: WritePlace, step: RefreshStep) => number;
}

/** The organisation that is written in, with the schema of its resources. */
interface WritePlace {
  readonly organisation: OrganisationId;
  readonly schema: BoundSchema;
}

/** Where a resource is written. */
interface WriteScope {
  readonly tenant: Tenant;
  readonly type: ResourceType;
  readonly schema: BoundSchema;
}

/** Of a resource that is written: its row, and the newest event that there is of it. */
type WrittenRow = Pick<StoredResource, 'key' | 'lastEvent'>;

/** The event that a write is about to have. */
interface ExpectedEvent {
  /** The last number that was issued. */
  readonly last?: number;
  readonly number: EventNumber;
}

type UpdatedColumns = [number, number, EventNumber, string | null, string, string];
type NewRow = [
  Tenant,
  string,
  string,
  number,
  number,
  number | null,
  number,
  EventNumber,
  string | null,
  string,
  string,
];

const prepare = ({ connection }: ResourceTables) => ({
  insert: connection.prepare<NewRow>(
    `INSERT INTO resources (tenant, type, id, version, created, last_modified, mapping_version, schema_version, last_event, display, document, comparable)
     VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, jsonb(?))`,
  ),
  update: connection.prepare<[...UpdatedColumns, ResourceKey]>(
    `UPDATE resources SET version = ?, last_modified = ?, last_event = ?, display = ?, document = ?, comparable = jsonb(?)
     WHERE resource = ?`,
  ),
  updateVersion: connection.prepare<[number, number, ResourceKey]>(
    'UPDATE resources SET version = ?, last_modified = ? WHERE resource = ?',
  ),
  behind: connection.prepare<[Tenant, string, number, number], ResourceRow>(
    `SELECT ${RESOURCE_COLUMNS} FROM resources r WHERE r.tenant = ? AND r.type = ? AND r.schema_version < ? LIMIT ?`,
  ),
  // By themselves: they have an index, which most changes leave as it is.
  updateSchema: connection.prepare<[number, ResourceKey]>('UPDATE resources SET schema_version = ? WHERE resource = ?'),
  updateMapping: connection.prepare<[number, ResourceKey]>(
    'UPDATE resources SET mapping_version = ? WHERE resource = ?',
  ),
  updateLastEvent: connection.prepare<[EventNumber, ResourceKey]>(
    'UPDATE resources SET last_event = ? WHERE resource = ?',
  ),
  remove: connection.prepare<[ResourceKey]>('DELETE FROM resources WHERE resource = ?'),
});

/** Whether a decision may concern every membership of the resource. */
const changesAllMembers = (decision: Decision): boolean =>
  decision.kind === 'delete' ||
  (decision.kind === 'write' && decision.memberships.some(({ kind }) => kind === 'replace'));

/** A document as a row keeps it. */
const columnsOf = (document: Complex, comparable: Complex) =>
  [displayOf(document) ?? null, JSON.stringify(document), JSON.stringify(comparable)] as const;

/** What a row keeps of how a resource is told of: users alone are told of by mapping sets. */
const toldBy = (resourceType: string, mappingVersion = 0): number | null =>
  resourceType === 'User' ? mappingVersion : null;

/** Makes the writer over the tables of a connection. */
// oxlint-disable-next-line max-lines-per-function -- a factory: the functions are its closures
export const makeResourceWriter = (tables: ResourceTables): ResourceWriter => {
  const { applySteps, findResource, logs, lookups, memberships, meter, spans, tenants, withMemberships } = tables;
  const statements = prepare(tables);

  /** A change of a user has one event: its row, which is written first, says already which one. */
  const expected = ({ tenant, type }: Pick<WriteScope, 'tenant' | 'type'>): ExpectedEvent => {
    if (type.name !== 'User') return { number: null };
    const last = logs.lastEvent(tenant);
    return { last, number: last + 1 };
  };

  /** Adds events after those that there are of a user. `noted` is what its row says by now. */
  const addEvents = (
    tenant: Tenant,
    { key, lastEvent: ofPerson }: WrittenRow,
    events: readonly DirectoryEvent[],
    { last, number: noted }: ExpectedEvent = { number: ofPerson },
  ): void => {
    const newest = logs.addEvents(tenant, events, { last, ofPerson });
    if (newest !== noted) statements.updateLastEvent.run(newest, key);
  };

  /** Writes keys, lookups and memberships of a row, and answers with the outcome of the write. */
  const writeAround = (
    { tenant, type, schema }: WriteScope,
    before: Pick<StoredResource, 'key' | 'resource'>,
    write: ResourceWrite,
    comparable: Complex | undefined,
  ): Result.Result<WriteOutcome, WriteFailure> => {
    const owner = { tenant, type, schema, resource: before.key };
    return Result.flatMap(lookups.write(owner, { comparable, uniqueKeys: write.uniqueKeys }), () =>
      Result.map(applySteps(owner, write), (change) => outcomeOf(before.resource, write, change)),
    );
  };

  /** The outcome with the memberships that the caller wants to see. */
  const seen = ({ type }: WriteScope, { key }: WrittenRow, outcome: WriteOutcome, write: ResourceWrite) => {
    if (!write.withMemberships) return outcome;
    const [resource = outcome.resource] = withMemberships(type, [{ key, resource: outcome.resource }]);
    return { ...outcome, resource };
  };

  /** Records a write, and answers with what the caller wants to see of it. */
  const answer = (
    scope: WriteScope,
    row: WrittenRow,
    written: WriteOutcome,
    write: ResourceWrite,
    event?: ExpectedEvent,
  ) => {
    const outcome = seen(scope, row, written, write);
    const { activity, events } = write.describe(outcome);
    logs.addActivity(scope.tenant, activity);
    addEvents(scope.tenant, row, events, event);
    return outcome;
  };

  const create: ResourceWriter['create'] = ({ organisation, schema }, { resourceType, id }, write) => {
    const scope = { tenant: tenants.findOrAdd(organisation), type: schema.typeOf(resourceType), schema };
    const { at, document, mappingVersion } = write;
    const comparable = comparableDocument(scope.type, document);
    const event = expected(scope);
    const { lastInsertRowid } = statements.insert.run(
      ...([scope.tenant, resourceType, id, at, at, toldBy(resourceType, mappingVersion), schema.version] as const),
      event.number,
      ...columnsOf(document, comparable),
    );
    spans.added(scope.tenant, resourceType, id);
    const row = { key: Number(lastInsertRowid), resource: unborn(resourceType, id, at), lastEvent: null };
    return Result.map(writeAround(scope, row, write, comparable), (outcome) =>
      answer(scope, row, outcome, write, event),
    );
  };

  /** Writes a document over the one that a row has. */
  const updateRow = (schema: BoundSchema, { key, schemaVersion }: StoredResource, columns: UpdatedColumns): void => {
    statements.update.run(...columns, key);
    if (schema.version !== schemaVersion) statements.updateSchema.run(schema.version, key);
  };

  const update = (scope: WriteScope, before: StoredResource, write: ResourceWrite) => {
    const { key, resource, schemaVersion } = before;
    const isOutdated = isRewritten(resource, write) ? outdatedBy(scope.schema, schemaVersion) : undefined;
    if (isOutdated !== undefined) return Result.fail(isOutdated);
    const rewritten = isRewritten(resource, write)
      ? { comparable: comparableDocument(scope.type, write.document), event: expected(scope) }
      : undefined;
    if (rewritten !== undefined) {
      // A new document counts the version up whatever the members do. Their filters see the group under its new name.
      const { version, lastModified } = outcomeOf(resource, write, NO_MEMBERSHIP_CHANGE).resource;
      const columns = columnsOf(write.document, rewritten.comparable);
      updateRow(scope.schema, before, [version, lastModified, rewritten.event.number, ...columns]);
    }
    return Result.map(writeAround(scope, before, write, rewritten?.comparable), (outcome) => {
      const { version, lastModified } = outcome.resource;
      if (outcome.changed && rewritten === undefined) statements.updateVersion.run(version, lastModified, key);
      const { mappingVersion = before.mappingVersion } = write;
      if (outcome.changed && mappingVersion !== before.mappingVersion)
        statements.updateMapping.run(mappingVersion, key);
      return answer(scope, before, outcome, write, rewritten?.event);
    });
  };

  const remove = (
    { tenant, type }: Pick<WriteScope, 'tenant' | 'type'>,
    { key, resource, lastEvent }: StoredResource,
    { at, erases, describe }: Extract<Decision, { kind: 'delete' }>,
  ) => {
    memberships.removeResource(key, at);
    lookups.remove(key);
    statements.remove.run(key);
    spans.removed(tenant, type.name, resource.id);
    const outcome = deletionOutcome(resource);
    const { activity, events } = describe(outcome);
    logs.addActivity(tenant, activity);
    logs.addEvents(tenant, events, { ofPerson: lastEvent });
    if (erases) logs.erase(tenant, { resourceId: resource.id, name: nameOf(resource.document), lastEvent });
    return outcome;
  };

  const retell = (
    tenant: Tenant,
    before: StoredResource,
    { mappingVersion, events }: Extract<Decision, { kind: 'retell' }>,
  ): WriteOutcome => {
    statements.updateMapping.run(mappingVersion, before.key);
    addEvents(tenant, before, events);
    return retellOutcome(before.resource);
  };

  const change: ResourceWriter['change'] = ({ organisation, schema }, { resourceType, id }, decide) => {
    const type = schema.typeOf(resourceType);
    const tenant = tenants.findInWrite(organisation);
    const before = tenant === undefined ? undefined : findResource(tenant, type.name, id);
    if (tenant === undefined || before === undefined) return Result.fail(new ResourceNotFound({ resourceType, id }));
    const decided = decide(before.resource, before.mappingVersion);
    if (Result.isFailure(decided)) return Result.fail(decided.failure);
    const decision = decided.success;
    if (changesAllMembers(decision) && memberships.hasMoreThan(before.key, meter.maxRows)) {
      return Result.fail(new TooMany({ limit: meter.maxRows, unit: 'rows' }));
    }
    if (decision.kind === 'retell') return Result.succeed(retell(tenant, before, decision));
    return decision.kind === 'delete'
      ? Result.succeed(remove({ tenant, type }, before, decision))
      : update({ tenant, type, schema }, before, decision);
  };

  const refresh: ResourceWriter['refresh'] = ({ organisation, schema }, { resourceType, limit, revise }) => {
    const tenant = tenants.findInWrite(organisation);
    if (tenant === undefined) return 0;
    const type = schema.typeOf(resourceType);
    const behind = statements.behind.all(tenant, resourceType, schema.refreshBelow, limit).map(storedResource);
    for (const before of behind) {
      const { key, lastEvent, resource } = before;
      const document = revise(resource.document);
      const comparable = comparableDocument(type, document);
      const { version, lastModified } = resource;
      updateRow(schema, before, [version, lastModified, lastEvent, ...columnsOf(document, comparable)]);
      Result.getOrThrow(lookups.write({ tenant, type, schema, resource: key }, { comparable, uniqueKeys: undefined }));
    }
    return behind.length;
  };

  return { create, change, refresh };
};

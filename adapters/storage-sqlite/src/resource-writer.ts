// Creation, change and deletion of a resource inside a transaction: the state is read, decided on and written under the write lock,
// so that no other write can come in between.
import { sameValue, type Complex, type Resource } from '@looop-scim/scim/attribute';
import { ResourceNotFound, type Uniqueness } from '@looop-scim/scim/errors';
import { comparableDocument } from '@looop-scim/scim/filter';
import type { ResourceType } from '@looop-scim/scim/schema';
import {
  displayOf,
  type Decision,
  type MembershipFailure,
  type OrganisationId,
  type DescribeWrite,
  type ResourceTarget,
  type ResourceWrite,
  type WriteOutcome,
} from '@looop-scim/provisioning';
import * as Result from 'effect/Result';
import { resourceOf, type ResourceKey, type ResourceRow } from './resource-rows.ts';
import type { ResourceTables } from './resource-tables.ts';
import type { Tenant } from './tenants.ts';

/** How a write can fail once it is decided. */
export type WriteFailure = Uniqueness | MembershipFailure;

/** Writes of all organisations; each runs inside a transaction. */
export interface ResourceWriter {
  readonly create: (
    organisation: OrganisationId,
    target: ResourceTarget,
    write: ResourceWrite,
  ) => Result.Result<WriteOutcome, WriteFailure>;
  readonly change: <Failure>(
    organisation: OrganisationId,
    target: ResourceTarget,
    decide: (current: Resource) => Result.Result<Decision, Failure>,
  ) => Result.Result<WriteOutcome, Failure | ResourceNotFound | WriteFailure>;
}

/** A row with its tenant and type at hand. */
interface Place {
  readonly tenant: Tenant;
  readonly type: ResourceType;
}

const prepare = ({ connection }: ResourceTables) => ({
  insert: connection.prepare<[Tenant, string, string, number, number, string | null, string, string]>(
    `INSERT INTO resources (tenant, type, id, version, created, last_modified, display, document, comparable)
     VALUES (?, ?, ?, 1, ?, ?, ?, ?, jsonb(?))`,
  ),
  updateDocument: connection.prepare<[string | null, string, string, ResourceKey]>(
    'UPDATE resources SET display = ?, document = ?, comparable = jsonb(?) WHERE resource = ?',
  ),
  updateVersion: connection.prepare<[number, number, ResourceKey]>(
    'UPDATE resources SET version = ?, last_modified = ? WHERE resource = ?',
  ),
  remove: connection.prepare<[ResourceKey]>('DELETE FROM resources WHERE resource = ?'),
});

/** Makes the writer over the tables of a connection. */
// oxlint-disable-next-line max-lines-per-function -- a factory: the functions are its closures
export const makeResourceWriter = (tables: ResourceTables): ResourceWriter => {
  const { applySteps, findRow, logs, lookups, memberships, spans, tenants, toResources, typeOf } = tables;
  const statements = prepare(tables);

  const record = (tenant: Tenant, outcome: WriteOutcome, make: DescribeWrite): WriteOutcome => {
    const { activity, events } = make(outcome);
    logs.addActivity(tenant, activity);
    logs.addEvents(tenant, events);
    return outcome;
  };

  /** Keys, lookups and memberships of a row whose document is written already. */
  const writeAround = ({ tenant, type }: Place, row: ResourceRow, write: ResourceWrite, comparable?: Complex) => {
    const owner = { tenant, type, resource: row.resource };
    return Result.flatMap(lookups.write(owner, { comparable, uniqueKeys: write.uniqueKeys }), () =>
      applySteps(owner, write),
    );
  };

  const create: ResourceWriter['create'] = (organisation, { resourceType, id }, write) => {
    const type = typeOf(resourceType);
    const tenant = tenants.findOrAdd(organisation);
    const { at } = write;
    const document = JSON.stringify(write.document);
    const comparable = comparableDocument(type, write.document);
    const texts = [displayOf(write.document) ?? null, document, JSON.stringify(comparable)] as const;
    const { lastInsertRowid } = statements.insert.run(tenant, type.name, id, at, at, ...texts);
    spans.added(tenant, type.name, id);
    const times = { version: 1, created: at, last_modified: at };
    const row: ResourceRow = { resource: Number(lastInsertRowid), type: type.name, id, ...times, document };
    return Result.map(writeAround({ tenant, type }, row, write, comparable), ({ added, removed, unknown }) => {
      const [resource = resourceOf(row)] = toResources(type, [row], write.withMemberships);
      const members = { membersAdded: added, membersRemoved: removed, membersUnknown: unknown };
      return record(tenant, { resource, changed: true, ...members }, write.describe);
    });
  };

  const update = (place: Place, row: ResourceRow, write: ResourceWrite, current: Complex) => {
    const { tenant, type } = place;
    const rewritten = !sameValue(current, write.document);
    const comparable = rewritten ? comparableDocument(type, write.document) : undefined;
    const document = rewritten ? JSON.stringify(write.document) : row.document;
    if (rewritten) {
      statements.updateDocument.run(
        displayOf(write.document) ?? null,
        document,
        JSON.stringify(comparable),
        row.resource,
      );
    }
    return Result.map(writeAround(place, row, write, comparable), ({ added, removed, unknown }) => {
      const changed = rewritten || added.length + removed.length > 0;
      const version = row.version + 1;
      const lastModified = Math.max(row.last_modified, write.at);
      if (changed) statements.updateVersion.run(version, lastModified, row.resource);
      const after = changed ? { ...row, document, version, last_modified: lastModified } : row;
      const [resource = resourceOf(after)] = toResources(type, [after], write.withMemberships);
      const members = { membersAdded: added, membersRemoved: removed, membersUnknown: unknown };
      return record(tenant, { resource, changed, ...members }, write.describe);
    });
  };

  const remove = ({ tenant, type }: Place, row: ResourceRow, decision: Extract<Decision, { kind: 'delete' }>) => {
    memberships.removeResource(row.resource, decision.at);
    lookups.remove(row.resource);
    statements.remove.run(row.resource);
    spans.removed(tenant, type.name, row.id);
    const members = { membersAdded: [], membersRemoved: [], membersUnknown: [] };
    return record(tenant, { resource: resourceOf(row), changed: true, ...members }, decision.describe);
  };

  const change: ResourceWriter['change'] = (organisation, { resourceType, id }, decide) => {
    const type = typeOf(resourceType);
    const tenant = tenants.find(organisation);
    const row = tenant === undefined ? undefined : findRow(tenant, type.name, id);
    if (tenant === undefined || row === undefined) return Result.fail(new ResourceNotFound({ resourceType, id }));
    const current = resourceOf(row);
    const decided = decide(current);
    if (Result.isFailure(decided)) return Result.fail(decided.failure);
    const decision = decided.success;
    const place = { tenant, type };
    return decision.kind === 'delete'
      ? Result.succeed(remove(place, row, decision))
      : update(place, row, decision, current.document);
  };

  return { create, change };
};

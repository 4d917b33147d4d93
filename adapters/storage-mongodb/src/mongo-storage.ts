// The storage on a database that is open: everything is wired here.
import type { Db } from 'mongodb';
import type { SchemaRegistry } from '@looop-scim/scim/schema';
import { plainSchema } from '@looop-scim/provisioning/attributes';
import type { ResourceRepository, Storage, StorageLimits } from '@looop-scim/provisioning/ports';
import { bindSchema, membershipTypes } from '@looop-scim/provisioning/storage-support';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import { makeCalls, type Calls } from './calls.ts';
import { DEFAULT_POOL_SIZE } from './client/connection.ts';
import { collectionsOf, type Collections, parsedKey, resourceKey } from './collections.ts';
import { makeFinisher } from './commit/finisher.ts';
import { makePrepareEffects } from './commit/pending-effects.ts';
import { makeReadMembersBefore } from './commit/members-before.ts';
import { makeNestingGuard } from './commit/nesting-guard.ts';
import { makePlanWrite } from './commit/plan-write.ts';
import { makeResourceWriter, type ResourceWriter, type WritePlace } from './commit/resource-writer.ts';
import { makeMongoOrganisationStore } from './directory/mongo-organisation-store.ts';
import { makeRememberedHolders } from './directory/remembered-holders.ts';
import { makeMongoTokenStore } from './directory/mongo-token-store.ts';
import { makeInstallationSecret } from './installation-secret.ts';
import { makeAppendEvents } from './logs/event-appender.ts';
import { makeEventsOfOthers } from './logs/events-of-others.ts';
import { makeAppendCounted } from './logs/append-counted.ts';
import { makeErase } from './logs/erase.ts';
import { makeActivityLog, makeEarlierEventLog, makeEventLog } from './logs/mongo-logs.ts';
import { makeRecorder } from './logs/recorder.ts';
import { makeTrim } from './logs/trim.ts';
import { makeUnknownTokenLog } from './logs/unknown-tokens.ts';
import { migrate } from './migrations/migrate.ts';
import { MIGRATIONS } from './migrations/migrations.ts';
import { makeInstallationRecords, makeMongoRecords } from './mongo-records.ts';
import { makeMongoRevisions } from './mongo-revisions.ts';
import type { MongoDatabaseMissing, MongoDatabaseTooNew } from './open-failure.ts';
import { makeRemovals, type Removals } from './removals.ts';
import { makeResourceReader, type ResourceReader } from './resource-reader.ts';
import type { FinishEffects } from './retry-until-consistent.ts';
import { makeSweep, type Sweep } from './sweep.ts';
import { makeWriteIds } from './write-ids.ts';

/** A database that its caller has opened. */
export interface MongoDatabase {
  readonly database: Db;
  /** The resource types that are stored. */
  readonly registry: SchemaRegistry;
  /** Called when the storage is closed and nothing is under way. */
  readonly close: () => Promise<void>;
  /** Calls that go on at the same time; 50 by default. */
  readonly maxConcurrent?: number;
  /** Memberships of a write that are committed in place; more of them are written in pieces first. 10,000 by default. */
  readonly maxInPlace?: number;
  /** Bounds on the work of one call: `maxCharacters` and `maxSeconds` hold here. Default: none. */
  readonly limits?: StorageLimits;
}

/** A storage, and the sweeps that its caller may start. */
export interface MongoStorage {
  readonly storage: Storage;
  readonly sweep: Sweep;
}

const MAX_IN_PLACE = 10_000;

/**
 * Creates the indexes that a database lacks and answers with its schema version.
 * Fails: `MongoDatabaseTooNew` (written by a newer version); `MongoDatabaseMissing` (nothing there although something had to be).
 * Then nothing was changed.
 */
export const prepareMongoDatabase = (
  database: Db,
  mustExist = false,
): Promise<Result.Result<number, MongoDatabaseTooNew | MongoDatabaseMissing>> =>
  migrate(database, collectionsOf(database), MIGRATIONS, mustExist);

/** The ports that belong to no single organisation. */
const operatorPorts = (
  collections: Collections,
  calls: Calls,
  removals: Removals,
): Omit<Storage, 'isolation' | 'forOrganisation' | 'close'> => {
  const remembered = makeRememberedHolders();
  const trim = makeTrim(collections);
  return {
    organisations: makeMongoOrganisationStore(collections, calls, removals, remembered.forgetAll),
    tokens: makeMongoTokenStore(collections, calls, remembered),
    installationSecret: makeInstallationSecret(collections, calls),
    // As every other read: from the primary, and from nothing that this process remembers.
    ping: () =>
      calls.read(async () => {
        await collections.settings.findOne({});
        return Result.void;
      }),
    purgeRemoved: (limit) => calls.write(async () => Result.succeed(await removals.step(limit))),
    unknownTokens: makeUnknownTokenLog(collections, calls),
    records: makeInstallationRecords(collections, calls),
    trimLogs: (bounds) => calls.write(async () => Result.succeed(await trim(bounds))),
  };
};

/** The repository of one organisation. */
const repositoryOf = (
  { organisation, schema }: WritePlace,
  {
    calls,
    reader,
    writer,
  }: { readonly calls: Calls; readonly reader: ResourceReader; readonly writer: ResourceWriter },
): ResourceRepository => ({
  read: (target, withMemberships) => calls.read(() => reader.read(organisation, target, withMemberships)),
  list: (query) => calls.read(() => reader.list({ organisation, schema }, query)),
  walk: (query) => calls.read(async () => Result.succeed(await reader.walk(organisation, query))),
  walkMembers: (query) => calls.read(async () => Result.succeed(await reader.walkMembers(organisation, query))),
  behindMapping: (version, limit) =>
    calls.read(async () => Result.succeed(await reader.behindMapping(organisation, version, limit))),
  create: (target, write) => calls.write(() => writer.create({ organisation, schema }, target, write)),
  // Changes of one resource would only make each other start again.
  change: (target, decide) =>
    calls.write(() => writer.change({ organisation, schema }, target, decide), resourceKey(organisation, target.id)),
  refresh: (step) => calls.write(async () => Result.succeed(await writer.refresh({ organisation, schema }, step))),
});

/** Makes the storage on a database that is prepared. */
export const makeMongoStorage = ({
  database,
  registry,
  close,
  maxConcurrent = DEFAULT_POOL_SIZE,
  maxInPlace = MAX_IN_PLACE,
  limits = {},
}: MongoDatabase): MongoStorage => {
  const collections = collectionsOf(database);
  const calls = makeCalls(maxConcurrent);
  const { next: nextWriteId, isOwn } = makeWriteIds();
  const plain = bindSchema(plainSchema(registry));
  const { typeOf } = plain;
  const recorder = makeRecorder(collections, makeAppendEvents(collections), makeEventsOfOthers(collections, isOwn));
  const prepareEffects = makePrepareEffects(collections, nextWriteId, maxInPlace);
  const erase = makeErase(collections);
  const finisher = makeFinisher(collections, { recorder, erase }, prepareEffects);
  const finishEffects: FinishEffects = async (documents) => {
    const pending = documents.flatMap(({ _id, intent }) =>
      intent === undefined ? [] : [{ ...parsedKey(_id), _id, intent }],
    );
    await Promise.all(pending.map((unfinished) => finisher.begin(unfinished).visible));
  };
  const reader = makeResourceReader({ collections, registry, typeOf, finishEffects, limits });
  const { membershipsOf } = reader;
  const readMembersBefore = makeReadMembersBefore({
    collections,
    memberTypes: membershipTypes(registry),
    membersOf: membershipsOf,
    finish: finisher.finish,
  });
  const planWrite = makePlanWrite({ readMembersBefore, groupTypes: membershipTypes(registry, 'group'), membershipsOf });
  const guard = makeNestingGuard(collections, finisher.finish);
  const writer = makeResourceWriter({ collections, nextWriteId, prepareEffects, finisher, recorder, planWrite, guard });
  const ports = { calls, reader, writer };
  const removals = makeRemovals(collections, database);
  const sweep = makeSweep(collections, { finisher, guard, erase, removals });
  const appendCounted = makeAppendCounted(collections, nextWriteId, erase);
  const logs = { collections, calls, appendCounted, finishAll: finisher.finishAll };
  let closing: Promise<void> | undefined;

  const shut = async (): Promise<void> => {
    await calls.shut();
    await finisher.idle();
    await close();
  };

  const storage: Storage = {
    isolation: 'resource',
    ...operatorPorts(collections, calls, removals),
    forOrganisation: (organisation, schema) => ({
      resources: repositoryOf({ organisation, schema: schema === undefined ? plain : bindSchema(schema) }, ports),
      activity: makeActivityLog(organisation, logs),
      events: makeEventLog(organisation, logs),
      earlierEvents: makeEarlierEventLog(organisation, logs),
      revisions: makeMongoRevisions(collections, calls, organisation),
      records: makeMongoRecords(collections, calls, organisation),
    }),
    close: () => Effect.promise(() => (closing ??= shut())),
  };
  return { storage, sweep };
};

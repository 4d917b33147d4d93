// The storage on one SQLite file, opened: everything is wired here.
import type { SchemaRegistry } from '@looop-scim/scim/schema';
import type { Storage, StorageLimits } from '@looop-scim/provisioning';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import { openConnection, type Connection } from './connection.ts';
import { makeUnknownTokenLog } from './logs/unknown-tokens.ts';
import { registerLookupAttributes } from './register-lookup-attributes.ts';
import type { SqliteOpenFailure } from './open-failure.ts';
import { makePurge } from './purge.ts';
import { makeReader } from './reader.ts';
import { makeResourceTables } from './resource-tables.ts';
import { makeSqliteInstallationSecret } from './sqlite-installation-secret.ts';
import { makeSqliteOrganisationStore } from './sqlite-organisation-store.ts';
import { makeSqliteResourceRepositories } from './sqlite-resource-repository.ts';
import { makeSqliteRevisions } from './sqlite-revisions.ts';
import { makeSqliteTokenStore } from './sqlite-token-store.ts';
import { makeWriteQueue } from './write-queue.ts';

/** What is opened, and how. */
export interface SqliteStorageOptions {
  /** A file, created with its directory when missing (readable by the owner only), or `:memory:`. */
  readonly path: string;
  /** The resource types that are stored. */
  readonly registry: SchemaRegistry;
  /** `full` (default): an acknowledged write survives a power failure; `normal`: only a crash of the process. */
  readonly synchronous?: 'full' | 'normal';
  /** Whether the file has to hold a storage already: then nothing is created. Default: false. */
  readonly mustExist?: boolean;
  /** Bounds on the work of one call. Default: none. */
  readonly limits?: StorageLimits;
}

const closeConnection = (connection: Connection): void => {
  if (!connection.open) return;
  // Another process may still read; then the WAL file simply stays.
  connection.pragma('wal_checkpoint(TRUNCATE)');
  connection.close();
};

const storageOn = (connection: Connection, registry: SchemaRegistry, limits?: StorageLimits): Storage => {
  registerLookupAttributes(connection, registry);
  const tables = makeResourceTables(connection, registry, limits);
  const { logs, meter, tenants } = tables;
  const reader = makeReader(connection, meter);
  const writes = makeWriteQueue(connection);
  const access = { reader, writes, tenants };
  const purge = makePurge(connection);
  // Read from the file, where `SELECT 1` alone would be answered without it.
  const schemaVersion = connection.prepare('PRAGMA schema_version');
  const ping = () => {
    schemaVersion.get();
    return Result.void;
  };
  const revisionsOf = makeSqliteRevisions(connection, access);
  const repositoryOf = makeSqliteResourceRepositories(tables, access);
  return {
    isolation: 'snapshot',
    organisations: makeSqliteOrganisationStore(connection, access),
    tokens: makeSqliteTokenStore(connection, access),
    forOrganisation: (id) => ({
      resources: repositoryOf(id),
      activity: logs.activityOf(id, access),
      events: logs.eventsOf(id, access),
      revisions: revisionsOf(id),
    }),
    unknownTokens: makeUnknownTokenLog(connection, access),
    trimLogs: (bounds) => writes.submit(() => Result.succeed(logs.trim(bounds))),
    installationSecret: makeSqliteInstallationSecret(connection, writes),
    ping: () => reader.read(ping),
    purgeRemoved: (limit) => writes.submit(() => Result.succeed(purge(limit))),
    close: () =>
      Effect.andThen(
        writes.drain,
        Effect.sync(() => closeConnection(connection)),
      ),
  };
};

/**
 * Opens a storage on a SQLite file and brings its schema up to date.
 * Fails: `DatabaseMissing` (asked to open what exists, and it does not); `DatabaseTooNew` (written by a newer version); `ForeignDatabase` (not ours); `DatabaseNotUsable` (not readable,
 * writable or unlocked). Their messages are written for operators.
 */
export const openSqliteStorage = ({
  path,
  registry,
  synchronous = 'full',
  mustExist = false,
  limits,
}: SqliteStorageOptions): Effect.Effect<Storage, SqliteOpenFailure> =>
  Effect.suspend(() => Effect.fromResult(openConnection({ path, synchronous, mustExist }))).pipe(
    Effect.map((connection) => storageOn(connection, registry, limits)),
  );

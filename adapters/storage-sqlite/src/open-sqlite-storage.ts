// The storage on one SQLite file, opened: everything is wired here.
import type { SchemaRegistry } from '@looop-scim/scim/schema';
import { plainSchema } from '@looop-scim/provisioning/attributes';
import type { Storage, StorageLimits } from '@looop-scim/provisioning/ports';
import { bindSchema } from '@looop-scim/provisioning/storage-support';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import { openConnection, openFailureOf, type Connection } from './connection.ts';
import {
  backUpBeforeUpgrade,
  usableBackupOf,
  type UpgradeBackup,
  type UpgradePlan,
} from './maintenance/upgrade-backup.ts';
import { guardFile, type FileGuard } from './file-guard.ts';
import { makeUnknownTokenLog } from './logs/unknown-tokens.ts';
import { registerLookupAttributes } from './register-lookup-attributes.ts';
import { DatabaseTooNew, type SqliteOpenFailure } from './open-failure.ts';
import { makePurge } from './purge.ts';
import { makeReader } from './reader.ts';
import { makeResourceTables } from './resource-tables.ts';
import type { SharedFile, StorageNotice } from './shared-file.ts';
import { makeSqliteInstallationSecret } from './sqlite-installation-secret.ts';
import { makeSqliteOrganisationStore } from './sqlite-organisation-store.ts';
import { makeSqliteResourceRepositories } from './sqlite-resource-repository.ts';
import { makeSqliteRecords } from './sqlite-records.ts';
import { makeSqliteRevisions } from './sqlite-revisions.ts';
import { makeSqliteTokenStore } from './sqlite-token-store.ts';
import { asUnavailable } from './sqlite-error.ts';
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
  /**
   * How many backups are kept of those that are made, in the folder `backups` beside the file, before it is brought to a newer
   * schema. Default: 0, none is made.
   */
  readonly upgradeBackups?: number;
  /** Version of the software, for the message of an older one that cannot read the file. Default: none is noted. */
  readonly software?: string;
  /** Bounds on the work of one call. Default: none. */
  readonly limits?: StorageLimits;
  /** Told of what only an operator can mend, and once the file is where it was again. */
  readonly onNotice?: (notice: StorageNotice) => void;
  /** The file as another thread of this process has it open: it has to be the same one. Default: whichever is there. */
  readonly file?: SharedFile;
}

/** A storage on a SQLite file. */
export interface SqliteStorage extends Storage {
  /** For storages that other threads of this process open on the same file; undefined in memory. */
  readonly file: SharedFile | undefined;
}

type OnNotice = SqliteStorageOptions['onNotice'];

/** Shortens the way of the next start. What is in the WAL file is durable: a disk that is full takes nothing away. */
const checkpoint = (connection: Connection, onNotice: OnNotice): void => {
  try {
    // Another process may still read; then the WAL file simply stays.
    connection.pragma('wal_checkpoint(TRUNCATE)');
  } catch (cause) {
    const message = `${connection.name}-wal could not be brought into the database and stays; nothing is lost`;
    onNotice?.({ kind: 'not checkpointed', message, cause });
  }
};

const closeConnection = (connection: Connection, guard: FileGuard, onNotice: OnNotice): void => {
  guard.stop();
  if (!connection.open) return;
  if (guard.look() === undefined) checkpoint(connection, onNotice);
  connection.close();
};

const storageOn = (
  connection: Connection,
  guard: FileGuard,
  { registry, limits, onNotice }: Omit<SqliteStorageOptions, 'path'>,
): SqliteStorage => {
  registerLookupAttributes(connection, registry);
  const tables = makeResourceTables(connection, registry, limits);
  const { logs, meter, tenants } = tables;
  const reader = makeReader(connection, meter, { guard });
  const writes = makeWriteQueue(connection, undefined, guard);
  const access = { reader, writes, tenants };
  const purge = makePurge(connection);
  // Read from the file, where `SELECT 1` alone would be answered without it.
  const schemaVersion = connection.prepare('PRAGMA schema_version');
  const ping = () => {
    const refused = guard.refuseWrite();
    if (refused !== undefined) return Result.fail(refused);
    schemaVersion.get();
    return Result.void;
  };
  const revisionsOf = makeSqliteRevisions(connection, access);
  const records = makeSqliteRecords(connection, access);
  const plain = bindSchema(plainSchema(registry));
  const repositoryOf = makeSqliteResourceRepositories(tables, access);
  return {
    isolation: 'snapshot',
    organisations: makeSqliteOrganisationStore(connection, access),
    tokens: makeSqliteTokenStore(connection, access),
    forOrganisation: (id, schema) => ({
      resources: repositoryOf(id, schema === undefined ? plain : bindSchema(schema)),
      activity: logs.activityOf(id, access),
      events: logs.eventsOf(id, access),
      earlierEvents: logs.earlierEventsOf(id, access),
      revisions: revisionsOf(id),
      records: records.ofOrganisation(id),
    }),
    unknownTokens: makeUnknownTokenLog(connection, access),
    records: records.ofInstallation,
    trimLogs: (bounds) => writes.submit(() => Result.succeed(logs.trim(bounds))),
    installationSecret: makeSqliteInstallationSecret(connection, writes),
    ping: () => reader.read(ping),
    purgeRemoved: (limit) => writes.submit(() => Result.succeed(purge(limit))),
    close: () =>
      Effect.andThen(
        writes.drain,
        Effect.sync(() => closeConnection(connection, guard, onNotice)),
      ),
    file: guard.shared,
  };
};

const MEGABYTE = 1_000_000;

/** The first line of an upgrade: a large file then takes minutes. */
const planOf = ({ folder, from, to }: UpgradePlan, path: string): string =>
  `${path} has schema version ${from} and is brought to ${to}; first a backup is made in ${folder}`;

const tellOf = ({ file, bytes, to }: UpgradeBackup, path: string): string =>
  `Backup: ${file} (${Math.ceil(bytes / MEGABYTE)} MB); now ${path} is brought to schema version ${to}`;

/** Makes the backup that comes before an upgrade, where one is wanted and there is a file that is not open yet. */
const prepareUpgrade = ({
  path,
  upgradeBackups: keep = 0,
  file,
  onNotice,
}: SqliteStorageOptions): Result.Result<void, SqliteOpenFailure> => {
  if (keep === 0 || file !== undefined) return Result.void;
  const onBegin = (plan: UpgradePlan): void => onNotice?.({ kind: 'upgrading', message: planOf(plan, path) });
  return Result.map(backUpBeforeUpgrade({ path, keep, onBegin }), (made) => {
    if (made !== undefined) onNotice?.({ kind: 'backed up', message: tellOf(made, path) });
  });
};

/** Names the backup to go back to from a file that is too new. */
const withWayBack = (failure: SqliteOpenFailure): SqliteOpenFailure => {
  if (failure._tag !== 'DatabaseTooNew') return failure;
  const { path, found, known, writtenBy } = failure;
  return new DatabaseTooNew({ path, found, known, writtenBy, backup: usableBackupOf(path) });
};

const openFile = (options: SqliteStorageOptions): Result.Result<Connection, SqliteOpenFailure> => {
  const { path, synchronous = 'full', mustExist = false, software, file } = options;
  const opened = Result.flatMap(prepareUpgrade(options), () =>
    openConnection({ path, synchronous, mustExist, software, identity: file?.identity }),
  );
  return Result.mapError(opened, withWayBack);
};

/**
 * Opens a storage on a SQLite file and brings its schema up to date.
 * Fails: `DatabaseMissing` (asked to open what exists, and it does not); `DatabaseTooNew` (written by a newer version); `ForeignDatabase` (not ours); `DatabaseDamaged`;
 * `DatabaseNotBackedUp` (the backup before an upgrade could not be made); `DatabaseReplaced` (not `file`, or not any more the file that was there when the opening began); `DatabaseNotUsable` (not readable,
 * writable or unlocked). Their messages are written for operators.
 */
export const openSqliteStorage = (options: SqliteStorageOptions): Effect.Effect<SqliteStorage, SqliteOpenFailure> =>
  Effect.suspend(() =>
    Effect.fromResult(
      Result.flatMap(openFile(options), (connection): Result.Result<SqliteStorage, SqliteOpenFailure> => {
        const guard = guardFile(connection, { onNotice: options.onNotice, state: options.file?.state });
        try {
          return Result.succeed(storageOn(connection, guard, options));
        } catch (cause) {
          guard.stop();
          connection.close();
          if (asUnavailable(cause) === undefined) throw cause;
          return Result.fail(openFailureOf(connection.name, cause));
        }
      }),
    ),
  );

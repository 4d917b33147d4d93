// Opens the file: identity before anything is written, then the settings that make a commit durable, then migrations.
import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';
import * as Result from 'effect/Result';
import { migrate, readVersion, type SchemaVersion } from './migrations/migrate.ts';
import { MIGRATIONS } from './migrations/migrations.ts';
import { noteWriter } from './migrations/writer.ts';
import {
  DatabaseDamaged,
  DatabaseMissing,
  DatabaseNotUsable,
  DatabaseReplaced,
  ForeignDatabase,
  type SqliteOpenFailure,
} from './open-failure.ts';
import { identityOf, isSameFile, type FileIdentity } from './open-file.ts';
import { isBusy, isDamage, isNotADatabase } from './sqlite-error.ts';

/** An open connection. */
export type Connection = Database.Database;

/** How a file is opened. */
export interface ConnectionOptions {
  /** A file, created with its directory when missing, or `:memory:`. */
  readonly path: string;
  /** Whether the file has to hold a storage already; otherwise it is made where it is missing (the default). */
  readonly mustExist?: boolean;
  /** `full`: a commit survives a power failure; `normal`: only a crash of the process. */
  readonly synchronous: 'full' | 'normal';
  /** The version of the software, which is noted in a file that it brings to its schema. Default: nothing is noted. */
  readonly software?: string | undefined;
  /** The file that the path has to lead to. Default: any. */
  readonly identity?: FileIdentity | undefined;
}

/** How long the start waits for another process that starts or migrates at the same time. */
const OPEN_TIMEOUT_MS = 10_000;
/** From then on nothing waits inside SQLite, where it would stop the whole process: the write queue and the reader wait outside. */
const NO_TIMEOUT_MS = 0;

const waitFor = (connection: Connection, milliseconds: number): void => {
  connection.pragma(`busy_timeout = ${milliseconds}`);
};

/** Runs what belongs to the start and may have to wait for another process that starts at the same time. */
export const whileStarting = <Answer>(connection: Connection, work: () => Answer): Answer => {
  waitFor(connection, OPEN_TIMEOUT_MS);
  try {
    return work();
  } finally {
    waitFor(connection, NO_TIMEOUT_MS);
  }
};

/** One directory at a time: `recursive` never ends below one that answers ENOENT to every attempt, such as /proc. */
export const createDirectory = (directory: string): void => {
  if (existsSync(directory)) return;
  createDirectory(dirname(directory));
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (cause) {
    // Another process may have been faster.
    if (!existsSync(directory)) throw cause;
  }
};

/** Creates what is missing so that only the owner can read it: the file holds personal data. */
const createPrivately = (path: string): void => {
  createDirectory(dirname(path));
  // One that exists is not opened: closing it would take away the locks that this process may have on it.
  if (existsSync(path)) return;
  closeSync(openSync(path, 'a', 0o600));
};

/** Switching to WAL needs the file alone for a moment and does not always wait by itself. */
const enterWal = (connection: Connection): void => {
  const deadline = Date.now() + OPEN_TIMEOUT_MS;
  for (;;) {
    try {
      connection.pragma('journal_mode = WAL');
      return;
    } catch (cause) {
      if (!isBusy(cause) || Date.now() > deadline) throw cause;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
};

const configure = (connection: Connection, { synchronous }: ConnectionOptions): void => {
  enterWal(connection);
  connection.pragma(`synchronous = ${synchronous === 'full' ? 'FULL' : 'NORMAL'}`);
  connection.pragma('foreign_keys = ON');
  connection.pragma('trusted_schema = OFF');
  connection.pragma('temp_store = MEMORY');
  // 8 MB of pages per connection; the operating system caches the rest outside the process.
  connection.pragma('cache_size = -8000');
  connection.pragma('mmap_size = 0');
  // Checkpoints copy pages and sync twice: every 16 MB instead of every 4 MB.
  connection.pragma('wal_autocheckpoint = 4000');
  connection.pragma('journal_size_limit = 67108864');
};

/** What was thrown while a file was opened, as the failure that says so. */
export const openFailureOf = (path: string, cause: unknown): SqliteOpenFailure => {
  if (isNotADatabase(cause)) {
    return new ForeignDatabase({ path, reason: 'it is not a SQLite file', mayBeDamaged: true });
  }
  return isDamage(cause) ? new DatabaseDamaged({ path, cause }) : new DatabaseNotUsable({ path, cause });
};

const prepareFile = (
  connection: Connection,
  options: ConnectionOptions,
): Result.Result<SchemaVersion, SqliteOpenFailure> => {
  // A foreign or newer file is recognised before the journal mode is touched, which would change it.
  const before = readVersion(connection, options.path, MIGRATIONS.length);
  if (Result.isFailure(before)) return before;
  if (options.mustExist === true && before.success === 0)
    return Result.fail(new DatabaseMissing({ path: options.path }));
  configure(connection, options);
  const migrated = migrate(connection, options.path, MIGRATIONS);
  const wasBrought = Result.isSuccess(migrated) && before.success !== migrated.success;
  if (wasBrought && options.software !== undefined) noteWriter(connection, options.software);
  waitFor(connection, NO_TIMEOUT_MS);
  return migrated;
};

/** Opens the file at a path and prepares it. Throws what SQLite and the file system throw. */
const openAndPrepare = (options: ConnectionOptions): Result.Result<Connection, SqliteOpenFailure> => {
  const { path, identity: wanted } = options;
  const replaced = Result.fail(new DatabaseReplaced({ path }));
  const before = identityOf(path);
  if (wanted !== undefined && !isSameFile(before, wanted)) return replaced;
  const connection = new Database(path, { timeout: OPEN_TIMEOUT_MS });
  const isStill = (): boolean => connection.memory || isSameFile(identityOf(path), before);
  try {
    // Before anything is read: SQLite would take a WAL file that is there for one of the new file.
    const prepared = isStill() ? prepareFile(connection, options) : replaced;
    const opened = Result.flatMap(prepared, () => (isStill() ? Result.succeed(connection) : replaced));
    if (Result.isFailure(opened)) connection.close();
    return opened;
  } catch (cause) {
    connection.close();
    throw cause;
  }
};

/**
 * Opens a file and brings its schema up to date.
 * Fails: `DatabaseMissing`; `DatabaseTooNew`; `ForeignDatabase`; `DatabaseDamaged`; `DatabaseReplaced`; `DatabaseNotUsable`. In all
 * cases the file stays as it was.
 */
export const openConnection = (options: ConnectionOptions): Result.Result<Connection, SqliteOpenFailure> => {
  const inMemory = options.path === ':memory:';
  const path = inMemory ? options.path : resolve(options.path);
  try {
    if (options.mustExist === true && !existsSync(path)) return Result.fail(new DatabaseMissing({ path }));
    if (!inMemory) createPrivately(path);
    // SQLite would open one that it cannot write, and say so at the first write.
    if (!inMemory) for (const one of [path, dirname(path)]) accessSync(one, constants.W_OK);
    return openAndPrepare({ ...options, path });
  } catch (cause) {
    return Result.fail(openFailureOf(path, cause));
  }
};

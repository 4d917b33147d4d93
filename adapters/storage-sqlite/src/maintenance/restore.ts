// Puts a backup in the place of a database that nobody has open. What was there is kept under another name.
import { existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import * as Result from 'effect/Result';
import { createDirectory, openFailureOf, type Connection } from '../connection.ts';
import { APPLICATION_ID } from '../migrations/migrate.ts';
import { identityOf, isSameFile } from '../open-file.ts';
import { ForeignDatabase, type SqliteOpenFailure } from '../open-failure.ts';
import { isBusy, isDamage } from '../sqlite-error.ts';
import { copyDatabase, syncDirectoryOf, withTemporary } from './copy.ts';
import type { Inspection } from './findings.ts';
import { inspectDatabase } from './inspection.ts';
import { MaintenanceRefused, refusalOf } from './maintenance-refused.ts';
import { giveToOwnerOf } from './owner.ts';

/** Which backup takes the place of which database. */
export interface RestoreOptions {
  readonly path: string;
  readonly backup: string;
  /** A name beside the database under which the backup is unpacked; nothing is left of it. */
  readonly temporary: string;
  /** Where the database goes that was there. */
  readonly aside: string;
}

/** What was restored. */
export interface Restoration {
  readonly inspection: Inspection;
  /** Whether there was a database, which is now aside. */
  readonly wasReplaced: boolean;
  /** Whether it was known that nobody had it open: of a damaged one nobody can tell. */
  readonly wasUnused: boolean;
}

type Failure = SqliteOpenFailure | MaintenanceRefused;

/** How long to wait for a command that is about to end. */
const LOCK_TIMEOUT_MS = 2000;

/** A database that nobody else can open while this is held; undefined when it is damaged, so that nobody can tell. */
interface Hold {
  readonly connection: Connection | undefined;
}

const isOurs = (connection: Connection): boolean => {
  const id = Number(connection.pragma('application_id', { simple: true }));
  return id === APPLICATION_ID || connection.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
};

/**
 * Takes a database for oneself alone. To leave the WAL mode takes that nobody else has the file open, and leaves one file that
 * holds everything.
 */
const take = (path: string): Result.Result<Hold, Failure> => {
  const connection = new Database(path, { fileMustExist: true, timeout: LOCK_TIMEOUT_MS });
  try {
    if (!isOurs(connection)) {
      connection.close();
      return Result.fail(new ForeignDatabase({ path, reason: 'it belongs to another application' }));
    }
    connection.pragma('journal_mode = DELETE');
    connection.pragma('locking_mode = EXCLUSIVE');
    connection.exec('BEGIN EXCLUSIVE');
    return Result.succeed({ connection });
  } catch (cause) {
    connection.close();
    if (isDamage(cause)) return Result.succeed({ connection: undefined });
    if (!isBusy(cause)) return Result.fail(openFailureOf(path, cause));
    return Result.fail(
      new MaintenanceRefused({ reason: `${path} is in use: stop the server first. Nothing was changed` }),
    );
  }
};

/** Puts a name to a file beside its own; where the file system cannot, the name takes the place of its own. */
const keepAside = (path: string, aside: string): void => {
  try {
    linkSync(path, aside);
  } catch {
    renameSync(path, aside);
  }
};

/** Exchanges the files. What SQLite keeps beside a database would be taken for a part of the new one. */
const exchange = ({ path, temporary, aside }: RestoreOptions): void => {
  if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${aside}-wal`);
  rmSync(`${path}-shm`, { force: true });
  if (existsSync(path)) keepAside(path, aside);
  renameSync(temporary, path);
  syncDirectoryOf(path);
};

/** Why a backup cannot be used; undefined when it is whole. */
const faultOfBackup = (backup: string): Failure | undefined => {
  const damaged = (reason: string): MaintenanceRefused =>
    new MaintenanceRefused({ reason: `${backup} is damaged (${reason}): take another backup. Nothing was changed` });
  const found = inspectDatabase({ path: backup, full: false, readonly: true });
  if (Result.isSuccess(found)) {
    const [fault] = found.success.faults;
    return fault === undefined ? undefined : damaged(fault);
  }
  const { failure } = found;
  if (failure._tag === 'DatabaseDamaged') return damaged(String(failure.cause));
  if (failure._tag !== 'ForeignDatabase' || failure.mayBeDamaged !== true) return failure;
  return new MaintenanceRefused({ reason: `${backup} is no backup: ${failure.reason}. Nothing was changed` });
};

const putInPlace = (options: RestoreOptions, inspection: Inspection): Result.Result<Restoration, Failure> => {
  const { path, temporary } = options;
  giveToOwnerOf(path, temporary);
  const copy = identityOf(temporary);
  const wasReplaced = existsSync(path);
  const hold = wasReplaced ? take(path) : Result.succeed({ connection: undefined });
  if (Result.isFailure(hold)) return Result.fail(hold.failure);
  const { connection } = hold.success;
  try {
    exchange(options);
  } finally {
    connection?.close();
  }
  if (!isSameFile(copy, identityOf(path))) {
    return Result.fail(new MaintenanceRefused({ reason: `${path} was replaced by somebody else at the same time` }));
  }
  return Result.map(inspectDatabase({ path, full: false, readonly: true }), () => ({
    inspection,
    wasReplaced,
    wasUnused: !wasReplaced || connection !== undefined,
  }));
};

/**
 * Restores a backup, with the version of its schema. The backup is verified before anything is changed, and read alone.
 * Fails: as opening does, of the backup or of the database; `MaintenanceRefused` (the database is in use, or files cannot be
 * written). Nothing is changed then.
 */
export const restoreDatabase = (options: RestoreOptions): Result.Result<Restoration, Failure> => {
  const { path, backup, temporary, aside } = options;
  try {
    const found = identityOf(backup);
    if (found !== undefined && isSameFile(found, identityOf(path))) {
      return Result.fail(new MaintenanceRefused({ reason: `${backup} is the database itself` }));
    }
    const unusable = faultOfBackup(backup);
    if (unusable !== undefined) return Result.fail(unusable);
    if (existsSync(aside)) return Result.fail(new MaintenanceRefused({ reason: `${aside} exists already` }));
    createDirectory(dirname(path));
    return withTemporary(temporary, () =>
      Result.flatMap(copyDatabase(backup, temporary, true), (inspection) => putInPlace(options, inspection)),
    );
  } catch (cause) {
    return Result.fail(refusalOf(cause));
  }
};

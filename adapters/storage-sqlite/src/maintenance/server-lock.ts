// The lock by which a server has a database to itself: held by the process, so that the system gives it back however that ends.
import { closeSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import * as Result from 'effect/Result';
import { isBusy } from '../sqlite-error.ts';
import { MaintenanceRefused, refusalOf } from './maintenance-refused.ts';
import { giveToOwnerOf } from './owner.ts';

/** Gives a lock back. */
export type ReleaseLock = () => void;

/** How long to wait for a server that is about to end. */
const LOCK_TIMEOUT_MS = 500;

/** The file of the lock of a database; it is empty, and stays. */
const lockFileOf = (path: string): string => `${path}.server`;

/**
 * Takes the lock of a database for a server. Commands do not need it.
 * Fails: `MaintenanceRefused` (another server has it, or the file cannot be made).
 */
export const takeServerLock = (path: string): Result.Result<ReleaseLock, MaintenanceRefused> => {
  const file = lockFileOf(path);
  let connection: Database.Database | undefined;
  try {
    closeSync(openSync(file, 'a', 0o600));
    giveToOwnerOf(path, file);
    connection = new Database(file, { timeout: LOCK_TIMEOUT_MS });
    const held = connection;
    // Nothing is written: what counts is that nobody else can begin.
    held.exec('BEGIN EXCLUSIVE');
    return Result.succeed(() => void held.close());
  } catch (cause) {
    connection?.close();
    if (!isBusy(cause)) return Result.fail(refusalOf(cause));
    return Result.fail(
      new MaintenanceRefused({
        reason: `Another server runs on ${path}: stop it first, or name another data directory by --data`,
      }),
    );
  }
};

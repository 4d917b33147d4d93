// A database as one new file that is whole: made in one transaction, also while others write, and verified before it is used.
import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import * as Result from 'effect/Result';
import { openFailureOf, type Connection } from '../connection.ts';
import { DatabaseDamaged, type SqliteOpenFailure } from '../open-failure.ts';
import { isFull } from '../sqlite-error.ts';
import type { Counts, Inspection } from './findings.ts';
import { inspectDatabase } from './inspection.ts';
import { MaintenanceRefused } from './maintenance-refused.ts';
import { countsOf, openAsIs } from './open-as-is.ts';

/** Waits until what was written to a file or a directory is on the disk. */
const syncToDisk = (path: string): void => {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/** As `syncToDisk`, for the entries of the directory of a file. Windows has nothing like it. */
export const syncDirectoryOf = (path: string): void => {
  if (process.platform !== 'win32') syncToDisk(dirname(path));
};

/** Removes a copy that is not used, with what SQLite may have left beside it. */
export const removeCopy = (path: string): void => {
  for (const file of [path, `${path}-journal`]) rmSync(file, { force: true });
};

/** Makes an empty file for its owner alone, and removes what is left of it once it was used. Throws where there is a file already. */
export const withTemporary = <Answer>(path: string, use: () => Answer): Answer => {
  closeSync(openSync(path, 'wx', 0o600));
  try {
    return use();
  } finally {
    removeCopy(path);
  }
};

const isSame = (one: Counts, other: Counts): boolean =>
  one.organisations === other.organisations && one.users === other.users && one.groups === other.groups;

/** Copies; answers how many there were, and whether nobody changed that meanwhile. */
const vacuumInto = (connection: Connection, to: string): { readonly before: Counts; readonly after: Counts } => {
  const before = countsOf(connection);
  connection.prepare('VACUUM INTO ?').run(to);
  return { before, after: countsOf(connection) };
};

/** Why a copy is not what it was made of; undefined when it is. */
const differenceOf = (copy: Inspection, { before, after }: ReturnType<typeof vacuumInto>): string | undefined => {
  if (copy.faults.length > 0) return copy.faults.join('; ');
  // Others may have written while it was made; if they did not, it is known what it has to hold.
  if (isSame(before, after) && !isSame(copy.counts, before))
    return 'it has not as many users and groups as the original';
  return undefined;
};

/**
 * Copies a database into a file that exists and is empty, verifies the copy and waits until it is on the disk. Every write that
 * was acknowledged before is in it. The original is not changed.
 * Fails: as opening does; `DatabaseDamaged`; `MaintenanceRefused` (the copy is not like the original).
 */
export const copyDatabase = (
  from: string,
  to: string,
  readonly: boolean,
): Result.Result<Inspection, SqliteOpenFailure | MaintenanceRefused> =>
  Result.flatMap(
    openAsIs(from, readonly),
    (connection): Result.Result<Inspection, SqliteOpenFailure | MaintenanceRefused> => {
      try {
        const counts = vacuumInto(connection, to);
        const copy = inspectDatabase({ path: to, full: false, readonly: true });
        if (Result.isFailure(copy)) return copy;
        const difference = differenceOf(copy.success, counts);
        if (difference !== undefined) return Result.fail(new DatabaseDamaged({ path: to, cause: difference }));
        syncToDisk(to);
        return copy;
      } catch (cause) {
        if (isFull(cause))
          return Result.fail(new MaintenanceRefused({ reason: `There is no space for a copy in ${dirname(to)}` }));
        return Result.fail(openFailureOf(from, cause));
      } finally {
        connection.close();
      }
    },
  );

// A backup of a database that may be in use.
import { existsSync, renameSync } from 'node:fs';
import * as Result from 'effect/Result';
import { identityOf, isSameFile } from '../open-file.ts';
import type { SqliteOpenFailure } from '../open-failure.ts';
import { copyDatabase, syncDirectoryOf, withTemporary } from './copy.ts';
import type { Inspection } from './findings.ts';
import { MaintenanceRefused, refusalOf } from './maintenance-refused.ts';

/** Which database is copied, and where to. */
export interface BackupOptions {
  readonly path: string;
  readonly target: string;
  /** A name beside the target under which the backup is made; nothing is left of it. */
  readonly temporary: string;
  /** Whether a file that is there is replaced. */
  readonly force: boolean;
}

/** A target that can only be a mistake. */
const refuse = ({ path, target, force }: BackupOptions): MaintenanceRefused | undefined => {
  const own = ['', '-wal', '-shm'].map((suffix) => path + suffix);
  const found = identityOf(target);
  if (found !== undefined && own.some((file) => isSameFile(found, identityOf(file)))) {
    return new MaintenanceRefused({ reason: `${target} is the database itself` });
  }
  if (own.includes(target)) return new MaintenanceRefused({ reason: `${target} belongs to the database` });
  if (force || !existsSync(target)) return undefined;
  return new MaintenanceRefused({
    reason: `${target} exists already: name another file, or repeat the command with --force`,
  });
};

/**
 * Makes a backup: one file, for its owner alone, that is there whole or not at all. Others may write meanwhile; every write that
 * was acknowledged before is in it. The database keeps the version of its schema.
 * Fails: as opening does; `MaintenanceRefused` (the target exists, or cannot be written).
 */
export const backUpDatabase = (
  options: BackupOptions,
): Result.Result<Inspection, SqliteOpenFailure | MaintenanceRefused> => {
  const { path, target, temporary } = options;
  try {
    const refused = refuse(options);
    if (refused !== undefined) return Result.fail(refused);
    return withTemporary(temporary, () =>
      Result.map(copyDatabase(path, temporary, false), (inspection) => {
        renameSync(temporary, target);
        syncDirectoryOf(target);
        return inspection;
      }),
    );
  } catch (cause) {
    return Result.fail(refusalOf(cause));
  }
};

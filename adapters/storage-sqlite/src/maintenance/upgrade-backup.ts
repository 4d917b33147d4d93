// Before a file is brought to a newer schema, a backup of it is made beside it: the way back to the version of before.
import { mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as Result from 'effect/Result';
import type { SchemaVersion } from '../migrations/migrate.ts';
import { MIGRATIONS } from '../migrations/migrations.ts';
import { DatabaseDamaged, DatabaseNotBackedUp, type SqliteOpenFailure } from '../open-failure.ts';
import { backUpDatabase } from './backup.ts';
import { removeCopy } from './copy.ts';
import { openAsIs } from './open-as-is.ts';
import { refusalOf } from './maintenance-refused.ts';
import { giveToOwnerOf } from './owner.ts';

/** Folder of the backups, beside the database. */
const FOLDER = 'backups';
const PREFIX = 'before-schema-';
const SUFFIX = '.sqlite';
/** After the number of the process that makes it. */
const PARTIAL = '.partial';

/** What is about to be done. */
export interface UpgradePlan {
  /** Where the backup goes. */
  readonly folder: string;
  /** Schema versions. */
  readonly from: number;
  readonly to: number;
}

/** What a backup before an upgrade is told with. */
export interface UpgradeBackup extends Pick<UpgradePlan, 'from' | 'to'> {
  readonly file: string;
  readonly bytes: number;
}

/** Where backups are, and how many of them are kept. */
export interface UpgradeBackupOptions {
  readonly path: string;
  /** At least 1. */
  readonly keep: number;
  /** Told before it is made. */
  readonly onBegin?: (plan: UpgradePlan) => void;
}

/** The folder of the backups that are made before a database is brought to a newer schema. */
export const upgradeBackupFolder = (path: string): string => join(dirname(realpathSync(path)), FOLDER);

/** Digits of a time that sort as the time does, and that every file system takes. */
const stampOf = (now: number): string => new Date(now).toISOString().replaceAll(':', '-').replace('.', '-');

const stampIn = (name: string): string => name.slice(name.indexOf('-', PREFIX.length) + 1);

/** The backups in a folder, newest first. */
const backupsIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
      .filter((name) => name.startsWith(PREFIX) && name.endsWith(SUFFIX))
      .toSorted((one, other) => (stampIn(one) < stampIn(other) ? 1 : -1))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** Removes what processes have left that ended while they made a backup. */
const removePartials = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(PREFIX) || !name.endsWith(PARTIAL)) continue;
    const pid = Number(name.slice(0, -PARTIAL.length).split('.').at(-1));
    if (pid !== process.pid && isAlive(pid)) continue;
    removeCopy(join(folder, name));
  }
};

/** The schema of a file; undefined when it cannot be read, which whoever opens it then says. */
const schemaOf = (path: string): SchemaVersion | undefined => {
  const opened = openAsIs(path, false);
  if (Result.isFailure(opened)) return undefined;
  try {
    return Number(opened.success.pragma('user_version', { simple: true }));
  } finally {
    opened.success.close();
  }
};

const make = (
  { path, keep, onBegin }: UpgradeBackupOptions,
  from: SchemaVersion,
): Result.Result<UpgradeBackup | undefined, SqliteOpenFailure> => {
  const to = MIGRATIONS.length;
  const refuse = (reason: string) => Result.fail(new DatabaseNotBackedUp({ path, from, to, reason }));
  try {
    const folder = upgradeBackupFolder(path);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    giveToOwnerOf(path, folder);
    removePartials(folder);
    onBegin?.({ folder, from, to });
    const file = join(folder, `${PREFIX}${to}-${stampOf(Date.now())}${SUFFIX}`);
    const made = backUpDatabase({ path, target: file, temporary: `${file}.${process.pid}${PARTIAL}`, force: false });
    if (Result.isFailure(made)) {
      const { failure } = made;
      return failure._tag === 'DatabaseDamaged'
        ? Result.fail(new DatabaseDamaged({ path, cause: failure.cause }))
        : refuse(failure.message);
    }
    if (made.success.schemaVersion === to) {
      // Another process was faster, and has a backup of its own.
      rmSync(file);
      return Result.succeed(undefined);
    }
    giveToOwnerOf(path, file);
    for (const old of backupsIn(folder).slice(keep)) rmSync(old, { force: true });
    return Result.succeed({ file, bytes: made.success.bytes, from, to });
  } catch (cause) {
    return refuse(refusalOf(cause).message);
  }
};

/**
 * Makes a verified backup of a file whose schema is older than this software's, and removes the oldest of those that were made so.
 * Answers undefined when there is nothing to do: no file, a current one, or one that cannot be opened.
 * Fails: `DatabaseNotBackedUp` (no space, or the folder cannot be written); `DatabaseDamaged`. The file stays as it was.
 */
export const backUpBeforeUpgrade = (
  options: UpgradeBackupOptions,
): Result.Result<UpgradeBackup | undefined, SqliteOpenFailure> => {
  const from = schemaOf(options.path);
  return from === undefined || from === MIGRATIONS.length ? Result.succeed(undefined) : make(options, from);
};

/** The newest backup beside a file that this version of the software can read; undefined when there is none. */
export const usableBackupOf = (path: string): string | undefined => {
  const isUsable = (file: string): boolean => {
    const opened = openAsIs(file, true);
    if (Result.isFailure(opened)) return false;
    opened.success.close();
    return true;
  };
  return backupsIn(upgradeBackupFolder(path)).find(isUsable);
};

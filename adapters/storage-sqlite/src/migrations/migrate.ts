// Numbered migrations: which version a file has, and the way from there to the newest.
import type { Database } from 'better-sqlite3';
import * as Result from 'effect/Result';
import { DatabaseTooNew, ForeignDatabase } from '../open-failure.ts';
import { writerOf } from './writer.ts';

/** Marks the files of this software in the SQLite header: `LSCM`. */
export const APPLICATION_ID = 0x4c53434d;

/** 0 for an empty file, else the number of the last migration that was applied. */
export type SchemaVersion = number;

/** Brings the schema from the version before to its own; runs inside the transaction of all migrations. */
export interface Migration {
  readonly name: string;
  readonly statements: readonly string[];
}

const integer = (connection: Database, pragma: string): number => Number(connection.pragma(pragma, { simple: true }));

const isEmpty = (connection: Database): boolean =>
  connection.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;

/**
 * The schema version of a file.
 * Fails: `ForeignDatabase` when it is not empty and not marked as ours; `DatabaseTooNew` when its version is above `known`.
 */
export const readVersion = (
  connection: Database,
  path: string,
  known: number,
): Result.Result<SchemaVersion, ForeignDatabase | DatabaseTooNew> => {
  const application = integer(connection, 'application_id');
  const found = integer(connection, 'user_version');
  if (application !== APPLICATION_ID) {
    if (application === 0 && found === 0 && isEmpty(connection)) return Result.succeed(0);
    return Result.fail(new ForeignDatabase({ path, reason: 'it belongs to another application' }));
  }
  if (found <= known) return Result.succeed(found);
  return Result.fail(new DatabaseTooNew({ path, found, known, writtenBy: writerOf(connection) }));
};

/**
 * Applies what is missing of `migrations` in one transaction and answers with the version reached. The write lock is taken
 * before the version is read again, so that of two processes that start at once one migrates and the other finds it done.
 */
export const migrate = (
  connection: Database,
  path: string,
  migrations: readonly Migration[],
): Result.Result<SchemaVersion, ForeignDatabase | DatabaseTooNew> => {
  const apply = connection.transaction(() => {
    const version = readVersion(connection, path, migrations.length);
    if (Result.isFailure(version)) return version;
    for (const migration of migrations.slice(version.success)) {
      for (const statement of migration.statements) connection.exec(statement);
    }
    if (version.success < migrations.length) {
      connection.pragma(`application_id = ${APPLICATION_ID}`);
      connection.pragma(`user_version = ${migrations.length}`);
    }
    return Result.succeed(migrations.length);
  });
  return apply.immediate();
};

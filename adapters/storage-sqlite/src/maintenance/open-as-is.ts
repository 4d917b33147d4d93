// Opens a database file without a change of it.
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import * as Result from 'effect/Result';
import { openFailureOf, type Connection } from '../connection.ts';
import { readVersion } from '../migrations/migrate.ts';
import { MIGRATIONS } from '../migrations/migrations.ts';
import { DatabaseMissing, type SqliteOpenFailure } from '../open-failure.ts';
import type { Counts } from './findings.ts';

/** How long a look waits for another process that starts or migrates. */
const OPEN_TIMEOUT_MS = 10_000;

/** Opens a database of this software of any version up to the one that is known, and lets it be. */
export const openAsIs = (path: string, readonly: boolean): Result.Result<Connection, SqliteOpenFailure> => {
  if (!existsSync(path)) return Result.fail(new DatabaseMissing({ path }));
  let connection: Connection | undefined;
  try {
    connection = new Database(path, { fileMustExist: true, readonly, timeout: OPEN_TIMEOUT_MS });
    const opened = connection;
    const version = readVersion(opened, path, MIGRATIONS.length);
    if (Result.isSuccess(version) && version.success > 0) return Result.succeed(opened);
    opened.close();
    return Result.flatMap(version, () => Result.fail(new DatabaseMissing({ path })));
  } catch (cause) {
    connection?.close();
    return Result.fail(openFailureOf(path, cause));
  }
};

/** How many organisations, users and groups a database has, in one state of it. */
export const countsOf = (connection: Connection): Counts => {
  const row = connection
    .prepare<[], Counts>(
      `SELECT (SELECT count(*) FROM organisations) AS organisations,
         (SELECT count(*) FROM resources WHERE type = 'User') AS users,
         (SELECT count(*) FROM resources WHERE type = 'Group') AS groups`,
    )
    .get();
  return row ?? { organisations: 0, users: 0, groups: 0 };
};

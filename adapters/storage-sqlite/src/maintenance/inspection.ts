// Looks at a database file as a whole: whether SQLite can read all of it, and whether its rows fit together. Changes nothing.
import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import * as Result from 'effect/Result';
import { openFailureOf, type Connection } from '../connection.ts';
import { migrate } from '../migrations/migrate.ts';
import { MIGRATIONS } from '../migrations/migrations.ts';
import type { SqliteOpenFailure } from '../open-failure.ts';
import { isDamage } from '../sqlite-error.ts';
import type { Inspection, Misfit } from './findings.ts';
import { countsOf, openAsIs } from './open-as-is.ts';

/** What is inspected, and how thoroughly. */
export interface InspectionOptions {
  readonly path: string;
  /** Whether indexes are compared with their tables, and rows of organisations with each other; takes several times as long. */
  readonly full: boolean;
  /** For files that nobody writes to, and that may lie where nothing can be written. */
  readonly readonly?: boolean;
}

/** Lines of SQLite that are shown at most. */
const MAX_FAULTS = 20;

const number = (connection: Connection, sql: string): number => Number(connection.prepare(sql).pluck().get());

/** What foreign keys do not say. */
const RULES: readonly { readonly what: string; readonly sql: string; readonly onlyFull?: true }[] = [
  {
    what: 'tenants with users or groups have no organisation',
    sql: `SELECT count(*) FROM tenants t WHERE t.removed IS NULL
      AND NOT EXISTS (SELECT 1 FROM organisations o WHERE o.tenant = t.tenant)
      AND EXISTS (SELECT 1 FROM resources r WHERE r.tenant = t.tenant)`,
  },
  {
    what: 'records of activity or events belong to no tenant',
    sql: `SELECT (SELECT count(*) FROM activity WHERE tenant NOT IN (SELECT tenant FROM tenants))
      + (SELECT count(*) FROM activity_hours WHERE tenant NOT IN (SELECT tenant FROM tenants))
      + (SELECT count(*) FROM events WHERE tenant NOT IN (SELECT tenant FROM tenants))
      + (SELECT count(*) FROM feed WHERE tenant NOT IN (SELECT tenant FROM tenants))`,
  },
  {
    what: 'events are missing between others',
    sql: `SELECT coalesce(sum(missing), 0) FROM (
        SELECT max(sequence) - max(min(sequence) - 1, t.feed_removed) - count(*) AS missing
        FROM feed JOIN tenants t USING (tenant) WHERE t.removed IS NULL GROUP BY tenant)`,
  },
  {
    what: 'types of organisations have another number of resources than is counted',
    sql: `SELECT count(*) FROM (SELECT tenant, type, sum(n) AS n FROM (
        SELECT tenant, type, count(*) AS n FROM resources GROUP BY tenant, type
        UNION ALL SELECT tenant, type, -sum(count) FROM spans GROUP BY tenant, type)
      GROUP BY tenant, type) WHERE n <> 0 AND tenant IN (SELECT tenant FROM tenants WHERE removed IS NULL)`,
  },
  {
    what: 'memberships join resources of two organisations',
    sql: `SELECT count(*) FROM memberships m JOIN resources g ON g.resource = m.group_resource
      JOIN resources x ON x.resource = m.member_resource WHERE g.tenant <> x.tenant`,
    onlyFull: true,
  },
  {
    what: 'values for looking up belong to another organisation than their resource',
    sql: 'SELECT count(*) FROM lookups l JOIN resources r USING (resource) WHERE l.tenant <> r.tenant',
    onlyFull: true,
  },
  {
    what: 'users lead to an event of somebody else',
    sql: `SELECT count(*) FROM resources r JOIN feed f ON f.tenant = r.tenant AND f.sequence = r.last_event
      WHERE f.event ->> '$.subject.id' <> r.id`,
    onlyFull: true,
  },
];

const foreignRows = (connection: Connection): readonly Misfit[] =>
  connection
    .prepare<[], Misfit>(
      `SELECT "table" || ' refer to ' || parent || ' that are not there' AS what, count(*) AS rows
       FROM pragma_foreign_key_check GROUP BY "table", parent`,
    )
    .all();

const misfitsOf = (connection: Connection, full: boolean): readonly Misfit[] => [
  ...foreignRows(connection),
  ...RULES.filter(({ onlyFull }) => full || onlyFull !== true)
    .map(({ what, sql }) => ({ what, rows: number(connection, sql) }))
    .filter(({ rows }) => rows > 0),
];

const linesOf = (connection: Connection, full: boolean): readonly string[] => {
  try {
    return connection
      .prepare<[], string>(`PRAGMA ${full ? 'integrity' : 'quick'}_check(${MAX_FAULTS})`)
      .pluck()
      .all();
  } catch (cause) {
    // The check itself needs the schema.
    if (isDamage(cause) && cause instanceof Error) return [cause.message];
    throw cause;
  }
};

/** Lines of SQLite's own check; empty when there is nothing to say. */
const faultsOf = (connection: Connection, full: boolean): readonly string[] => {
  const lines = linesOf(connection, full);
  if (lines[0] === 'ok') return [];
  // The first line names the database of the connection.
  return lines.flatMap((line) => line.split('\n')).filter((line) => !line.startsWith('***'));
};

/** Names of the indexes and triggers that statements have made. */
const namesOf = (connection: Connection): readonly string[] =>
  connection
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL")
    .pluck()
    .all();

/** What a new file has and this one has not. */
const missingOf = (connection: Connection): readonly string[] => {
  const fresh = new Database(':memory:');
  try {
    Result.getOrThrow(migrate(fresh, ':memory:', MIGRATIONS));
    const found = new Set(namesOf(connection));
    return namesOf(fresh).filter((name) => !found.has(name));
  } finally {
    fresh.close();
  }
};

/** Each part of it is found by the end of an index. */
const LAST_WRITTEN = `SELECT max(at) FROM (
  SELECT (SELECT max(last_modified) FROM resources r WHERE r.tenant = t.tenant AND r.type = 'User') AS at FROM tenants t
  UNION ALL SELECT (SELECT max(last_modified) FROM resources r WHERE r.tenant = t.tenant AND r.type = 'Group') FROM tenants t
  UNION ALL SELECT (SELECT max(at) FROM activity a WHERE a.tenant = t.tenant) FROM tenants t)`;

const lastWrittenOf = (connection: Connection) => {
  const at = connection.prepare<[], number | null>(LAST_WRITTEN).pluck().get();
  return typeof at === 'number' ? { lastWritten: at } : {};
};

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** What is known of a file without reading all of it. */
export type SchemaInspection = Pick<Inspection, 'bytes' | 'walBytes' | 'schemaVersion' | 'knownVersion'>;

const schemaOf = (connection: Connection, path: string): SchemaInspection => ({
  bytes: sizeOf(path),
  walBytes: sizeOf(`${path}-wal`),
  schemaVersion: Number(connection.pragma('user_version', { simple: true })),
  knownVersion: MIGRATIONS.length,
});

const inspect = (connection: Connection, { path, full }: InspectionOptions): Inspection => {
  const schema = schemaOf(connection, path);
  const faults = faultsOf(connection, full);
  // Rows of a file that is damaged or of an older schema say nothing.
  const isReadable = faults.length === 0 && schema.schemaVersion === schema.knownVersion;
  return {
    ...schema,
    faults,
    misfits: isReadable ? misfitsOf(connection, full) : [],
    missing: isReadable ? missingOf(connection) : [],
    ...(isReadable && lastWrittenOf(connection)),
    counts: faults.length === 0 ? countsOf(connection) : { organisations: 0, users: 0, groups: 0 },
  };
};

const lookAt = <Found>(
  path: string,
  readonly: boolean,
  look: (connection: Connection) => Found,
): Result.Result<Found, SqliteOpenFailure> =>
  Result.flatMap(openAsIs(path, readonly), (connection) => {
    try {
      return Result.succeed(look(connection));
    } catch (cause) {
      return Result.fail(openFailureOf(path, cause));
    } finally {
      connection.close();
    }
  });

/**
 * Inspects a database file, also one that a server has open. Damage that SQLite can describe is in `faults`.
 * Fails: `DatabaseMissing`; `DatabaseTooNew`; `ForeignDatabase`; `DatabaseDamaged` (cannot be read at all); `DatabaseNotUsable`.
 */
export const inspectDatabase = (options: InspectionOptions): Result.Result<Inspection, SqliteOpenFailure> =>
  lookAt(options.path, options.readonly === true, (connection) => inspect(connection, options));

/** Looks at the schema of a database file alone, however large the file is. Fails: as `inspectDatabase` does. */
export const inspectSchema = (path: string): Result.Result<SchemaInspection, SqliteOpenFailure> =>
  lookAt(path, false, (connection) => schemaOf(connection, path));

// An inspection names what does not fit in a database, and looks at no more than it is asked for.
import { closeSync, ftruncateSync, openSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Result } from 'effect';
import { beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../src/migrations/migrations.ts';
import { inspectDatabase, inspectSchema } from '../../src/maintenance/index.ts';
import { acmeOf, createGroup, openStorage } from '../support/directory.ts';
import { damage, emptyDocuments, filledFile, spoil } from '../support/filled-file.ts';
import { changingStatements, watchConnections } from '../support/driver-calls.ts';
import { run } from '../support/run-effect.ts';

const USERS = 3;
const LATE = 9_000_000_000_000;

let directory = '';
let path = '';

beforeEach(async () => {
  ({ directory, path } = await filledFile(USERS));
  const storage = await openStorage(path);
  await run(createGroup(acmeOf(storage), 900, [1, 2]));
  await run(storage.close());
});

const inspect = (full: boolean) => Result.getOrThrow(inspectDatabase({ path, full }));

/** Another organisation, to which things may belong by mistake. */
const OTHER = "INSERT INTO tenants (tenant, id) VALUES (77, 'other')";

describe('an inspection', () => {
  it.each([
    ['DELETE FROM organisations', 'tenants with users or groups have no organisation', 1],
    ['UPDATE activity SET tenant = 99', 'records of activity or events belong to no tenant', USERS + 1],
    ['UPDATE activity_hours SET tenant = 99', 'records of activity or events belong to no tenant', 1],
    [
      "INSERT INTO events (tenant, at, event) VALUES (99, 1, '{}')",
      'records of activity or events belong to no tenant',
      1,
    ],
    [
      "INSERT INTO feed (tenant, sequence, at, has_last_profile, event) VALUES (99, 1, 1, 0, '{}')",
      'records of activity or events belong to no tenant',
      1,
    ],
    ['DELETE FROM feed WHERE sequence = 2', 'events are missing between others', 1],
    ['DELETE FROM spans', 'types of organisations have another number of resources than is counted', 2],
    ['UPDATE spans SET count = 9', 'types of organisations have another number of resources than is counted', 2],
    [
      'DELETE FROM memberships; INSERT INTO memberships VALUES (98, 99)',
      'memberships refer to resources that are not there',
      2,
    ],
  ])('after %s names what does not fit, and how many', (sql, what, rows) => {
    spoil(path, sql);
    const misfits = [{ what, rows }];
    expect([inspect(false).misfits, inspect(true).misfits]).toEqual([misfits, misfits]);
  });

  it.each([
    [
      'memberships join resources of two organisations',
      1,
      `${OTHER}; INSERT INTO resources SELECT 98, 77, 'User', 'x', version, created, last_modified, display, document, comparable, mapping_version, schema_version, NULL FROM resources LIMIT 1;
       INSERT INTO organisations SELECT 77, 'other', scim_enabled, profile, leniencies, created FROM organisations;
       INSERT INTO spans VALUES (77, 'User', '', 1); INSERT INTO memberships SELECT group_resource, 98 FROM memberships LIMIT 1`,
    ],
    [
      'values for looking up belong to another organisation than their resource',
      USERS + 1,
      `${OTHER}; UPDATE lookups SET tenant = 77`,
    ],
    ['users lead to an event of somebody else', USERS - 1, "UPDATE resources SET last_event = 1 WHERE type = 'User'"],
  ])('compares rows with each other where it is full: %s', (what, rows, sql) => {
    spoil(path, sql);
    expect([inspect(false).misfits, inspect(true).misfits]).toEqual([[], [{ what, rows }]]);
  });

  it.each([
    'DELETE FROM feed WHERE sequence = 1; UPDATE tenants SET feed_removed = 1',
    'UPDATE tenants SET removed = 1, to_purge = 1; DELETE FROM organisations; DELETE FROM feed WHERE sequence = 2; DELETE FROM spans',
  ])('finds nothing where %s was done in order', (sql) => {
    spoil(path, sql);
    expect(inspect(true)).toMatchObject({ misfits: [], faults: [], missing: [] });
  });

  it('names all that is missing of the schema, and nothing that somebody added', () => {
    spoil(path, 'DROP INDEX lookups_unique; DROP TRIGGER activity_of_removed; CREATE INDEX mine ON activity (at)');
    expect(inspect(false).missing.toSorted()).toEqual(['activity_of_removed', 'lookups_unique']);
  });

  it.each([
    ["UPDATE resources SET last_modified = %s WHERE type = 'User'", LATE],
    ["UPDATE resources SET last_modified = %s WHERE type = 'Group'", LATE],
    ['UPDATE activity SET at = %s WHERE sequence = 1', LATE],
  ])('tells when something was written last, as after %s', (sql, at) => {
    spoil(path, sql.replace('%s', String(at)));
    expect(inspect(false).lastWritten).toBe(at);
  });

  it('tells of no time where nothing was written', () => {
    spoil(path, 'DELETE FROM memberships; DELETE FROM lookups; DELETE FROM resources; DELETE FROM activity');
    expect('lastWritten' in inspect(false)).toBe(false);
  });

  it('counts what there is, and the bytes of the file and of its log', async () => {
    const storage = await openStorage(path);
    await run(createGroup(acmeOf(storage), 901, []));
    const [bytes, walBytes] = [statSync(path).size, statSync(`${path}-wal`).size];
    expect(inspect(false)).toMatchObject({ bytes, walBytes, counts: { organisations: 1, users: USERS, groups: 2 } });
    expect(inspectSchema(path)).toEqual(
      Result.succeed({ bytes, walBytes, schemaVersion: MIGRATIONS.length, knownVersion: MIGRATIONS.length }),
    );
    await run(storage.close());
    expect(inspect(false)).toMatchObject({ bytes: statSync(path).size, walBytes: 0 });
    expect(Result.isSuccess(inspectSchema(path))).toBe(true);
    expect(readdirSync(directory)).toEqual(['scim.db']);
  });

  it('says nothing of the rows of an older schema', () => {
    spoil(
      path,
      `PRAGMA user_version = ${MIGRATIONS.length - 1}`,
      'DELETE FROM organisations',
      'DROP INDEX lookups_unique',
    );
    const found = inspect(true);
    expect(found).toMatchObject({ schemaVersion: MIGRATIONS.length - 1, misfits: [], missing: [], faults: [] });
    expect(found).toMatchObject({ counts: { organisations: 0, users: USERS, groups: 1 } });
    expect('lastWritten' in found).toBe(false);
  });

  it('gives the lines of SQLite, 20 at most, and counts nothing in a damaged file', () => {
    spoil(
      path,
      'WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 130) INSERT INTO resources SELECT i, tenant, type, i, version, created, last_modified, display, document, comparable, mapping_version, schema_version, NULL FROM n, (SELECT * FROM resources LIMIT 1)',
    );
    emptyDocuments(path);
    const none = { organisations: 0, users: 0, groups: 0 };
    const { faults, ...found } = inspect(false);
    expect(faults).toEqual(Array.from({ length: 20 }, () => 'NULL value in resources.document'));
    expect(found).toMatchObject({ misfits: [], missing: [], counts: none });
    expect('lastWritten' in found).toBe(false);
  });

  it('names pages that cannot be read, each by itself', () => {
    damage(path, 'lookups_by_value');
    for (const full of [false, true]) {
      const { faults } = inspect(full);
      expect(faults.length).toBeGreaterThan(0);
      for (const fault of faults) expect(fault).toMatch(/^[^*\n]+$/u);
    }
  });

  it('compares indexes with their tables where it is full', () => {
    const database = new Database(path).unsafeMode();
    const row: unknown = database.prepare("SELECT * FROM sqlite_schema WHERE name = 'memberships_by_member'").get();
    database.pragma('writable_schema = ON');
    database.exec("DELETE FROM sqlite_schema WHERE name = 'memberships_by_member'");
    database.close();
    spoil(path, 'DELETE FROM memberships');
    const again = new Database(path).unsafeMode();
    again.pragma('writable_schema = ON');
    again.prepare('INSERT INTO sqlite_schema VALUES ($type, $name, $tbl_name, $rootpage, $sql)').run(row);
    again.close();
    expect(inspect(true).faults).toEqual(['wrong # of entries in index memberships_by_member']);
  });

  it('by a connection that cannot write is one, where that is asked for', () => {
    const connections = watchConnections();
    for (const readonly of [true, false]) inspectDatabase({ path, full: false, readonly });
    inspect(false);
    expect([...connections].filter(({ name }) => name === path).map(({ readonly }) => readonly)).toEqual([
      true,
      false,
      false,
    ]);
    expect([...connections].filter(({ name, open }) => name === path && open)).toEqual([]);
  });

  it('fails where the check itself does, for another reason than damage', () => {
    const cause = new Database.SqliteError('disk I/O error', 'SQLITE_IOERR');
    changingStatements((text, prepare) => {
      if (text.startsWith('PRAGMA quick_check')) throw cause;
      return prepare();
    });
    expect(inspectDatabase({ path, full: false })).toMatchObject({
      failure: { _tag: 'DatabaseNotUsable', path, cause },
    });
  });

  it('fails for an empty file', () => {
    const empty = join(directory, 'empty.db');
    closeSync(openSync(empty, 'w'));
    expect(inspectDatabase({ path: empty, full: false })).toMatchObject({
      failure: { _tag: 'DatabaseMissing', path: empty },
    });
  });

  it('fails for a file that is cut off or that is not there', () => {
    const gone = join(directory, 'gone.db');
    expect(inspectDatabase({ path: gone, full: false })).toMatchObject({
      failure: { _tag: 'DatabaseMissing', path: gone },
    });
    expect(inspectSchema(gone)).toMatchObject({ failure: { _tag: 'DatabaseMissing' } });
    const file = openSync(path, 'r+');
    ftruncateSync(file, 4096);
    closeSync(file);
    expect(inspectDatabase({ path, full: false })).toMatchObject({ failure: { _tag: 'DatabaseDamaged', path } });
    expect(readdirSync(directory)).toEqual(['scim.db']);
  });
});

// Backup, restore and inspection of a database file, with and without a storage that has it open.
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Result } from 'effect';
import { beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../src/migrations/migrations.ts';
import { backUpDatabase, inspectDatabase, inspectSchema, restoreDatabase } from '../src/maintenance/index.ts';
import { acmeOf, createGroup, createUser, openStorage } from './support/directory.ts';
import { addUsers } from './support/filled-file.ts';
import { run, tagOf } from './support/run-effect.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

const USERS = 30;

let directory = '';
let path = '';
let copy = '';

beforeEach(async () => {
  directory = temporaryDirectory();
  path = join(directory, 'scim.db');
  copy = join(directory, 'copy.db');
  await addUsers(path, 1, USERS);
});

const backUp = (options: { readonly target?: string; readonly force?: boolean } = {}) =>
  backUpDatabase({ path, target: copy, temporary: `${options.target ?? copy}.partial`, force: false, ...options });

const restore = (backup = copy) =>
  restoreDatabase({ path, backup, temporary: `${path}.partial`, aside: `${path}.aside` });

const inspect = (file = path, full = false) => inspectDatabase({ path: file, full });

const usersIn = (file: string): unknown => {
  const found = inspect(file, true);
  return Result.isSuccess(found) ? [found.success.faults, found.success.misfits, found.success.counts.users] : found;
};

const whole = (users: number) => [[], [], users];

const damage = (file: string, table: string): void => {
  const database = new Database(file);
  const page = Number(database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table));
  database.close();
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(4096, 0xa5), 0, 4096, (page - 1) * 4096);
  closeSync(handle);
};

const reasonOf = (result: Result.Result<unknown, Error>): string =>
  Result.isFailure(result) ? result.failure.message : 'it succeeded';

describe('a backup', () => {
  it('is one file for its owner alone that holds everything, and nothing else is left', async () => {
    const storage = await openStorage(path);
    await run(createGroup(acmeOf(storage), 900, [1, 2, 3]));
    expect(backUp()).toMatchObject({
      success: { counts: { users: USERS, groups: 1 }, faults: [], schemaVersion: MIGRATIONS.length },
    });
    await run(storage.close());
    expect([statSync(copy).mode & 0o777, usersIn(copy)]).toEqual([0o600, whole(USERS)]);
    rmSync(copy);
    expect(readdirSync(directory)).toEqual(['scim.db']);
  });

  it('keeps the version of the schema: an upgrade comes after it', () => {
    const database = new Database(path);
    database.pragma('user_version = 3');
    database.close();
    expect(backUp()).toMatchObject({ success: { schemaVersion: 3 } });
    expect([inspect(path), inspect(copy)]).toMatchObject([
      { success: { schemaVersion: 3 } },
      { success: { schemaVersion: 3 } },
    ]);
  });

  it('does not take the place of a file unless that is said, and never of the database', async () => {
    writeFileSync(copy, 'precious');
    expect(reasonOf(backUp())).toMatch(/exists already.*--force/u);
    expect(readFileSync(copy, 'utf8')).toBe('precious');
    expect(backUp({ force: true })).toMatchObject({ success: { counts: { users: USERS } } });
    for (const target of [path, `${path}-wal`]) {
      expect(reasonOf(backUp({ target, force: true }))).toMatch(/the database/u);
    }
    expect(usersIn(path)).toEqual(whole(USERS));
  });

  it('that fails leaves nothing behind', () => {
    damage(path, 'resources');
    expect(backUp()).toMatchObject({ failure: { _tag: 'DatabaseDamaged', path } });
    expect(readdirSync(directory)).toEqual(['scim.db']);
    expect(reasonOf(backUp({ target: join(directory, 'no', 'such.db') }))).toContain('no such file or directory');
  });
});

describe('a restoration', () => {
  it('brings back what was in the backup, and keeps what was there', async () => {
    backUp();
    await addUsers(path, USERS + 1, USERS + 5);
    expect(restore()).toMatchObject({ success: { wasReplaced: true, wasUnused: true } });
    expect([usersIn(path), usersIn(`${path}.aside`)]).toEqual([whole(USERS), whole(USERS + 5)]);
    expect([statSync(path).mode & 0o777, readdirSync(directory).toSorted()]).toEqual([
      0o600,
      ['copy.db', 'scim.db', 'scim.db.aside'],
    ]);
    await addUsers(path, USERS + 1, USERS + 1);
    expect(usersIn(path)).toEqual(whole(USERS + 1));
  });

  it('keeps writes that were only in the WAL file of a process that was killed', async () => {
    backUp();
    const storage = await openStorage(path);
    await run(createUser(acmeOf(storage), USERS + 1));
    // As a process that was killed leaves them.
    const killed = join(directory, 'killed.db');
    for (const suffix of ['', '-wal']) writeFileSync(killed + suffix, readFileSync(path + suffix));
    await run(storage.close());
    const aside = `${killed}.aside`;
    expect(restoreDatabase({ path: killed, backup: copy, temporary: `${killed}.partial`, aside })).toMatchObject({
      success: { wasReplaced: true },
    });
    expect([usersIn(killed), usersIn(aside)]).toEqual([whole(USERS), whole(USERS + 1)]);
  });

  it('is refused while somebody has the database open, and changes nothing', async () => {
    backUp();
    const storage = await openStorage(path);
    expect(reasonOf(restore())).toMatch(/is in use: stop the server/u);
    expect(await tagOf(createUser(acmeOf(storage), USERS + 1))).toBe('ok');
    await run(storage.close());
    expect([usersIn(path), existsSync(`${path}.aside`)]).toEqual([whole(USERS + 1), false]);
  });

  it.each(['sqlite_schema', 'tenants', 'resources'])('takes the place of a file whose %s is damaged', (table) => {
    backUp();
    damage(path, table);
    expect(restore()).toMatchObject({ success: { wasReplaced: true } });
    expect([usersIn(path), existsSync(`${path}.aside`)]).toEqual([whole(USERS), true]);
  });

  it('makes the directory of a database that is gone', () => {
    backUp();
    const lost = join(directory, 'new', 'data', 'scim.db');
    expect(
      restoreDatabase({ path: lost, backup: copy, temporary: `${lost}.partial`, aside: `${lost}.aside` }),
    ).toMatchObject({ success: { wasReplaced: false, inspection: { counts: { users: USERS } } } });
    expect(readdirSync(join(directory, 'new', 'data'))).toEqual(['scim.db']);
  });

  it('is refused for what is no backup, and changes nothing', async () => {
    backUp();
    const before = readFileSync(path);
    const other = join(directory, 'other.db');
    new Database(other).exec('CREATE TABLE somebody_elses (x)').close();
    const text = join(directory, 'letter.txt');
    writeFileSync(text, 'a letter to the operator, long enough to be a page or so. '.repeat(100));
    damage(copy, 'resources');
    expect(reasonOf(restore())).toMatch(/copy\.db is damaged/u);
    expect(reasonOf(restore(other))).toMatch(/another application/u);
    expect(reasonOf(restore(text))).toMatch(/not a SQLite file/u);
    expect(reasonOf(restore(path))).toMatch(/the database itself/u);
    expect(reasonOf(restore(join(directory, 'nothing.db')))).toMatch(/does not exist/u);
    expect(readFileSync(path)).toEqual(before);
  });

  it('does not take the place of the database of another application', () => {
    backUp();
    rmSync(path);
    new Database(path).exec('CREATE TABLE somebody_elses (x)').close();
    expect(reasonOf(restore())).toMatch(/another application/u);
  });
});

describe('an inspection', () => {
  const spoil = (sql: string): void => {
    const database = new Database(path);
    database.pragma('foreign_keys = OFF');
    database.exec(sql);
    database.close();
  };

  it('finds nothing in a file that is in order, while it is in use', async () => {
    const storage = await openStorage(path);
    expect(inspect(path, true)).toMatchObject({ success: { faults: [], misfits: [], counts: { users: USERS } } });
    await run(storage.close());
  });

  it.each([
    ['INSERT INTO memberships VALUES (77, 78)', 'memberships refer to resources that are not there', 2],
    ["UPDATE spans SET count = count + 1 WHERE type = 'User'", 'another number of resources than is counted', 1],
    ['DELETE FROM organisations', 'have no organisation', 1],
    ['UPDATE activity SET tenant = 99 WHERE sequence < 4', 'belong to no tenant', 3],
    ['UPDATE resources SET last_event = 1', 'lead to an event of somebody else', USERS - 1],
    ["INSERT INTO tenants (id) VALUES ('x'); UPDATE lookups SET tenant = 2", 'belong to another organisation', USERS],
  ])('after %s names what does not fit', (sql, what, rows) => {
    spoil(sql);
    const found = inspect(path, true);
    expect(Result.isSuccess(found) && found.success.misfits).toEqual([{ what: expect.stringContaining(what), rows }]);
  });

  it('names indexes that are missing, and tells when something was written last', () => {
    const before = inspect();
    expect(before).toMatchObject({ success: { missing: [], lastWritten: expect.any(Number) } });
    spoil('DROP INDEX lookups_by_value; DROP TRIGGER feed_of_removed');
    expect(inspect()).toMatchObject({ success: { missing: ['lookups_by_value', 'feed_of_removed'] } });
    spoil('UPDATE activity SET at = 9000000000000 WHERE sequence = 1');
    expect(inspect()).toMatchObject({ success: { lastWritten: 9_000_000_000_000 } });
  });

  it('finds pages that cannot be read, and a file that cannot be read at all', () => {
    damage(path, 'lookups_by_value');
    expect(inspect()).toMatchObject({ success: { faults: { 0: expect.stringContaining('page') }, misfits: [] } });
    // Whoever asks for the schema alone does not have all of a large file read.
    const schema = { schemaVersion: MIGRATIONS.length, knownVersion: MIGRATIONS.length };
    expect(inspectSchema(path)).toMatchObject({ success: { ...schema, bytes: statSync(path).size } });
    damage(path, 'sqlite_schema');
    expect(inspect()).toMatchObject({ _tag: 'Failure' });
  });
});

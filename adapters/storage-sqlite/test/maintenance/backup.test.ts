// A backup is whole or not there, on the disk before it has its name, and never a part of the database itself.
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Result } from 'effect';
import { beforeEach, describe, expect, it } from 'vitest';
import { backUpDatabase } from '../../src/maintenance/index.ts';
import { openStorage } from '../support/directory.ts';
import { inPlaceOf, watchDisk } from '../support/disk.ts';
import { addUsers, emptyDocuments, filledFile, reasonOf, spoil, usersIn, whole } from '../support/filled-file.ts';
import { aroundCopies, watchConnections } from '../support/driver-calls.ts';
import { run } from '../support/run-effect.ts';

const USERS = 3;

let directory = '';
let path = '';
let copy = '';
beforeEach(async () => ({ directory, path, copy } = await filledFile(USERS)));

const backUp = (target = copy, from = path) =>
  backUpDatabase({ path: from, target, temporary: join(directory, 'new.partial'), force: true });

const left = () => readdirSync(directory).toSorted();

describe('a backup', () => {
  it('leaves no file and no connection open', () => {
    const connections = watchConnections();
    const opened = new Set<number>();
    inPlaceOf('openSync', (open) => (...given) => {
      const file = open(...given);
      opened.add(file);
      return file;
    });
    inPlaceOf('closeSync', (close) => (file) => {
      opened.delete(file);
      close(file);
    });
    expect(Result.isSuccess(backUp())).toBe(true);
    expect([opened.size, [...connections].filter(({ open }) => open)]).toEqual([0, []]);
    expect(connections.size).toBeGreaterThan(1);
  });

  it('is on the disk before it has its name, and its name is when it is done', () => {
    const steps = watchDisk();
    expect(backUp()).toMatchObject({ success: { counts: { organisations: 1, users: USERS, groups: 0 } } });
    expect(steps).toEqual(['sync new.partial', 'rename new.partial copy.db', `sync ${directory.split('/').at(-1)}`]);
  });

  it.each(['', '-wal', '-shm'])(
    'takes the place of the database never, nor of its %s, in use or not',
    async (suffix) => {
      expect(reasonOf(backUp(path + suffix))).toBe(
        `${path}${suffix} ${suffix === '' ? 'is the database itself' : 'belongs to the database'}`,
      );
      const storage = await openStorage(path);
      expect(reasonOf(backUp(path + suffix))).toBe(`${path}${suffix} is the database itself`);
      await run(storage.close());
      expect([left(), usersIn(path)]).toEqual([['scim.db'], whole(USERS)]);
    },
  );

  it.each([
    ['a second name', linkSync],
    ['a symbolic link', symlinkSync],
  ])('is not made where %s of the database is', (_what, name) => {
    name(path, copy);
    expect(reasonOf(backUp())).toBe(`${copy} is the database itself`);
    expect(usersIn(path)).toEqual(whole(USERS));
  });

  it('is whole although others write while it is made', () => {
    aroundCopies({ before: () => spoil(path, "DELETE FROM organisations WHERE name = 'acme'") });
    expect(backUp()).toMatchObject({ success: { counts: { organisations: 0, users: USERS } } });
  });

  it.each([
    ['an organisation', 'DELETE FROM organisations'],
    ['a user', 'DELETE FROM lookups; DELETE FROM resources WHERE resource = 1'],
    [
      'a group',
      "INSERT INTO resources SELECT 99, tenant, 'Group', 'x', version, created, last_modified, display, document, comparable, mapping_version, schema_version, last_event FROM resources LIMIT 1",
    ],
  ])('is not what has another number of them than the original, such as of %s', (_what, sql) => {
    aroundCopies({ after: (made) => spoil(made, sql) });
    expect(backUp()).toMatchObject({ failure: { _tag: 'DatabaseDamaged', path: join(directory, 'new.partial') } });
    expect(reasonOf(backUp())).toContain('it has not as many users and groups as the original');
    expect(left()).toEqual(['scim.db']);
  });

  it('is not what breaks the rules of its schema, and each fault is named', () => {
    emptyDocuments(path);
    expect(backUp()).toMatchObject({ failure: { _tag: 'DatabaseDamaged' } });
    expect(reasonOf(backUp())).toMatch(/NULL value in resources\.document; NULL value in resources\.document/u);
    expect(left()).toEqual(['scim.db']);
  });

  it('is not what cannot be read', () => {
    aroundCopies({ after: (made) => spoil(made, 'PRAGMA application_id = 7') });
    expect(backUp()).toMatchObject({ failure: { _tag: 'ForeignDatabase' } });
    expect(left()).toEqual(['scim.db']);
  });

  it('for which there is no space says so and where, and leaves nothing behind', () => {
    const full = new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
    aroundCopies({
      before: () => {
        throw full;
      },
    });
    expect(reasonOf(backUp())).toBe(`There is no space for a copy in ${directory}`);
    expect(left()).toEqual(['scim.db']);
  });

  it('that SQLite cannot make says why', () => {
    const broken = new Database.SqliteError('disk I/O error', 'SQLITE_IOERR');
    aroundCopies({
      before: () => {
        throw broken;
      },
    });
    expect(backUp()).toMatchObject({ failure: { _tag: 'DatabaseNotUsable', path, cause: broken } });
  });

  it('of no database is none', () => {
    const [nothing, folder] = [join(directory, 'nothing.db'), join(directory, 'folder')];
    mkdirSync(folder);
    expect(backUp(copy, nothing)).toMatchObject({ failure: { _tag: 'DatabaseMissing', path: nothing } });
    expect(backUp(copy, folder)).toMatchObject({ failure: { _tag: 'DatabaseNotUsable', path: folder } });
    expect(left()).toEqual(['folder', 'scim.db']);
  });

  it('is not made under a name that somebody else uses', () => {
    const taken = join(directory, 'new.partial');
    writeFileSync(taken, 'precious');
    expect(backUp()).toMatchObject({ failure: { _tag: 'MaintenanceRefused', cause: { code: 'EEXIST' } } });
    expect([readFileSync(taken, 'utf8'), left()]).toEqual(['precious', ['new.partial', 'scim.db']]);
  });

  it('leaves the database to whoever wants it next', async () => {
    backUp();
    rmSync(copy);
    expect(left()).toEqual(['scim.db']);
    await addUsers(path, USERS + 1, USERS + 1);
    expect(Result.isSuccess(backUp())).toBe(true);
    expect(usersIn(copy)).toEqual(whole(USERS + 1));
  });
});

// A file that does not hold what was written to it: said as such, and not written to any more.
import { closeSync, openSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { standardRegistry } from '@looop-scim/scim/schema';
import Database from 'better-sqlite3';
import { Effect } from 'effect';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openSqliteStorage, type SqliteStorageOptions, type StorageNotice } from '../src/index.ts';
import { acmeOf, createUser, idOf } from './support/directory.ts';
import { outcomeOf, run, tagOf } from './support/run-effect.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

const PAGE_BYTES = 4096;
const USERS = 40;
const ALL = { resourceType: 'User', offset: 0, limit: USERS, withMemberships: false };
const NONE = { ...ALL, limit: 0 };
const damaged = { _tag: 'Failure', failure: { _tag: 'StorageUnavailable', problem: 'damaged' } };

const open = async (path: string, options: Pick<SqliteStorageOptions, 'file'> = {}) => {
  const notices: StorageNotice[] = [];
  const onNotice = (notice: StorageNotice) => void notices.push(notice);
  const storage = await run(openSqliteStorage({ path, registry: standardRegistry, onNotice, ...options }));
  const users = acmeOf(storage);
  return {
    storage,
    notices,
    write: (number: number) => outcomeOf(createUser(users, number)),
    list: () => outcomeOf(Effect.map(users.list(ALL), ({ resources }) => resources.length)),
    count: () => outcomeOf(Effect.map(users.list(NONE), ({ total }) => total)),
    close: () => run(storage.close()),
  };
};

/** Overwrites the pages of a table, without the locks of SQLite. */
const overwrite = (path: string, pages: readonly number[]): void => {
  const file = openSync(path, 'r+');
  for (const page of pages) writeSync(file, Buffer.alloc(PAGE_BYTES, 0xa5), 0, PAGE_BYTES, (page - 1) * PAGE_BYTES);
  closeSync(file);
};

const pagesOf = (path: string, table: string): readonly number[] => {
  const database = new Database(path, { readonly: true });
  const pages = database.prepare<[string], number>('SELECT pageno FROM dbstat WHERE name = ?').pluck().all(table);
  database.close();
  return pages;
};

describe('a damaged file', () => {
  let path = '';
  beforeEach(async () => {
    path = join(temporaryDirectory(), 'scim.db');
    const { write, close } = await open(path);
    for (let number = 1; number <= USERS; number += 1) await write(number);
    await close();
  });
  afterEach(() => void vi.useRealTimers());

  it('is told once; nothing is written any more, and what is whole is still read', async () => {
    overwrite(path, pagesOf(path, 'resources'));
    const { storage, write, list, count, notices, close } = await open(path);
    expect(await count()).toMatchObject({ success: USERS });
    expect(await list()).toMatchObject(damaged);
    expect([await write(USERS + 1), await write(USERS + 2)]).toMatchObject([damaged, damaged]);
    expect(await outcomeOf(storage.ping())).toMatchObject(damaged);
    expect(await count()).toMatchObject({ success: USERS });
    expect(notices).toEqual([{ kind: 'damaged', message: expect.stringMatching(/scim\.db is damaged .*backup/u) }]);
    await close();
  });

  it('that a write meets takes the other writes of its transaction back as well', async () => {
    overwrite(path, pagesOf(path, 'lookups'));
    const { storage, write, close } = await open(path);
    const secret = outcomeOf(storage.installationSecret('secret'));
    expect(await Promise.all([secret, write(USERS + 1)])).toMatchObject([damaged, damaged]);
    await close();
    const database = new Database(path);
    expect(database.prepare('SELECT count(*) FROM installation').pluck().get()).toBe(0);
    database.close();
  });

  it('that is cut off is noticed before a page is missed', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { write, notices, close } = await open(path);
    truncateSync(path, 2 * PAGE_BYTES);
    vi.advanceTimersByTime(1000);
    expect([await write(USERS + 1), await write(USERS + 2)]).toMatchObject([damaged, damaged]);
    expect(notices).toMatchObject([{ kind: 'damaged', message: expect.stringContaining('was cut off') }]);
    await close();
  });

  it('that is emptied is noticed', async () => {
    const { write, notices, close } = await open(path);
    truncateSync(path);
    expect([await write(USERS + 1), await write(USERS + 2)]).toMatchObject([damaged, damaged]);
    expect(notices).toMatchObject([{ kind: 'damaged' }]);
    await close();
  });

  it('is not one that somebody has vacuumed', async () => {
    const { write, notices, close } = await open(path);
    const other = new Database(path);
    other.exec('CREATE TABLE padding (x); INSERT INTO padding VALUES (zeroblob(1000000))');
    other.pragma('wal_checkpoint(TRUNCATE)');
    expect(await write(USERS + 1)).toMatchObject({ _tag: 'Success' });
    const before = statSync(path).size;
    other.exec('DROP TABLE padding; VACUUM');
    other.pragma('wal_checkpoint(TRUNCATE)');
    other.close();
    expect(statSync(path).size).toBeLessThan(before);
    expect([await write(USERS + 2), notices]).toMatchObject([{ _tag: 'Success' }, []]);
    await close();
  });

  it('that one thread has met is not written to by another', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const first = await open(path);
    const { file } = first.storage;
    if (file === undefined) throw new Error('a file is shared');
    const second = await open(path, { file });
    overwrite(path, pagesOf(path, 'resources'));
    expect(await second.list()).toMatchObject(damaged);
    expect(await first.write(USERS + 1)).toMatchObject(damaged);
    vi.advanceTimersByTime(1000);
    expect([first.notices, second.notices]).toMatchObject([[{ kind: 'damaged' }], [{ kind: 'damaged' }]]);
    await second.close();
    await first.close();
  });

  it.each([
    ['sqlite_schema', 'ForeignDatabase'],
    ['lookup_attributes', 'DatabaseDamaged'],
  ])('is refused at the start when %s is unreadable, and the directory is not to blame', async (table, tag) => {
    overwrite(path, pagesOf(path, table));
    const opened = await outcomeOf(openSqliteStorage({ path, registry: standardRegistry }));
    expect(opened).toMatchObject({ _tag: 'Failure', failure: { _tag: tag, path } });
    const { message } = opened._tag === 'Failure' ? opened.failure : new Error('opened');
    expect([message, message]).toEqual([expect.stringContaining('damaged'), expect.not.stringContaining('directory')]);
  });
});

it('a user of a storage that was closed is told so, damage or not', async () => {
  const path = join(temporaryDirectory(), 'scim.db');
  const { storage, close } = await open(path);
  await close();
  expect(await tagOf(acmeOf(storage).read({ resourceType: 'User', id: idOf(1) }, false))).toBe('StorageUnavailable');
});

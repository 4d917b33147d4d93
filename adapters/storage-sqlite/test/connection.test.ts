// What a connection promises: durability, order among rows, private files, and never to stop the process.
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { standardRegistry } from '@looop-scim/scim/schema';
import Database from 'better-sqlite3';
import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { openConnection, whileStarting, type Connection } from '../src/connection.ts';
import { openSqliteStorage } from '../src/index.ts';
import { APPLICATION_ID } from '../src/migrations/migrate.ts';
import { capturingConnection } from './support/captured-connection.ts';
import { run } from './support/run-effect.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

const open = (synchronous: 'full' | 'normal' = 'full', path = join(temporaryDirectory(), 'scim.db')): Connection =>
  Result.getOrThrow(openConnection({ path, synchronous }));

const setting = (connection: Connection, name: string): unknown => connection.pragma(name, { simple: true });

/** The numbers by which SQLite names the levels of `synchronous`. */
const [NORMAL, FULL] = [1, 2];

describe('an acknowledged write', () => {
  it.each([
    ['full', FULL],
    ['normal', NORMAL],
  ] as const)('is as durable as was asked for: %s', (synchronous, level) => {
    const connection = open(synchronous);
    expect([setting(connection, 'journal_mode'), setting(connection, 'synchronous')]).toEqual(['wal', level]);
  });

  it('survives a power failure unless somebody asks for less', async () => {
    const path = join(temporaryDirectory(), 'scim.db');
    const { opened, connection } = await capturingConnection(() =>
      run(openSqliteStorage({ path, registry: standardRegistry })),
    );
    expect(connection.name).toBe(path);
    expect([setting(connection, 'journal_mode'), setting(connection, 'synchronous')]).toEqual(['wal', FULL]);
    await run(opened.close());
  });
});

describe('the log of writes', () => {
  it('is empty once the storage is closed, also while another program has the file open', async () => {
    const path = join(temporaryDirectory(), 'scim.db');
    const storage = await run(openSqliteStorage({ path, registry: standardRegistry }));
    await run(storage.installationSecret('secret'));
    const other = new Database(path);
    expect(other.prepare('SELECT secret FROM installation').pluck().get()).toBe('secret');
    await run(storage.close());
    expect(statSync(`${path}-wal`).size).toBe(0);
    other.close();
  });

  it('is brought into the database every 16 MB, and does not stay large after a burst', () => {
    const connection = open();
    const page = Number(setting(connection, 'page_size'));
    expect(Number(setting(connection, 'wal_autocheckpoint')) * page).toBe(4000 * 4096);
    expect(setting(connection, 'journal_size_limit')).toBe(64 * 1024 * 1024);
  });

  it('is gone once the storage is closed', async () => {
    const path = join(temporaryDirectory(), 'scim.db');
    const storage = await run(openSqliteStorage({ path, registry: standardRegistry }));
    await run(storage.installationSecret('secret'));
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
    await run(storage.close());
    expect(statSync(`${path}-wal`, { throwIfNoEntry: false })).toBeUndefined();
  });
});

it('a row that refers to what is not there is refused', () => {
  const connection = open();
  const orphan = connection.prepare('INSERT INTO memberships (group_resource, member_resource) VALUES (1, 2)');
  expect(() => orphan.run()).toThrow(expect.objectContaining({ code: 'SQLITE_CONSTRAINT_FOREIGNKEY' }));
});

it('what is sorted leaves no temporary file behind, which would hold personal data', () => {
  const MEMORY = 2;
  expect(setting(open(), 'temp_store')).toBe(MEMORY);
});

it('functions that a schema names are not trusted, and nothing is mapped into memory', () => {
  const connection = open();
  expect([setting(connection, 'trusted_schema'), setting(connection, 'mmap_size')]).toEqual([0, 0]);
});

it('a lock of another process stops this one for moments only: longer waits are those of the write queue', () => {
  expect(setting(open(), 'busy_timeout')).toBeLessThanOrEqual(50);
});

describe('files', () => {
  it('are for their owner alone, and so is the directory that is made for them', () => {
    const directory = join(temporaryDirectory(), 'new', 'data');
    const path = join(directory, 'scim.db');
    const connection = open('full', path);
    const modes = [directory, path, `${path}-wal`, `${path}-shm`].map((one) => statSync(one).mode & 0o777);
    expect(modes).toEqual([0o700, 0o600, 0o600, 0o600]);
    connection.close();
  });

  it('of another application leave no connection open behind them', async () => {
    const path = join(temporaryDirectory(), 'other.db');
    const other = new Database(path);
    other.pragma('application_id = 7');
    other.close();
    const { opened, connection } = await capturingConnection(async () => openConnection({ path, synchronous: 'full' }));
    expect(Result.isFailure(opened) && opened.failure._tag).toBe('ForeignDatabase');
    expect([connection.name, connection.open]).toEqual([path, false]);
  });
});

describe('a file that has to be there', () => {
  const failureOf = (path: string) => {
    const opened = openConnection({ path, synchronous: 'full', mustExist: true });
    return Result.isFailure(opened) ? opened.failure : undefined;
  };

  it('is not made, nor is its directory', () => {
    const directory = join(temporaryDirectory(), 'new');
    const path = join(directory, 'scim.db');
    expect(failureOf(path)).toMatchObject({ _tag: 'DatabaseMissing', path });
    expect(existsSync(directory)).toBe(false);
  });

  it('has to hold a storage: one that is empty stays empty', () => {
    const path = join(temporaryDirectory(), 'scim.db');
    writeFileSync(path, '');
    expect(failureOf(path)).toMatchObject({ _tag: 'DatabaseMissing', path });
    expect(statSync(path).size).toBe(0);
    open('full', path).close();
    expect(failureOf(path)).toBe(undefined);
  });
});

describe('the start', () => {
  it('waits for another one inside SQLite, and nothing after it does, whatever becomes of it', () => {
    const connection = open();
    const timeout = () => setting(connection, 'busy_timeout');
    expect([whileStarting(connection, timeout), timeout()]).toEqual([10_000, 0]);
    const failing = () =>
      whileStarting(connection, () => {
        throw new RangeError('a mistake in the program');
      });
    expect(failing).toThrow(RangeError);
    expect(timeout()).toBe(0);
  });

  it('that fails half way leaves no connection open behind it', async () => {
    const path = join(temporaryDirectory(), 'scim.db');
    const other = new Database(path);
    other.pragma(`application_id = ${APPLICATION_ID}`);
    other.exec('CREATE TABLE tenants (a)');
    other.close();
    const { opened, connection } = await capturingConnection(async () => openConnection({ path, synchronous: 'full' }));
    expect(Result.isFailure(opened) && opened.failure).toMatchObject({ _tag: 'DatabaseNotUsable', path });
    expect([connection.name, connection.open]).toEqual([path, false]);
  });
});

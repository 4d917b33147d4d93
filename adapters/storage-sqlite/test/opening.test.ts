// What a storage says and leaves behind when it is opened and closed.
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { standardRegistry } from '@looop-scim/scim/schema';
import Database from 'better-sqlite3';
import { Effect, Exit } from 'effect';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openSqliteStorage, type SqliteStorageOptions, type StorageNotice } from '../src/index.ts';
import { MIGRATIONS } from '../src/migrations/migrations.ts';
import { capturingConnection } from './support/captured-connection.ts';
import { acmeOf, createUser } from './support/directory.ts';
import { beforePragmas, changingStatements } from './support/driver-calls.ts';
import { damage } from './support/filled-file.ts';
import { makeReleasedFile } from './support/released-files.ts';
import { outcomeOf, run, tagOf } from './support/run-effect.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

const NEWEST = MIGRATIONS.length;

const opening = (path: string, options: Partial<SqliteStorageOptions> = {}) => {
  const notices: StorageNotice[] = [];
  const onNotice = (notice: StorageNotice): void => void notices.push(notice);
  return { notices, open: openSqliteStorage({ path, registry: standardRegistry, onNotice, ...options }) };
};

const newPath = () => join(temporaryDirectory(), 'scim.db');

afterEach(() => void vi.useRealTimers());

describe('a storage that is opened', () => {
  it('says that its file is brought to a newer schema, with the backup before it', async () => {
    const path = newPath();
    makeReleasedFile(path, 2);
    const { open, notices } = opening(path, { upgradeBackups: 1 });
    await run((await run(open)).close());
    const folder = join(path, '..', 'backups');
    const [name = ''] = readdirSync(folder);
    expect(statSync(join(folder, name)).size).toBeLessThan(1_000_000);
    expect(notices).toEqual([
      {
        kind: 'upgrading',
        message: `${path} has schema version 2 and is brought to ${NEWEST}; first a backup is made in ${folder}`,
      },
      {
        kind: 'backed up',
        message: `Backup: ${join(folder, name)} (1 MB); now ${path} is brought to schema version ${NEWEST}`,
      },
    ]);
  });

  it('says nothing where there is nothing to say, to whoever listens or not', async () => {
    const path = newPath();
    const { open, notices } = opening(path, { upgradeBackups: 1 });
    await run((await run(open)).close());
    const again = await run(openSqliteStorage({ path, registry: standardRegistry, upgradeBackups: 1 }));
    await run(again.close());
    makeReleasedFile(join(path, '..', 'old.db'), 2);
    const old = openSqliteStorage({ path: join(path, '..', 'old.db'), registry: standardRegistry, upgradeBackups: 1 });
    await run((await run(old)).close());
    expect(notices).toEqual([]);
  });

  it('is brought to a newer schema without a word and without a backup where none is wanted', async () => {
    const path = newPath();
    makeReleasedFile(path, 2);
    const { open, notices } = opening(path, { upgradeBackups: 0 });
    await run((await run(open)).close());
    expect([notices, readdirSync(join(path, '..'))]).toEqual([[], ['scim.db']]);
  });

  it('reads from its file when it is asked whether it is there', async () => {
    const cause = new Database.SqliteError('disk I/O error', 'SQLITE_IOERR');
    let isGone = false;
    changingStatements((text, prepare) => {
      const statement = prepare();
      if (text !== 'PRAGMA schema_version') return statement;
      const get = (): unknown => {
        if (isGone) throw cause;
        return statement.get();
      };
      return Object.assign(Object.create(statement), { get });
    });
    const storage = await run(opening(newPath()).open);
    expect(await tagOf(storage.ping())).toBe('ok');
    isGone = true;
    expect(await outcomeOf(storage.ping())).toMatchObject({ failure: { _tag: 'StorageUnavailable', cause } });
    await run(storage.close());
  });

  it('by another thread makes no backup of what took the place of its file', async () => {
    const [path, older] = [newPath(), newPath()];
    await run((await run(opening(path).open)).close());
    const first = await run(opening(path).open);
    expect(first.isolation).toBe('snapshot');
    const { file } = first;
    if (file === undefined) throw new Error('a file is shared');
    makeReleasedFile(older, 2);
    renameSync(older, path);
    expect(await tagOf(opening(path, { file, upgradeBackups: 1 }).open)).toBe('DatabaseReplaced');
    expect(existsSync(join(path, '..', 'backups'))).toBe(false);
    await run(first.close());
  });
});

describe('a storage that cannot be opened', () => {
  const damaged = async (): Promise<string> => {
    const path = newPath();
    const storage = await run(opening(path).open);
    await run(createUser(acmeOf(storage), 1));
    await run(storage.close());
    damage(path, 'lookup_attributes');
    return path;
  };

  it('is closed, and nobody is told of its file any more', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const path = await damaged();
    const { open, notices } = opening(path);
    const { opened, connection } = await capturingConnection(() => outcomeOf(open));
    expect(opened).toMatchObject({ failure: { _tag: 'DatabaseDamaged', path } });
    expect([connection.open, vi.getTimerCount()]).toEqual([false, 0]);
    rmSync(path);
    vi.advanceTimersByTime(5000);
    expect(notices).toEqual([]);
  });

  it('for a mistake of the program dies of it, closed as well', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const mistake = new RangeError('a mistake in the program');
    const registry: SqliteStorageOptions['registry'] = {
      ...standardRegistry,
      get resourceTypes(): never {
        throw mistake;
      },
    };
    const { opened, connection } = await capturingConnection(() =>
      Effect.runPromise(Effect.exit(opening(newPath(), { registry }).open)),
    );
    expect(opened).toEqual(Exit.die(mistake));
    expect([connection.open, vi.getTimerCount()]).toEqual([false, 0]);
  });
});

describe('a storage that is closed', () => {
  it('says that its log stays where the log cannot be brought into the database, and loses nothing', async () => {
    const path = newPath();
    const { open, notices } = opening(path);
    const storage = await run(open);
    await run(createUser(acmeOf(storage), 1));
    const full = new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
    let isFull = true;
    beforePragmas((text) => {
      if (isFull && text.startsWith('wal_checkpoint')) throw full;
    });
    await run(storage.close());
    isFull = false;
    const message = `${path}-wal could not be brought into the database and stays; nothing is lost`;
    expect(notices).toEqual([{ kind: 'not checkpointed', message, cause: full }]);
    const again = await run(opening(path).open);
    expect(await tagOf(createUser(acmeOf(again), 2, { userName: 'user-1' }))).toBe('Uniqueness');
    isFull = true;
    const unheard = await run(openSqliteStorage({ path: newPath(), registry: standardRegistry }));
    await run(unheard.close());
    await run(again.close());
  });

  it('says nothing else, and is closed once', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { open, notices } = opening(newPath());
    const storage = await run(open);
    expect(vi.getTimerCount()).toBe(1);
    await run(storage.close());
    await run(storage.close());
    expect([notices, vi.getTimerCount()]).toEqual([[], 0]);
  });

  it('leaves the log of a file that took the place of its own alone', async () => {
    const [path, other] = [newPath(), newPath()];
    const { open, notices } = opening(path);
    const storage = await run(open);
    await run(createUser(acmeOf(storage), 1));
    await run((await run(opening(other).open)).close());
    renameSync(other, path);
    await run(storage.close());
    expect(notices).toMatchObject([{ kind: 'moved' }]);
    const file = new Database(path, { readonly: true });
    expect(file.prepare('SELECT count(*) FROM resources').pluck().get()).toBe(0);
    file.close();
  });
});

// The file under an open storage is removed, replaced, or comes back: nothing is acknowledged that is in no file, and nothing
// that was acknowledged before is lost.
import { copyFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { standardRegistry } from '@looop-scim/scim/schema';
import Database from 'better-sqlite3';
import { Effect } from 'effect';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openSqliteStorage, type SqliteStorage, type StorageNotice } from '../src/index.ts';
import { acmeOf, createUser } from './support/directory.ts';
import { outcomeOf, run, tagOf } from './support/run-effect.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

const QUERY = { resourceType: 'User', offset: 0, limit: 0, withMemberships: false };

const open = async (path: string, options: Pick<Partial<SqliteStorage>, 'file'> = {}) => {
  const notices: StorageNotice[] = [];
  const storage = await run(
    openSqliteStorage({
      path,
      registry: standardRegistry,
      onNotice: (notice) => notices.push(notice),
      ...(options.file !== undefined && { file: options.file }),
    }),
  );
  const users = acmeOf(storage);
  return {
    storage,
    notices,
    write: (number: number) => outcomeOf(createUser(users, number)),
    count: () => outcomeOf(Effect.map(users.list(QUERY), ({ total }) => total)),
    close: () => run(storage.close()),
  };
};

/** How many users a file has that nobody has open, and whether it is whole. */
const contentOf = (path: string): readonly unknown[] => {
  const database = new Database(path, { fileMustExist: true });
  const users = database.prepare("SELECT count(*) FROM resources WHERE type = 'User'").pluck().get();
  const whole = database.pragma('integrity_check', { simple: true });
  database.close();
  return [users, whole];
};

const refused = (problem: string) => ({ _tag: 'Failure', failure: { _tag: 'StorageUnavailable', problem } });

const removeAll = (path: string): void => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix);
};

afterEach(() => void vi.useRealTimers());

describe('a database file', () => {
  it('that is removed takes no write, no read and no ping any more; it is told once, and how to go on', async () => {
    const path = join(temporaryDirectory(), 'scim.db');
    const { storage, write, count, notices, close } = await open(path);
    expect(await write(1)).toMatchObject({ _tag: 'Success' });
    removeAll(path);
    expect(await Promise.all([write(2), write(3)])).toMatchObject([refused('moved'), refused('moved')]);
    expect([await count(), await outcomeOf(storage.ping())]).toMatchObject([refused('moved'), refused('moved')]);
    expect(notices).toEqual([{ kind: 'moved', message: expect.stringMatching(/scim\.db was removed .*restart/u) }]);
    await close();
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  it('that is removed is noticed within a second by itself', async () => {
    vi.useFakeTimers();
    const path = join(temporaryDirectory(), 'scim.db');
    const { count, notices, close } = await open(path);
    removeAll(path);
    await vi.advanceTimersByTimeAsync(1000);
    expect(notices).toMatchObject([{ kind: 'moved' }]);
    expect(await count()).toMatchObject(refused('moved'));
    await close();
  });

  it('that is removed is noticed by reads after a second, in a thread that has no time for timers', async () => {
    const path = join(temporaryDirectory(), 'scim.db');
    const { count, close } = await open(path);
    removeAll(path);
    const later = performance.now() + 1001;
    const now = vi.spyOn(performance, 'now').mockImplementation(() => later);
    expect(await count()).toMatchObject(refused('moved'));
    now.mockRestore();
    await close();
  });

  it('that is replaced keeps what was acknowledged, and the one in its place is whole at the next start', async () => {
    const directory = temporaryDirectory();
    const [path, backup, aside] = ['scim.db', 'backup.db', 'aside.db'].map((name) => join(directory, name)) as [
      string,
      string,
      string,
    ];
    const first = await open(path);
    await first.write(1);
    new Database(path).exec(`VACUUM INTO '${backup}'`).close();
    for (let number = 2; number <= 20; number += 1) await first.write(number);
    renameSync(path, aside);
    renameSync(backup, path);
    expect(await first.write(21)).toMatchObject(refused('moved'));
    expect(first.notices).toMatchObject([{ kind: 'moved', message: expect.stringContaining('was replaced by') }]);
    // The log of writes that lies beside the new file is not its own.
    expect(statSync(`${path}-wal`).size).toBe(0);
    await first.close();
    const again = await open(path);
    expect(await again.count()).toMatchObject({ success: 1 });
    await again.close();
    expect(contentOf(path)).toEqual([1, 'ok']);
    // The write that was refused had been committed where the file was.
    expect(contentOf(aside)).toEqual([21, 'ok']);
  });

  it('that comes back is used again, and the writes meanwhile were not acknowledged', async () => {
    const path = join(temporaryDirectory(), 'scim.db');
    const { write, count, notices, close } = await open(path);
    await write(1);
    renameSync(path, `${path}.away`);
    expect(await write(2)).toMatchObject(refused('moved'));
    expect(await write(3)).toMatchObject(refused('moved'));
    renameSync(`${path}.away`, path);
    expect(await write(4)).toMatchObject({ _tag: 'Success' });
    // The one after whose commit the loss was noticed; the one after it was not begun.
    expect(await count()).toMatchObject({ success: 3 });
    expect(notices.map(({ kind }) => kind)).toEqual(['moved', 'found again']);
    await close();
    expect(contentOf(path)).toEqual([3, 'ok']);
  });

  it.each(['-wal', '-shm'])('whose %s is removed is not used, and nothing of it is lost', async (suffix) => {
    const path = join(temporaryDirectory(), 'scim.db');
    const { write, count, notices, close } = await open(path);
    for (let number = 1; number <= 10; number += 1) await write(number);
    rmSync(path + suffix);
    expect([await write(11), await count()]).toMatchObject([refused('moved'), refused('moved')]);
    expect(notices).toMatchObject([
      { kind: 'moved', message: expect.stringContaining(`scim.db${suffix} was removed`) },
    ]);
    // A copy, as whoever looks at the directory now would see it.
    if (suffix === '-wal') {
      copyFileSync(path, `${path}.copy`);
      expect(contentOf(`${path}.copy`)).toEqual([11, 'ok']);
    }
    await close();
    expect(contentOf(path)).toEqual([11, 'ok']);
  });

  it('that a symbolic link leads to is watched, as is the link: SQLite keeps the other files beside the file itself', async () => {
    const directory = temporaryDirectory();
    const [link, real, other] = [join(directory, 'link.db'), join(directory, 'real.db'), join(directory, 'other.db')];
    await (await open(real)).close();
    copyFileSync(real, other);
    symlinkSync(real, link);
    const { write, count, notices, close } = await open(link);
    expect([await write(1), await count(), notices]).toMatchObject([{ _tag: 'Success' }, { success: 1 }, []]);
    rmSync(link);
    symlinkSync(other, link);
    expect(await write(2)).toMatchObject(refused('moved'));
    expect(statSync(`${real}-wal`).size).toBe(0);
    await close();
  });

  it('is the same for every thread of a process, or is not opened', async () => {
    const path = join(temporaryDirectory(), 'scim.db');
    const first = await open(path);
    const second = await open(path, first.storage);
    await second.close();
    for (let number = 1; number <= 5; number += 1) await first.write(number);
    renameSync(path, `${path}.away`);
    copyFileSync(`${path}.away`, path);
    const before = statSync(`${path}-wal`);
    const { file } = first.storage;
    if (file === undefined) throw new Error('a file is shared');
    expect(await tagOf(openSqliteStorage({ path, registry: standardRegistry, mustExist: true, file }))).toBe(
      'DatabaseReplaced',
    );
    // Nor is the WAL file taken for one of the file that is there now.
    expect(statSync(`${path}-wal`)).toMatchObject({ ino: before.ino, size: before.size });
    expect(await first.write(6)).toMatchObject(refused('moved'));
    await first.close();
    expect(contentOf(`${path}.away`)).toEqual([6, 'ok']);
  });
});

it('in memory there is no file to look at', async () => {
  const { storage, write, close } = await open(':memory:');
  expect([await write(1), storage.file]).toMatchObject([{ _tag: 'Success' }, undefined]);
  await close();
});

// What the guard of a file says, when, and how often; and that it saves what is in the log of a file that moved, once.
import { renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Result } from 'effect';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openConnection } from '../src/connection.ts';
import { guardFile, type GuardOptions } from '../src/file-guard.ts';
import type { StorageNotice } from '../src/index.ts';
import { inPlaceOf } from './support/disk.ts';
import { beforePragmas } from './support/driver-calls.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

const ADVICE =
  'Nothing is read or written. Put the file back that was there, or restart the server to go on with what is there now';

const guarded = (path = join(temporaryDirectory(), 'scim.db'), options: GuardOptions = {}) => {
  const connection = Result.getOrThrow(openConnection({ path, synchronous: 'normal' }));
  const notices: StorageNotice[] = [];
  const guard = guardFile(connection, { onNotice: (notice) => void notices.push(notice), ...options });
  onTestFinished(() => {
    guard.stop();
    connection.close();
  });
  const insert = connection.prepare('INSERT INTO tenants (id) VALUES (?)');
  return {
    ...{ path, connection, notices, guard },
    write: (id: string) => void insert.run(id),
    walBytes: () => statSync(`${path}-wal`).size,
  };
};

/** The organisations in a file that nobody has open, and whether it is whole. */
const contentOf = (path: string) => {
  const database = new Database(path, { fileMustExist: true });
  const content = [
    database.prepare('SELECT id FROM tenants').pluck().all(),
    database.pragma('integrity_check', { simple: true }),
  ];
  database.close();
  return content;
};

const corrupt = new Database.SqliteError('database disk image is malformed', 'SQLITE_CORRUPT');

afterEach(() => void vi.useRealTimers());

describe('the guard of a file', () => {
  it('tells once what became of it, again what becomes of it then, and that it is back', () => {
    const { path, guard, notices } = guarded();
    const away = `${path}.away`;
    const looks = () => [guard.look()?.problem, guard.look()?.problem, guard.refuseWrite()?.problem];
    expect(looks()).toEqual([undefined, undefined, undefined]);
    renameSync(path, away);
    expect(looks()).toEqual(['moved', 'moved', 'moved']);
    writeFileSync(path, '');
    expect(looks()).toEqual(['moved', 'moved', 'moved']);
    renameSync(away, path);
    expect(looks()).toEqual([undefined, undefined, undefined]);
    renameSync(path, away);
    expect(looks()).toEqual(['moved', 'moved', 'moved']);
    renameSync(away, path);
    const removed = { kind: 'moved', message: `${path} was removed while it was open. ${ADVICE}` };
    expect(notices).toEqual([
      removed,
      { kind: 'moved', message: `${path} was replaced by another file while it was open. ${ADVICE}` },
      { kind: 'found again', message: `${path} is where it was: the server goes on` },
      removed,
    ]);
  });

  it('says that a disk does not answer, and why', () => {
    const { path, guard, notices } = guarded();
    inPlaceOf('statSync', () => () => {
      throw new Error('EIO: i/o error');
    });
    expect(guard.look()).toMatchObject({ problem: 'moved', retryAfterSeconds: 30 });
    expect(notices).toEqual([
      { kind: 'moved', message: `${path} cannot be reached (Error: EIO: i/o error). ${ADVICE}` },
    ]);
  });

  it('looks by itself when nobody did for a second, and at each call while the file is away', () => {
    vi.useFakeTimers({ toFake: ['performance'], now: 0 });
    const { path, guard } = guarded();
    rmSync(path);
    vi.advanceTimersByTime(999);
    expect([guard.refuseRead(), guard.refuseWrite()]).toEqual([undefined, undefined]);
    vi.advanceTimersByTime(1);
    expect([guard.refuseRead()?.problem, guard.refuseWrite()?.problem]).toEqual(['moved', 'moved']);
  });

  it('needs nobody to listen', () => {
    const { path, guard } = guarded(undefined, { onNotice: undefined });
    renameSync(path, `${path}.away`);
    expect(guard.look()?.problem).toBe('moved');
    renameSync(`${path}.away`, path);
    expect([guard.look(), guard.failureOf(corrupt)?.problem]).toEqual([undefined, 'damaged']);
  });
});

describe('damage', () => {
  const message = (path: string, reason: string) =>
    `${path} is damaged (${reason}). Nothing is written any more: restore a backup`;

  it('is told once, ends all writes, and leaves reads alone', () => {
    const { path, guard, notices } = guarded();
    const failures = [guard.failureOf(corrupt), guard.failureOf(corrupt), guard.refuseWrite()];
    expect(failures.map((failure) => failure?.problem)).toEqual(['damaged', 'damaged', 'damaged']);
    expect(guard.refuseRead()).toBe(undefined);
    expect(notices).toEqual([{ kind: 'damaged', message: message(path, 'database disk image is malformed') }]);
  });

  it('is no failure of another kind, nor a mistake of the program', () => {
    const { guard, notices } = guarded();
    expect(guard.failureOf(new Database.SqliteError('full', 'SQLITE_FULL'))?.problem).not.toBe('damaged');
    expect([guard.failureOf(new RangeError('a mistake')), guard.refuseWrite(), notices]).toEqual([
      undefined,
      undefined,
      [],
    ]);
  });

  it.each(['by a write', 'within a second'])('that another thread found is told here %s, too', (when) => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { path, guard, notices } = guarded();
    const second = guarded(path, guard.shared);
    guard.failureOf(corrupt);
    if (when === 'by a write') expect(second.guard.refuseWrite()?.problem).toBe('damaged');
    else vi.advanceTimersByTime(1000);
    expect(second.notices).toEqual([{ kind: 'damaged', message: message(path, 'found by another connection') }]);
    expect(notices).toHaveLength(1);
  });

  it('is a file that is shorter than the database in it', () => {
    const { path, connection, guard, notices, write } = guarded();
    connection.exec('CREATE TABLE padding (x); INSERT INTO padding VALUES (zeroblob(1000000))');
    connection.pragma('wal_checkpoint(TRUNCATE)');
    expect(guard.look()).toBe(undefined);
    write('after');
    truncateSync(path, 2 * 4096);
    expect(guard.look()?.problem).toBe('damaged');
    expect(notices).toEqual([{ kind: 'damaged', message: message(path, `${path} was cut off while it was open`) }]);
  });
});

describe('what was acknowledged before a file moved', () => {
  const moved = (setUp: ReturnType<typeof guarded>) => {
    renameSync(setUp.path, `${setUp.path}.away`);
    return setUp;
  };

  it('is brought into it, as soon as nobody reads the log any more', () => {
    const { path, guard, write, walBytes } = guarded();
    write('one');
    const reader = new Database(path);
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM tenants').get();
    write('two');
    renameSync(path, `${path}.away`);
    expect(guard.look()?.problem).toBe('moved');
    expect(walBytes()).toBeGreaterThan(0);
    reader.close();
    expect(guard.look()?.problem).toBe('moved');
    expect(walBytes()).toBe(0);
    expect(contentOf(`${path}.away`)).toEqual([['one', 'two'], 'ok']);
  });

  it('is brought into it once the transaction is over that was open when it moved', () => {
    const { path, connection, guard, write, walBytes } = guarded();
    connection.exec('BEGIN IMMEDIATE');
    write('one');
    renameSync(path, `${path}.away`);
    expect(guard.look()?.problem).toBe('moved');
    connection.exec('COMMIT');
    expect(guard.look()?.problem).toBe('moved');
    expect(walBytes()).toBe(0);
    expect(contentOf(`${path}.away`)).toEqual([['one'], 'ok']);
  });

  it('is brought into it each time that it moves', () => {
    const setUp = guarded();
    const { path, guard, write, walBytes } = setUp;
    for (const id of ['one', 'two']) {
      write(id);
      moved(setUp);
      expect([guard.look()?.problem, walBytes()]).toEqual(['moved', 0]);
      renameSync(`${path}.away`, path);
      expect(guard.look()).toBe(undefined);
    }
    moved(setUp);
    expect(contentOf(`${path}.away`)).toEqual([['one', 'two'], 'ok']);
  });

  it('is brought into it by a thread that is there, where another one is closed', () => {
    const { path, connection, guard, write } = guarded();
    const second = guarded(path, guard.shared);
    write('one');
    moved(second);
    connection.close();
    expect([guard.look()?.problem, second.guard.look()?.problem, second.walBytes()]).toEqual(['moved', 'moved', 0]);
  });

  it.each([
    ['was done', undefined],
    ['was tried and the disk was gone', new Database.SqliteError('disk I/O error', 'SQLITE_IOERR')],
  ])('is not looked for again once that %s: the log may be another program’s by then', (_what, fault) => {
    const setUp = guarded();
    setUp.write('one');
    const checkpoints: string[] = [];
    beforePragmas((text) => {
      if (!text.startsWith('wal_checkpoint')) return;
      checkpoints.push(text);
      if (fault !== undefined) throw fault;
    });
    const { guard } = moved(setUp);
    for (let looks = 0; looks < 3; looks += 1) expect(guard.look()?.problem).toBe('moved');
    expect(checkpoints).toEqual(['wal_checkpoint(TRUNCATE)']);
  });
});

it('the guard of a database in memory looks at nothing', () => {
  const { guard, notices } = guarded(':memory:');
  expect([guard.look(), guard.refuseRead(), guard.refuseWrite(), guard.shared, notices]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    [],
  ]);
});

it('the guard opens none of the files that it looks at', () => {
  const { guard } = guarded();
  const opened: unknown[] = [];
  inPlaceOf('openSync', (open) => (...given) => {
    opened.push(given[0]);
    return open(...given);
  });
  guard.look();
  expect(opened).toEqual([]);
});

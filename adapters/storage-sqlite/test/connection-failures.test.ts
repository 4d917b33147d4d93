// What comes in the way while a file is opened: others that start at the same time, other files, and directories that take nothing.
import { existsSync, readFileSync, renameSync, statSync, writeFileSync, type mkdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { Result } from 'effect';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openConnection, type ConnectionOptions } from '../src/connection.ts';
import { capturingConnection } from './support/captured-connection.ts';
import { inPlaceOf } from './support/disk.ts';
import { beforePragmas } from './support/driver-calls.ts';
import { makeReleasedFile } from './support/released-files.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

const newPath = () => join(temporaryDirectory(), 'scim.db');

const open = (path: string, options: Partial<ConnectionOptions> = {}) =>
  openConnection({ path, synchronous: 'full', ...options });

/** Opens and closes. */
const openOnce = (path: string): void => void Result.getOrThrow(open(path)).close();

const failureOf = (opened: ReturnType<typeof open>) => (Result.isFailure(opened) ? opened.failure : undefined);

const errorOf = (code: string) => Object.assign(new Error(code), { code });

describe('the switch to WAL', () => {
  afterEach(() => void vi.useRealTimers());

  /** Answers with an error so many times; the clock moves while the thread waits. */
  const refusingWal = (code: string, times: number) => {
    vi.useFakeTimers({ toFake: ['Date'], now: 0 });
    const waits: unknown[] = [];
    const wait = vi.spyOn(Atomics, 'wait').mockImplementation((...given: readonly unknown[]) => {
      waits.push(given[3]);
      vi.setSystemTime(Date.now() + Number(given[3]));
      return 'timed-out';
    });
    onTestFinished(() => wait.mockRestore());
    let refused = 0;
    beforePragmas((text) => {
      if (text !== 'journal_mode = WAL' || refused >= times) return;
      refused += 1;
      throw new Database.SqliteError('refused', code);
    });
    return waits;
  };

  it('is tried again, a moment later each time, while another process has the file', () => {
    const waits = refusingWal('SQLITE_BUSY', 3);
    const connection = Result.getOrThrow(open(newPath()));
    expect([waits, connection.pragma('journal_mode', { simple: true })]).toEqual([[10, 10, 10], 'wal']);
    connection.close();
  });

  it('is given up after ten seconds', () => {
    const waits = refusingWal('SQLITE_BUSY', 3000);
    expect(failureOf(open(newPath()))).toMatchObject({ _tag: 'DatabaseNotUsable', cause: { code: 'SQLITE_BUSY' } });
    expect(waits.length).toBe(1001);
  });

  it('is not tried again after another error', () => {
    const waits = refusingWal('SQLITE_FULL', 3000);
    expect(failureOf(open(newPath()))).toMatchObject({ _tag: 'DatabaseNotUsable', cause: { code: 'SQLITE_FULL' } });
    expect(waits).toEqual([]);
  });
});

describe('a directory', () => {
  it('that another process makes at the same time is taken', () => {
    const path = join(temporaryDirectory(), 'a', 'b', 'scim.db');
    inPlaceOf(
      'mkdirSync',
      (make) =>
        ((directory: string, options?: object) => {
          make(directory, options);
          throw errorOf('EEXIST');
        }) as typeof mkdirSync,
    );
    openOnce(path);
    expect(existsSync(path)).toBe(true);
  });

  it('that cannot be made is named, with the reason', () => {
    const path = join(temporaryDirectory(), 'a', 'scim.db');
    const cause = errorOf('ENOSPC');
    inPlaceOf('mkdirSync', () => () => {
      throw cause;
    });
    expect(failureOf(open(path))).toMatchObject({ _tag: 'DatabaseNotUsable', path, cause });
  });

  it('is for its owner alone, and so are those around it that are made', () => {
    const path = join(temporaryDirectory(), 'a', 'b', 'scim.db');
    openOnce(path);
    const modes = [dirname(path), dirname(dirname(path))].map((one) => statSync(one).mode & 0o777);
    expect(modes).toEqual([0o700, 0o700]);
  });
});

describe('a file', () => {
  it.each([
    ['file', (path: string) => path],
    ['directory', dirname],
  ])('whose %s cannot be written is refused at the start', (_which, placeOf) => {
    const path = newPath();
    openOnce(path);
    const place = placeOf(path);
    const cause = errorOf('EACCES');
    inPlaceOf('accessSync', (access) => (one, mode) => {
      if (one === place) throw cause;
      access(one, mode);
    });
    expect(failureOf(open(path))).toMatchObject({ _tag: 'DatabaseNotUsable', path, cause });
  });

  it('that is there is opened by SQLite alone: to close it would take away locks on it', () => {
    const path = newPath();
    openOnce(path);
    const opened: unknown[] = [];
    inPlaceOf('openSync', (original) => (...given) => {
      opened.push(given[0]);
      return original(...given);
    });
    openOnce(path);
    expect(opened).toEqual([]);
  });

  it('is named by its whole path', () => {
    const path = newPath();
    const connection = Result.getOrThrow(open(relative(process.cwd(), path)));
    expect(connection.name).toBe(path);
    connection.close();
  });

  it('is none in memory', () => {
    openOnce(':memory:');
    expect(existsSync(resolve(':memory:'))).toBe(false);
    expect(failureOf(open(':memory:', { mustExist: true }))).toMatchObject({ _tag: 'DatabaseMissing' });
  });

  it('may be named as the one that it has to be', () => {
    const path = newPath();
    openOnce(path);
    const { dev, ino } = statSync(path, { bigint: true });
    const identity = { device: dev, inode: ino };
    Result.getOrThrow(open(path, { identity })).close();
    for (const other of [
      { device: dev, inode: ino + 1n },
      { device: dev + 1n, inode: ino },
    ]) {
      expect(failureOf(open(path, { identity: other }))).toMatchObject({ _tag: 'DatabaseReplaced', path });
    }
  });
});

describe('a file that is replaced while it is opened', () => {
  /** A file of an older version, which to open would change. */
  const older = () => {
    const path = newPath();
    makeReleasedFile(path, 2);
    return { path, content: readFileSync(path) };
  };

  it('before it is read is not read, and the other one stays as it was', async () => {
    const path = newPath();
    openOnce(path);
    const other = older();
    const { ino } = statSync(path);
    inPlaceOf(
      'statSync',
      (stat) =>
        ((...given: Parameters<typeof statSync>) => {
          const found = stat(...given);
          if (given[0] === path && Number(found?.ino) === ino) renameSync(other.path, path);
          return found;
        }) as typeof statSync,
    );
    expect(failureOf(open(path))).toMatchObject({ _tag: 'DatabaseReplaced', path });
    expect(readFileSync(path)).toEqual(other.content);
  });

  it('after it is read is not used, and its connection is closed', async () => {
    const path = newPath();
    openOnce(path);
    const other = older();
    beforePragmas((text) => {
      if (text === 'journal_mode = WAL') renameSync(other.path, path);
    });
    const { opened, connection } = await capturingConnection(async () => open(path));
    expect(failureOf(opened)).toMatchObject({ _tag: 'DatabaseReplaced', path });
    expect([connection.open, readFileSync(path)]).toEqual([false, other.content]);
  });
});

it('a start waits for others for ten seconds inside SQLite', () => {
  const waits: unknown[] = [];
  beforePragmas((text, connection) => {
    if (text === 'application_id') waits.push(connection.pragma('busy_timeout', { simple: true }));
  });
  openOnce(newPath());
  expect(new Set(waits)).toEqual(new Set([10_000]));
});

it('a connection keeps 8 MB of pages in memory', () => {
  const connection = Result.getOrThrow(open(newPath()));
  expect(connection.pragma('cache_size', { simple: true })).toBe(-8000);
  connection.close();
});

it('a file that is no database may have been one once', () => {
  const path = newPath();
  writeFileSync(path, 'a letter to the operator, long enough to be a page or so. '.repeat(100));
  expect(failureOf(open(path))).toMatchObject({
    _tag: 'ForeignDatabase',
    mayBeDamaged: true,
    reason: 'it is not a SQLite file',
  });
});

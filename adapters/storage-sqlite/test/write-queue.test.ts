import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import Database from 'better-sqlite3';
import { Effect, Exit, Fiber, Result } from 'effect';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { guardFile } from '../src/file-guard.ts';
import { makeWriteQueue, type WriteQueueLimits } from '../src/write-queue.ts';
import { outcomeOf, run, tagOf } from './support/run-effect.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

class Refused extends Error {
  readonly _tag = 'Refused';
}

const LIMITS: WriteQueueLimits = { maxWaiting: 100, maxBatch: 64, maxBatchMs: 1000, busyTimeoutMs: 100 };

/** Lets what waits for a turn of the event loop have so many. */
const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await setImmediate();
};

const openQueue = (limits: Partial<WriteQueueLimits> = {}) => {
  const statements: string[] = [];
  const path = join(temporaryDirectory(), 'queue.db');
  const connection = new Database(path, { timeout: 0, verbose: (text) => statements.push(String(text)) });
  connection.pragma('journal_mode = WAL');
  connection.exec('CREATE TABLE parents (a INTEGER PRIMARY KEY)');
  connection.exec('CREATE TABLE numbers (a INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED, b)');
  const queue = makeWriteQueue(connection, { ...LIMITS, ...limits });
  const insert = connection.prepare('INSERT INTO numbers (b) VALUES (?)');
  const put = (number: number) => () => {
    insert.run(number);
    return Result.succeed(number);
  };
  return {
    connection,
    queue,
    put,
    path,
    stored: () => connection.prepare('SELECT b FROM numbers ORDER BY b').pluck().all(),
    commits: () => statements.filter((text) => text === 'COMMIT').length,
    attempts: () => statements.filter((text) => text.startsWith('BEGIN')).length,
  };
};

describe('writes that come together', () => {
  it('share a commit and fail alone: exactly the failing ones are missing', async () => {
    const { queue, put, stored, commits, attempts } = openQueue();
    const writes = Array.from({ length: 50 }, (_, index) =>
      queue.submit((): Result.Result<number, Refused> => {
        const written = put(index)();
        return index % 10 === 3 ? Result.fail(new Refused()) : written;
      }),
    );
    const outcomes = await Promise.all(writes.map(outcomeOf));
    const failed = outcomes.flatMap((outcome, index) => (Result.isFailure(outcome) ? [index] : []));
    expect(failed).toEqual([3, 13, 23, 33, 43]);
    expect(stored()).toEqual(Array.from({ length: 50 }, (_, index) => index).filter((index) => index % 10 !== 3));
    expect(commits()).toBe(1);
    // Nor does an empty transaction follow.
    await turns(3);
    expect([commits(), attempts()]).toEqual([1, 1]);
  });

  it('see what those before them wrote, in the order in which they came', async () => {
    const { queue, put, connection } = openQueue();
    const seen = await Promise.all(
      [1, 2, 3].map((number) =>
        run(
          queue.submit(() => {
            put(number)();
            return Result.succeed(connection.prepare('SELECT count(*) FROM numbers').pluck().get());
          }),
        ),
      ),
    );
    expect(seen).toEqual([1, 2, 3]);
  });

  it('a defect undoes its own write and no other', async () => {
    const { queue, put, stored } = openQueue();
    const defective = queue.submit((): Result.Result<number> => {
      put(2)();
      throw new RangeError('a mistake in the program');
    });
    const [, exit] = await Promise.all([
      run(queue.submit(put(1))),
      run(Effect.exit(defective)),
      run(queue.submit(put(3))),
    ]);
    expect(Exit.hasDies(exit)).toBe(true);
    expect(stored()).toEqual([1, 3]);
  });

  it('all fail as unavailable when the commit fails, and the next ones succeed', async () => {
    const { queue, put, stored, connection } = openQueue();
    const orphan = queue.submit(() => {
      connection.exec('INSERT INTO numbers (a, b) VALUES (999, 999)');
      return Result.void;
    });
    const refused = queue.submit(() => Result.fail(new Refused()));
    expect(await Promise.all([queue.submit(put(1)), orphan, refused].map(tagOf))).toEqual(
      Array.from({ length: 3 }, () => 'StorageUnavailable'),
    );
    expect(await run(queue.submit(put(2)))).toBe(2);
    expect(stored()).toEqual([2]);
  });

  it.each([
    ['thrown', new Database.SqliteError('database or disk is full', 'SQLITE_FULL')],
    ['answered', new Refused()],
  ])('a transaction that SQLite gives up fails all of its writes as unavailable: %s', async (way, failure) => {
    const { queue, put, stored, connection } = openQueue();
    const lost = queue.submit((): Result.Result<number, Error> => {
      connection.exec('ROLLBACK');
      if (way === 'thrown') throw failure;
      return Result.fail(failure);
    });
    const outcomes = await Promise.all([queue.submit(put(1)), lost, queue.submit(put(2))].map(outcomeOf));
    for (const outcome of outcomes) {
      expect(Result.isFailure(outcome) && outcome.failure).toBeInstanceOf(StorageUnavailable);
      expect(outcome).toMatchObject({ failure: { cause: failure } });
    }
    expect(await run(queue.submit(put(3)))).toBe(3);
    expect(stored()).toEqual([3]);
  });

  it('all fail, and those after them, when one meets damage: nothing is written to a damaged file', async () => {
    const { put, stored, connection } = openQueue();
    const guard = guardFile(connection);
    onTestFinished(() => guard.stop());
    const queue = makeWriteQueue(connection, LIMITS, guard);
    const damaged = queue.submit((): Result.Result<number> => {
      put(9)();
      throw new Database.SqliteError('database disk image is malformed', 'SQLITE_CORRUPT');
    });
    const outcomes = await Promise.all([queue.submit(put(1)), damaged, queue.submit(put(2))].map(outcomeOf));
    outcomes.push(await outcomeOf(queue.submit(put(3))));
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ failure: { _tag: 'StorageUnavailable', problem: 'damaged' } });
    }
    expect(stored()).toEqual([]);
  });

  it('a full disk is unavailability of the write that met it', async () => {
    const { queue, put, stored, connection } = openQueue();
    connection.pragma(`max_page_count = ${String(connection.pragma('page_count', { simple: true }))}`);
    const large = queue.submit(() => {
      connection.prepare('INSERT INTO numbers (b) VALUES (zeroblob(1000000))').run();
      return Result.void;
    });
    expect(await Promise.all([tagOf(queue.submit(put(1))), tagOf(large)])).toContain('StorageUnavailable');
    connection.pragma('max_page_count = 1000000');
    expect(await tagOf(large)).toBe('ok');
    expect(stored().length).toBeGreaterThan(0);
  });
});

describe('bounds of the queue', () => {
  it('refuses writes beyond the limit and takes new ones afterwards', async () => {
    const { queue, put, stored } = openQueue({ maxWaiting: 10 });
    const outcomes = await Promise.all(Array.from({ length: 15 }, (_, index) => outcomeOf(queue.submit(put(index)))));
    expect(outcomes.map(Result.isSuccess)).toEqual(outcomes.map((_outcome, index) => index < 10));
    for (const refused of outcomes.slice(10)) {
      expect(refused).toMatchObject({
        failure: { _tag: 'StorageUnavailable', cause: { message: 'Too many writes wait' } },
      });
    }
    expect(await tagOf(queue.submit(put(99)))).toBe('ok');
    expect(stored()).toHaveLength(11);
  });

  it('cuts long queues into transactions of bounded size', async () => {
    const { queue, put, stored, commits } = openQueue({ maxBatch: 20 });
    await Promise.all(Array.from({ length: 50 }, (_, index) => run(queue.submit(put(index)))));
    expect(commits()).toBe(3);
    expect(stored()).toHaveLength(50);
  });
});

describe('a queue of which nothing else is asked', () => {
  it('takes 10,000 waiting writes, commits 512 together, and waits 5 seconds for a lock', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'Date'], now: 0 });
    onTestFinished(() => void vi.useRealTimers());
    const { connection, path, put, commits, attempts } = openQueue();
    const queue = makeWriteQueue(connection);
    const tags = await Promise.all(Array.from({ length: 10_001 }, (_none, index) => tagOf(queue.submit(put(index)))));
    expect([tags.indexOf('StorageUnavailable'), commits()]).toEqual([10_000, Math.ceil(10_000 / 512)]);
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    const before = attempts();
    const late = tagOf(queue.submit(put(1)));
    await expect.poll(attempts).toBeGreaterThan(before);
    vi.setSystemTime(4_999);
    const again = attempts();
    await expect.poll(attempts).toBeGreaterThan(again + 1);
    vi.setSystemTime(5_000);
    expect(await late).toBe('StorageUnavailable');
    other.close();
  });

  it('takes no further write into a transaction after 25 ms', async () => {
    vi.useFakeTimers({ toFake: ['performance'], now: 0 });
    onTestFinished(() => void vi.useRealTimers());
    const { connection, put, commits } = openQueue();
    const queue = makeWriteQueue(connection);
    const slow = (number: number) => () => {
      vi.advanceTimersByTime(25 / 2);
      return put(number)();
    };
    await Promise.all(Array.from({ length: 6 }, (_none, index) => run(queue.submit(slow(index)))));
    expect(commits()).toBe(2);
  });
});

describe('a transaction that takes long', () => {
  it('takes no further write after its time, so that reads get their turn', async () => {
    vi.useFakeTimers({ toFake: ['performance'], now: 0 });
    onTestFinished(() => void vi.useRealTimers());
    const { queue, put, stored, commits } = openQueue({ maxBatchMs: 20 });
    const slow = (number: number) => () => {
      vi.advanceTimersByTime(10);
      return put(number)();
    };
    await Promise.all(Array.from({ length: 9 }, (_none, index) => run(queue.submit(slow(index)))));
    expect([commits(), stored().length]).toEqual([3, 9]);
  });
});

describe('another program that holds the write lock', () => {
  it('is waited for without stopping this one', async () => {
    const { queue, put, path, stored } = openQueue({ busyTimeoutMs: 10_000 });
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    const write = run(queue.submit(put(1)));
    setTimeout(() => other.exec('COMMIT'), 30);
    expect(await write).toBe(1);
    expect(stored()).toEqual([1]);
    other.close();
  });

  it('is asked again after a while, not again and again', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { queue, put, path, attempts, stored } = openQueue();
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    const write = run(queue.submit(put(1)));
    for (const asked of [1, 2, 3]) {
      await turns(5);
      expect(attempts()).toBe(asked);
      vi.advanceTimersByTime(5);
    }
    other.exec('COMMIT');
    vi.advanceTimersByTime(5);
    expect(await write).toBe(1);
    expect(stored()).toEqual([1]);
    other.close();
  });

  it('for as long as a write may wait makes it fail as unavailable', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 0 });
    onTestFinished(() => void vi.useRealTimers());
    const { queue, put, path, attempts } = openQueue({ busyTimeoutMs: 0 });
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    expect(await tagOf(queue.submit(put(1)))).toBe('StorageUnavailable');
    expect(attempts()).toBe(1);
    other.close();
  });

  it('for too long makes writes fail as unavailable', async () => {
    const { queue, put, path, stored } = openQueue();
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    expect(await tagOf(queue.submit(put(1)))).toBe('StorageUnavailable');
    other.exec('COMMIT');
    expect(await tagOf(queue.submit(put(2)))).toBe('ok');
    expect(stored()).toEqual([2]);
    other.close();
  });
});

describe('every time that another program holds the write lock', () => {
  it('it is waited for anew, as long as the first time', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 0 });
    onTestFinished(() => void vi.useRealTimers());
    const { queue, put, path, stored, attempts } = openQueue({ busyTimeoutMs: 10_000 });
    const other = new Database(path);
    const pass = () => vi.setSystemTime(Date.now() + 9_000);
    for (const number of [1, 2]) {
      pass();
      other.exec('BEGIN IMMEDIATE');
      const before = attempts();
      const write = run(queue.submit(put(number)));
      await expect.poll(attempts).toBeGreaterThan(before);
      pass();
      other.exec('COMMIT');
      expect(await write).toBe(number);
    }
    expect(stored()).toEqual([1, 2]);
    other.close();
  });
});

describe('a write that meets a full disk while its transaction stands', () => {
  it('fails alone, as unavailable', async () => {
    const { queue, put, stored } = openQueue();
    const full = queue.submit((): Result.Result<number> => {
      put(2)();
      throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
    });
    const tags = await Promise.all([queue.submit(put(1)), full, queue.submit(put(3))].map(tagOf));
    expect(tags).toEqual(['ok', 'StorageUnavailable', 'ok']);
    expect(stored()).toEqual([1, 3]);
  });
});

describe('interruption and closing', () => {
  it('a write that waits is not given up by an interruption', async () => {
    const { queue, put, stored } = openQueue();
    const program = Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(queue.submit(put(1)), { startImmediately: true });
      yield* Fiber.interrupt(fiber);
    });
    await run(program);
    expect(stored()).toEqual([1]);
  });

  it('draining finishes what waits and refuses what comes after', async () => {
    const { queue, put, stored } = openQueue();
    const waiting = [1, 2, 3].map((number) => run(queue.submit(put(number))));
    const drained = run(queue.drain);
    expect(await outcomeOf(queue.submit(put(4)))).toMatchObject({
      failure: { _tag: 'StorageUnavailable', cause: { message: 'The storage is closed' } },
    });
    await drained;
    expect(stored()).toEqual([1, 2, 3]);
    expect(await Promise.all(waiting)).toEqual([1, 2, 3]);
  });
});

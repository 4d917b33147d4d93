import { Effect, Exit, Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { makeCalls } from '../src/calls.ts';

/** Work that goes on until it is told to end. */
const makeWork = () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let started = false;
  return {
    hasStarted: () => started,
    end: resolve,
    work: async () => {
      started = true;
      await promise;
      return Result.succeed('done');
    },
  };
};

const maxConcurrent = async () => Result.succeed('at once');
/** Until everything that can go on has done so. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const unavailable = Exit.fail(expect.objectContaining({ _tag: 'StorageUnavailable' }));

describe('calls of a storage', () => {
  it('go on at once as far as there are places, the others after them in order', async () => {
    const calls = makeCalls(2);
    const all = [makeWork(), makeWork(), makeWork(), makeWork()] as const;
    const running = all.map(({ work }) => Effect.runPromise(calls.read(work)));
    const started = async (): Promise<readonly boolean[]> => {
      await settled();
      return all.map(({ hasStarted }) => hasStarted());
    };
    expect(await started()).toEqual([true, true, false, false]);
    all[1].end();
    expect(await started()).toEqual([true, true, true, false]);
    for (const { end } of all) end();
    expect(await Promise.all(running)).toEqual(['done', 'done', 'done', 'done']);
  });

  it('that write the same go on one after the other, and keep nobody waiting who does something else', async () => {
    const calls = makeCalls(2);
    const [first, second] = [makeWork(), makeWork()];
    const same = [first.work, second.work, maxConcurrent, maxConcurrent].map((work) =>
      Effect.runPromise(calls.write(work, 'group')),
    );
    expect(await Effect.runPromise(calls.read(maxConcurrent))).toBe('at once');
    expect(await Effect.runPromise(calls.write(maxConcurrent, 'another group'))).toBe('at once');
    expect([first.hasStarted(), second.hasStarted()]).toEqual([true, false]);
    first.end();
    await settled();
    expect(second.hasStarted()).toBe(true);
    second.end();
    expect(await Promise.all(same)).toEqual(['done', 'done', 'at once', 'at once']);
  });

  it('that write the same go on when the one before them has failed', async () => {
    const calls = makeCalls(1);
    const failing = Effect.runPromiseExit(calls.write(async () => Result.fail('refused'), 'group'));
    const dying = Effect.runPromiseExit(calls.write(() => Promise.reject(new TypeError('a defect')), 'group'));
    expect(await Effect.runPromise(calls.write(maxConcurrent, 'group'))).toBe('at once');
    expect(await failing).toEqual(Exit.fail('refused'));
    expect(Exit.hasDies(await dying)).toBe(true);
  });

  it('beyond many are refused, of whatever kind those before them are', async () => {
    const calls = makeCalls(1);
    const { work, end } = makeWork();
    const running = Array.from({ length: 20_000 }, (_none, index) =>
      Effect.runPromise(calls.write(work, index % 2 === 0 ? 'group' : undefined)),
    );
    expect(await Effect.runPromiseExit(calls.read(maxConcurrent))).toEqual(unavailable);
    end();
    await Promise.all(running);
    expect(await Effect.runPromise(calls.read(maxConcurrent))).toBe('at once');
  });

  it('are finished before the storage is shut, and refused afterwards', async () => {
    const calls = makeCalls(1);
    const { work, end } = makeWork();
    const running = Effect.runPromise(calls.write(work, 'group'));
    let isShut = false;
    const shut = calls.shut().then(() => (isShut = true));
    await settled();
    expect(isShut).toBe(false);
    end();
    expect(await running).toBe('done');
    await shut;
    expect(await Effect.runPromiseExit(calls.read(maxConcurrent))).toEqual(unavailable);
  });
});

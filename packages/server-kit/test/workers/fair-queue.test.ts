import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeFairQueue } from '../../src/workers/fair-queue.ts';

const unbounded = { maxRunningPerKey: 1_000, maxWaitingPerKey: 1_000, maxWaiting: 10_000 };

/** What is taken until nothing may run any longer; each job ends at once. */
const drain = (queue: ReturnType<typeof makeFairQueue<number>>): readonly (readonly [string, number])[] => {
  const taken: (readonly [string, number])[] = [];
  for (let next = queue.take(); next !== undefined; next = queue.take()) {
    taken.push([next.key, next.job]);
    queue.finish(next.key);
  }
  return taken;
};

describe('a fair queue', () => {
  it('hands out each job once, those of one key in their order', () => {
    const additions = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 60 });
    fc.assert(
      fc.property(additions, (keys) => {
        const queue = makeFairQueue<number>(unbounded);
        for (const [index, key] of keys.entries()) queue.add(key, index);
        const taken = drain(queue);
        expect(taken.map(([, job]) => job).toSorted((a, b) => a - b)).toEqual([...keys.keys()]);
        for (const key of new Set(keys)) {
          const jobs = taken.filter(([owner]) => owner === key).map(([, job]) => job);
          expect(jobs).toEqual(jobs.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it('lets keys take turns: between two jobs of a key every other key that waits has one', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(sizes, (counts) => {
        const queue = makeFairQueue<number>(unbounded);
        for (const [key, count] of counts.entries()) {
          for (let job = 0; job < count; job += 1) queue.add(`k${key}`, job);
        }
        const taken = drain(queue).map(([key]) => key);
        // In round n exactly the keys with more than n jobs are served.
        const rounds = Array.from({ length: Math.max(...counts) }, (_none, round) =>
          counts.flatMap((count, key) => (count > round ? [`k${key}`] : [])),
        );
        expect(taken).toEqual(rounds.flat());
      }),
    );
  });

  it('runs no more jobs of one key at once than it may, and lets other keys pass', () => {
    const queue = makeFairQueue<number>({ ...unbounded, maxRunningPerKey: 1 });
    queue.add('busy', 1);
    queue.add('busy', 2);
    queue.add('other', 3);
    expect(queue.take()).toEqual({ key: 'busy', job: 1 });
    expect(queue.take()).toEqual({ key: 'other', job: 3 });
    expect(queue.take()).toBeUndefined();
    queue.finish('busy');
    expect(queue.take()).toEqual({ key: 'busy', job: 2 });
  });

  it('refuses what exceeds its bounds, and takes more once there is room', () => {
    const queue = makeFairQueue<number>({ maxRunningPerKey: 9, maxWaitingPerKey: 2, maxWaiting: 3 });
    expect([queue.add('a', 1), queue.add('a', 2), queue.add('a', 3)]).toEqual([true, true, false]);
    expect([queue.add('b', 4), queue.add('b', 5)]).toEqual([true, false]);
    queue.take();
    expect(queue.add('b', 6)).toBe(true);
  });

  it('forgets a job that is withdrawn, and says when it was too late', () => {
    const queue = makeFairQueue<number>(unbounded);
    queue.add('a', 1);
    queue.add('a', 2);
    expect(queue.withdraw('a', 1)).toBe(true);
    expect(queue.take()).toEqual({ key: 'a', job: 2 });
    expect(queue.withdraw('a', 2)).toBe(false);
    expect(queue.take()).toBeUndefined();
  });

  it('gives back all that waits when it is cleared', () => {
    const queue = makeFairQueue<number>({ ...unbounded, maxWaiting: 2 });
    queue.add('a', 1);
    queue.add('b', 2);
    expect(queue.clear()).toEqual([1, 2]);
    expect([queue.add('a', 3), queue.add('a', 4)]).toEqual([true, true]);
  });
});

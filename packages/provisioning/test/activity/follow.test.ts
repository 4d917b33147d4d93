// Following the activity where much comes at once: what is read again, and from where.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import type { ActivityEntry, ActivityLog } from '@looop-scim/provisioning/ports';
import { followActivity } from '../../src/use-cases/follow-activity.ts';
import { timed } from '../desk.ts';
import { openPorts, recordOf } from './support.ts';

const NOW = 1_000_000;
const OVERLAP_MS = 10_000;

/** A log to which records are added in the order of storing, and which notes where it is read from. */
const openLog = async () => {
  const stored: ActivityEntry[] = [];
  const [pagesFrom, readFrom]: [(string | undefined)[], (string | undefined)[]] = [[], []];
  const part = (entries: readonly ActivityEntry[], position: string | undefined, limit: number) => {
    const begin = entries.findIndex((entry) => entry.position === position) + 1;
    return Effect.succeed(entries.slice(begin, begin + limit));
  };
  const log: ActivityLog = {
    ...(await openPorts()).activity,
    page: ({ position, limit }) => {
      pagesFrom.push(position);
      return part(stored.toReversed(), position, limit);
    },
    after: ({ position, limit }) => {
      readFrom.push(position);
      return part(stored, position, limit);
    },
  };
  const add = (...records: readonly Partial<ActivityRecord>[]): void => {
    for (const record of records) stored.push({ position: `p${stored.length}`, record: recordOf(record) });
  };
  return { log, add, stored, pagesFrom, readFrom };
};

const at = (time: number, count: number) => Array.from({ length: count }, () => ({ at: time }));
const positionsOf = (entries: readonly ActivityEntry[]) => entries.map(({ position }) => position);

const following = (log: ActivityLog) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(NOW);
    return yield* followActivity(log, {});
  });

describe('a follower', () => {
  it('begins behind what is older than ten seconds, and shows nothing of what is younger', async () => {
    const { log, add, pagesFrom, readFrom } = await openLog();
    add({ at: 1 }, { at: NOW - OVERLAP_MS - 1 }, { at: NOW - OVERLAP_MS }, { at: NOW });
    await timed(
      Effect.gen(function* () {
        const follower = yield* following(log);
        expect(yield* follower.next()).toEqual([]);
        add({ at: NOW });
        expect(positionsOf(yield* follower.next())).toEqual(['p4']);
      }),
    );
    expect(pagesFrom).toEqual([undefined]);
    expect(readFrom).toEqual(['p1', 'p1', 'p1']);
  });

  it('begins behind any number of records of the last ten seconds', async () => {
    for (const [old, recent] of [
      [0, 0],
      [0, 500],
      [0, 501],
      [1, 499],
      [1, 500],
      [3, 1200],
    ] as const) {
      const { log, add, pagesFrom, readFrom } = await openLog();
      add(...at(1, old), ...at(NOW, recent));
      await timed(
        Effect.gen(function* () {
          const follower = yield* following(log);
          expect(readFrom[0]).toBe(old === 0 ? undefined : `p${old - 1}`);
          expect(pagesFrom).toHaveLength(Math.floor(recent / 500) + 1);
          expect(yield* follower.next()).toEqual([]);
          add({ at: NOW });
          expect(positionsOf(yield* follower.next())).toEqual([`p${old + recent}`]);
        }),
      );
    }
  });

  it('reads on from what has grown older than ten seconds: nothing comes in before that any more', async () => {
    const { log, add, readFrom } = await openLog();
    await timed(
      Effect.gen(function* () {
        const follower = yield* following(log);
        add({ at: NOW }, { at: NOW + 1 }, { at: NOW + 2 });
        yield* follower.next();
        yield* TestClock.setTime(NOW + 1 + OVERLAP_MS);
        yield* follower.next();
        yield* follower.next();
        yield* TestClock.setTime(NOW + 3 + OVERLAP_MS);
        expect(yield* follower.next()).toEqual([]);
        yield* follower.next();
      }),
    );
    expect(readFrom).toEqual([undefined, undefined, undefined, 'p0', 'p0', 'p2']);
  });

  it('remembers 10,000 records at most, and still shows each once', async () => {
    const { log, add, readFrom } = await openLog();
    add(...at(NOW, 10_003));
    await timed(
      Effect.gen(function* () {
        const follower = yield* following(log);
        readFrom.length = 0;
        add({ at: NOW });
        expect(positionsOf(yield* follower.next())).toEqual(['p10003']);
        expect(readFrom[0]).toBe('p2');
        readFrom.length = 0;
        expect(yield* follower.next()).toEqual([]);
        expect(readFrom[0]).toBe('p3');
      }),
    );
  });
});

// The feed: pages of bounded work, waiting, and positions that are not known any more.
import { Effect, Fiber } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import { makeEventFeed } from '@looop-scim/provisioning/events';
import type { DirectoryEventLog } from '@looop-scim/provisioning/ports';
import { run } from '../../../../test/support/run/run-effect.ts';
import { ACME, openDirectory } from './support.ts';

const timed = <Answer, Failure>(steps: Effect.Effect<Answer, Failure>): Promise<Answer> =>
  run(steps.pipe(Effect.provide(TestClock.layer())));

const tagOf = (effect: Effect.Effect<unknown, { readonly _tag: string }>) =>
  run(Effect.match(effect, { onSuccess: () => 'succeeded', onFailure: ({ _tag }) => _tag }));

describe('the feed', () => {
  it('hands out everything in pages, however small, and says when it ends', async () => {
    const { create, feed, ports } = await openDirectory();
    for (let index = 0; index < 7; index += 1) await create('User', { userName: `user-${index}` });
    const all = await run(ports.events.after(0, 100));
    for (const limit of [1, 2, 3, 7, 8]) {
      const seen: number[] = [];
      for (let after = 0; ;) {
        const page = await run(feed.read({ after, limit }));
        expect(page.events.length).toBeLessThanOrEqual(limit);
        seen.push(...page.events.map(({ sequence }) => sequence));
        after = page.next;
        if (!page.hasMore) break;
        expect(page.events.length).toBeGreaterThan(0);
      }
      expect(seen).toEqual(all.map(({ sequence }) => sequence));
    }
  });

  it('looks at a bounded number of events of other types, and moves past them', async () => {
    const { create, feed, ports } = await openDirectory();
    await create('User', { userName: 'ana' });
    const [event] = await run(ports.events.after(0, 1));
    if (event === undefined) throw new Error('there is no event');
    const log: DirectoryEventLog = {
      ...ports.events,
      after: (sequence, limit) =>
        Effect.succeed(
          Array.from({ length: Math.min(limit, 5000 - sequence) }, (_, index) => ({
            ...event,
            sequence: sequence + index + 1,
          })),
        ),
      last: () => Effect.succeed(5000),
    };
    const types = new Set(['group.deleted' as const]);
    const page = await run(makeEventFeed({ organisation: ACME, events: log }).read({ after: 0, limit: 10, types }));
    expect([page.events, page.hasMore]).toEqual([[], true]);
    expect(page.next).toBeLessThan(5000);
    expect(page.next).toBeGreaterThanOrEqual(2000);
    expect((await run(feed.read({ after: 0, limit: 10, types }))).hasMore).toBe(false);
  });

  it('does not know positions beyond its end, nor before what is kept', async () => {
    const { create, feed, storage } = await openDirectory();
    for (const userName of ['ana', 'ben', 'cleo']) await create('User', { userName });
    expect(await tagOf(feed.read({ after: 4, limit: 1 }))).toBe('CursorExpired');
    expect(await tagOf(feed.read({ after: 3, limit: 1 }))).toBe('succeeded');
    while (await run(storage.trimLogs({ eventsBefore: Date.now() + 60_000 })));
    expect(await tagOf(feed.read({ after: 2, limit: 1 }))).toBe('CursorExpired');
    expect(await tagOf(feed.read({ after: 3, limit: 1 }))).toBe('succeeded');
    await create('User', { userName: 'dora' });
    expect(await tagOf(feed.read({ after: 2, limit: 1 }))).toBe('CursorExpired');
    expect((await run(feed.read({ after: 3, limit: 1 }))).events).toHaveLength(1);
  });

  it('wakes who waits when this process commits, without a look at the clock', async () => {
    const { create, feed } = await openDirectory();
    const waiting = timed(feed.readOrWait({ after: 0, limit: 10 }, 30_000));
    await create('User', { userName: 'ana' });
    expect((await waiting).events).toHaveLength(1);
  });

  it('asks every half second whether another process has committed, and ends at its time', async () => {
    const { create, ports } = await openDirectory();
    // Without a signal: as another process sees it.
    const feed = makeEventFeed({ organisation: ACME, events: ports.events });
    const page = await timed(
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(feed.readOrWait({ after: 0, limit: 10 }, 30_000));
        yield* TestClock.adjust(1000);
        yield* Effect.promise(() => create('User', { userName: 'ana' }));
        yield* TestClock.adjust(500);
        return yield* Fiber.join(fiber);
      }),
    );
    expect(page.events).toHaveLength(1);
    const none = await timed(
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(feed.readOrWait({ after: 1, limit: 10 }, 2000));
        yield* TestClock.adjust(2000);
        return yield* Fiber.join(fiber);
      }),
    );
    expect(none).toEqual({ events: [], next: 1, hasMore: false });
  });
});

// How a page of the feed comes about: what it costs, where it ends, and when its position is known no more.
import { Effect, Fiber } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import {
  CursorExpired,
  makeCommitSignal,
  makeEventFeed,
  renderEvent,
  type CommitSignal,
  type DirectoryEvent,
  type EventType,
} from '@looop-scim/provisioning/events';
import { failureOf, run } from '../../../../test/support/run/run-effect.ts';
import { ACME } from './support.ts';

const eventOf = (type: EventType, title = ''): DirectoryEvent => ({
  ...{ type, at: 1, subject: { type: 'user', id: '0199f0a1-0000-7000-8000-00000000000a' } },
  ...{ cause: { kind: 'scim' }, data: { user: { id: 'a', externalId: title } } },
});

interface Kept {
  readonly first: number;
  readonly last: number;
  readonly eventAt?: (sequence: number) => DirectoryEvent;
}

/** A log of the sequences that are kept at the moment, and what it is asked for. */
const openLog = (kept: () => Kept, signal?: CommitSignal) => {
  const asked: string[] = [];
  const noting = <Answer>(question: string, answer: () => Answer): Effect.Effect<Answer> =>
    Effect.sync(() => {
      asked.push(question);
      return answer();
    });
  const events = {
    after: (after: number, limit: number) =>
      noting(`${after}+${limit}`, () => {
        const { first, last, eventAt = () => eventOf('user.updated') } = kept();
        const from = Math.max(after + 1, first);
        return Array.from({ length: Math.max(0, Math.min(limit, last - from + 1)) }, (_, index) => ({
          sequence: from + index,
          event: eventAt(from + index),
        }));
      }),
    last: () => noting('last', () => kept().last),
    oldest: () => noting('oldest', () => kept().first),
  };
  return { feed: makeEventFeed({ organisation: ACME, events, ...(signal && { signal }) }), asked };
};

const openFixed = (first: number, last: number, eventAt?: (sequence: number) => DirectoryEvent) =>
  openLog(() => ({ first, last, ...(eventAt && { eventAt }) }));

describe('a position', () => {
  it.each([
    // [oldest, last, after, known]
    [11, 20, 9, false],
    [11, 20, 10, true],
    [11, 20, 15, true],
    [11, 20, 20, true],
    [11, 20, 21, false],
    [11, 20, 0, false],
    [21, 20, 20, true],
    [21, 20, 19, false],
    [21, 20, 21, false],
    [1, 0, 0, true],
    [1, 0, 1, false],
  ] as const)('in a log of %i to %i: after %i is known: %s', async (oldest, last, after, isKnown) => {
    for (const types of [undefined, new Set(['user.updated'] as const)]) {
      const { feed } = openFixed(oldest, last);
      for (const reading of [
        feed.read({ after, limit: 5, ...(types && { types }) }),
        feed.readOrWait({ after, limit: 5, ...(types && { types }) }, 0),
      ]) {
        if (isKnown) expect((await run(reading)).events.length).toBe(Math.min(5, last - after));
        else expect(await failureOf(reading)).toEqual(new CursorExpired({ after, oldest, last }));
      }
    }
  });

  it('at the end is known, though something comes between the look for events and that for the end', async () => {
    for (const first of [1, 8]) {
      let last = 7;
      const { feed } = openLog(() => {
        const kept = { first, last };
        last = 8;
        return kept;
      });
      expect(await run(feed.read({ after: 7, limit: 5 }))).toEqual({ events: [], next: 7, hasMore: false });
    }
  });

  it('is lost when what follows is removed while a page is read: nothing is skipped', async () => {
    let first = 1;
    const { feed } = openLog(() => {
      const kept = { first, last: 1000 };
      first += 150;
      return kept;
    });
    const failure = await failureOf(feed.read({ after: 0, limit: 400 }));
    expect(failure).toMatchObject({ _tag: 'CursorExpired', after: 100 });
  });
});

describe('a page', () => {
  it('asks for one event more than it may hand out, a hundred at once at most, and for nothing else', async () => {
    for (const [limit, questions, hasMore] of [
      [2, ['10+3'], true],
      [99, ['10+100'], true],
      [100, ['10+100', '110+1'], true],
      [150, ['10+100', '110+51'], true],
      [190, ['10+100', '110+91'], false],
      [200, ['10+100', '110+100'], false],
    ] as const) {
      const { feed, asked } = openFixed(5, 200);
      const page = await run(feed.read({ after: 10, limit }));
      expect([page.events.length, page.next, page.hasMore]).toEqual([Math.min(limit, 190), 10 + page.events.length, hasMore]);
      expect(asked).toEqual(questions);
    }
  });

  it('of some types asks for a hundred at once, and says truly whether anything follows', async () => {
    const types = new Set(['group.deleted'] as const);
    const eventAt = (sequence: number) => eventOf(sequence % 90 === 0 ? 'group.deleted' : 'user.updated');
    const { feed, asked } = openFixed(1, 250, eventAt);
    const first = await run(feed.read({ after: 0, limit: 1, types }));
    expect([first.events.map(({ sequence }) => sequence), first.next, first.hasMore]).toEqual([[90], 90, true]);
    const second = await run(feed.read({ after: 90, limit: 1, types }));
    expect([second.next, second.hasMore]).toEqual([180, true]);
    const third = await run(feed.read({ after: 180, limit: 1, types }));
    expect([third.events, third.next, third.hasMore]).toEqual([[], 250, false]);
    expect(asked).toEqual(['0+100', '90+100', '180+100']);
  });

  it('looks at 2,000 events at most', async () => {
    const types = new Set(['group.deleted'] as const);
    for (const [last, next, hasMore] of [
      [1999, 1999, false],
      [2000, 2000, false],
      [2001, 2000, true],
    ] as const) {
      const { feed, asked } = openFixed(1, last);
      expect(await run(feed.read({ after: 0, limit: 10, types }))).toEqual({ events: [], next, hasMore });
      expect(asked.slice(20)).toEqual(last < 2000 ? [] : ['2000+1']);
    }
  });

  it('ends once it has 4,194,304 characters', async () => {
    const empty = renderEvent(ACME, { sequence: 1, event: eventOf('user.updated') }).length;
    for (const [characters, count] of [
      [1_048_577, 4],
      [1_048_576, 4],
      [1_048_575, 5],
    ] as const) {
      const eventAt = () => eventOf('user.updated', 'x'.repeat(characters - empty));
      const { feed } = openFixed(1, 9, eventAt);
      const page = await run(feed.read({ after: 0, limit: 100 }));
      expect([page.events.length, page.next, page.hasMore]).toEqual([count, count, true]);
      expect(page.events[0]?.text.length).toBe(characters);
    }
  });
});

describe('waiting', () => {
  const timed = <Answer, Failure>(steps: Effect.Effect<Answer, Failure>): Promise<Answer> =>
    run(steps.pipe(Effect.provide(TestClock.layer())));

  it('asks the log every half second for what comes, and for nothing else, whatever was committed before', async () => {
    const signal = makeCommitSignal();
    signal.announce(ACME);
    const { feed, asked } = openLog(() => ({ first: 1, last: 7 }), signal);
    await timed(
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(feed.readOrWait({ after: 7, limit: 2 }, 1200));
        yield* TestClock.adjust(499);
        expect(asked).toEqual(['7+3', 'last']);
        yield* TestClock.adjust(1);
        expect(asked).toEqual(['7+3', 'last', '7+3']);
        yield* TestClock.adjust(699);
        expect(asked).toEqual(['7+3', 'last', '7+3', '7+3']);
        signal.announce(ACME);
        yield* TestClock.adjust(0);
        expect(asked).toEqual(['7+3', 'last', '7+3', '7+3', '7+3']);
        yield* TestClock.adjust(1);
        expect(yield* Fiber.join(fiber)).toEqual({ events: [], next: 7, hasMore: false });
        // The end comes at its time, with a last look.
        expect(asked).toEqual(['7+3', 'last', '7+3', '7+3', '7+3', '7+3']);
      }),
    );
  });

  it('does not wait where there is more to look at already', async () => {
    const types = new Set(['group.deleted'] as const);
    const eventAt = (sequence: number) => eventOf(sequence === 4500 ? 'group.deleted' : 'user.updated');
    const { feed } = openFixed(1, 5000, eventAt);
    const found = await timed(
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(feed.readOrWait({ after: 0, limit: 1, types }, 30_000));
        // The reading of a long page lets others go on.
        for (let turns = 0; turns < 200; turns += 1) yield* TestClock.adjust(0);
        return fiber.pollUnsafe() === undefined ? undefined : (yield* Fiber.join(fiber)).events.map(({ sequence }) => sequence);
      }),
    );
    expect(found).toEqual([4500]);
  });
});

describe('the position of an event id', () => {
  it('is its sequence while the log has that event, or none there; another event there says that the log was restored', async () => {
    const { feed } = openFixed(11, 20);
    const page = await run(feed.read({ after: 14, limit: 1 }));
    const id = page.events[0]?.id ?? '';
    expect(await run(feed.positionOf(id))).toBe(15);
    expect(await failureOf(feed.positionOf(id.replace('evt_15_', 'evt_16_').replace(/.$/u, 'b')))).toEqual(
      new CursorExpired({ after: 16, oldest: 11, last: 20 }),
    );
    // Not kept any more, or not yet there: whether it is a position says the reading.
    for (const sequence of [3, 10, 21]) {
      expect(await run(feed.positionOf(id.replace('evt_15_', `evt_${sequence}_`)))).toBe(sequence);
    }
    expect(await run(feed.positionOf('15'))).toBe(undefined);
  });
});

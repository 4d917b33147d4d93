// The background work that keeps the logs short.
import { Effect, Fiber } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import { trimLogsForEver, trimLogsOnce } from '@looop-scim/provisioning/activity';
import type { LogBounds } from '@looop-scim/provisioning/ports';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import { run } from '../../../test/support/run/run-effect.ts';

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;

const timed = <Answer, Failure>(steps: Effect.Effect<Answer, Failure>): Promise<Answer> =>
  run(steps.pipe(Effect.provide(TestClock.layer())));

describe('trimming the logs', () => {
  it('removes what is older than so many days, from the beginning of its round', async () => {
    const seen: LogBounds[] = [];
    const trimLogs = (bounds: LogBounds) => Effect.sync(() => seen.push(bounds) < 3);
    await timed(
      Effect.gen(function* () {
        yield* TestClock.setTime(100 * DAY_MS);
        const retention = { activityDays: 90, eventDays: 30, lastProfileHours: 24 };
        const fiber = yield* Effect.forkChild(trimLogsOnce({ storage: { trimLogs }, retention }));
        yield* TestClock.adjust(1000);
        yield* Fiber.join(fiber);
      }),
    );
    const bounds = {
      activityBefore: 10 * DAY_MS,
      eventsBefore: 70 * DAY_MS,
      lastProfilesBefore: 99 * DAY_MS,
      expiredBy: 100 * DAY_MS,
    };
    expect(seen).toEqual([bounds, bounds, bounds]);
  });

  it('keeps for ever what is kept for 0 days', async () => {
    const seen: LogBounds[] = [];
    const trimLogs = (bounds: LogBounds) => Effect.sync(() => seen.push(bounds) < 1);
    await timed(
      trimLogsOnce({ storage: { trimLogs }, retention: { activityDays: 0, eventDays: 0, lastProfileHours: 0 } }),
    );
    expect(seen).toEqual([{ expiredBy: 0, lastProfilesBefore: 0 }]);
  });

  it('goes on round after round, and tells of a failure once and of its end', async () => {
    const told: string[] = [];
    const outcomes = [true, false, false, true, true, false];
    let rounds = 0;
    const trimLogs = () =>
      Effect.suspend(() => {
        const isUp = outcomes[rounds] ?? true;
        rounds += 1;
        return isUp ? Effect.succeed(false) : Effect.fail(new StorageUnavailable({ cause: 'x', retryAfterSeconds: 1 }));
      });
    await timed(
      Effect.gen(function* () {
        const report = { failed: () => void told.push('failed'), recovered: () => void told.push('recovered') };
        const retention = { activityDays: 90, eventDays: 30, lastProfileHours: 24 };
        const fiber = yield* Effect.forkChild(trimLogsForEver({ storage: { trimLogs }, retention, report }));
        for (let round = 1; round <= 6; round += 1) yield* TestClock.adjust(QUARTER_MS);
        expect(rounds).toBe(7);
        yield* Fiber.interrupt(fiber);
        yield* TestClock.adjust(QUARTER_MS);
        expect(rounds).toBe(7);
      }),
    );
    expect(told).toEqual(['failed', 'recovered', 'failed', 'recovered']);
  });
});

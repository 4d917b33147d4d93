import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextAttemptAt } from '../../src/delivery/retry-schedule.ts';

const HOUR_MS = 3_600_000;

/** When a message is sent that is refused each time, with a chance of 0 to 1 for each pause. */
const attemptsWith = (chances: readonly number[], retryAfterSeconds?: number): readonly number[] => {
  const sent = [0];
  for (const chance of chances) {
    const asked = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
    const next = nextAttemptAt({ attempts: sent.length, firstAt: 0, now: sent.at(-1) ?? 0, chance, ...asked });
    if (next === undefined) return sent;
    sent.push(next);
  }
  throw new Error('a message is tried for ever');
};

const chances = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
  minLength: 40,
  maxLength: 40,
});

describe('attempts of a message that is refused each time', () => {
  it('are never later than 24 hours after the first, and go on until the next one would be', () => {
    fc.assert(
      fc.property(chances, (drawn) => {
        const sent = attemptsWith(drawn);
        expect(sent.at(-1)).toBeLessThanOrEqual(24 * HOUR_MS);
        expect(sent.at(-1)).toBeGreaterThan(20 * HOUR_MS);
        expect(sent.toSorted((left, right) => left - right)).toEqual(sent);
      }),
    );
  });

  it('are never earlier than the receiver asks for (RFC 9110 section 10.2.3)', () => {
    fc.assert(
      fc.property(chances, fc.integer({ min: 0, max: 100_000 }), (drawn, retryAfterSeconds) => {
        const sent = attemptsWith(drawn, retryAfterSeconds);
        const asked = Math.min(retryAfterSeconds * 1000, 4 * HOUR_MS);
        for (const [index, at] of sent.entries())
          if (index > 0) expect(at - (sent[index - 1] ?? 0)).toBeGreaterThanOrEqual(asked);
        expect(sent.at(-1)).toBeLessThanOrEqual(24 * HOUR_MS);
      }),
    );
  });
});

describe('the pause after an attempt', () => {
  const nextAfter = (attempts: number, chance: number) =>
    nextAttemptAt({ attempts, firstAt: 0, now: 1000, chance }) ?? 0;

  it.each([
    [1, 5],
    [2, 30],
    [3, 120],
    [4, 600],
    [5, 1800],
    [6, 3600],
    [7, 7200],
    [8, 14_400],
    [9, 14_400],
    [40, 14_400],
  ])('after attempt %i is %i s, a fifth less or more by chance', (attempts, seconds) => {
    const pauses = [0, 0.25, 0.5, 0.75].map((chance) => nextAfter(attempts, chance) - 1000);
    expect(pauses).toEqual([0.8, 0.9, 1, 1.1].map((part) => Math.round(seconds * 1000 * part)));
  });

  it('is the one that the receiver asks for where that is longer, but 4 hours at most', () => {
    for (const [retryAfterSeconds, seconds] of [
      [0, 30],
      [29, 30],
      [31, 31],
      [14_400, 14_400],
      [14_401, 14_400],
      [1e9, 14_400],
    ] as const)
      expect(nextAttemptAt({ attempts: 2, firstAt: 0, now: 1000, chance: 0.5, retryAfterSeconds })).toBe(
        1000 + seconds * 1000,
      );
  });

  it('ends 24 hours after the first attempt at the latest; where it would be longer, there is none', () => {
    const at = (now: number) => nextAttemptAt({ attempts: 9, firstAt: 7, now, chance: 0.9 });
    const last = 7 + 24 * HOUR_MS;
    expect(at(last - 4 * HOUR_MS)).toBe(last);
    expect(at(last - 4 * HOUR_MS + 1)).toBeUndefined();
  });
});

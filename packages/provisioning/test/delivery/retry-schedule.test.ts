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

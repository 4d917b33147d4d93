// How often an address may send tokens that open nothing.
import { Result } from 'effect';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeFailedTokens } from '../../src/limits/failed-tokens.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

const HERE = '192.0.2.1';

const open = () => {
  const hashed: string[] = [];
  const tokens = makeFailedTokens({ perSecond: 1, burst: 3 }, (token) => {
    hashed.push(token);
    return `fingerprint of ${token}`;
  });
  const guess = (address: string, token: string | undefined): boolean => {
    const isLookedUp = Result.isSuccess(tokens.check({ address, token }));
    if (isLookedUp) tokens.failed({ address, token });
    return isLookedUp;
  };
  return { ...tokens, guess, hashed };
};

describe('an address that sends tokens which open nothing', () => {
  it('has a few of them looked up, then one when the rate brings one back', () => {
    const { guess, check } = open();
    expect(Array.from({ length: 5 }, (_none, index) => guess(HERE, `guess-${index}`))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(Result.getOrThrow(Result.flip(check({ address: HERE, token: 'guess' }))).retryAfterSeconds).toBe(1);
    vi.advanceTimersByTime(1000);
    expect([guess(HERE, 'guess-5'), guess(HERE, undefined)]).toEqual([true, false]);
  });

  it('counts requests without a token, too, and no other address', () => {
    const { guess } = open();
    expect(Array.from({ length: 4 }, () => guess(HERE, undefined))).toEqual([true, true, true, false]);
    expect(guess('192.0.2.2', undefined)).toBe(true);
  });

  it('still has the tokens looked up that have opened something, until they do not any more', () => {
    const { guess, check, succeeded, failed } = open();
    succeeded('fingerprint of good');
    while (guess(HERE, 'bad'));
    const good = { address: HERE, token: 'good' };
    expect(Result.isSuccess(check(good))).toBe(true);
    failed(good);
    expect(Result.isSuccess(check(good))).toBe(false);
  });

  it('has no token looked at that may be looked up anyway', () => {
    const { check, hashed } = open();
    check({ address: HERE, token: 'good' });
    expect(hashed).toEqual([]);
  });
});

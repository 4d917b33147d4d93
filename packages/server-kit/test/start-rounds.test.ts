// Work in rounds: at once, when it is wanted, now and then, and never after the end.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startRounds, type RoundsPlan } from '../src/lifecycle/start-rounds.ts';

const EVERY_MS = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Rounds that are counted; `wanted` is looked at after each. */
const start = (plan: Partial<RoundsPlan> = {}) => {
  const seen = { rounds: 0, failures: [] as unknown[], isWanted: false };
  const rounds = startRounds({
    everyMs: EVERY_MS,
    isWanted: () => seen.isWanted,
    failed: (error) => seen.failures.push(error),
    ...plan,
    round: async (signal) => {
      seen.rounds += 1;
      seen.isWanted = false;
      await plan.round?.(signal);
    },
  });
  return { seen, rounds };
};

const settle = () => vi.advanceTimersByTimeAsync(0);

it('does a round at once, and the next one after a while', async () => {
  const { seen, rounds } = start();
  await settle();
  expect(seen.rounds).toBe(1);
  await vi.advanceTimersByTimeAsync(EVERY_MS - 1);
  expect(seen.rounds).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(seen.rounds).toBe(2);
  await rounds.stop();
});

it('does a round as soon as it is woken', async () => {
  const { seen, rounds } = start();
  await settle();
  rounds.wake();
  await settle();
  expect(seen.rounds).toBe(2);
  await rounds.stop();
});

it('does another round for what was wanted while one was under way', async () => {
  let release = (): void => undefined;
  const { seen, rounds } = start({ round: () => new Promise((resolve) => (release = resolve)) });
  seen.isWanted = true;
  rounds.wake();
  release();
  await settle();
  expect(seen.rounds).toBe(2);
  const stopped = rounds.stop();
  release();
  await stopped;
});

it('goes on after a round that failed', async () => {
  const failure = new Error('no storage');
  const { seen, rounds } = start({ round: () => Promise.reject(failure) });
  await settle();
  expect(seen.failures).toEqual([failure]);
  await vi.advanceTimersByTimeAsync(EVERY_MS);
  expect(seen.rounds).toBe(2);
  await rounds.stop();
});

it('ends after the round that is under way, which is told; what that cut off is no failure', async () => {
  const { seen, rounds } = start({
    round: (signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('cut off')))),
  });
  await rounds.stop();
  await vi.advanceTimersByTimeAsync(2 * EVERY_MS);
  expect([seen.rounds, seen.failures]).toEqual([1, []]);
});

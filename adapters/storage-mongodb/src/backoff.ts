// Waiting for others: another process is in the way, which is a matter of milliseconds unless it has stopped.
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { unavailable } from './mongo-error.ts';

const LONGEST_MS = 10_000;
const LONGEST_PAUSE_MS = 50;

/** Waits a little longer each time. Throws `StorageUnavailable` when it has been long enough. */
export type Backoff = (reason: string) => Promise<void>;

/** Makes the backoff of one call. */
export const makeBackoff = (): Backoff => {
  const deadline = performance.now() + LONGEST_MS;
  let pause = 2;
  return async (reason) => {
    if (performance.now() > deadline) throw unavailable(new Error(`Gave up after ${LONGEST_MS} ms: ${reason}`));
    // Random, so that processes that collided do not collide again at once.
    await sleep(randomInt(1, pause + 1));
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  };
};

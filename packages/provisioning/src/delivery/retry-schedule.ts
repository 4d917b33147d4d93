// When a message is sent again. Pure: the time and the chance come from the caller.

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Pauses after the first attempts; after those, always the last one. */
const PAUSES_MS = [
  5 * SECOND_MS,
  30 * SECOND_MS,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  4 * HOUR_MS,
] as const;
const LONGEST_PAUSE_MS = 4 * HOUR_MS;

/** How long a message is tried. */
const TRIED_FOR_MS = 24 * HOUR_MS;

/** How far a pause may be off, so that messages of one outage do not come back at once. */
const SPREAD = 0.2;

/** An attempt that failed. */
export interface FailedAttempt {
  /** How often the message was sent, 1 or more. */
  readonly attempts: number;
  /** When it was sent first, in milliseconds since 1970. */
  readonly firstAt: number;
  readonly now: number;
  /** Seconds that the receiver asks for: Retry-After, RFC 9110 section 10.2.3. Longer ones than 4 hours count as 4 hours. */
  readonly retryAfterSeconds?: number;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly chance: number;
}

/**
 * When the next attempt is made, in milliseconds since 1970: after 5 s, 30 s, 2 min, 10 min, 30 min, 1 h, 2 h, then every 4 h, each
 * a fifth shorter or longer; never before the receiver asks for. Undefined when the message was tried for 24 hours.
 */
export const nextAttemptAt = (failed: FailedAttempt): number | undefined => {
  const { attempts, firstAt, now, retryAfterSeconds = 0, chance } = failed;
  const pause = PAUSES_MS[attempts - 1] ?? LONGEST_PAUSE_MS;
  const asked = Math.min(retryAfterSeconds * SECOND_MS, LONGEST_PAUSE_MS);
  const last = firstAt + TRIED_FOR_MS;
  if (now + Math.max(pause, asked) > last) return undefined;
  const spread = Math.round(pause * (1 + SPREAD * (2 * chance - 1)));
  return Math.min(now + Math.max(spread, asked), last);
};

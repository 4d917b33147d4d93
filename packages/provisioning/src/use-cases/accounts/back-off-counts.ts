// Failures to sign in, counted for all processes together.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import { TooManyRequests, type StorageUnavailable } from '@looop-scim/scim/errors';
import {
  afterFailure,
  FORGOTTEN_AFTER_MS,
  PATIENCE,
  waitMs,
  type Failures,
  type Patience,
} from '../../accounts/back-off.ts';
import type { RecordStore } from '../../ports/outbound/record-store.ts';
import { makeStoredJson } from './stored-json.ts';

/** An attempt to sign in. */
export interface SignInAttempt {
  readonly accountId: string;
  readonly network: string;
  /** Whether the account was signed in to from there: then the failures of strangers do not count. */
  readonly isKnown: boolean;
}

/** Counts attempts. */
export interface BackOff {
  /**
   * Counts an attempt as a failure before it is looked at, so that attempts at the same time do not all pass. Fails:
   * `TooManyRequests`; an attempt during a wait is not counted.
   */
  readonly begin: (attempt: SignInAttempt) => Effect.Effect<void, TooManyRequests | StorageUnavailable>;
  /** The attempt was none to guess: what it was counted as is taken back. */
  readonly succeeded: (attempt: SignInAttempt) => Effect.Effect<void, StorageUnavailable>;
}

interface Counter {
  readonly key: string;
  readonly patience: Patience;
}

const countersOf = ({ accountId, network, isKnown }: SignInAttempt): readonly Counter[] => [
  { key: `pair/${accountId}/${network}`, patience: PATIENCE.pair },
  { key: `network/${network}`, patience: PATIENCE.network },
  ...(isKnown ? [] : [{ key: `account/${accountId}`, patience: PATIENCE.account }]),
];

/** Makes the counts over the records of the installation. */
export const makeBackOff = (records: RecordStore): BackOff => {
  const stored = makeStoredJson<Failures>(records, 'signInFailures');

  const refuseIfWaiting = (failures: Failures | undefined, patience: Patience, now: number) => {
    const wait = waitMs(failures, patience, now);
    return wait > 0 ? Effect.fail(new TooManyRequests({ retryAfterSeconds: Math.ceil(wait / 1000) })) : Effect.void;
  };

  const count = ({ key, patience }: Counter, now: number) =>
    stored.change(key, (failures) =>
      Effect.as(refuseIfWaiting(failures, patience, now), {
        value: afterFailure(failures, now),
        expiresAt: now + FORGOTTEN_AFTER_MS,
      }),
    );

  const takeBack = ({ key }: Counter, now: number) =>
    stored.change(key, (failures) => {
      const left = { count: Math.max(0, (failures?.count ?? 1) - 1), last: failures?.last ?? now };
      return Effect.succeed({ value: left, expiresAt: left.count === 0 ? now : now + FORGOTTEN_AFTER_MS });
    });

  return {
    begin: Effect.fnUntraced(function* (attempt): Effect.fn.Return<void, TooManyRequests | StorageUnavailable> {
      const now = yield* Clock.currentTimeMillis;
      const counters = countersOf(attempt);
      for (const { key, patience } of counters) yield* refuseIfWaiting((yield* stored.read(key)).value, patience, now);
      for (const counter of counters) yield* count(counter, now);
    }),
    succeeded: Effect.fnUntraced(function* (attempt): Effect.fn.Return<void, StorageUnavailable> {
      const now = yield* Clock.currentTimeMillis;
      const [pair, ...others] = countersOf(attempt);
      if (pair !== undefined) yield* stored.clear(pair.key);
      for (const counter of others) yield* takeBack(counter, now);
    }),
  };
};

// How often an address may send tokens that open nothing. A token that has opened something here is always looked at: clients of
// many organisations share the addresses of their identity provider.
import * as Result from 'effect/Result';
import QuickLRU from 'quick-lru';
import { TooManyRequests } from '@looop-scim/scim/errors';
import { makeBuckets, type Rate } from './buckets.ts';

/** What was sent, and from where. */
export interface Attempt {
  readonly address: string;
  readonly token: string | undefined;
}

/** Bounds the attempts that fail. */
export interface FailedTokens {
  /** Whether the token may be looked up. Fails: `TooManyRequests`. */
  readonly check: (attempt: Attempt) => Result.Result<void, TooManyRequests>;
  /** The token with this fingerprint has opened something. */
  readonly succeeded: (fingerprint: string) => void;
  /** It has not. */
  readonly failed: (attempt: Attempt) => void;
}

/** Tokens of which it is remembered that they are good; others are looked up as unknown ones. */
const KEPT_TOKENS = 10_000;

/** Makes the bounds. What is remembered of a token is its fingerprint. */
export const makeFailedTokens = (rate: Rate, fingerprintOf: (token: string) => string): FailedTokens => {
  const failures = makeBuckets(rate);
  const good = new QuickLRU<string, true>({ maxSize: KEPT_TOKENS });
  return {
    check: ({ address, token }) => {
      const waitMs = failures.waitMs(address);
      if (waitMs === 0 || (token !== undefined && good.has(fingerprintOf(token)))) return Result.void;
      return Result.fail(new TooManyRequests({ retryAfterSeconds: Math.ceil(waitMs / 1000) }));
    },
    succeeded: (fingerprint) => void good.set(fingerprint, true),
    failed: ({ address, token }) => {
      failures.take(address);
      if (token !== undefined) good.delete(fingerprintOf(token));
    },
  };
};

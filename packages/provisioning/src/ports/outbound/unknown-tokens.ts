// The port behind which requests with tokens that nobody issued are counted. It belongs to the installation: nothing tells which
// organisation such a token was meant for.
import type * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';

/** How many unknown tokens are kept; those that were used least recently make room. */
export const MAX_UNKNOWN_TOKENS = 1000;

/** Requests with one token that nobody issued. */
export interface UnknownToken {
  /**
   * First 8 hexadecimal digits of the SHA-256 of what was sent: enough to recognise a token that one has, and not enough to
   * find out a password that was pasted in its place.
   */
  readonly fingerprintPrefix: string;
  /** Whether it begins as the tokens of this software do. */
  readonly hasTokenPrefix: boolean;
  /** Characters of the token. */
  readonly length: number;
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly first: number;
  readonly last: number;
}

/** Tokens that nobody issued, at most `MAX_UNKNOWN_TOKENS`. */
export interface UnknownTokenLog {
  /** Adds to what is counted of each token: `count` to its count, and `first` and `last` to the time that it spans. */
  readonly add: (tokens: readonly UnknownToken[]) => Effect.Effect<void, StorageUnavailable>;
  /** The tokens that are kept, the most recently used first. */
  readonly list: () => Effect.Effect<readonly UnknownToken[], StorageUnavailable>;
}

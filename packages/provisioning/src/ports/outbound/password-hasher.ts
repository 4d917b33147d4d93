// The port behind which passwords are hashed: slow on purpose, and not on the thread that answers requests.
import type * as Effect from 'effect/Effect';
import type { Overloaded } from '@looop-scim/scim/errors';

/** Hashes passwords. Only a bounded number of calls is under way or waits; more fail with `Overloaded`. */
export interface PasswordHasher {
  /** The hash of a password with what is needed to verify it, as one printable text. */
  readonly hash: (password: string) => Effect.Effect<string, Overloaded>;
  /**
   * Whether a password has this hash. Without a hash the work is the same and the answer is no: how long it takes does not tell
   * whether there is an account.
   */
  readonly verify: (password: string, hash: string | undefined) => Effect.Effect<boolean, Overloaded>;
  /** Whether a hash was made at another cost than hashes are made today. */
  readonly isOutdated: (hash: string) => boolean;
  /** Whether a password is one of those that are tried first, in any case, also with digits and signs around it. */
  readonly isCommon: (password: string) => Effect.Effect<boolean>;
}

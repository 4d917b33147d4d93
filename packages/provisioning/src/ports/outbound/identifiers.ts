// Ports for what must be unpredictable or unique.
import type * as Effect from 'effect/Effect';

/** Issues ids of resources and organisations. */
export interface IdGenerator {
  /** A UUID of version 7; each is greater than the one before it from the same generator. */
  readonly next: Effect.Effect<string>;
}

/** Makes and recognises token secrets. */
export interface TokenSecrets {
  /** A new token: the prefix and 256 random bits in base64url. */
  readonly generate: Effect.Effect<string>;
  /** A new platform key: its prefix and 256 random bits in base64url. */
  readonly generateKey: Effect.Effect<string>;
  /** 256 random bits in base64url, for sessions and one-time links. */
  readonly generateSecret: Effect.Effect<string>;
  /** SHA-256 of a token as 64 hexadecimal digits. */
  readonly hash: (token: string) => string;
  /** Whether two hashes are the same, in time that does not depend on where they differ. */
  readonly sameHash: (left: string, right: string) => boolean;
}

/** Encrypts state that clients carry for us, such as cursors: nobody but this organisation's service can read, make or change it. */
export interface CursorCipher {
  /** The payload, encrypted, in characters that a URI leaves as they are. Only the same context decrypts it. */
  readonly encrypt: (payload: string, context: string) => string;
  /** The payload; undefined when the text is not ours or belongs to another context. */
  readonly decrypt: (text: string, context: string) => string | undefined;
}

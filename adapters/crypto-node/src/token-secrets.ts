// Secrets of provisioning tokens from the cryptography of Node. They carry 256 random bits, so one round of SHA-256 keeps them:
// a slow hash protects guessable passwords only, and would cost every request its time.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { KEY_PREFIX, TOKEN_PREFIX } from '@looop-scim/provisioning/organisation';
import type { TokenSecrets } from '@looop-scim/provisioning/ports';
import * as Effect from 'effect/Effect';

const RANDOM_BYTES = 32;

const sameHash = (left: string, right: string): boolean => {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  // Lengths are no secret: every hash has 64 digits.
  return a.length === b.length && timingSafeEqual(a, b);
};

const secretWith = (prefix: string): Effect.Effect<string> =>
  Effect.sync(() => prefix + randomBytes(RANDOM_BYTES).toString('base64url'));

/** Makes tokens and keys of 256 random bits, hashes them by SHA-256 and compares hashes in constant time. */
export const tokenSecrets: TokenSecrets = {
  generate: secretWith(TOKEN_PREFIX),
  generateKey: secretWith(KEY_PREFIX),
  generateSecret: secretWith(''),
  hash: (token) => createHash('sha256').update(token, 'utf8').digest('hex'),
  sameHash,
};

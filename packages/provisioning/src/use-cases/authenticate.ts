// From a bearer token to the organisation it opens (RFC 6750, RFC 7644 sections 2 and 7.4).
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import { Forbidden, Unauthorized, type StorageUnavailable } from '@looop-scim/scim/errors';
import { fingerprintOf, type ProvisioningToken, type TokenHolder } from '../organisation/provisioning-token.ts';
import type { Access, Authenticate } from '../ports/inbound/authentication.ts';
import type { TokenSecrets } from '../ports/outbound/identifiers.ts';
import type { TokenStore } from '../ports/outbound/organisation-store.ts';

/** How often the last use of a token is noted, in milliseconds. */
const TOUCH_INTERVAL_MS = 60_000;

const isExpired = (token: ProvisioningToken, now: number): boolean =>
  token.expires !== undefined && token.expires <= now;

/**
 * Makes the check of a token. One indexed look-up whatever the number of tokens; hashes are compared in constant time.
 * A revoked token is answered like an unknown one.
 * Fails: `Unauthorized` (missing, unknown, revoked or expired); `Forbidden` (SCIM is switched off for the organisation);
 * `StorageUnavailable`. RFC 6750 section 3.1.
 */
export const makeAuthenticate = (deps: {
  readonly tokens: TokenStore;
  readonly secrets: TokenSecrets;
}): Authenticate => {
  const find = (candidates: readonly TokenHolder[], hash: string): TokenHolder | undefined =>
    candidates.find(({ token }) => deps.secrets.sameHash(token.hash, hash) && token.revoked === undefined);

  return Effect.fnUntraced(function* (
    token: string | undefined,
  ): Effect.fn.Return<Access, Unauthorized | Forbidden | StorageUnavailable> {
    if (token === undefined || token === '') return yield* new Unauthorized({ problem: 'missing' });
    const hash = deps.secrets.hash(token);
    const holder = find(yield* deps.tokens.byFingerprint(fingerprintOf(hash)), hash);
    if (holder === undefined) return yield* new Unauthorized({ problem: 'invalid' });
    const now = yield* Clock.currentTimeMillis;
    if (isExpired(holder.token, now)) return yield* new Unauthorized({ problem: 'expired' });
    const { organisation } = holder;
    if (!organisation.scimEnabled) {
      return yield* new Forbidden({
        reason: `SCIM provisioning is switched off for the organisation ${organisation.name}`,
      });
    }
    if (now - (holder.token.lastUsed ?? 0) >= TOUCH_INTERVAL_MS) {
      // The time of last use is a courtesy: a storage that cannot note it does not refuse the request.
      yield* deps.tokens.touch(holder.token.fingerprint, now).pipe(Effect.ignore);
    }
    const { fingerprint, subject } = holder.token;
    return { organisation, tokenFingerprint: fingerprint, ...(subject !== undefined && { subject }) };
  });
};

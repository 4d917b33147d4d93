// From a bearer token to the organisation it opens (RFC 6750, RFC 7644 sections 2 and 7.4).
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import { Forbidden, Unauthorized, type StorageUnavailable } from '@looop-scim/scim/errors';
import { fingerprintOf, type ProvisioningToken, type TokenHolder } from '../organisation/provisioning-token.ts';
import type { Access, CheckToken } from '../ports/inbound/authentication.ts';
import type { TokenSecrets } from '../ports/outbound/identifiers.ts';
import type { TokenStore } from '../ports/outbound/organisation-store.ts';

/** How often the last use of a token is noted, in milliseconds. */
const TOUCH_INTERVAL_MS = 60_000;

/** Why a token whose whole hash matched is no longer valid; undefined when it is valid. */
const whyInvalid = ({ expires, revoked }: ProvisioningToken, now: number): Unauthorized | undefined => {
  if (revoked !== undefined) return new Unauthorized({ problem: 'revoked', at: revoked });
  return expires !== undefined && expires <= now ? new Unauthorized({ problem: 'expired', at: expires }) : undefined;
};

/**
 * Makes the function that notes when a token was last used. The note is written in the background: no request waits for it or
 * fails with it. Each token has one such write at a time.
 */
const makeNoteUse = (tokens: TokenStore) => {
  const underWay = new Set<string>();
  return ({ fingerprint }: ProvisioningToken, now: number): Effect.Effect<void> =>
    Effect.suspend(() => {
      if (underWay.has(fingerprint)) return Effect.void;
      underWay.add(fingerprint);
      return tokens
        .touch(fingerprint, now)
        .pipe(
          Effect.ignore,
          Effect.ensuring(Effect.sync(() => underWay.delete(fingerprint))),
          Effect.forkDetach({ startImmediately: true }),
        );
    });
};

/**
 * Makes the check of a token. One indexed look-up whatever the number of tokens; hashes are compared in constant time.
 * Only whoever has the whole token is told that it was revoked or has expired, and when.
 * Fails: `Unauthorized` (missing, unknown, revoked or expired); `Forbidden` (SCIM is switched off for the organisation);
 * `StorageUnavailable`. RFC 6750 section 3.1.
 */
export const makeAuthenticate = (deps: { readonly tokens: TokenStore; readonly secrets: TokenSecrets }): CheckToken => {
  const find = (candidates: readonly TokenHolder[], hash: string): TokenHolder | undefined =>
    candidates.find(({ token }) => deps.secrets.sameHash(token.hash, hash));

  const noteUse = makeNoteUse(deps.tokens);

  return Effect.fnUntraced(function* (
    token: string | undefined,
  ): Effect.fn.Return<Access, Unauthorized | Forbidden | StorageUnavailable> {
    if (token === undefined || token === '') return yield* new Unauthorized({ problem: 'missing' });
    const hash = deps.secrets.hash(token);
    const holder = find(yield* deps.tokens.byFingerprint(fingerprintOf(hash)), hash);
    if (holder === undefined) return yield* new Unauthorized({ problem: 'invalid' });
    const now = yield* Clock.currentTimeMillis;
    const invalid = whyInvalid(holder.token, now);
    if (invalid !== undefined) return yield* invalid;
    const { organisation } = holder;
    if (!organisation.scimEnabled) {
      return yield* new Forbidden({
        reason: `SCIM provisioning is switched off for the organisation ${organisation.name}; ask Looop support to switch it on`,
      });
    }
    if (now - (holder.token.lastUsed ?? 0) >= TOUCH_INTERVAL_MS) yield* noteUse(holder.token, now);
    const { fingerprint, subject } = holder.token;
    return { organisation, tokenFingerprint: fingerprint, ...(subject !== undefined && { subject }) };
  });
};

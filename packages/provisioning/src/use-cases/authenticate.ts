// From a bearer token to the organisation it opens (RFC 6750, RFC 7644 sections 2 and 7.4). Tokens of identity providers open SCIM,
// platform keys the platform's API, and neither the other.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import { Forbidden, Unauthorized, type StorageUnavailable } from '@looop-scim/scim/errors';
import type { Organisation } from '../organisation/organisation.ts';
import { isPlatformKey } from '../organisation/platform-key.ts';
import { clientNameOf, fingerprintOf, type ProvisioningToken } from '../organisation/provisioning-token.ts';
import type { Access, CheckKey, CheckToken, KeyAccess } from '../ports/inbound/authentication.ts';
import type { TokenSecrets } from '../ports/outbound/identifiers.ts';
import type { TokenStore } from '../ports/outbound/organisation-store.ts';

/** How often the last use of a token is noted, in milliseconds. */
const TOUCH_INTERVAL_MS = 60_000;

/** Why a token whose whole hash matched is no longer valid; undefined when it is valid. */
const whyInvalid = ({ expires = Infinity, revoked }: ProvisioningToken, now: number): Unauthorized | undefined => {
  if (revoked !== undefined) return new Unauthorized({ problem: 'revoked', at: revoked });
  return expires <= now ? new Unauthorized({ problem: 'expired', at: expires }) : undefined;
};

/**
 * Makes the function that notes when a token was last used. The note is written in the background: no request waits for it or
 * fails with it. Each token has one such write at a time.
 */
const makeNoteUse = (tokens: TokenStore) => {
  const underWay = new Set<string>();
  return ({ fingerprint }: ProvisioningToken, now: number, client?: string): Effect.Effect<void> =>
    Effect.suspend(() => {
      if (underWay.has(fingerprint)) return Effect.void;
      underWay.add(fingerprint);
      return tokens
        .touch(fingerprint, now, client)
        .pipe(
          Effect.ignore,
          Effect.ensuring(Effect.sync(() => underWay.delete(fingerprint))),
          Effect.forkDetach({ startImmediately: true }),
        );
    });
};

interface Dependencies {
  readonly tokens: TokenStore;
  readonly secrets: TokenSecrets;
}

/** Who holds a token, when it was found. */
interface Found<Token> {
  readonly organisation: Organisation;
  readonly token: Token;
  readonly now: number;
}

/** Makes the look-up of whoever holds a token that is valid now. Tokens that `opens` says no to are as unknown. */
const makeFindHolder = <Token extends ProvisioningToken>(
  { tokens, secrets }: Dependencies,
  opens: (token: ProvisioningToken) => token is Token,
) =>
  Effect.fnUntraced(function* (
    sent: string | undefined,
  ): Effect.fn.Return<Found<Token>, Unauthorized | StorageUnavailable> {
    if (sent === undefined || sent === '') return yield* new Unauthorized({ problem: 'missing' });
    const hash = secrets.hash(sent);
    const candidates = yield* tokens.byFingerprint(fingerprintOf(hash));
    const holder = candidates.find((candidate) => secrets.sameHash(candidate.token.hash, hash));
    if (holder === undefined) return yield* new Unauthorized({ problem: 'invalid' });
    const { organisation, token } = holder;
    if (!opens(token)) return yield* new Unauthorized({ problem: 'invalid' });
    const now = yield* Clock.currentTimeMillis;
    const invalid = whyInvalid(token, now);
    return invalid === undefined ? { organisation, token, now } : yield* invalid;
  });

const isDue = ({ lastUsed = 0 }: ProvisioningToken, now: number): boolean => now - lastUsed >= TOUCH_INTERVAL_MS;

/**
 * Makes the check of a token. One indexed look-up whatever the number of tokens; hashes are compared in constant time.
 * Only whoever has the whole token is told that it was revoked or has expired, and when. `support` is whom an administrator turns to
 * while SCIM is switched off: an e-mail address or a URL.
 * Fails: `Unauthorized` (missing, unknown, revoked or expired, or a platform key); `Forbidden` (SCIM is switched off for the
 * organisation); `StorageUnavailable`. RFC 6750 section 3.1.
 */
export const makeAuthenticate = (deps: Dependencies & { readonly support?: string }): CheckToken => {
  const whom = deps.support === undefined ? '' : ` (${deps.support})`;
  const find = makeFindHolder(deps, (token): token is ProvisioningToken => !isPlatformKey(token));
  const noteUse = makeNoteUse(deps.tokens);
  return Effect.fnUntraced(function* (
    sent: string | undefined,
    userAgent?: string,
  ): Effect.fn.Return<Access, Unauthorized | Forbidden | StorageUnavailable> {
    const { organisation, token, now } = yield* find(sent);
    if (!organisation.scimEnabled) {
      return yield* new Forbidden({
        reason: `SCIM provisioning is switched off for the organisation ${organisation.name}; contact support${whom} to have it enabled`,
      });
    }
    if (isDue(token, now)) yield* noteUse(token, now, clientNameOf(userAgent));
    const { fingerprint, subject } = token;
    return { organisation, tokenFingerprint: fingerprint, ...(subject !== undefined && { subject }) };
  });
};

/** Makes the check of a platform key; it costs what the check of a token costs. Fails as `CheckKey` does. */
export const makeAuthenticateKey = (deps: Dependencies): CheckKey => {
  const find = makeFindHolder(deps, isPlatformKey);
  const noteUse = makeNoteUse(deps.tokens);
  return Effect.fnUntraced(function* (
    sent: string | undefined,
  ): Effect.fn.Return<KeyAccess, Unauthorized | StorageUnavailable> {
    const { organisation, token, now } = yield* find(sent);
    if (isDue(token, now)) yield* noteUse(token, now);
    return { organisation, key: token };
  });
};

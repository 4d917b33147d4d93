// From a bearer token to the organisation it opens (RFC 6750, RFC 7644 sections 2 and 7.4).
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import { Forbidden, Unauthorized, type StorageUnavailable } from '@looop-scim/scim';
import type { Organisation } from '../organisation/organisation.ts';
import { handleOf, type ProvisioningToken, type TokenHolder } from '../organisation/provisioning-token.ts';
import type { TokenSecrets } from '../ports/identifiers.ts';
import type { TokenDirectory } from '../ports/organisation-directory.ts';

/** What a valid token opens. */
export interface Access {
  readonly organisation: Organisation;
  readonly tokenHandle: string;
  /** Id of the user whom the token stands for. */
  readonly subject?: string;
}

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
export const makeAuthenticate = (deps: { readonly tokens: TokenDirectory; readonly secrets: TokenSecrets }) => {
  const find = (candidates: readonly TokenHolder[], hash: string): TokenHolder | undefined =>
    candidates.find(({ token }) => deps.secrets.sameHash(token.hash, hash) && token.revoked === undefined);

  return Effect.fnUntraced(function* (
    token: string | undefined,
  ): Effect.fn.Return<Access, Unauthorized | Forbidden | StorageUnavailable> {
    if (token === undefined || token === '') return yield* new Unauthorized({ problem: 'missing' });
    const hash = deps.secrets.hash(token);
    const holder = find(yield* deps.tokens.byHandle(handleOf(hash)), hash);
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
      yield* deps.tokens.touch(holder.token.handle, now).pipe(Effect.ignore);
    }
    const { handle, subject } = holder.token;
    return { organisation, tokenHandle: handle, ...(subject !== undefined && { subject }) };
  });
};

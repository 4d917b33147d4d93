// Makes the administration of platform keys: the implementation of its inbound port.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { KEY_SCOPES } from '../organisation/key-scope.ts';
import type { OrganisationId } from '../organisation/organisation.ts';
import { isPlatformKey, type PlatformKey } from '../organisation/platform-key.ts';
import { fingerprintOf, isTokenLabel, SHORTEST_TOKEN } from '../organisation/provisioning-token.ts';
import {
  KeyNotValid,
  NoScopes,
  type IssuedKey,
  type KeyAdministration,
  type KeyIssueFailure,
  type KeyRequest,
  type KeyRotation,
} from '../ports/inbound/key-administration.ts';
import { InvalidTokenLabel, TokenTooShort } from '../ports/inbound/organisation-administration.ts';
import type { TokenSecrets } from '../ports/outbound/identifiers.ts';
import { NoSuchEntry, type OrganisationStore, type TokenStore } from '../ports/outbound/organisation-store.ts';

/** What the administration of keys works with. */
export interface KeyDependencies {
  readonly organisations: OrganisationStore;
  readonly tokens: TokenStore;
  readonly secrets: TokenSecrets;
}

/** Makes the administration of platform keys. */
export const makeKeyAdministration = ({ organisations, tokens, secrets }: KeyDependencies): KeyAdministration => {
  const issue = Effect.fnUntraced(function* (
    organisationId: OrganisationId,
    { scopes, label, lifetimeMs, ...request }: KeyRequest,
  ): Effect.fn.Return<IssuedKey, KeyIssueFailure> {
    if (label !== undefined && !isTokenLabel(label)) return yield* new InvalidTokenLabel({ label });
    if (scopes.length === 0) return yield* new NoScopes();
    const secret = request.secret ?? (yield* secrets.generateKey);
    if (secret.length < SHORTEST_TOKEN) return yield* new TokenTooShort({ shortest: SHORTEST_TOKEN });
    const created = yield* Clock.currentTimeMillis;
    const hash = secrets.hash(secret);
    const token: PlatformKey = {
      organisationId,
      fingerprint: fingerprintOf(hash),
      hash,
      created,
      scopes: KEY_SCOPES.filter((scope) => scopes.includes(scope)),
      ...(lifetimeMs !== undefined && { expires: created + lifetimeMs }),
      ...(label !== undefined && { label }),
    };
    yield* tokens.add(token);
    return { secret, token };
  });

  /** The key of a fingerprint; a token of an identity provider is none. */
  const keyOf = Effect.fnUntraced(function* (
    fingerprint: string,
  ): Effect.fn.Return<PlatformKey, NoSuchEntry | StorageUnavailable> {
    const found = (yield* tokens.byFingerprint(fingerprint)).map(({ token }) => token);
    return found.find(isPlatformKey) ?? (yield* new NoSuchEntry({ what: 'platform key', name: fingerprint }));
  });

  const rotateKey = Effect.fnUntraced(function* (
    fingerprint: string,
    { overlapMs, ...request }: KeyRotation,
  ): Effect.fn.Return<IssuedKey, KeyIssueFailure | KeyNotValid> {
    const old = yield* keyOf(fingerprint);
    const now = yield* Clock.currentTimeMillis;
    if (old.revoked !== undefined || (old.expires ?? Infinity) <= now) return yield* new KeyNotValid({ fingerprint });
    const { scopes, label, organisationId } = old;
    const issued = yield* issue(organisationId, { ...request, scopes, ...(label !== undefined && { label }) });
    yield* tokens.expire(fingerprint, now + overlapMs);
    return issued;
  });

  return {
    issueKey: (name, request) => Effect.flatMap(organisations.byName(name), ({ id }) => issue(id, request)),
    listKeys: (name) =>
      Effect.flatMap(organisations.byName(name), ({ id }) =>
        Effect.map(tokens.ofOrganisation(id), (found) => found.filter(isPlatformKey)),
      ),
    rotateKey,
    revokeKey: Effect.fnUntraced(function* (
      fingerprint: string,
    ): Effect.fn.Return<void, NoSuchEntry | StorageUnavailable> {
      yield* keyOf(fingerprint);
      yield* tokens.revoke(fingerprint, yield* Clock.currentTimeMillis);
    }),
  };
};

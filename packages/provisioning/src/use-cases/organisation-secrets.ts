// Tokens and keys of one organisation: a fingerprint of another organisation is none.
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { KeyAdministration } from '../ports/inbound/key-administration.ts';
import type { OrganisationAdministration } from '../ports/inbound/organisation-administration.ts';
import type { OrganisationSecrets } from '../ports/inbound/organisation-secrets.ts';
import { NoSuchEntry } from '../ports/outbound/organisation-store.ts';

/** Who looks after tokens and keys of all organisations. */
export interface SecretsDependencies {
  readonly administration: OrganisationAdministration;
  readonly keys: KeyAdministration;
}

/** Makes what an organisation's administrators may do with its tokens and keys; `name` is the organisation's. */
export const makeOrganisationSecrets = (
  { administration, keys }: SecretsDependencies,
  name: string,
): OrganisationSecrets => {
  /** Does something with a fingerprint that is listed. */
  const own = <Answer, Failure>(
    listing: Effect.Effect<readonly { readonly fingerprint: string }[], NoSuchEntry | StorageUnavailable>,
    { what, fingerprint }: { readonly what: 'token' | 'platform key'; readonly fingerprint: string },
    action: Effect.Effect<Answer, Failure>,
  ): Effect.Effect<Answer, Failure | NoSuchEntry | StorageUnavailable> =>
    Effect.flatMap(listing, (listed): Effect.Effect<Answer, Failure | NoSuchEntry> =>
      listed.some((one) => one.fingerprint === fingerprint)
        ? action
        : Effect.fail(new NoSuchEntry({ what, name: fingerprint })),
    );
  const ownToken = <Answer, Failure>(fingerprint: string, action: Effect.Effect<Answer, Failure>) =>
    own(administration.listTokens(name), { what: 'token', fingerprint }, action);
  const ownKey = <Answer, Failure>(fingerprint: string, action: Effect.Effect<Answer, Failure>) =>
    own(keys.listKeys(name), { what: 'platform key', fingerprint }, action);

  return {
    tokens: {
      list: () => administration.listTokens(name),
      issue: (request) => administration.issueToken(name, request),
      rotate: (fingerprint, rotation) => ownToken(fingerprint, administration.rotateToken(fingerprint, rotation)),
      revoke: (fingerprint) => ownToken(fingerprint, administration.revokeToken(fingerprint)),
    },
    keys: {
      list: () => keys.listKeys(name),
      issue: (request) => keys.issueKey(name, request),
      rotate: (fingerprint, rotation) => ownKey(fingerprint, keys.rotateKey(fingerprint, rotation)),
      revoke: (fingerprint) => ownKey(fingerprint, keys.revokeKey(fingerprint)),
    },
  };
};

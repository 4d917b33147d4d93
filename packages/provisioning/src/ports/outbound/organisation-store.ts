// Ports of the operator's side: organisations and their tokens. These alone cross organisations.
import * as Data from 'effect/Data';
import type * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { Organisation, OrganisationId } from '../../organisation/organisation.ts';
import type { ProvisioningToken, TokenHolder } from '../../organisation/provisioning-token.ts';

/** The name or token that was to be stored exists already. */
export class AlreadyExists extends Data.TaggedError('AlreadyExists')<{
  readonly what: 'organisation' | 'token' | 'account';
}> {}

/** No organisation, token, user or webhook endpoint of this name. */
export class NoSuchEntry extends Data.TaggedError('NoSuchEntry')<{
  readonly what:
    | 'organisation'
    | 'token'
    | 'platform key'
    | 'user'
    | 'group'
    | 'webhook'
    | 'account'
    | 'administrator'
    | 'invitation'
    | 'entry';
  readonly name: string;
}> {}

/** Organisations by name. */
export interface OrganisationStore {
  readonly add: (organisation: Organisation) => Effect.Effect<void, AlreadyExists | StorageUnavailable>;
  readonly byName: (name: string) => Effect.Effect<Organisation, NoSuchEntry | StorageUnavailable>;
  /** The organisation of an id; undefined when there is none. */
  readonly byId: (id: OrganisationId) => Effect.Effect<Organisation | undefined, StorageUnavailable>;
  /** All organisations, ordered by name. */
  readonly list: () => Effect.Effect<readonly Organisation[], StorageUnavailable>;
  /**
   * Stores the name and the settings of an organisation: scimEnabled, profile and leniencies; id and created stay. Fails:
   * `AlreadyExists` when another organisation has the name; then nothing was stored.
   */
  readonly update: (
    organisation: Organisation,
  ) => Effect.Effect<void, AlreadyExists | NoSuchEntry | StorageUnavailable>;
  /**
   * Deletes an organisation at `at`, in milliseconds since 1970: from then on nobody finds it, its tokens open nothing and its
   * name is free. Its users, groups, activity, events, revisions and records are removed by `Storage.purgeRemoved`; until then its ports
   * may still read them, and may refuse writes with StorageUnavailable. A removal that was begun is finished, whatever happens to the process.
   */
  readonly remove: (
    organisation: Pick<Organisation, 'id' | 'name'>,
    at: number,
  ) => Effect.Effect<void, NoSuchEntry | StorageUnavailable>;
}

/** Tokens by fingerprint, those of identity providers and platform keys; the secret itself is never stored. */
export interface TokenStore {
  readonly add: (token: ProvisioningToken) => Effect.Effect<void, AlreadyExists | StorageUnavailable>;
  /** Every token with this fingerprint, revoked and expired ones included, with its organisation; cost independent of the number of tokens. */
  readonly byFingerprint: (fingerprint: string) => Effect.Effect<readonly TokenHolder[], StorageUnavailable>;
  /** Tokens of an organisation, newest first. */
  readonly ofOrganisation: (id: OrganisationId) => Effect.Effect<readonly ProvisioningToken[], StorageUnavailable>;
  /** Revokes at once; revoking again keeps the first time. */
  readonly revoke: (fingerprint: string, at: number) => Effect.Effect<void, NoSuchEntry | StorageUnavailable>;
  /** Ends a token at `at`, in milliseconds since 1970; one that ends earlier keeps its end. */
  readonly expire: (fingerprint: string, at: number) => Effect.Effect<void, NoSuchEntry | StorageUnavailable>;
  /**
   * Notes when a token was used last, in milliseconds since 1970, and by which client: of what is noted the use that came last
   * counts, with its client or without one.
   */
  readonly touch: (fingerprint: string, at: number, client?: string) => Effect.Effect<void, StorageUnavailable>;
}

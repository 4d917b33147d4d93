// The inbound port of an organisation's administrators for its provisioning tokens and platform keys. It is made for one
// organisation: what belongs to another one is as if it were not there.
import type * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { PlatformKey } from '../../organisation/platform-key.ts';
import type { NoSuchEntry } from '../outbound/organisation-store.ts';
import type { IssuedKey, KeyIssueFailure, KeyNotValid, KeyRequest, KeyRotation } from './key-administration.ts';
import type {
  IssuedToken,
  ListedToken,
  TokenIssueFailure,
  TokenNotValid,
  TokenRequest,
  TokenRotation,
} from './organisation-administration.ts';

/** Tokens of one organisation, or its keys. */
export interface SecretsOfOrganisation<Kept, Issued, Request, Rotation, Failure> {
  /** Newest first. */
  readonly list: () => Effect.Effect<readonly Kept[], NoSuchEntry | StorageUnavailable>;
  /** The secret is in the answer alone. */
  readonly issue: (request: Request) => Effect.Effect<Issued, Failure>;
  /** Issues another one with the same label, and has the old one expire after the overlap. Fails when the old one is not valid. */
  readonly rotate: (
    fingerprint: string,
    rotation: Rotation,
  ) => Effect.Effect<Issued, Failure | KeyNotValid | TokenNotValid>;
  readonly revoke: (fingerprint: string) => Effect.Effect<void, NoSuchEntry | StorageUnavailable>;
}

/** What opens one organisation. */
export interface OrganisationSecrets {
  readonly tokens: SecretsOfOrganisation<ListedToken, IssuedToken, TokenRequest, TokenRotation, TokenIssueFailure>;
  readonly keys: SecretsOfOrganisation<PlatformKey, IssuedKey, KeyRequest, KeyRotation, KeyIssueFailure>;
}

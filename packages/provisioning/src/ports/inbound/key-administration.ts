// The inbound port of operators for platform keys: issue, list, rotate, revoke.
import * as Data from 'effect/Data';
import type * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { KeyScope } from '../../organisation/key-scope.ts';
import type { PlatformKey } from '../../organisation/platform-key.ts';
import type { AlreadyExists, NoSuchEntry } from '../outbound/organisation-store.ts';
import type { InvalidTokenLabel, TokenTooShort, TokenRequest } from './organisation-administration.ts';

/** A key would be allowed nothing. */
export class NoScopes extends Data.TaggedError('NoScopes')<object> {}

/** A key that was revoked, or has expired, is not rotated: nothing uses it any more. */
export class KeyNotValid extends Data.TaggedError('KeyNotValid')<{ readonly fingerprint: string }> {}

/** How a key is made; `secret` has at least 32 characters and is generated when absent. */
export interface KeyRequest extends Pick<TokenRequest, 'secret' | 'lifetimeMs' | 'label'> {
  /** At least one; repeated ones count once. */
  readonly scopes: readonly KeyScope[];
}

/** How a key is replaced. */
export interface KeyRotation extends Pick<TokenRequest, 'secret' | 'lifetimeMs'> {
  /** Milliseconds for which the old key stays valid beside the new one; 0 ends it at once. */
  readonly overlapMs: number;
}

/** A key as it is shown once, with what is kept of it. */
export interface IssuedKey {
  readonly secret: string;
  readonly token: PlatformKey;
}

/** How a key may not be issued. */
export type KeyIssueFailure =
  AlreadyExists | InvalidTokenLabel | NoScopes | NoSuchEntry | TokenTooShort | StorageUnavailable;

/** What operators do with platform keys. Organisations are meant by name, keys by fingerprint. */
export interface KeyAdministration {
  /** Issues a key; its secret is in the answer alone and is not kept. */
  readonly issueKey: (organisationName: string, request: KeyRequest) => Effect.Effect<IssuedKey, KeyIssueFailure>;

  /** The keys of an organisation, newest first. */
  readonly listKeys: (
    organisationName: string,
  ) => Effect.Effect<readonly PlatformKey[], NoSuchEntry | StorageUnavailable>;

  /**
   * Issues a key with the scopes and the label of an old one, and has the old one expire after the overlap, or earlier if it would
   * anyway. Fails: `KeyNotValid`.
   */
  readonly rotateKey: (
    fingerprint: string,
    rotation: KeyRotation,
  ) => Effect.Effect<IssuedKey, KeyIssueFailure | KeyNotValid>;

  /** Revokes a key at once; revoking it again keeps the first time. */
  readonly revokeKey: (fingerprint: string) => Effect.Effect<void, NoSuchEntry | StorageUnavailable>;
}

// The inbound port that every request passes first: from a bearer token to the organisation that it belongs to.
import type * as Effect from 'effect/Effect';
import type { Forbidden, StorageUnavailable, Unauthorized } from '@looop-scim/scim/errors';
import type { Organisation } from '../../organisation/organisation.ts';
import type { PlatformKey } from '../../organisation/platform-key.ts';

/** What a valid token gives access to. */
export interface Access {
  readonly organisation: Organisation;
  readonly tokenFingerprint: string;
  /** Id of the user whom the token stands for. RFC 7644 section 3.11. */
  readonly subject?: string;
}

/**
 * Checks a bearer token; undefined and the empty string mean that none was sent. One indexed look-up, whatever the number of
 * tokens. Fails: `Unauthorized` (missing, unknown, revoked or expired); `Forbidden` (SCIM is switched off for the
 * organisation); `StorageUnavailable`. RFC 6750 section 3.1. The client, as its `User-Agent` says, is noted with the use.
 */
export type CheckToken = (
  token: string | undefined,
  userAgent?: string,
) => Effect.Effect<Access, Unauthorized | Forbidden | StorageUnavailable>;

/** What is said of a request to whoever checks its token. */
export interface AuthenticatedRequest {
  readonly id: string;
  /** `User-Agent` as sent. */
  readonly userAgent?: string | undefined;
}

/** Checks the bearer token of a request, and records the request by its id when it is refused. Fails as `CheckToken` does. */
export type Authenticate = (token: string | undefined, request: AuthenticatedRequest) => ReturnType<CheckToken>;

/** What a valid platform key gives access to. */
export interface KeyAccess {
  readonly organisation: Organisation;
  readonly key: PlatformKey;
}

/**
 * Checks a platform key; undefined and the empty string mean that none was sent. It opens the platform's API also while SCIM is
 * switched off for the organisation. Fails: `Unauthorized` (missing, unknown, revoked, expired, or the token of an identity
 * provider); `StorageUnavailable`. RFC 6750 section 3.1.
 */
export type CheckKey = (key: string | undefined) => Effect.Effect<KeyAccess, Unauthorized | StorageUnavailable>;

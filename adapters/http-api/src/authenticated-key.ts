// From the platform key of a request (RFC 6750 section 2.1) to the organisation that it is for, and what the key may do there.
import type * as Effect from 'effect/Effect';
import type * as Result from 'effect/Result';
import type { StorageUnavailable, TooManyRequests, Unauthorized } from '@looop-scim/scim/errors';
import type { AttributeAdministration } from '@looop-scim/provisioning/attributes';
import type { JobService } from '@looop-scim/provisioning/directory';
import type { EventFeed, PlatformService } from '@looop-scim/provisioning/events';
import type { KeyScope, MappingAdministration } from '@looop-scim/provisioning/organisation';
import type { WebhookAdministration } from '@looop-scim/provisioning/webhooks';

/** The organisation of a request, and what its key may do. A session of an administrator opens the same. */
export interface AuthenticatedKey {
  readonly organisationName: string;
  /** Of the key; of a session `person-` and the beginning of the account's id. */
  readonly keyFingerprint: string;
  /** How the history names whoever used the key. */
  readonly author: string;
  readonly scopes: readonly KeyScope[];
  readonly platform: PlatformService;
  readonly mappings: MappingAdministration;
  readonly attributes: AttributeAdministration;
  readonly jobs: JobService;
  readonly feed: EventFeed;
  readonly webhooks: WebhookAdministration;
  /** Lets the request in, and gives what is called when it has ended. Fails: `TooManyRequests`. */
  readonly admit: () => Result.Result<() => void, TooManyRequests>;
}

/** From a platform key (undefined: none was sent) and the address of its client to what it opens. */
export type AuthenticateKey = (
  key: string | undefined,
  address: string,
) => Effect.Effect<AuthenticatedKey, Unauthorized | StorageUnavailable | TooManyRequests>;

const SCHEME = 'bearer ';

/** The key of an Authorization header; the scheme may be in any case. */
export const keyOf = (header: string | undefined): string | undefined => {
  if (header?.slice(0, SCHEME.length).toLowerCase() !== SCHEME) return undefined;
  const key = header.slice(SCHEME.length).trim();
  return key === '' ? undefined : key;
};

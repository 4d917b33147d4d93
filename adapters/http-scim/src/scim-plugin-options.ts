// What the plugin is given by whoever composes it.
import type * as Effect from 'effect/Effect';
import type { Complex, Forbidden, StorageUnavailable, Unauthorized } from '@looop-scim/scim';
import type { ScimService } from '@looop-scim/provisioning';

/** The use cases that a token opens. */
export interface OpenedOrganisation {
  readonly service: ScimService;
  readonly organisationName: string;
  readonly tokenHandle: string;
  /** Id of the user whom `/Me` means; absent for a token that stands for nobody. RFC 7644 section 3.11. */
  readonly subject?: string;
}

/** What the plugin needs from the composition root. */
export interface ScimPluginOptions {
  /** From a bearer token (undefined: none was sent) to the use cases of its organisation. */
  readonly open: (
    token: string | undefined,
  ) => Effect.Effect<OpenedOrganisation, Unauthorized | Forbidden | StorageUnavailable>;
  /** The ServiceProviderConfig for clients that have no token yet. RFC 7644 section 4. */
  readonly anonymousConfig: () => Complex;
  /** Longest body in bytes; longer ones are answered 413. */
  readonly maxBodyBytes: number;
}

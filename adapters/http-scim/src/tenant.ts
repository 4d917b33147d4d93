// From the bearer token of a request (RFC 6750 section 2.1, RFC 7644 section 2) to the organisation that it is for: the one
// way by which a request comes to use cases.
import type * as Effect from 'effect/Effect';
import type { FastifyRequest } from 'fastify';
import type { Complex } from '@looop-scim/scim/attribute';
import { EndpointNotFound, type Forbidden, type StorageUnavailable, type Unauthorized } from '@looop-scim/scim/errors';
import type { ScimService } from '@looop-scim/provisioning';
import { run } from './respond.ts';

/** The organisation of a request, and who asks. */
export interface AuthenticatedTenant {
  readonly service: ScimService;
  readonly organisationName: string;
  readonly tokenFingerprint: string;
  /** Id of the user whom `/Me` means; absent for a token that stands for nobody. RFC 7644 section 3.11. */
  readonly subject?: string;
}

/** What the plugin needs from the composition root. */
export interface ScimPluginOptions {
  /** From a bearer token (undefined: none was sent) to the use cases of its organisation. */
  readonly authenticate: (
    token: string | undefined,
  ) => Effect.Effect<AuthenticatedTenant, Unauthorized | Forbidden | StorageUnavailable>;
  /** The ServiceProviderConfig for clients that have no token yet. RFC 7644 section 4. */
  readonly anonymousConfig: () => Complex;
  /** Longest body in bytes; longer ones are answered 413. */
  readonly maxBodyBytes: number;
}

const SCHEME = 'bearer';

/**
 * The token of an Authorization header: after the scheme Bearer in any case, or the whole header without a scheme, since
 * administrators paste bare tokens into fields that want the complete header. Surplus white space is dropped.
 */
const bearerToken = (header: string | undefined): string | undefined => {
  const text = header?.trim() ?? '';
  const isBearer = text.slice(0, SCHEME.length).toLowerCase() === SCHEME;
  const separated = isBearer && (text.length === SCHEME.length || text[SCHEME.length]?.trim() === '');
  const token = separated ? text.slice(SCHEME.length).trim() : text;
  return token === '' ? undefined : token;
};

/** Makes the hook that finds the organisation of a request, before its body is read. Fails as `authenticate` does. */
export const authenticationHook =
  ({ authenticate }: Pick<ScimPluginOptions, 'authenticate'>) =>
  async (request: FastifyRequest): Promise<void> => {
    const token = bearerToken(request.headers.authorization);
    if (token === undefined && request.routeOptions.config.anonymous === true) return;
    request.scim = await run(authenticate(token));
  };

/** The organisation of a request. Fails: `EndpointNotFound` where none was sent, since nothing else is served to nobody. */
export const tenantOf = (request: FastifyRequest): AuthenticatedTenant => {
  if (request.scim === null) throw new EndpointNotFound({ path: request.url });
  return request.scim;
};

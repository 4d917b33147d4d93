// From the platform key of a request (RFC 6750 section 2.1) to the organisation that it is for, and what the key may do there.
import { finished } from 'node:stream';
import type * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StorageUnavailable, TooManyRequests, Unauthorized } from '@looop-scim/scim/errors';
import type {
  AttributeAdministration,
  JobService,
  Caller,
  KeyScope,
  MappingAdministration,
  PlatformService,
} from '@looop-scim/provisioning';
import { InsufficientScope } from './api-failures.ts';
import { run } from './run.ts';

/** The organisation of a request, and what its key may do. */
export interface AuthenticatedKey {
  readonly organisationName: string;
  readonly keyFingerprint: string;
  /** How the history names whoever used the key. */
  readonly author: string;
  readonly scopes: readonly KeyScope[];
  readonly platform: PlatformService;
  readonly mappings: MappingAdministration;
  readonly attributes: AttributeAdministration;
  readonly jobs: JobService;
  /** Lets the request in, and gives what is called when it has ended. Fails: `TooManyRequests`. */
  readonly admit: () => Result.Result<() => void, TooManyRequests>;
}

/** From a platform key (undefined: none was sent) and the address of its client to what it opens. */
export type AuthenticateKey = (
  key: string | undefined,
  address: string,
) => Effect.Effect<AuthenticatedKey, Unauthorized | StorageUnavailable | TooManyRequests>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once the key of a request to the API is known; null before. */
    api: AuthenticatedKey | null;
  }
  interface FastifyContextConfig {
    /** Whether the route is served without a key. */
    readonly withoutKey?: boolean;
  }
}

const SCHEME = 'bearer ';

/** The key of an Authorization header; the scheme may be in any case. */
const keyOf = (header: string | undefined): string | undefined => {
  if (header?.slice(0, SCHEME.length).toLowerCase() !== SCHEME) return undefined;
  const key = header.slice(SCHEME.length).trim();
  return key === '' ? undefined : key;
};

/** Makes the hook that finds the organisation of a request, before its body is read. */
export const authenticationHook =
  (authenticate: AuthenticateKey) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (request.routeOptions.config.withoutKey === true) return;
    request.api = await run(authenticate(keyOf(request.headers.authorization), request.ip));
    const admitted = request.api.admit();
    if (Result.isFailure(admitted)) throw admitted.failure;
    // Also when the client has gone away meanwhile.
    finished(reply.raw, () => admitted.success());
  };

/** The organisation of a request that has passed the hook. */
export const keyOfRequest = ({ api }: FastifyRequest): AuthenticatedKey => {
  if (api === null) throw new TypeError('The request has no key');
  return api;
};

/** Makes the hook that refuses keys without a scope. Fails: `InsufficientScope`. */
export const scopeHook =
  (scope: KeyScope) =>
  async (request: FastifyRequest): Promise<void> => {
    if (!keyOfRequest(request).scopes.includes(scope)) throw new InsufficientScope({ scope });
  };

/** Who sent a request. */
export const callerOf = (request: FastifyRequest): Caller => ({
  tokenFingerprint: keyOfRequest(request).keyFingerprint,
  requestId: request.id,
});

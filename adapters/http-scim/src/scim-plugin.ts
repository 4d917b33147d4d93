// The SCIM endpoints of all organisations as one Fastify plugin. Which organisation a request is for follows from its token;
// which endpoints exist follows from the organisation's schema registry.
import type { FastifyInstance, FastifyPluginCallback } from 'fastify';
import type { Effect } from 'effect';
import { EndpointNotFound, type Forbidden, type StorageUnavailable, type Unauthorized } from '@looop-scim/scim';
import type { ScimService } from '@looop-scim/provisioning';
import { authenticate } from './authentication.ts';
import { registerContentTypes } from './content-types.ts';
import { makeAnswerFailure } from './failures.ts';
import { refuseUnknownRoutes } from './known-routes.ts';
import { registerResourceRoutes } from './routes/resource-routes.ts';

/** The use cases that a token opens. */
export interface OpenedOrganisation {
  readonly service: ScimService;
  readonly organisationName: string;
  readonly tokenHandle: string;
}

/** What the plugin needs from the composition root. */
export interface ScimPluginOptions {
  /** From a bearer token (undefined: none was sent) to the use cases of its organisation. */
  readonly open: (
    token: string | undefined,
  ) => Effect.Effect<OpenedOrganisation, Unauthorized | Forbidden | StorageUnavailable>;
  /** Longest body in bytes; longer ones are answered 413. */
  readonly maxBodyBytes: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the authentication hook of the SCIM plugin; null before. */
    scim: OpenedOrganisation | null;
  }
}

/** The plugin; register it under the prefix `/scim/v2`, on a server made with `scimServerOptions`. RFC 7644 section 3.2. */
export const scimPlugin: FastifyPluginCallback<ScimPluginOptions> = (fastify: FastifyInstance, options, done) => {
  fastify.decorateRequest('scim', null);
  fastify.setErrorHandler(makeAnswerFailure());
  // Having a handler of its own makes the hooks below run for unknown paths, too; they refuse first.
  fastify.setNotFoundHandler((request) => {
    throw new EndpointNotFound({ path: request.url });
  });
  registerContentTypes(fastify, options.maxBodyBytes);
  fastify.addHook('onRequest', authenticate(options.open));
  fastify.addHook('onRequest', refuseUnknownRoutes);
  registerResourceRoutes(fastify);
  done();
};

// The SCIM endpoints of all organisations as one Fastify plugin. Which organisation a request is for follows from its token;
// which endpoints exist follows from the organisation's schema registry.
import type { FastifyInstance, FastifyPluginCallback } from 'fastify';
import { EndpointNotFound } from '@looop-scim/scim/errors';
import { authenticationHook, type AuthenticatedTenant, type ScimPluginOptions } from './tenant.ts';
import { refuseContentCodings, registerContentTypes } from './content-types.ts';
import { makeAnswerFailure, nameRequest } from './failures.ts';
import { refuseNamelessHost, serveAnyExpectation } from './http-rules.ts';
import { refuseUnknownRoutes } from './known-routes.ts';
import { registerDiscoveryRoutes } from './routes/discovery-routes.ts';
import { locateMe, registerMeRoutes } from './routes/me-routes.ts';
import { registerResourceRoutes } from './routes/resource-routes.ts';
import { registerMessageRoutes } from './routes/message-routes.ts';
import { makeRepeatedErrors } from './repeated-errors.ts';
import { noteUnanswered } from './unanswered.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the authentication hook of the SCIM plugin; null before. */
    scim: AuthenticatedTenant | null;
  }
}

/** The plugin; register it under the prefix `/scim/v2`, on a server made with `scimServerOptions`. RFC 7644 section 3.2. */
export const scimPlugin: FastifyPluginCallback<ScimPluginOptions> = (fastify: FastifyInstance, options, done) => {
  fastify.decorateRequest('scim', null);
  const errors = makeRepeatedErrors();
  fastify.addHook('onClose', async () => errors.stop());
  const answerFailure = makeAnswerFailure(options.maxBodyBytes, errors);
  fastify.setErrorHandler(answerFailure);
  // Having a handler of its own makes the hooks below run for unknown paths, too; they refuse first.
  fastify.setNotFoundHandler((request) => {
    throw new EndpointNotFound({ path: request.url });
  });
  registerContentTypes(fastify, options);
  serveAnyExpectation(fastify);
  noteUnanswered(fastify);
  fastify.addHook('onRequest', nameRequest);
  fastify.addHook('onRequest', refuseNamelessHost);
  fastify.addHook('onRequest', authenticationHook(options));
  fastify.addHook('onRequest', locateMe);
  fastify.addHook('onRequest', refuseUnknownRoutes(fastify));
  fastify.addHook('onRequest', refuseContentCodings);
  registerDiscoveryRoutes(fastify, options);
  registerMessageRoutes(fastify);
  registerMeRoutes(fastify, answerFailure);
  registerResourceRoutes(fastify);
  done();
};

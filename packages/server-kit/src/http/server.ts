// The HTTP server: Fastify with the SCIM plugin at /scim/v2 and a log that holds no secret and no query.
import { randomUUID } from 'node:crypto';
import { fastify, LogController, type FastifyInstance, type FastifyRequest } from 'fastify';
import { nameRequest, pathOf, refusalOf, refuseOutside, scimPlugin, scimServerOptions } from '@looop-scim/http-scim';
import { BULK_LIMITS } from '@looop-scim/scim/bulk';
import type { Storage } from '@looop-scim/provisioning';
import type { App } from '../app.ts';
import type { ComposedServer } from '../composition/compose-server.ts';
import type { Config } from '../settings/config.ts';
import { SCIM_PATH } from '../settings/public-url.ts';
import { isHealthCheck, registerHealthRoutes } from './health-routes.ts';
import { hintAtTls } from './tls-hint.ts';

/** Milliseconds after which a request that is still being received is given up. */
const REQUEST_TIMEOUT_MS = 60_000;

/** Characters of a path that the log shows: a client must not fill the log by one request. */
const LONGEST_PATH = 256;

/** Without the query: filters hold names and addresses of people (RFC 7644 section 7.5.2). */
const loggedPathOf = (request: FastifyRequest): string => {
  const path = pathOf(request);
  return path.length <= LONGEST_PATH ? path : `${path.slice(0, LONGEST_PATH)}...`;
};

const logAnswers = (server: FastifyInstance): void => {
  server.addHook('onResponse', async (request, reply) => {
    const organisation = request.scim?.organisationName;
    const token = request.scim?.tokenFingerprint;
    const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
    const path = loggedPathOf(request);
    // Health checks are answered every few seconds, and would fill the log.
    const level = isHealthCheck(request) ? 'debug' : 'info';
    const refusal = refusalOf(request);
    request.log[level](
      { method: request.method, path, status: reply.statusCode, milliseconds, organisation, token, refusal },
      'answered',
    );
  });
};

/** What a server is built of. */
export interface ServerOptions extends Pick<Config, 'logLevel'>, Pick<App, 'extend'> {
  readonly composed: ComposedServer;
  readonly storage: Pick<Storage, 'ping'>;
}

/** Builds the server; the caller listens and closes. */
export const buildServer = ({ composed, storage, logLevel, extend }: ServerOptions): FastifyInstance => {
  const server = fastify({
    ...scimServerOptions,
    logger: { level: logLevel, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` },
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    requestTimeout: REQUEST_TIMEOUT_MS,
    // What is in flight when the server closes is answered, also on connections that stay open.
    return503OnClosing: false,
  });
  server.addHook('onRequest', nameRequest);
  logAnswers(server);
  hintAtTls(server);
  server.setNotFoundHandler(refuseOutside);
  registerHealthRoutes(server, storage);
  const { authenticate, anonymousConfig } = composed;
  server.register(scimPlugin, {
    prefix: SCIM_PATH,
    authenticate,
    anonymousConfig,
    maxBodyBytes: BULK_LIMITS.maxPayloadSize,
  });
  extend?.(server, composed);
  return server;
};

// The HTTP server: Fastify with the SCIM plugin at /scim/v2 and a log that holds no secret and no query.
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { fastify, LogController, type FastifyInstance } from 'fastify';
import {
  nameRequest,
  refuseOutside,
  scimPlugin,
  scimServerOptions,
  type ScimPluginOptions,
} from '@looop-scim/http-scim';
import { BULK_LIMITS } from '@looop-scim/scim/bulk';
import type { Storage } from '@looop-scim/provisioning';
import type { App } from '../app.ts';
import type { ComposedServer } from '../composition/compose-server.ts';
import type { Config } from '../settings/config.ts';
import { SCIM_PATH } from '../settings/public-url.ts';
import { makeClosing, type Closing } from './connections/closing.ts';
import { makeOneAtATime } from './connections/one-at-a-time.ts';
import { boundUnreadAnswers, type AnswerLimits } from './connections/unread-answers.ts';
import { logAnswers } from './answer-log.ts';
import { registerHealthRoutes } from './health-routes.ts';
import { hintAtTls } from './tls-hint.ts';

/** Milliseconds after which a request that is still being received is given up. */
const REQUEST_TIMEOUT_MS = 60_000;

/** Milliseconds that a connection is kept without a request; longer than proxies keep theirs, so that they end it. */
const KEEP_ALIVE_MS = 72_000;

/** What a server is built of. */
export interface ServerOptions
  extends
    Pick<Config, 'logLevel'>,
    Partial<Pick<Config, 'trustedProxies'>>,
    Pick<App, 'extend'>,
    Pick<ScimPluginOptions, 'maxReadBytes'> {
  readonly connections: AnswerLimits;
  readonly composed: ComposedServer;
  readonly storage: Pick<Storage, 'ping'>;
}

/** A server, and the end of its connections. */
export interface BuiltServer extends Closing {
  readonly server: FastifyInstance;
}

/** Builds the server; the caller listens and closes. */
export const buildServer = (options: ServerOptions): BuiltServer => {
  const { composed, storage, logLevel, extend, maxReadBytes, connections, trustedProxies = [] } = options;
  const { inTurn, hasWaiting } = makeOneAtATime();
  const server = fastify({
    ...scimServerOptions,
    serverFactory: (serve): Server => {
      const made = createServer(scimServerOptions.http, inTurn(serve));
      made.requestTimeout = REQUEST_TIMEOUT_MS;
      made.keepAliveTimeout = KEEP_ALIVE_MS;
      return made;
    },
    logger: { level: logLevel, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` },
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    genReqId: () => randomUUID(),
    // What is in flight when the server closes is answered, also on connections that stay open.
    return503OnClosing: false,
  });
  const { end } = makeClosing(server, { hasWaiting });
  boundUnreadAnswers(server, connections);
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
    ...(maxReadBytes !== undefined && { maxReadBytes }),
  });
  extend?.(server, composed);
  return { server, end };
};

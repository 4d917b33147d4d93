// The HTTP server: Fastify with the SCIM plugin at /scim/v2, the platform's API at /api/v1, and a log that holds no secret and no query.
import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { fastify, LogController, type FastifyInstance } from 'fastify';
import { apiPlugin, problemCodeOf, sendProblem } from '@looop-scim/http-api';
import {
  makeRepeatedErrors,
  nameRequest,
  pathOf,
  refuseOutside,
  scimPlugin,
  scimServerOptions,
  type ScimPluginOptions,
} from '@looop-scim/http-scim';
import { BULK_LIMITS } from '@looop-scim/scim/bulk';
import { EndpointNotFound } from '@looop-scim/scim/errors';
import type { Storage } from '@looop-scim/provisioning/ports';
import type { App } from '../app.ts';
import type { ComposedServer } from '../composition/compose-server.ts';
import type { Config } from '../settings/config.ts';
import { SCIM_PATH } from '../settings/public-url.ts';
import { makeClosing, type Closing } from './connections/closing.ts';
import { makeOneAtATime } from './connections/one-at-a-time.ts';
import { boundUnreadAnswers, type AnswerLimits } from './connections/unread-answers.ts';
import { logAnswers } from './answer-log.ts';
import { registerHealthRoutes } from './health-routes.ts';
import { registerPages } from './pages.ts';
import { TLS_SETTINGS } from './tls/keep-certificate.ts';
import type { KeyPair } from './tls/key-pair.ts';
import { hintAtOtherProtocol } from './tls/protocol-hint.ts';

/** Milliseconds after which a request that is still being received is given up. */
const REQUEST_TIMEOUT_MS = 60_000;

/** Milliseconds that a connection is kept without a request; longer than proxies keep theirs, so that they end it. */
const KEEP_ALIVE_MS = 72_000;

/** Milliseconds that a client has to agree on TLS. */
const HANDSHAKE_TIMEOUT_MS = 20_000;

/** What a server is built of. */
export interface ServerOptions
  extends
    Pick<Config, 'logLevel'>,
    Partial<Pick<Config, 'trustedProxies'>>,
    Pick<App, 'extend' | 'pages'>,
    Pick<Config, 'publicUrl'>,
    Pick<ScimPluginOptions, 'maxReadBytes'> {
  readonly connections: AnswerLimits;
  /** Where the log goes. Default: stdout. */
  readonly log?: NodeJS.WritableStream;
  /** What TLS is served with; absent: plain HTTP is served. */
  readonly tls?: KeyPair;
  readonly composed: ComposedServer;
  readonly storage: Pick<Storage, 'ping'>;
}

/** A server, and the end of its connections. */
export interface BuiltServer extends Closing {
  readonly server: FastifyInstance;
}

/** Where the API of the learning platform is. */
const API_PATH = '/api/v1';

/** Longest body of the API in bytes: a mapping set may have 1,048,576 characters, of at most 3 bytes. */
const API_BODY_BYTES = 3 * 1_048_576;

const { frameworkErrors } = scimServerOptions;

/** A URL that the router does not read passes no hook: below the API it is a problem, and its log line is written here. */
const answerBadUrl: typeof frameworkErrors = (error, request, reply) => {
  const path = pathOf(request);
  if (!path.startsWith(`${API_PATH}/`)) return frameworkErrors(error, request, reply);
  sendProblem(reply, new EndpointNotFound({ path }));
  const refusal = { kind: problemCodeOf(request) };
  request.log.info({ method: request.method, status: reply.statusCode, refusal }, 'answered');
};

/** Registers the API of the learning platform. */
const registerApi = (
  server: FastifyInstance,
  { authenticatePlatform, peopleGate }: ComposedServer,
  closing: AbortSignal,
): void => {
  const errors = makeRepeatedErrors();
  server.addHook('onClose', async () => errors.stop());
  server.register(apiPlugin, {
    prefix: API_PATH,
    authenticate: authenticatePlatform,
    people: peopleGate,
    maxBodyBytes: API_BODY_BYTES,
    report: errors.report,
    closing,
  });
};

/** Makes what listens: for HTTP in TLS, or for HTTP alone. */
const makeHttpServer = (serve: RequestListener, tls: KeyPair | undefined): Server => {
  const options = scimServerOptions.http;
  const made =
    tls === undefined
      ? createServer(options, serve)
      : createTlsServer(
          { ...options, ...TLS_SETTINGS, handshakeTimeout: HANDSHAKE_TIMEOUT_MS, cert: tls.cert, key: tls.key },
          serve,
        );
  made.requestTimeout = REQUEST_TIMEOUT_MS;
  made.keepAliveTimeout = KEEP_ALIVE_MS;
  return made;
};

/** Builds the server; the caller listens and closes. */
export const buildServer = (options: ServerOptions): BuiltServer => {
  const {
    composed,
    storage,
    logLevel,
    log: stream,
    extend,
    maxReadBytes,
    connections,
    trustedProxies = [],
    publicUrl,
    tls,
  } = options;
  const { inTurn, hasWaiting } = makeOneAtATime();
  const server = fastify({
    ...scimServerOptions,
    frameworkErrors: answerBadUrl,
    serverFactory: (serve) => makeHttpServer(inTurn(serve), tls),
    logger: {
      ...{ level: logLevel, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` },
      ...(stream && { stream }),
    },
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
  hintAtOtherProtocol(server);
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
  const closing = new AbortController();
  registerApi(server, composed, closing.signal);
  registerPages(server, options, publicUrl === undefined ? tls !== undefined : publicUrl.startsWith('https:'));
  extend?.(server, composed);
  return {
    server,
    end: (graceMs) => {
      closing.abort();
      return end(graceMs);
    },
  };
};

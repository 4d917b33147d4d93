// What the plugin needs of the server around it: tolerant URLs, and SCIM Errors for requests that never reach a route.
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyHttpOptions, FastifyInstance, FastifyReply, FastifyRequest, RawServerDefault } from 'fastify';
import {
  EndpointNotFound,
  HeadersTooLarge,
  InvalidSyntax,
  InvalidVersion,
  RequestTimedOut,
  type ScimFailure,
} from '@looop-scim/scim/errors';
import { errorMessage, errorSummary } from '@looop-scim/scim/message';
import { REQUEST_ID, refusalOf, sendFailure } from './failures.ts';
import { pathOf } from './known-routes.ts';
import { SCIM_JSON } from './respond.ts';
import { withoutOrigin } from './http-rules.ts';
import { whenAnswered } from './unanswered.ts';

/** Longest id in a path; a longer one is not found. */
const MAX_ID_LENGTH = 512;

/**
 * Most bytes of request line and headers: room for the longest filter, percent-encoded. The default of Node.js has room for a
 * fifth of it.
 */
const MAX_HEADER_BYTES = 128 * 1024;

type ServerOptions = FastifyHttpOptions<RawServerDefault>;

/** A URL that the router does not read passes no hook, so that its log line is written here. */
const badUrl = (_error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
  sendFailure(reply, new EndpointNotFound({ path: pathOf(request) }));
  request.log.info({ method: request.method, status: reply.statusCode, refusal: refusalOf(request) }, 'answered');
};

/** Why a request was given up before anything could be asked of it. */
const givenUp = (code: string): ScimFailure => {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new HeadersTooLarge({ maximumBytes: MAX_HEADER_BYTES });
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new RequestTimedOut();
    default:
      return new InvalidSyntax({ reason: 'the request must be valid HTTP' });
  }
};

/** Connections that were answered that they send no request; whatever else they send is no further error. */
const lingering = new WeakSet<Duplex>();

/** Milliseconds in which a client may end what it sends after it was answered that it is no request. */
const LINGER_MS = 2000;

/**
 * Closes a connection so that its last answer arrives: what the client still sends is taken in and dropped, since a connection
 * that is closed over unread bytes is reset. RFC 9112 section 9.6.
 */
const linger = (socket: Duplex): void => {
  lingering.add(socket);
  const timer = setTimeout(() => void socket.destroy(), LINGER_MS).unref();
  socket.once('close', () => clearTimeout(timer));
  socket.resume();
};

/** Writes a failure for which there is no request object, and its log line. */
const writeFailure = (socket: Duplex, failure: ScimFailure, log: FastifyInstance['log']): void => {
  const reqId = randomUUID();
  const { body, status } = errorMessage(failure, reqId);
  const text = JSON.stringify(body);
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${SCIM_JSON}\r\nContent-Length: ${Buffer.byteLength(text)}`;
  socket.end(`${head}\r\n${REQUEST_ID}: ${reqId}\r\nConnection: close\r\n\r\n${text}`);
  linger(socket);
  log.info({ reqId, status: Number(status), refusal: errorSummary(failure) }, 'answered');
};

/**
 * A request that is not HTTP never gets a request object: the answer is written to the socket, after the answers to the requests
 * before it. A socket that the client reset, or that has ended, is only closed.
 */
const clientError = function (
  this: Pick<FastifyInstance, 'log'>,
  ...[error, socket]: Parameters<NonNullable<ServerOptions['clientErrorHandler']>>
): void {
  if (error.code === 'ECONNRESET') return void socket.destroy();
  if (lingering.has(socket)) return;
  whenAnswered(socket, () => {
    if (socket.writable) writeFailure(socket, givenUp(error.code), this.log);
    else socket.destroy();
  });
};

const isVersion = (segment: string): boolean => {
  const number = segment.slice(1);
  return (
    segment.startsWith('v') && number !== '' && [...number].every((character) => character >= '0' && character <= '9')
  );
};

/**
 * Handler for what lies outside of every base URL: a base URL of another version of the protocol, or one that was copied in
 * part. RFC 7644 section 3.13.
 */
export const refuseOutside = (request: FastifyRequest, reply: FastifyReply): void => {
  const path = pathOf(request);
  const version = path.split('/').slice(1, 3).find(isVersion);
  const isOther = version !== undefined && version !== 'v2';
  sendFailure(reply, isOther ? new InvalidVersion({ requested: version }) : new EndpointNotFound({ path }));
};

/** Options of `fastify()` that the plugin relies on. */
export const scimServerOptions = {
  // Node.js would answer a request without Host by itself, with an empty body. The plugin refuses it instead.
  http: { maxHeaderSize: MAX_HEADER_BYTES, requireHostHeader: false },
  rewriteUrl: ({ url = '/' }) => withoutOrigin(url),
  routerOptions: {
    ignoreTrailingSlash: true,
    ignoreDuplicateSlashes: true,
    caseSensitive: true,
    maxParamLength: MAX_ID_LENGTH,
  },
  frameworkErrors: badUrl,
  clientErrorHandler: clientError,
} as const satisfies ServerOptions;

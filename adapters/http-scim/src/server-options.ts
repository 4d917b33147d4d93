// What the plugin needs of the server around it: tolerant URLs, and SCIM Errors for requests that never reach a route.
import type { FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import { EndpointNotFound, errorMessage, InvalidSyntax } from '@looop-scim/scim';
import { sendFailure } from './failures.ts';
import { SCIM_JSON } from './respond.ts';

/** Longest id in a path; a longer one is not found. */
const MAX_ID_LENGTH = 512;

const badUrl = (_error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
  const end = request.url.indexOf('?');
  sendFailure(reply, new EndpointNotFound({ path: end < 0 ? request.url : request.url.slice(0, end) }));
};

/** A request that is no HTTP never gets a request object: the answer is written to the socket. */
const clientError: NonNullable<FastifyServerOptions['clientErrorHandler']> = (error, socket) => {
  // A socket that the client reset, or that an answer is under way on, is only closed.
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const { body } = errorMessage(new InvalidSyntax({ reason: 'the request is not valid HTTP' }));
  const text = JSON.stringify(body);
  const head = `HTTP/1.1 400 Bad Request\r\nContent-Type: ${SCIM_JSON}\r\nContent-Length: ${Buffer.byteLength(text)}`;
  socket.end(`${head}\r\nConnection: close\r\n\r\n${text}`);
};

/** Options of `fastify()` that the plugin relies on. */
export const scimServerOptions = {
  routerOptions: {
    ignoreTrailingSlash: true,
    ignoreDuplicateSlashes: true,
    caseSensitive: true,
    maxParamLength: MAX_ID_LENGTH,
  },
  frameworkErrors: badUrl,
  clientErrorHandler: clientError,
} as const satisfies FastifyServerOptions;

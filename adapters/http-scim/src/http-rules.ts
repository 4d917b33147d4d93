// What HTTP/1.1 asks of a server and Node.js answers without a body, or hands on as it came.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InvalidSyntax } from '@looop-scim/scim/errors';

/** The path and query of a request target, which a client may also send as a whole URI. RFC 9112 section 3.2.2. */
export const withoutOrigin = (target: string): string => {
  if (target.startsWith('/')) return target;
  const scheme = target.slice(0, 'https://'.length).toLowerCase();
  const length = ['http://', 'https://'].find((one) => scheme.startsWith(one))?.length;
  if (length === undefined) return target;
  const path = target.indexOf('/', length);
  return path < 0 ? '/' : target.slice(path);
};

/** Hook: refuses a request of HTTP/1.1 without Host. RFC 9112 section 3.2. */
export const refuseNamelessHost = async ({ raw, headers }: FastifyRequest): Promise<void> => {
  if (headers.host !== undefined || raw.httpVersion === '1.0') return;
  throw new InvalidSyntax({ reason: 'the header Host is missing; send it' });
};

/** Serves requests whatever they expect beside 100-continue, which Node.js would answer 417 to. RFC 9110 section 10.1.1. */
export const serveAnyExpectation = ({ server }: FastifyInstance): void => {
  server.on('checkExpectation', (request, response) => void server.emit('request', request, response));
};

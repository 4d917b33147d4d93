// Requests that no route takes: a known path with another method is 405 with Allow, anything else 404. Decided before the
// body is read, so that a wrong request costs nothing.
import type { FastifyRequest } from 'fastify';
import { EndpointNotFound, MethodNotAllowed } from '@looop-scim/scim';

const COLLECTION_METHODS = ['GET', 'HEAD', 'POST'];
const RESOURCE_METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'];

/** The path below the base URL, without the query: `/Users/42`. */
const pathBelowBase = (request: FastifyRequest): string => {
  const url = request.originalUrl;
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
};

/** Hook: fails for a request that no route takes, and for endpoints that the organisation does not have. */
export const refuseUnknownRoutes = async (request: FastifyRequest): Promise<void> => {
  const path = pathBelowBase(request);
  const segments = path
    .slice(request.server.prefix.length)
    .split('/')
    .filter((segment) => segment !== '');
  const [endpoint, ...rest] = segments;
  const known = endpoint !== undefined && request.scim?.service.resourceTypeAt(`/${endpoint}`) !== undefined;
  if (!known || rest.length > 1) throw new EndpointNotFound({ path });
  if (!request.is404) return;
  const allow = rest.length === 0 ? COLLECTION_METHODS : RESOURCE_METHODS;
  throw allow.includes(request.method)
    ? new EndpointNotFound({ path })
    : new MethodNotAllowed({ method: request.method, allow });
};

// Requests that no route takes: a known path with another method is 405 with Allow, anything else 404. Decided before the
// body is read, so that a wrong request costs nothing.
import type { FastifyRequest } from 'fastify';
import { EndpointNotFound, MethodNotAllowed, NotImplemented } from '@looop-scim/scim/errors';
import { surplusOf, unknownEndpoint } from '@looop-scim/provisioning';

const READ = ['GET', 'HEAD'];
const POST_ALONE = ['POST'];
const COLLECTION = [...READ, 'POST'];
const RESOURCE = [...READ, 'PUT', 'PATCH', 'DELETE'];

/** The path of a request, without the query. */
export const pathOf = ({ url }: FastifyRequest): string => {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
};

/** The path below the base URL as segments: `Users` and `42`. */
export const segmentsOf = (request: FastifyRequest): readonly string[] =>
  pathOf(request)
    .slice(request.server.prefix.length)
    .split('/')
    .filter((segment) => segment !== '');

/** The methods of what is served beside resources, by number of segments behind the name. RFC 7644 section 3.2. */
const SERVICE_METHODS: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
  ['ServiceProviderConfig', [READ]],
  ['ResourceTypes', [READ, READ]],
  ['Schemas', [READ, READ]],
  ['.search', [POST_ALONE]],
  ['Bulk', [POST_ALONE]],
]);

/** The alias of a resource that exists already takes what the resource takes, so no POST. RFC 7644 section 3.11. */
const methodsOfMe = (request: FastifyRequest): readonly string[] => {
  if (request.scim?.subject !== undefined) return RESOURCE;
  throw new NotImplemented({ feature: '/Me', needsSubject: true });
};

/** The methods of a path, undefined when nothing is served there. */
const methodsOf = (request: FastifyRequest, segments: readonly string[]): readonly string[] | undefined => {
  const [endpoint, id, ...rest] = segments;
  if (rest.length > 0) return undefined;
  if (request.scim !== null && surplusOf(request.scim.service.description, segments) !== undefined) return undefined;
  if (endpoint === undefined) return READ;
  if (endpoint === 'Me') return id === undefined ? methodsOfMe(request) : undefined;
  const service = SERVICE_METHODS.get(endpoint);
  if (service !== undefined) return service[segments.length - 1];
  if (request.scim?.service.resourceTypeAt(`/${endpoint}`) === undefined) return undefined;
  if (id === undefined) return COLLECTION;
  return id === '.search' ? POST_ALONE : RESOURCE;
};

/** The refusal of a path; nobody without a token is told which endpoints there are. */
const notServed = (request: FastifyRequest, segments: readonly string[]): EndpointNotFound =>
  request.scim === null
    ? new EndpointNotFound({ path: pathOf(request) })
    : unknownEndpoint(request.scim.service.description, segments);

/** Hook: fails for a request that no route takes, and for endpoints that the organisation does not have. */
export const refuseUnknownRoutes = async (request: FastifyRequest): Promise<void> => {
  const segments = segmentsOf(request);
  const allow = methodsOf(request, segments);
  if (allow === undefined) throw notServed(request, segments);
  if (allow.includes(request.method)) {
    if (request.is404) throw notServed(request, segments);
    return;
  }
  throw new MethodNotAllowed({ method: request.method, allow });
};

// Requests that no route takes: a known path with another method is 405 with Allow, anything else 404. Decided before the
// body is read, so that a wrong request costs nothing.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { EndpointNotFound, MethodNotAllowed, NotImplemented } from '@looop-scim/scim/errors';
import { surplusOf, unknownEndpoint } from '@looop-scim/provisioning';

/** In the order in which Allow names them. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

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

/** A route that was registered: its path below the base URL as segments, `:` before those that take any text. */
interface Route {
  readonly pattern: readonly string[];
  readonly methods: Set<string>;
}

const isParameter = (segment: string): boolean => segment.startsWith(':');

const matches = ({ pattern }: Route, segments: readonly string[]): boolean =>
  pattern.length === segments.length && pattern.every((one, index) => isParameter(one) || one === segments[index]);

/** The router prefers a text to a parameter, from the left: of two routes that take one path, the one with the lower rank counts. */
const rankOf = ({ pattern }: Route): string => pattern.map((one) => (isParameter(one) ? '1' : '0')).join('');

/** Collects the routes that are registered from now on, those that count before others first. */
const collectRoutes = (fastify: FastifyInstance): readonly Route[] => {
  const routes: Route[] = [];
  fastify.addHook('onRoute', ({ method, routePath }) => {
    const pattern = routePath.split('/').filter((segment) => segment !== '');
    let route = routes.find((one) => one.pattern.join('/') === pattern.join('/'));
    if (route === undefined) {
      routes.push((route = { pattern, methods: new Set() }));
      routes.sort((left, right) => (rankOf(left) < rankOf(right) ? -1 : 1));
    }
    for (const one of [method].flat()) route.methods.add(one.toUpperCase());
  });
  return routes;
};

/** Whether anything is served at the endpoint of a route; without a token, whatever has a route. RFC 7644 section 3.2. */
const isServed = ({ scim }: FastifyRequest, { pattern }: Route, segments: readonly string[]): boolean => {
  const [first] = pattern;
  if (scim === null) return first === undefined || !isParameter(first);
  if (surplusOf(scim.service.description, segments) !== undefined) return false;
  return first === undefined || !isParameter(first) || scim.service.resourceTypeAt(`/${segments[0]}`) !== undefined;
};

/** The alias means nothing without a user. RFC 7644 section 3.11. */
const checkSubject = (request: FastifyRequest, { pattern }: Route): void => {
  if (pattern[0] !== 'Me' || request.scim?.subject !== undefined) return;
  throw new NotImplemented({ feature: '/Me', needsSubject: true });
};

/** The refusal of a path; nobody without a token is told which endpoints there are. */
const notServed = (request: FastifyRequest, segments: readonly string[]): EndpointNotFound =>
  request.scim === null
    ? new EndpointNotFound({ path: pathOf(request) })
    : unknownEndpoint(request.scim.service.description, segments);

/**
 * Makes the hook that fails for a request that no route takes, and for endpoints that the organisation does not have. It goes by
 * the routes of the plugin that are registered afterwards.
 */
export const refuseUnknownRoutes = (fastify: FastifyInstance): ((request: FastifyRequest) => Promise<void>) => {
  const routes = collectRoutes(fastify);
  return async (request) => {
    const segments = segmentsOf(request);
    const route = routes.find((one) => matches(one, segments));
    if (route === undefined || !isServed(request, route, segments)) throw notServed(request, segments);
    checkSubject(request, route);
    if (!route.methods.has(request.method)) {
      throw new MethodNotAllowed({ method: request.method, allow: METHODS.filter((one) => route.methods.has(one)) });
    }
    if (request.is404) throw notServed(request, segments);
  };
};

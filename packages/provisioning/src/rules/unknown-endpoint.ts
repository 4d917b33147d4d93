// What to tell of a path below the base URL at which nothing is served.
import { closestName, type Complex } from '@looop-scim/scim/attribute';
import { EndpointNotFound } from '@looop-scim/scim/errors';
import type { ServiceDescription } from '../ports/inbound/scim-service.ts';

/** Endpoints that every organisation has beside those of its resource types. RFC 7644 section 3.2. */
const SERVICE_ENDPOINTS = ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas', '/Bulk', '/.search', '/Me'];

/** What people call the endpoints otherwise. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ...['people', 'person', 'persons', 'account', 'accounts', 'identities', 'members'].map(
    (name) => [name, '/Users'] as const,
  ),
  ...['team', 'teams'].map((name) => [name, '/Groups'] as const),
]);

const endpointOf = (resourceType: Complex): readonly string[] =>
  typeof resourceType['endpoint'] === 'string' ? [resourceType['endpoint']] : [];

const meant = (name: string, endpoints: readonly string[]): string | undefined =>
  [OTHER_NAMES.get(name.toLowerCase()), closestName(name, endpoints)].find(
    (endpoint) => endpoint !== undefined && endpoints.includes(endpoint),
  );

const isBaseUrl = ([first = '', second = '']: readonly string[]): boolean =>
  first.toLowerCase() === 'scim' && second.toLowerCase() === 'v2';

/**
 * What the base URL has too much, judged by the segments of a path below it: `/Users` where the client asked for
 * `/Users/Users`, `/scim/v2` where it asked for `/scim/v2/Users`; undefined when nothing. No resource has the name of an endpoint
 * as its id.
 */
export const surplusOf = (description: ServiceDescription, segments: readonly string[]): string | undefined => {
  if (isBaseUrl(segments)) return '/scim/v2/scim/v2';
  const [first, second] = segments;
  if (first === undefined || second === undefined || second === '.search') return undefined;
  const endpoints = endpointsOf(description);
  return endpoints.includes(`/${first}`) && endpoints.includes(`/${second}`) ? `/${first}` : undefined;
};

/** The endpoints of an organisation: those of its resource types, then those of the service. */
const endpointsOf = ({ resourceTypes }: ServiceDescription): readonly string[] => [
  ...[...resourceTypes.values()].flatMap(endpointOf),
  ...SERVICE_ENDPOINTS,
];

/** The refusal of a path below the base URL, with the endpoint that was probably meant. RFC 7644 section 3.2. */
export const unknownEndpoint = (description: ServiceDescription, segments: readonly string[]): EndpointNotFound => {
  const endpoints = endpointsOf(description);
  const surplus = surplusOf(description, segments);
  const [name = ''] = segments;
  const suggestion = meant(name, endpoints);
  return new EndpointNotFound({
    path: `/${segments.join('/')}`,
    endpoints,
    ...(suggestion !== undefined && { suggestion }),
    ...(surplus !== undefined && { surplus }),
  });
};

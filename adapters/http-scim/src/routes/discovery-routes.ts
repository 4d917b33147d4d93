// /ServiceProviderConfig, /ResourceTypes and /Schemas (RFC 7644 section 4). Query parameters have no effect here. A filter is
// refused: a client would take the whole list for the filtered one.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { closestName, type Complex } from '@looop-scim/scim/attribute';
import { EndpointNotFound, Forbidden } from '@looop-scim/scim/errors';
import { listResponse } from '@looop-scim/scim/message';
import type { ServiceDescription } from '@looop-scim/provisioning';
import { segmentsOf } from '../known-routes.ts';
import { tenantOf } from '../tenant.ts';
import { queryParameters } from './one-resource.ts';
import { sendJson } from '../respond.ts';
import type { ScimPluginOptions } from '../tenant.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the route is served without a token. */
    readonly anonymous?: boolean;
  }
}

const refuseFilter = async (request: FastifyRequest): Promise<void> => {
  if (queryParameters(request.url).has('filter')) {
    throw new Forbidden({ reason: 'the descriptions of the service cannot be filtered; leave out the filter' });
  }
};

const descriptionOf = (request: FastifyRequest): ServiceDescription => tenantOf(request).service.description;

const oneOf = (resources: ReadonlyMap<string, Complex>, id: string, request: FastifyRequest): Complex => {
  const found = resources.get(id);
  if (found !== undefined) return found;
  const [endpoint = '', name = ''] = segmentsOf(request);
  const names = [...resources.values()].map((one) => String(one['id'] ?? one['name']));
  const meant = closestName(name, names);
  throw new EndpointNotFound({
    path: `/${endpoint}/${name}`,
    endpoints: names.map((one) => `/${endpoint}/${one}`),
    ...(meant !== undefined && { suggestion: `/${endpoint}/${meant}` }),
  });
};

const listOf = (resources: ReadonlyMap<string, Complex>) => {
  const representations = [...resources.values()];
  return listResponse({ totalResults: representations.length, startIndex: 1, representations });
};

/** Registers what clients read before they start. */
export const registerDiscoveryRoutes = (
  fastify: FastifyInstance,
  { anonymousConfig }: Pick<ScimPluginOptions, 'anonymousConfig'>,
): void => {
  const options = { onRequest: refuseFilter };
  fastify.get('/ServiceProviderConfig', { ...options, config: { anonymous: true } }, async (request, reply) =>
    sendJson(reply, 200, request.scim?.service.description.serviceProviderConfig ?? anonymousConfig()),
  );
  fastify.get('/ResourceTypes', options, async (request, reply) =>
    sendJson(reply, 200, listOf(descriptionOf(request).resourceTypes)),
  );
  fastify.get<{ Params: { id: string } }>('/ResourceTypes/:id', options, async (request, reply) =>
    sendJson(reply, 200, oneOf(descriptionOf(request).resourceTypes, request.params.id, request)),
  );
  fastify.get('/Schemas', options, async (request, reply) =>
    sendJson(reply, 200, listOf(descriptionOf(request).schemas)),
  );
  fastify.get<{ Params: { urn: string } }>('/Schemas/:urn', options, async (request, reply) =>
    sendJson(reply, 200, oneOf(descriptionOf(request).schemas, request.params.urn.toLowerCase(), request)),
  );
};

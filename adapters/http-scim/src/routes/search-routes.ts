// Queries across resource types, at the root by GET and at /.search by POST, and queries of one type by POST (RFC 7644 sections
// 3.4.2.1 and 3.4.3).
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { EndpointNotFound, listResponse, parseListQuery, parseSearchRequest } from '@looop-scim/scim';
import type { ScimService } from '@looop-scim/provisioning';
import { queryParameters } from '../query-parameters.ts';
import { run, sendJson, take } from '../respond.ts';

const serviceOf = (request: FastifyRequest): ScimService => {
  const service = request.scim?.service;
  if (service === undefined) throw new EndpointNotFound({ path: request.url });
  return service;
};

/** Registers the queries of the root and those by POST. */
export const registerSearchRoutes = (fastify: FastifyInstance): void => {
  fastify.get('/', async (request, reply) => {
    const query = take(parseListQuery(queryParameters(request.url)));
    return sendJson(reply, 200, listResponse(await run(serviceOf(request).searchAllTypes(query))));
  });

  fastify.post('/.search', async (request, reply) => {
    const service = serviceOf(request);
    const page = await run(service.searchAllTypes(take(parseSearchRequest(request.body, service.policy))));
    return sendJson(reply, 200, listResponse(page));
  });

  fastify.post<{ Params: { endpoint: string } }>('/:endpoint/.search', async (request, reply) => {
    const service = serviceOf(request);
    const type = service.resourceTypeAt(`/${request.params.endpoint}`);
    if (type === undefined) throw new EndpointNotFound({ path: request.url });
    const query = take(parseSearchRequest(request.body, service.policy));
    return sendJson(reply, 200, listResponse(await run(service.list({ type, query }))));
  });
};

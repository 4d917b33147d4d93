// Queries across resource types, at the root by GET and at /.search by POST, and queries of one type by POST (RFC 7644 sections
// 3.4.2.1 and 3.4.3).
import type { FastifyInstance } from 'fastify';
import { listResponse, parseListQuery, parseSearchRequest } from '@looop-scim/scim';
import { openedBy } from '../opened-organisation.ts';
import { queryParameters } from '../query-parameters.ts';
import { run, sendJson, take } from '../respond.ts';
import { targetAt } from './one-resource.ts';

/** Registers the queries of the root and those by POST. */
export const registerSearchRoutes = (fastify: FastifyInstance): void => {
  fastify.get('/', async (request, reply) => {
    const query = take(parseListQuery(queryParameters(request.url)));
    return sendJson(reply, 200, listResponse(await run(openedBy(request).service.searchAllTypes(query))));
  });

  fastify.post('/.search', async (request, reply) => {
    const { service } = openedBy(request);
    const page = await run(service.searchAllTypes(take(parseSearchRequest(request.body, service.policy))));
    return sendJson(reply, 200, listResponse(page));
  });

  fastify.post<{ Params: { endpoint: string } }>('/:endpoint/.search', async (request, reply) => {
    const { service, type } = targetAt(`/${request.params.endpoint}`, request);
    const query = take(parseSearchRequest(request.body, service.policy));
    return sendJson(reply, 200, listResponse(await run(service.list({ type, query }))));
  });
};

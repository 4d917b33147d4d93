// Requests whose parameters stand in the body: queries by POST (RFC 7644 section 3.4.3), queries across resource types (section
// 3.4.2.1), and many operations at once (section 3.7).
import type { FastifyInstance } from 'fastify';
import { bulkResponse } from '@looop-scim/scim/bulk';
import { parseListQuery } from '@looop-scim/scim/list';
import { listResponse } from '@looop-scim/scim/message';
import { orThrow, run, sendJson } from '../respond.ts';
import { tenantOf } from '../tenant.ts';
import { queryParameters, targetAt } from './one-resource.ts';

/** Registers the queries of the root, those by POST, and bulk requests. */
export const registerMessageRoutes = (fastify: FastifyInstance): void => {
  fastify.get('/', async (request, reply) => {
    const query = orThrow(parseListQuery(queryParameters(request.url)));
    return sendJson(reply, 200, listResponse(await run(tenantOf(request).service.listAllTypes(query))));
  });

  fastify.post('/.search', async (request, reply) => {
    const page = await run(tenantOf(request).service.search({ body: request.body }));
    return sendJson(reply, 200, listResponse(page));
  });

  fastify.post<{ Params: { endpoint: string } }>('/:endpoint/.search', async (request, reply) => {
    const { service, type } = targetAt(`/${request.params.endpoint}`, request);
    return sendJson(reply, 200, listResponse(await run(service.search({ type, body: request.body }))));
  });

  // 200 whatever became of the operations, each of which has a status of its own.
  fastify.post('/Bulk', async (request, reply) => {
    const { service, tokenFingerprint } = tenantOf(request);
    const caller = { tokenFingerprint, requestId: request.id };
    return sendJson(reply, 200, bulkResponse(await run(service.bulk({ body: request.body, caller }))));
  });
};

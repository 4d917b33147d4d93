// Requests whose parameters stand in the body: queries by POST (RFC 7644 section 3.4.3), queries across resource types (section
// 3.4.2.1), and many operations at once (section 3.7).
import type { FastifyInstance } from 'fastify';
import { bulkResponse } from '@looop-scim/scim/bulk';
import { parseListQuery } from '@looop-scim/scim/list';
import { orThrow, run, runWhileWanted, sendJson, sendPage } from '../respond.ts';
import { tenantOf } from '../tenant.ts';
import { queryParameters, targetAt } from './one-resource.ts';

/** Registers the queries of the root, those by POST, and bulk requests. */
export const registerMessageRoutes = (fastify: FastifyInstance): void => {
  fastify.get('/', async (request, reply) => {
    const query = orThrow(parseListQuery(queryParameters(request.url)));
    return sendPage(reply, await runWhileWanted(reply, tenantOf(request).service.listAllTypes(query)));
  });

  fastify.post('/.search', async (request, reply) => {
    const page = await runWhileWanted(reply, tenantOf(request).service.search({ body: request.body }));
    return sendPage(reply, page);
  });

  fastify.post<{ Params: { endpoint: string } }>('/:endpoint/.search', async (request, reply) => {
    const { service, type } = targetAt(`/${request.params.endpoint}`, request);
    return sendPage(reply, await runWhileWanted(reply, service.search({ type, body: request.body })));
  });

  // 200 whatever became of the operations, each of which has a status of its own.
  fastify.post('/Bulk', async (request, reply) => {
    const { service, tokenFingerprint } = tenantOf(request);
    const caller = { tokenFingerprint, requestId: request.id };
    return sendJson(reply, 200, bulkResponse(await run(service.bulk({ body: request.body, caller }))));
  });
};

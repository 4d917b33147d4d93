// Requests whose parameters stand in the body: queries by POST (RFC 7644 section 3.4.3), queries across resource types (section
// 3.4.2.1), and many operations at once (section 3.7).
import type { FastifyInstance } from 'fastify';
import { bulkResponse } from '@looop-scim/scim/bulk';
import { parseListQuery } from '@looop-scim/scim/list';
import { orThrow, run, runWhileWanted, sendJson, sendPage } from '../respond.ts';
import { tenantOf } from '../tenant.ts';
import { callerOf, queryParameters, targetAt } from './one-resource.ts';

/** Registers the queries of the root, those by POST, and bulk requests. */
export const registerMessageRoutes = (fastify: FastifyInstance): void => {
  fastify.get('/', async (request, reply) => {
    const query = orThrow(parseListQuery(queryParameters(request.url)));
    const call = tenantOf(request).service.listAllTypes({ query, caller: callerOf(request) });
    return sendPage(reply, await runWhileWanted(reply, call));
  });

  fastify.post('/.search', async (request, reply) => {
    const call = tenantOf(request).service.search({ body: request.body, caller: callerOf(request) });
    const page = await runWhileWanted(reply, call);
    return sendPage(reply, page);
  });

  fastify.post<{ Params: { endpoint: string } }>('/:endpoint/.search', async (request, reply) => {
    const { service, type } = targetAt(`/${request.params.endpoint}`, request);
    const call = service.search({ type, body: request.body, caller: callerOf(request) });
    return sendPage(reply, await runWhileWanted(reply, call));
  });

  // 200 whatever became of the operations, each of which has a status of its own.
  fastify.post('/Bulk', async (request, reply) => {
    const results = await run(tenantOf(request).service.bulk({ body: request.body, caller: callerOf(request) }));
    return sendJson(reply, 200, bulkResponse(results));
  });
};

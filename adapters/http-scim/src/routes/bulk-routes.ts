// POST /Bulk (RFC 7644 section 3.7): 200 whatever became of the operations, each of which has a status of its own.
import type { FastifyInstance } from 'fastify';
import { bulkResponse, parseBulkRequest } from '@looop-scim/scim';
import { openedBy } from '../opened-organisation.ts';
import { run, sendJson, take } from '../respond.ts';

/** Registers requests of many operations. */
export const registerBulkRoutes = (fastify: FastifyInstance): void => {
  fastify.post('/Bulk', async (request, reply) => {
    const { service, tokenHandle } = openedBy(request);
    const parsed = take(parseBulkRequest(request.body, service.policy));
    const results = await run(service.runBulk({ request: parsed, caller: { tokenHandle, requestId: request.id } }));
    return sendJson(reply, 200, bulkResponse(results));
  });
};

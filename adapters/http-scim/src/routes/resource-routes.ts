// /{endpoint} and /{endpoint}/{id}: create, query, read, replace, patch and delete resources (RFC 7644 sections 3.3 to 3.6).
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseListQuery } from '@looop-scim/scim/list';
import { orThrow, run, runWhileWanted, sendPage, sendResource } from '../respond.ts';
import { callerOf, registerOneResource, targetAt, writeOf } from './one-resource.ts';

/** The parameters of the paths below, which a request of these routes has. */
const pathOf = (request: FastifyRequest) => request.params as { readonly endpoint: string; readonly id: string };

/** Registers the routes of users, groups and whatever else the organisations' registries serve. */
export const registerResourceRoutes = (fastify: FastifyInstance): void => {
  fastify.get('/:endpoint', async (request, reply) => {
    const { service, type, parameters } = targetAt(`/${pathOf(request).endpoint}`, request);
    const query = orThrow(parseListQuery(parameters));
    const page = await runWhileWanted(reply, service.list({ type, query, caller: callerOf(request) }));
    return sendPage(reply, page);
  });

  fastify.post('/:endpoint', async (request, reply) => {
    const target = targetAt(`/${pathOf(request).endpoint}`, request);
    return sendResource(reply, 201, await run(target.service.create(writeOf(request, target))));
  });

  registerOneResource(fastify, '/:endpoint/:id', (request) => {
    const { endpoint, id } = pathOf(request);
    return { ...targetAt(`/${endpoint}`, request), id };
  });
};

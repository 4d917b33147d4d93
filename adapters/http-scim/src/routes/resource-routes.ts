// /{endpoint} and /{endpoint}/{id}: create, query, read, replace, patch and delete resources (RFC 7644 sections 3.3 to 3.6).
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  EndpointNotFound,
  listResponse,
  matchesEntityTag,
  parseListQuery,
  parseProjectionQuery,
  type ResourceType,
} from '@looop-scim/scim';
import type { ChangeRequest, ScimService, WriteRequest } from '@looop-scim/provisioning';
import { queryParameters } from '../query-parameters.ts';
import { run, sendJson, sendNothing, sendResource, sendUnchanged, take } from '../respond.ts';

interface ResourcePath {
  readonly endpoint: string;
  readonly id: string;
}

/** A request whose organisation and resource type are known. */
interface Target {
  readonly service: ScimService;
  readonly type: ResourceType;
  readonly parameters: ReadonlyMap<string, string>;
}

const targetOf = (request: FastifyRequest<{ Params: Pick<ResourcePath, 'endpoint'> }>): Target => {
  const service = request.scim?.service;
  const type = service?.resourceTypeAt(`/${request.params.endpoint}`);
  if (service === undefined || type === undefined) throw new EndpointNotFound({ path: request.url });
  return { service, type, parameters: queryParameters(request.originalUrl) };
};

const writeOf = (
  request: FastifyRequest<{ Params: Pick<ResourcePath, 'endpoint'> }>,
  { type, parameters }: Target,
): WriteRequest => ({
  type,
  projection: parseProjectionQuery(parameters),
  caller: { tokenHandle: request.scim?.tokenHandle ?? '', requestId: request.id },
  body: request.body,
});

const changeOf = (request: FastifyRequest<{ Params: ResourcePath }>, target: Target): ChangeRequest => {
  const ifMatch = request.headers['if-match'];
  return { ...writeOf(request, target), id: request.params.id, ...(ifMatch !== undefined && { ifMatch }) };
};

/** Registers the routes of users, groups and whatever else the organisations' registries serve. */
export const registerResourceRoutes = (fastify: FastifyInstance): void => {
  fastify.get<{ Params: Pick<ResourcePath, 'endpoint'> }>('/:endpoint', async (request, reply) => {
    const { service, type, parameters } = targetOf(request);
    const page = await run(service.list({ type, query: take(parseListQuery(parameters)) }));
    return sendJson(reply, 200, listResponse(page));
  });

  fastify.post<{ Params: Pick<ResourcePath, 'endpoint'> }>('/:endpoint', async (request, reply) => {
    const target = targetOf(request);
    return sendResource(reply, 201, await run(target.service.create(writeOf(request, target))));
  });

  fastify.get<{ Params: ResourcePath }>('/:endpoint/:id', async (request, reply) => {
    const { service, type, parameters } = targetOf(request);
    const projection = parseProjectionQuery(parameters);
    const answer = await run(service.get({ type, id: request.params.id, projection }));
    const ifNoneMatch = request.headers['if-none-match'];
    if (ifNoneMatch === undefined || !matchesEntityTag(ifNoneMatch, answer.version)) {
      return sendResource(reply, 200, answer);
    }
    return sendUnchanged(reply, answer);
  });

  fastify.put<{ Params: ResourcePath }>('/:endpoint/:id', async (request, reply) => {
    const target = targetOf(request);
    return sendResource(reply, 200, await run(target.service.replace(changeOf(request, target))));
  });

  fastify.patch<{ Params: ResourcePath }>('/:endpoint/:id', async (request, reply) => {
    const target = targetOf(request);
    return sendResource(reply, 200, await run(target.service.patch(changeOf(request, target))));
  });

  fastify.delete<{ Params: ResourcePath }>('/:endpoint/:id', async (request, reply) => {
    const target = targetOf(request);
    await run(target.service.remove(changeOf(request, target)));
    return sendNothing(reply, 204);
  });
};

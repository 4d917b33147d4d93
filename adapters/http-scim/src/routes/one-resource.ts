// What is done with one resource, wherever its URL comes from: read, replace, patch, delete (RFC 7644 sections 3.4.1 to 3.6).
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isEntityTags, matchesEntityTag } from '@looop-scim/scim/attribute';
import { PreconditionFailed } from '@looop-scim/scim/errors';
import { parseProjectionQuery } from '@looop-scim/scim/list';
import type { ResourceType } from '@looop-scim/scim/schema';
import {
  unknownEndpoint,
  type ChangeRequest,
  type ServedScimService,
  type WriteRequest,
} from '@looop-scim/provisioning';
import type { Caller } from '@looop-scim/provisioning/activity';
import { tenantOf } from '../tenant.ts';
import { run, runWhileWanted, sendNothing, sendResource, sendUnchanged } from '../respond.ts';

/**
 * The query of a URL, read tolerantly: form decoding (+ is a space), names in lower case, surplus ? and & ignored. Of a
 * repeated parameter the first counts. RFC 7644 section 3.4.2.
 */
export const queryParameters = (url: string): ReadonlyMap<string, string> => {
  const start = url.indexOf('?');
  const parameters = new Map<string, string>();
  if (start < 0) return parameters;
  for (const [name, value] of new URLSearchParams(url.slice(start + 1))) {
    const key = name.toLowerCase();
    if (key !== '' && !parameters.has(key)) parameters.set(key, value);
  }
  return parameters;
};

/** A request whose organisation and resource type are known. */
export interface Target {
  readonly service: ServedScimService;
  readonly type: ResourceType;
  readonly parameters: ReadonlyMap<string, string>;
}

/** The target of a request at an endpoint such as `/Users`. Fails: `EndpointNotFound`. */
export const targetAt = (endpoint: string, request: FastifyRequest): Target => {
  const { service } = tenantOf(request);
  const type = service.resourceTypeAt(endpoint);
  if (type === undefined) throw unknownEndpoint(service.description, [endpoint.slice(1)]);
  return { service, type, parameters: queryParameters(request.url) };
};

/** Who sent a request. */
export const callerOf = (request: FastifyRequest): Caller => ({
  tokenFingerprint: tenantOf(request).tokenFingerprint,
  requestId: request.id,
});

/** What the use cases need of a request that writes. */
export const writeOf = (request: FastifyRequest, { type, parameters }: Target): WriteRequest => ({
  type,
  projection: parseProjectionQuery(parameters),
  caller: callerOf(request),
  body: request.body,
});

/** A target of which one resource is meant. */
interface OneResource extends Target {
  readonly id: string;
}

const changeOf = (request: FastifyRequest, target: OneResource): ChangeRequest => {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
  return {
    ...writeOf(request, target),
    id: target.id,
    ...(ifMatch !== undefined && { ifMatch }),
    ...(ifNoneMatch !== undefined && { ifNoneMatch }),
  };
};

/** Registers the methods of one resource at a path; `targetOf` says which resource it is. */
export const registerOneResource = (
  fastify: FastifyInstance,
  path: string,
  targetOf: (request: FastifyRequest) => OneResource,
): void => {
  fastify.get(path, async (request, reply) => {
    const { service, type, id, parameters } = targetOf(request);
    const projection = parseProjectionQuery(parameters);
    const answer = await runWhileWanted(reply, service.get({ type, id, projection, caller: callerOf(request) }));
    const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
    if (ifMatch !== undefined && !matchesEntityTag(ifMatch, answer.version)) {
      const malformed = isEntityTags(ifMatch) ? {} : { malformed: ifMatch };
      throw new PreconditionFailed({ header: 'If-Match', resourceType: type.name, id, ...malformed });
    }
    if (ifNoneMatch === undefined || !matchesEntityTag(ifNoneMatch, answer.version)) {
      return sendResource(reply, 200, answer);
    }
    return sendUnchanged(reply, answer);
  });

  fastify.put(path, async (request, reply) => {
    const target = targetOf(request);
    return sendResource(reply, 200, await run(target.service.replace(changeOf(request, target))));
  });

  fastify.patch(path, async (request, reply) => {
    const target = targetOf(request);
    return sendResource(reply, 200, await run(target.service.patch(changeOf(request, target))));
  });

  fastify.delete(path, async (request, reply) => {
    const target = targetOf(request);
    await run(target.service.remove(changeOf(request, target)));
    return sendNothing(reply, 204);
  });
};

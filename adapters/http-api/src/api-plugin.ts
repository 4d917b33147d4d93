// The API of the learning platform as one Fastify plugin. Which organisation a request is for follows from its key.
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { entityTag } from '@looop-scim/scim/attribute';
import { EndpointNotFound, MethodNotAllowed } from '@looop-scim/scim/errors';
import { authenticationHook, callerOf, keyOfRequest, scopeHook, type AuthenticateKey } from './authenticated-key.ts';
import { makeAnswerFailure, type ReportedError } from './failures.ts';
import { registerOpenApi, routeSchema } from './openapi.ts';
import type { Operation } from './operation.ts';
import { OPERATIONS } from './operations/all-operations.ts';
import { run } from './run.ts';

/** What the plugin needs from the composition root. */
export interface ApiPluginOptions {
  readonly authenticate: AuthenticateKey;
  /** Longest body in bytes; longer ones are answered 413. */
  readonly maxBodyBytes: number;
  /** Told of defects and of a storage that does not answer. */
  readonly report: (error: ReportedError) => void;
}

/** A merge patch is JSON, too (RFC 7396). */
const JSON_TYPES = ['application/json', 'application/merge-patch+json'];

const segmentsOf = (path: string): readonly string[] => path.split('/').filter((segment) => segment !== '');

const takes = ({ path }: Operation, segments: readonly string[]): boolean => {
  const pattern = segmentsOf(path);
  return (
    pattern.length === segments.length && pattern.every((one, index) => one.startsWith('{') || one === segments[index])
  );
};

/** Refuses what no route takes: 405 where another method would do. */
const refuseUnknown = ({ method, url, server }: FastifyRequest): never => {
  const [path = ''] = url.slice(server.prefix.length).split('?', 1);
  const segments = segmentsOf(path);
  const methods = OPERATIONS.filter((one) => takes(one, segments)).map((one) => one.method);
  const allow = [...new Set(methods)].flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : [one]));
  throw allow.length > 0 ? new MethodNotAllowed({ method, allow }) : new EndpointNotFound({ path });
};

const textOf = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : undefined;

const register = (fastify: FastifyInstance, declared: Operation): void => {
  const { method, path, scope } = declared;
  fastify.route({
    method,
    url: path.replaceAll('{', ':').replaceAll('}', ''),
    schema: routeSchema(declared),
    onRequest: scopeHook(scope),
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      const { params, query, body, headers } = request;
      const call = {
        params,
        query,
        body,
        ifMatch: headers['if-match'],
        idempotencyKey: textOf(headers['idempotency-key']),
        mediaType: (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '',
        stream: request.body as AsyncIterable<Uint8Array>,
        key: keyOfRequest(request),
      };
      const answer = await run(declared.run({ ...call, caller: callerOf(request) }));
      if (answer.version !== undefined) reply.header('etag', entityTag(answer.version));
      return reply.code(declared.status ?? 200).send(answer.body);
    },
  });
};

/** Operations whose bodies are read as they come; no other one takes such a body. */
const streamedOperations: FastifyPluginAsync = async (fastify) => {
  fastify.removeAllContentTypeParsers();
  for (const declared of OPERATIONS) {
    const { stream } = declared;
    if (stream === undefined) continue;
    for (const type of stream) {
      if (!fastify.hasContentTypeParser(type))
        fastify.addContentTypeParser(type, (_request, body, done) => done(null, body));
    }
    register(fastify, declared);
  }
};

/** The plugin; register it under a prefix such as `/api/v1`. */
export const apiPlugin: FastifyPluginAsync<ApiPluginOptions> = async (
  fastify,
  { authenticate, maxBodyBytes, report },
) => {
  fastify.decorateRequest('api', null);
  fastify.setErrorHandler(makeAnswerFailure(maxBodyBytes, report));
  // Having a handler of its own makes the hooks below run for unknown paths, too; they refuse first.
  fastify.setNotFoundHandler(refuseUnknown);
  fastify.setValidatorCompiler(TypeBoxValidatorCompiler);
  // Answers are made by the operations and checked by tests; nothing is left out of them on the way.
  fastify.setSerializerCompiler(() => JSON.stringify);
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(JSON_TYPES, { parseAs: 'string' }, fastify.getDefaultJsonParser('error', 'error'));
  fastify.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store' });
  });
  fastify.addHook('onRequest', authenticationHook(authenticate));
  fastify.addHook('onRoute', (route) => {
    route.bodyLimit = maxBodyBytes;
  });
  await registerOpenApi(fastify);
  for (const declared of OPERATIONS.filter(({ stream }) => stream === undefined)) register(fastify, declared);
  await fastify.register(streamedOperations);
};

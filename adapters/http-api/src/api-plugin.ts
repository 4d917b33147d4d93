// The API as one Fastify plugin: for the learning platform by key, and for people by session. Which organisation a request is for
// follows from its key, or is named by a header that only a session is asked for.
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { entityTag } from '@looop-scim/scim/attribute';
import { EndpointNotFound, MethodNotAllowed } from '@looop-scim/scim/errors';
import { accessOf } from './access-table.ts';
import { recorded } from './audit-trail.ts';
import type { AuthenticateKey } from './authenticated-key.ts';
import { callerHook, callerOf, type KnownCaller } from './callers.ts';
import { makeAnswerFailure, type ReportedError } from './failures.ts';
import { registerOpenApi, routeSchema } from './openapi.ts';
import { makeConnectionOf, type Connection } from './connection.ts';
import type { Answer, AnyCall, Operation } from './operation.ts';
import { operationsOf } from './operations/all-operations.ts';
import type { PeopleGate } from './people-gate.ts';
import { run } from './run.ts';
import { changeSession, bindSignOn } from './session-cookie.ts';
import { registerSignOnReturn } from './sign-on-return.ts';

/** What the plugin needs from the composition root. */
export interface ApiPluginOptions {
  readonly authenticate: AuthenticateKey;
  /** Default: nobody signs in, and the API is for platform keys alone. */
  readonly people?: PeopleGate;
  /** Longest body in bytes; longer ones are answered 413. */
  readonly maxBodyBytes: number;
  /** Told of defects and of a storage that does not answer. */
  readonly report: (error: ReportedError) => void;
  /** Aborted when the server is about to end: whoever waits is answered then. */
  readonly closing?: AbortSignal;
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
const makeRefuseUnknown =
  (operations: readonly Operation[]) =>
  ({ method, url, server }: FastifyRequest): never => {
    const [path = ''] = url.slice(server.prefix.length).split('?', 1);
    const segments = segmentsOf(path);
    const methods = operations.filter((one) => takes(one, segments)).map((one) => one.method);
    const allow = [...new Set(methods)].flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : [one]));
    throw allow.length > 0 ? new MethodNotAllowed({ method, allow }) : new EndpointNotFound({ path });
  };

const callOf = (
  request: FastifyRequest,
  known: KnownCaller,
  { gate, connection }: { readonly gate: PeopleGate | undefined; readonly connection: Connection },
): AnyCall => ({
  connection,
  params: request.params,
  query: request.query,
  body: request.body,
  ifMatch: request.headers['if-match'],
  idempotencyKey: textOf(request.headers['idempotency-key']),
  mediaType: (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '',
  stream: request.body as AsyncIterable<Uint8Array>,
  key: known.key,
  caller: { tokenFingerprint: known.key?.keyFingerprint ?? '', requestId: request.id },
  desk: known.desk,
  gate,
  person: known.person,
  address: request.ip,
  session: known.session,
});

const sendAnswer = (reply: FastifyReply, answer: Answer, gate: PeopleGate | undefined): FastifyReply => {
  const { sessionChange, signOn } = answer;
  if (gate !== undefined && sessionChange !== undefined) changeSession(reply, gate.pages(), sessionChange);
  if (gate !== undefined && signOn !== undefined) bindSignOn(reply, gate.pages(), signOn);
  if ('stream' in answer) return reply.type('text/event-stream').send(answer.stream);
  if ('json' in answer) return reply.type('application/json').send(answer.json);
  if (answer.version !== undefined) reply.header('etag', entityTag(answer.version));
  return reply.send(answer.body);
};

const textOf = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : undefined;

interface Serving {
  readonly gate: PeopleGate | undefined;
  readonly connectionOf: ReturnType<typeof makeConnectionOf>;
}

const register = (fastify: FastifyInstance, declared: Operation, { gate, connectionOf }: Serving): void => {
  const { method, path, id } = declared;
  fastify.route({
    method,
    url: path.replaceAll('{', ':').replaceAll('}', ''),
    schema: routeSchema(declared),
    config: { access: accessOf(id) },
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      const known = callerOf(request);
      const connection = connectionOf(request, reply);
      const answer = await run(recorded(declared, { request, call: callOf(request, known, { gate, connection }) }));
      return sendAnswer(reply.code(declared.status ?? 200), answer, gate);
    },
  });
};

/** Operations whose bodies are read as they come; no other one takes such a body. */
const makeStreamedOperations =
  (operations: readonly Operation[], serving: Serving): FastifyPluginAsync =>
  async (fastify) => {
    fastify.removeAllContentTypeParsers();
    for (const declared of operations) {
      const { stream } = declared;
      if (stream === undefined) continue;
      for (const type of stream) {
        if (!fastify.hasContentTypeParser(type))
          fastify.addContentTypeParser(type, (_request, body, done) => done(null, body));
      }
      register(fastify, declared, serving);
    }
  };

/** The plugin; register it under a prefix such as `/api/v1`. */
export const apiPlugin: FastifyPluginAsync<ApiPluginOptions> = async (
  fastify,
  { authenticate, people, maxBodyBytes, report, closing },
) => {
  const operations = operationsOf(people !== undefined);
  fastify.decorateRequest('apiCaller', null);
  fastify.decorateRequest('apiServed', null);
  fastify.setErrorHandler(makeAnswerFailure(maxBodyBytes, report));
  // Having a handler of its own makes the hooks below run for unknown paths, too; they refuse first.
  fastify.setNotFoundHandler(makeRefuseUnknown(operations));
  fastify.setValidatorCompiler(TypeBoxValidatorCompiler);
  // Answers are made by the operations and checked by tests; nothing is left out of them on the way.
  fastify.setSerializerCompiler(() => JSON.stringify);
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(JSON_TYPES, { parseAs: 'string' }, fastify.getDefaultJsonParser('error', 'error'));
  fastify.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store' });
  });
  await fastify.register(cookie);
  fastify.addHook('onRequest', callerHook(authenticate, people));
  fastify.addHook('onRoute', (route) => {
    route.bodyLimit = maxBodyBytes;
  });
  await registerOpenApi(fastify);
  const connectionOf = makeConnectionOf(closing);
  const serving = { gate: people, connectionOf };
  for (const declared of operations.filter(({ stream }) => stream === undefined)) register(fastify, declared, serving);
  await fastify.register(makeStreamedOperations(operations, serving));
  if (people !== undefined) registerSignOnReturn(fastify, people);
};

// The OpenAPI 3.1 document: what the operations say, in the form that tools read.
import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { Type } from 'typebox';
import type { Operation } from './operation.ts';
import { PROBLEM_KINDS, type ProblemCode } from './problem-kinds.ts';
import { Problem, strict } from './schemas.ts';

/** Problems that every operation may have. */
const COMMON: readonly ProblemCode[] = [
  'invalid-request',
  'unauthorized',
  'insufficient-scope',
  'too-many-requests',
  'internal-error',
  'unavailable',
];
const WITH_BODY: readonly ProblemCode[] = ['too-large', 'unsupported-media-type'];

const PROBLEM = { 'application/problem+json': { schema: Type.Ref('Problem#') } };

/** One answer a status: of several kinds, each is named. */
const problemAnswers = ({ body, stream, problems }: Operation): Readonly<Record<number, object>> => {
  const codes = [...COMMON, ...(body === undefined && stream === undefined ? [] : WITH_BODY), ...problems];
  const byStatus = Map.groupBy(codes, (code) => PROBLEM_KINDS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, kinds]) => [
      status,
      { description: kinds.map((code) => `${code}: ${PROBLEM_KINDS[code].title}.`).join(' '), content: PROBLEM },
    ]),
  );
};

const headersOf = ({ ifMatch }: Operation): FastifySchema => {
  if (ifMatch === undefined) return {};
  const description = 'The ETag of the version that the change replaces, or *.';
  const header = Type.String({ description });
  // A missing one is answered 428, which no schema can say; other headers may be there.
  return { headers: Type.Object({ 'if-match': Type.Optional(header) }) };
};

const idempotencyOf = ({ isIdempotent }: Operation): FastifySchema => {
  if (isIdempotent !== true) return {};
  const description = 'The same key brings the same job: send a request again whose answer did not arrive.';
  const header = Type.String({ minLength: 1, maxLength: 100, pattern: '^[!-~]+$', description });
  return { headers: Type.Object({ 'idempotency-key': Type.Optional(header) }) };
};

/** A body that is no JSON; the domain reads it. */
const streamOf = ({ stream }: Operation): FastifySchema => {
  if (stream === undefined) return {};
  const schema = Type.Unknown({ description: 'Text in UTF-8.' });
  return { body: { content: Object.fromEntries(stream.map((type) => [type, { schema }])) } };
};

/** The schema of a route. */
export const routeSchema = (declared: Operation): FastifySchema => {
  const { id: operationId, tag, summary, description, scope, params, query, body, answer, status = 200 } = declared;
  return {
    operationId,
    tags: [tag],
    summary,
    description: `${description === undefined ? '' : `${description} `}Needs the scope \`${scope}\`.`,
    security: [{ platformKey: [] }],
    params,
    querystring: query,
    ...(body !== undefined && { body }),
    ...headersOf(declared),
    ...idempotencyOf(declared),
    ...streamOf(declared),
    response: {
      [status]: {
        description: status === 202 ? 'It is being done.' : 'Done.',
        content: { 'application/json': { schema: answer } },
      },
      ...problemAnswers(declared),
    },
  };
};

/** Collects the routes that are registered from now on, and serves the document. */
export const registerOpenApi = async (fastify: FastifyInstance): Promise<void> => {
  fastify.addSchema({ ...Problem, $id: 'Problem' });
  await fastify.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Looop SCIM, API of the learning platform',
        version: '1',
        description: 'Profiles, groups and attribute mappings of one organisation, which the platform key names.',
      },
      servers: [{ url: fastify.prefix }],
      components: {
        securitySchemes: {
          platformKey: { type: 'http', scheme: 'bearer', description: 'A platform key of the organisation.' },
        },
      },
    },
    refResolver: {
      buildLocalReference: ({ $id }, _base, _fragment, index) => (typeof $id === 'string' ? $id : `def-${index}`),
    },
  });
  fastify.get(
    '/openapi.json',
    { schema: { hide: true, querystring: strict({}) }, config: { withoutKey: true } },
    async (_request, reply) => reply.send(fastify.swagger()),
  );
};

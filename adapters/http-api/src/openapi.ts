// The OpenAPI 3.1 document: what the operations say, in the form that tools read.
import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { Type } from 'typebox';
import { accessOf, isOfOrganisation, type Access, type PersonNeed } from './access-table.ts';
import { ORGANISATION_HEADER } from './callers.ts';
import type { Operation } from './operation.ts';
import { PROBLEM_KINDS, type ProblemCode } from './problem-kinds.ts';
import { strict } from './schema-parts.ts';
import { Problem } from './schemas.ts';

/** Problems that every operation may have. */
const COMMON: readonly ProblemCode[] = ['invalid-request', 'too-many-requests', 'internal-error', 'unavailable'];
const OF_KEYS: readonly ProblemCode[] = ['unauthorized', 'insufficient-scope'];
const WITH_BODY: readonly ProblemCode[] = ['too-large', 'unsupported-media-type'];

/** Problems that follow from who may call the operation. */
const ofCallers = ({ id, method }: Operation): readonly ProblemCode[] => {
  const { key, person } = accessOf(id);
  const isChange = method !== 'GET';
  return [
    ...(key === undefined ? [] : OF_KEYS),
    ...(person === undefined || person === 'anybody' ? [] : (['not-signed-in', 'not-permitted'] as const)),
    ...(person !== undefined && isChange ? (['cross-site'] as const) : []),
    ...(person === 'viewer' || person === 'administrator' ? (['not-found'] as const) : []),
  ];
};

const PROBLEM = { 'application/problem+json': { schema: Type.Ref('Problem#') } };

/** One answer a status: of several kinds, each is named. */
const problemAnswers = (declared: Operation): Readonly<Record<number, object>> => {
  const { body, stream, problems } = declared;
  const codes = [
    ...new Set([
      ...COMMON,
      ...ofCallers(declared),
      ...(body === undefined && stream === undefined ? [] : WITH_BODY),
      ...problems,
    ]),
  ];
  const byStatus = Map.groupBy(codes, (code) => PROBLEM_KINDS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, kinds]) => [
      status,
      { description: kinds.map((code) => `${code}: ${PROBLEM_KINDS[code].title}.`).join(' '), content: PROBLEM },
    ]),
  );
};

/** Headers; others may be there. */
const headersOf = ({ id, method, ifMatch }: Operation): FastifySchema => {
  const access = accessOf(id);
  const header = (description: string) => Type.Optional(Type.String({ description }));
  const bySession = access.person !== undefined && access.person !== 'anybody';
  const headers = {
    // A missing one is answered 428, which no schema can say.
    ...(ifMatch !== undefined && { 'if-match': header('The ETag of the version that the change replaces, or *.') }),
    ...(isOfOrganisation(access) && {
      [ORGANISATION_HEADER]: header('Name of the organisation; a session is asked for it, a platform key is not.'),
    }),
    ...(bySession &&
      method !== 'GET' && { 'x-csrf-token': header('csrfToken of GET /session; sessions alone need it.') }),
  };
  return Object.keys(headers).length === 0 ? {} : { headers: Type.Object(headers) };
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

const PEOPLE: { readonly [Need in PersonNeed]: string } = {
  anybody: 'Open to anybody.',
  session: 'For whoever is signed in.',
  password: 'For whoever is signed in with a password.',
  viewer: 'For viewers and administrators of the organisation, and operators.',
  administrator: 'For administrators of the organisation, and operators.',
  operator: 'For operators.',
};

/** Who may call an operation, in words. */
const callersText = ({ key, person }: Access): string =>
  [
    ...(key === undefined ? [] : [`A platform key needs the scope \`${key}\`.`]),
    ...(person === undefined ? [] : [PEOPLE[person]]),
  ].join(' ');

const securityOf = ({ key, person }: Access) => [
  ...(key === undefined ? [] : [{ platformKey: [] }]),
  ...(person === undefined || person === 'anybody' ? [] : [{ session: [] }]),
];

/** The schema of a route. */
export const routeSchema = (declared: Operation): FastifySchema => {
  const { id: operationId, tag, summary, description, params, query, body, answer, status = 200 } = declared;
  const access = accessOf(operationId);
  return {
    operationId,
    tags: [tag],
    summary,
    description: `${description === undefined ? '' : `${description} `}${callersText(access)}`,
    security: securityOf(access),
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
        title: 'Looop SCIM, API of the learning platform and of administrators',
        version: '1',
        description:
          'One organisation: a platform key belongs to it, a session names it. For operators, the installation.',
      },
      servers: [{ url: fastify.prefix }],
      components: {
        securitySchemes: {
          platformKey: { type: 'http', scheme: 'bearer', description: 'A platform key of the organisation.' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: '__Host-looop_session',
            description: 'Set by signing in; over plain http on this machine its name is looop_session.',
          },
        },
      },
    },
    refResolver: {
      buildLocalReference: ({ $id }, _base, _fragment, index) => (typeof $id === 'string' ? $id : `def-${index}`),
    },
  });
  fastify.get(
    '/openapi.json',
    { schema: { hide: true, querystring: strict({}) }, config: { isPublic: true } },
    async (_request, reply) => reply.send(fastify.swagger()),
  );
};

// What is served where, and by which methods (RFC 7644 section 3.2): known before the body of a request is read.
import { beforeAll, describe, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { buildInProcess } from '../../../test/support/server/in-process.ts';

let server: FastifyInstance;
beforeAll(async () => {
  ({ server } = await buildInProcess());
  await server.ready();
});

const READ = ['GET', 'HEAD'];
const COLLECTION = ['GET', 'HEAD', 'POST'];
const RESOURCE = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'];
const POST_ALONE = ['POST'];

/** Every path that there is, as the RFC has it. Of two routes that take one path, the more special one counts. */
const served = [
  { path: '', methods: READ },
  { path: '/', methods: READ },
  { path: '/ServiceProviderConfig', methods: READ },
  { path: '/ResourceTypes', methods: READ },
  { path: '/ResourceTypes/User', methods: READ },
  { path: '/ResourceTypes/.search', methods: READ },
  { path: '/Schemas', methods: READ },
  { path: '/Schemas/urn:ietf:params:scim:schemas:core:2.0:User', methods: READ },
  { path: '/.search', methods: POST_ALONE },
  { path: '/Bulk', methods: POST_ALONE },
  { path: '/Users', methods: COLLECTION },
  { path: '/Users/', methods: COLLECTION },
  { path: '/Groups', methods: COLLECTION },
  { path: '/Users/42', methods: RESOURCE },
  { path: '/Groups/42', methods: RESOURCE },
  { path: '/Users/.search', methods: POST_ALONE },
  { path: '/Groups/.search', methods: POST_ALONE },
];

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

describe('a path that is served', () => {
  it.each(served)('$path takes $methods, and 405 says so', async ({ path, methods }) => {
    for (const method of METHODS) {
      const answer = await server.inject({ method, url: `/scim/v2${path}` });
      if (methods.includes(method)) expect([path, method, answer.statusCode]).not.toEqual([path, method, 405]);
      else expect([answer.statusCode, answer.headers.allow]).toEqual([405, methods.join(', ')]);
    }
  });
});

describe('any other path', () => {
  it.each([
    '/users',
    '/People',
    '/Users/42/name',
    '/Bulk/42',
    '/.search/42',
    '/ServiceProviderConfig/42',
    '/Schemas/a/b',
  ])('%s is 404 with every method', async (path) => {
    for (const method of METHODS) {
      const { statusCode } = await server.inject({ method, url: `/scim/v2${path}` });
      expect([method, statusCode]).toEqual([method, 404]);
    }
  });
});

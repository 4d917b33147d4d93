// What a request asks for, read from its target: origins, queries, and versions of the protocol in the path.
import { fastify } from 'fastify';
import { describe, expect, it } from 'vitest';
import { refuseOutside, scimServerOptions } from '../src/index.ts';
import { buildInProcess } from '../../../test/support/server/in-process.ts';
import { withoutOrigin } from '../src/http-rules.ts';
import { queryParameters } from '../src/routes/one-resource.ts';

describe('a target (RFC 9112 section 3.2.2)', () => {
  it.each([
    ['/scim/v2/Users?count=1', '/scim/v2/Users?count=1'],
    ['/http://other/path', '/http://other/path'],
    ['/Users/', '/Users/'],
    ['http://looop.example/scim/v2?a=b', '/scim/v2?a=b'],
    ['HTTPS://looop.example:8443/Users', '/Users'],
    ['https://looop.example', '/'],
    ['http://looop.example', '/'],
    ['ftp://looop.example/Users', 'ftp://looop.example/Users'],
    ['https:/', 'https:/'],
    ['*', '*'],
    ['folder/', 'folder/'],
  ])('%s is asked for as %s', (target, path) => {
    expect(withoutOrigin(target)).toBe(path);
  });
});

describe('a query', () => {
  it.each<readonly [url: string, parameters: Readonly<Record<string, string>>]>([
    ['/Users', {}],
    ['filter=a', {}],
    ['/Users?', {}],
    ['?count=1', { count: '1' }],
    ['/Users?Filter=userName+eq+%22a%22', { filter: 'userName eq "a"' }],
    ['/Users?count=1&COUNT=2', { count: '1' }],
    ['/Users?=nameless&&count=1&', { count: '1' }],
    ['/Users?a=b?c', { a: 'b?c' }],
  ])('%s has the parameters %j', (url, parameters) => {
    expect(Object.fromEntries(queryParameters(url))).toEqual(parameters);
  });
});

describe('a path outside of every base URL', () => {
  const server = fastify(scimServerOptions);
  server.setNotFoundHandler(refuseOutside);

  it.each(['/v3/Users', '/scim/v1/Users', '/scim/v21', '/v1'])(
    '%s asks for another version (RFC 7644 section 3.13)',
    async (url) => {
      const { statusCode, json } = await server.inject({ url });
      expect([statusCode, json<{ scimType: string }>().scimType]).toEqual([400, 'invalidVers']);
    },
  );

  it.each(['/v/Users', '/scim/va', '/3/Users', '/x2', '/scim/v1a', '/scim/v-1', '/a/b/v1', '/v2/Users'])(
    '%s is nothing',
    async (url) => {
      expect((await server.inject({ url })).statusCode).toBe(404);
    },
  );
});

it('a path that cannot be decoded is 404 and named in the answer', async () => {
  const { server } = await buildInProcess();
  const { statusCode, json } = await server.inject({ url: '/scim/v2/Users/%zz' });
  expect([statusCode, json<{ detail: string }>().detail]).toEqual([404, expect.stringContaining('/Users/%zz')]);
});

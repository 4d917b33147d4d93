// Routes, methods, filters, parameters and ids that are refused.
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { isObject, parseJson } from '@looop-scim/conformance';
import * as okta from '../../support/client/okta.ts';
import { refuses, type Refusal } from '../../support/client/refusals.ts';
import { useTarget } from '../../support/server/use-target.ts';

const target = useTarget();

const route = (method: string, path: string, status: number): Refusal => ({
  title: `${method} ${path} is ${status}`,
  request: { method, path, ...(['POST', 'PUT', 'PATCH'].includes(method) && { body: {} }) },
  status,
});

refuses(
  'routes',
  [
    route('POST', '/', 405),
    route('DELETE', '', 405),
    route('GET', '/Nothing', 404),
    route('POST', '/Nothing', 404),
    route('GET', '/users', 404),
    route('GET', '/Users/USER/name', 404),
    route('GET', '/Users/%00', 404),
    route('GET', '/Users/%FF', 404),
    route('GET', '/Users/%zz', 404),
    route('GET', `/Users/${'x'.repeat(3000)}`, 404),
    route('GET', '/Users/unknown', 404),
    route('PUT', '/Users/unknown', 404),
    route('DELETE', '/Users/unknown', 404),
    route('DELETE', '/Groups/USER', 404),
    route('PUT', '/Users', 405),
    route('PATCH', '/Users', 405),
    route('DELETE', '/Users', 405),
    route('DELETE', '/Groups', 405),
    route('POST', '/Users/USER', 405),
    route('POST', '/Groups/GROUP', 405),
  ],
  target,
);

it.each([
  ['/Users', ['GET', 'POST']],
  ['/Users/USER', ['GET', 'PUT', 'PATCH', 'DELETE']],
] as const)('405 on %s says in Allow what there is', async (path, methods) => {
  const { client, userId } = target();
  const unknown = path === '/Users' ? 'DELETE' : 'POST';
  const answer = await client.send({ method: unknown, path: path.replace('USER', userId) });
  const allow = (answer.headers.allow ?? '').split(',').map((method) => method.trim());
  expect(answer.status).toBe(405);
  expect(allow).toEqual(expect.arrayContaining([...methods]));
  expect(allow).not.toContain(unknown);
});

it('other methods than those of SCIM are answered with a SCIM Error', async () => {
  for (const method of ['OPTIONS', 'TRACE', 'PROPFIND', 'LOCK', 'SEARCH']) {
    const answer = await target().client.send({ method, path: '/Users' });
    expect([404, 405, 501]).toContain(answer.status);
    okta.expectError(answer, answer.status);
  }
});

const filter = (text: string, ...detail: readonly string[]): Refusal => ({
  title: text.length > 80 ? `${text.slice(0, 60)}… (${text.length} characters)` : text,
  request: { method: 'GET', path: '/Users', query: { filter: text } },
  status: 400,
  scimType: 'invalidFilter',
  detail,
});
const deep = (depth: number): string => `${'('.repeat(depth)}userName pr${')'.repeat(depth)}`;

refuses(
  'filters that cannot be read',
  [
    filter('', ''),
    filter('userName'),
    filter('userName eq'),
    filter('userName eq "x', ''),
    filter('eq "x"'),
    filter('userName xx "x"', 'xx'),
    filter('userName eq "x" and'),
    filter('and userName pr'),
    filter('userName eq "x" "y"', 'character 17'),
    filter('(userName pr', 'character 13'),
    filter('userName pr)', 'character 12'),
    filter('not userName pr'),
    filter('emails[type eq "work"'),
    filter('emails[]'),
    filter('emails[emails[type eq "x"]]'),
    filter('userName eq "\\x"'),
    filter('userName eq "\\ud800"'),
    filter('userName eq "\\u0000"'),
    filter('userName eq "x" xor title pr'),
    filter(deep(40)),
    filter(deep(3000)),
    filter(`userName eq "${'x'.repeat(8192)}"`, '8192'),
    filter(Array.from({ length: 300 }, () => 'title pr').join(' or '), '256'),
  ],
  target,
);

refuses(
  'filters that mean nothing here',
  [
    filter('shoeSize eq "42"', 'shoeSize'),
    filter('userName pr or shoeSize pr', 'shoeSize'),
    filter('name.shoeSize eq "42"', 'shoeSize'),
    filter('emails[shoeSize eq "42"]', 'shoeSize'),
    filter('__proto__ pr', '__proto__'),
    filter('constructor.name eq "Object"', 'constructor'),
    filter(`${okta.LOOOP}:shoeSize pr`, 'shoeSize'),
    filter('active gt true', 'active'),
    filter('active co "r"', 'active'),
    filter('meta.created gt "yesterday"', 'meta.created'),
    filter('name eq "Ana"', 'name'),
    filter('password eq "x"', 'password'),
    filter('password pr', 'password'),
    filter('not (password sw "a")', 'password'),
    filter('userName co null', 'userName'),
    filter('x509Certificates.value gt "aa"', 'x509Certificates'),
  ],
  target,
);

const parameter = (query: Record<string, string>, ...detail: readonly string[]): Refusal => ({
  title: JSON.stringify(query),
  request: { method: 'GET', path: '/Users', query },
  status: 400,
  scimType: 'invalidValue',
  detail,
});
refuses(
  'parameters',
  [
    parameter({ startIndex: 'one' }, 'startIndex'),
    parameter({ startIndex: '1.5' }, 'startIndex'),
    parameter({ count: 'ten' }, 'count'),
    parameter({ count: '1e3' }, 'count'),
    parameter({ count: '0x10' }, 'count'),
    parameter({ count: 'NaN' }, 'count'),
    parameter({ sortBy: 'userName', sortOrder: 'sideways' }, 'sortOrder'),
    parameter({ attributes: 'userName', excludedAttributes: 'name' }, 'attributes'),
  ],
  target,
);

describe('what arrives is no HTTP', () => {
  const answerTo = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(target().client.baseUrl);
      const socket = connect({ host: hostname, port: Number(port) });
      let answer = '';
      socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
      socket.on('error', reject);
      socket.on('close', () => resolve(answer));
      socket.end(text);
    });

  it.each([
    ['garbage', 'GARBAGE\r\n\r\n', '400'],
    ['a header without a colon', 'GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n', '400'],
    ['a head of 200 kB', `GET /scim/v2/Users?filter=${'x'.repeat(200_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, '431'],
    ['a head of 3 MB', `GET /scim/v2/Users?filter=${'x'.repeat(3_000_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, '431'],
    [
      'two lengths',
      'POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello',
      '400',
    ],
  ])('%s is answered with a SCIM Error', async (_title, text, expected) => {
    const answer = await answerTo(text);
    const body = parseJson(answer.slice(answer.indexOf('\r\n\r\n') + 4));
    const status = answer.slice('HTTP/1.1 '.length, 'HTTP/1.1 '.length + 3);
    expect(status).toBe(expected);
    expect(isObject(body) && body['status']).toBe(status);
    expect(isObject(body) && body['schemas']).toEqual([okta.ERROR]);
    expect((await target().client.get('/Users')).status).toBe(200);
  });
});

describe('outside of the base URL', () => {
  it.each([
    ['/scim/v1/Users', 400, 'invalidVers'],
    ['/v1/Users', 400, 'invalidVers'],
    ['/scim/v3', 400, 'invalidVers'],
    ['/index.html', 404, undefined],
    ['/Users', 404, undefined],
    ['/scim/Users', 404, undefined],
    ['/v2/Users', 404, undefined],
    ['/vip/Users?token=secret', 404, undefined],
  ])('%s is %i as a SCIM Error (RFC 7644 section 3.13)', async (path, status, scimType) => {
    const { origin } = new URL(target().client.baseUrl);
    const answer = await fetch(`${origin}${path}`);
    const body = parseJson(await answer.text());
    expect([answer.status, isObject(body) && body['scimType']]).toEqual([status, scimType]);
    expect(isObject(body) && body['schemas']).toEqual([okta.ERROR]);
    expect(JSON.stringify(body)).not.toContain('secret');
  });
});

it('a filter of the greatest length is read whatever its letters', async () => {
  const longest = `userName eq "${'日'.repeat(8192 - 'userName eq ""'.length)}"`;
  const { status, text } = await target().client.get('/Users', { filter: longest });
  expect(status, text).toBe(200);
});

// Many operations in one request (RFC 7644 section 3.7), over HTTP on the reference storage.
import { beforeEach, describe, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { BULK_LIMITS } from '@looop-scim/scim/bulk';
import { strictPolicy, zollner02Policy } from '@looop-scim/scim/interop';
import { buildInProcess } from '../../../test/support/server/in-process.ts';

const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

let server: FastifyInstance;
beforeEach(async () => {
  ({ server } = await buildInProcess({ maxBodyBytes: BULK_LIMITS.maxPayloadSize }));
});

interface Answered {
  readonly method: string;
  readonly status: string;
  readonly bulkId?: string;
  readonly location?: string;
  readonly version?: string;
  readonly response?: { readonly detail: string; readonly scimType?: string };
}

const send = (body: object) =>
  server.inject({ method: 'POST', url: '/scim/v2/Bulk', payload: { schemas: [BULK], ...body } });
const bulk = async (Operations: readonly object[], more: object = {}): Promise<readonly Answered[]> => {
  const answer = await send({ Operations, ...more });
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({ schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'] });
  return answer.json<{ Operations: readonly Answered[] }>().Operations;
};
const statuses = (results: readonly Answered[]) => results.map(({ status }) => status);
const read = async (location: string | undefined) => {
  const answer = await server.inject({ url: new URL(location ?? '').pathname });
  return answer.statusCode === 200 ? answer.json<Record<string, unknown>>() : answer.statusCode;
};
const user = (bulkId: string, data: object = {}) => ({
  method: 'POST',
  path: '/Users',
  bulkId,
  data: { userName: bulkId, ...data },
});
const group = (bulkId: string, ...members: readonly string[]) => ({
  method: 'POST',
  path: '/Groups',
  bulkId,
  data: { displayName: bulkId, members: members.map((value) => ({ value })) },
});

describe('answers (RFC 7644 section 3.7.3)', () => {
  it('stand in the order of the request, with method, bulkId, location, version and status of each', async () => {
    const [created] = await bulk([user('ana')]);
    expect(created).toEqual({
      method: 'POST',
      bulkId: 'ana',
      location: expect.stringContaining('/Users/'),
      version: 'W/"1"',
      status: '201',
    });
    const path = new URL(created?.location ?? '').pathname.replace('/scim/v2', '');
    const results = await bulk([
      { method: 'PATCH', path, data: { schemas: [PATCH], Operations: [{ op: 'add', path: 'title', value: 'Coach' }] } },
      { method: 'put', path, bulkId: 'p', data: { userName: 'ana', title: 'Trainer' } },
      { method: 'DELETE', path },
      { method: 'DELETE', path },
    ]);
    expect(results).toMatchObject([
      { method: 'PATCH', status: '200', version: 'W/"2"', location: created?.location },
      { method: 'PUT', status: '200', version: 'W/"3"', bulkId: 'p' },
      { method: 'DELETE', status: '204', location: created?.location },
      { method: 'DELETE', status: '404', location: created?.location, response: { status: '404' } },
    ]);
  });

  it('an operation that fails leaves the others alone, and shows the error that it would have had alone', async () => {
    const results = await bulk([user('ana'), user('b', { userName: 'ANA' }), { ...user('c'), data: {} }, user('ion')]);
    expect(statuses(results)).toEqual(['201', '409', '400', '201']);
    expect(results[1]).toMatchObject({
      response: { scimType: 'uniqueness', detail: expect.stringContaining('userName') },
    });
    expect(results[1]).not.toHaveProperty('location');
  });

  it('takes version as If-Match', async () => {
    const [created] = await bulk([user('ana')]);
    const path = new URL(created?.location ?? '').pathname.replace('/scim/v2', '');
    const put = (version: string) => ({ method: 'PUT', path, version, data: { userName: 'ana', title: version } });
    expect(statuses(await bulk([put('W/"2"'), put('W/"1"'), put('W/"1"')]))).toEqual(['412', '200', '412']);
  });
});

describe('bulkId (RFC 7644 section 3.7.2)', () => {
  it('stands for the id wherever a value has it, whether the resource comes before or after', async () => {
    const results = await bulk([
      group('Coaches', 'bulkId:ana', 'bulkId:ion'),
      user('ana', { [ENTERPRISE]: { manager: { value: 'bulkId:ion' } } }),
      user('ion'),
    ]);
    expect(statuses(results)).toEqual(['201', '201', '201']);
    const [coaches, ana, ion] = [
      await read(results[0]?.location),
      await read(results[1]?.location),
      await read(results[2]?.location),
    ];
    const idOf = (one: unknown) => (one as { readonly id: string }).id;
    expect((coaches as { members: { value: string }[] }).members.map(({ value }) => value).toSorted()).toEqual(
      [idOf(ana), idOf(ion)].toSorted(),
    );
    expect(ana).toMatchObject({ [ENTERPRISE]: { manager: { value: idOf(ion) } } });
  });

  it('stands for the id in a path', async () => {
    const results = await bulk([
      { method: 'DELETE', path: '/Users/bulkId:ana' },
      user('ana'),
      {
        method: 'PATCH',
        path: '/Groups/bulkId:G',
        data: { Operations: [{ op: 'add', path: 'members', value: [{ value: 'bulkId:ion' }] }] },
      },
      group('G'),
      user('ion'),
    ]);
    expect(statuses(results)).toEqual(['204', '201', '204', '201', '201']);
    expect(await read(results[1]?.location)).toBe(404);
    const ion = results[4]?.location?.split('/').at(-1);
    expect(await read(results[3]?.location)).toMatchObject({ members: [{ value: ion, type: 'User' }] });
  });

  it('resolves references that go in a circle: created first, linked afterwards (RFC 7644 section 3.7.1)', async () => {
    const results = await bulk([
      user('ana', { [ENTERPRISE]: { manager: { value: 'bulkId:ion' } } }),
      user('ion', { title: 'Boss', [ENTERPRISE]: { manager: { value: 'bulkId:ana' } } }),
    ]);
    expect(statuses(results)).toEqual(['201', '201']);
    const [ana, ion] = [await read(results[0]?.location), await read(results[1]?.location)];
    const managerOf = (one: unknown) =>
      (one as Record<string, { manager?: { value: string } }>)[ENTERPRISE]?.manager?.value;
    const idOf = (one: unknown) => (one as { readonly id: string }).id;
    expect([managerOf(ana), managerOf(ion)]).toEqual([idOf(ion), idOf(ana)]);
  });

  it.each([strictPolicy, zollner02Policy])('resolves a circle by every profile', async (policy) => {
    ({ server } = await buildInProcess({ policy, maxBodyBytes: BULK_LIMITS.maxPayloadSize }));
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User', ENTERPRISE];
    const results = await bulk([
      user('ana', { schemas, [ENTERPRISE]: { manager: { value: 'bulkId:ion' } } }),
      user('ion', { schemas, [ENTERPRISE]: { department: 'HR', manager: { value: 'bulkId:ana' } } }),
    ]);
    expect(statuses(results)).toEqual(['201', '201']);
    expect(await read(results[1]?.location)).toMatchObject({
      [ENTERPRISE]: { department: 'HR', manager: { value: results[0]?.location?.split('/').at(-1) } },
    });
  });

  it('a circle that is not allowed is 409 for all that are in it, and nothing of it is left', async () => {
    // The example of RFC 7644 section 3.7.1. A group cannot contain itself here, through another one either.
    const [outer, inner] = [group('outer', 'bulkId:inner', 'bulkId:ana'), group('inner', 'bulkId:outer')];
    const results = await bulk([outer, inner, user('ana'), group('other', 'bulkId:inner')]);
    expect(statuses(results)).toEqual(['409', '409', '201', '400']);
    expect(results[0]).toMatchObject({ bulkId: 'outer', response: { status: '409' } });
    expect(results[1]?.response?.detail).toContain('refers back');
    expect((await server.inject({ url: '/scim/v2/Groups' })).json()).toMatchObject({ totalResults: 0 });
  });

  it('a reference back to what fails afterwards fails, too, and is not left in a value', async () => {
    const bad = { ...user('bad'), data: { [ENTERPRISE]: { manager: { value: 'bulkId:ana' } } } };
    const ana = user('ana', { [ENTERPRISE]: { manager: { value: 'bulkId:bad' } } });
    const results = await bulk([bad, ana, user('ion', { [ENTERPRISE]: { manager: { value: 'bulkId:ana' } } })]);
    expect(statuses(results)).toEqual(['400', '400', '400']);
    expect(results[1]?.response?.detail).toContain('bulkId:bad');
    expect((await server.inject({ url: '/scim/v2/Users' })).json()).toMatchObject({ totalResults: 0 });
  });

  it('stands for nothing once its create was taken back, in paths and links as in values', async () => {
    const rename = { op: 'replace', path: 'displayName', value: 'new' };
    const change = { method: 'PATCH', path: '/Groups/bulkId:inner', data: { Operations: [rename] } };
    const manager = { [ENTERPRISE]: { manager: { value: 'bulkId:inner' } } };
    const results = await bulk([
      group('outer', 'bulkId:inner'),
      group('inner', 'bulkId:outer'),
      change,
      user('ana', manager),
    ]);
    expect(statuses(results)).toEqual(['409', '409', '400', '400']);
    expect(results[2]?.location).toMatch(/\/Groups\/bulkId:inner$/u);
    expect(results[2]?.response?.detail).toContain('bulkId:inner');
  });

  it.each([
    ['of no POST', 'bulkId:nobody', 'no POST'],
    ['of a POST that failed', 'bulkId:bad', 'could not be created'],
  ])('%s fails the operation by its name', async (_title, reference, reason) => {
    const results = await bulk([{ ...user('bad'), data: {} }, group('G', reference)]);
    expect(results[1]).toMatchObject({ status: '400', response: { detail: expect.stringContaining(reason) } });
    expect(results[1]?.response?.detail).toContain(reference);
  });
});

describe('failOnErrors', () => {
  it('begins no operation after so many errors, and answers those that were processed', async () => {
    const bad = (bulkId: string) => ({ ...user(bulkId), data: {} });
    const operations = [user('a'), bad('x'), user('b'), bad('y'), user('c')];
    expect(statuses(await bulk(operations, { failOnErrors: 2 }))).toEqual(['201', '400', '201', '400']);
    expect((await server.inject({ url: '/scim/v2/Users' })).json()).toMatchObject({ totalResults: 2 });
  });
});

describe('requests that are refused as a whole (RFC 7644 section 3.7.4)', () => {
  it.each([
    [{ Operations: 'x' }, 400, 'Operations'],
    [{}, 400, 'Operations'],
    [{ Operations: [7] }, 400, 'operation 1 of 1'],
    [{ Operations: [{ method: 'GET', path: '/Users' }] }, 400, 'method'],
    [{ Operations: [{ method: 'POST', bulkId: 'a' }] }, 400, 'path'],
    [{ Operations: [{ method: 'POST', path: '/Users', data: {} }] }, 400, 'bulkId'],
    [{ Operations: [user('a'), user('a')] }, 400, 'must stand at one operation alone'],
    [{ Operations: [user('a')], failOnErrors: 0 }, 400, 'failOnErrors'],
    [{ Operations: Array.from({ length: 1001 }, (_none, index) => user(`u${index}`)) }, 413, '1000'],
  ])('%j'.slice(0, 60), async (body, status, detail) => {
    const answer = await send(body);
    expect(answer.statusCode).toBe(status);
    expect(answer.json<{ detail: string }>().detail).toContain(detail);
    expect((await server.inject({ url: '/scim/v2/Users' })).json()).toMatchObject({ totalResults: 0 });
  });

  it('by a strict organisation without the URN of the message', async () => {
    ({ server } = await buildInProcess({ policy: strictPolicy }));
    const answer = await server.inject({ method: 'POST', url: '/scim/v2/Bulk', payload: { Operations: [] } });
    expect(answer.statusCode).toBe(400);
  });

  it.each(['GET', 'PUT', 'PATCH', 'DELETE'] as const)('%s is 405', async (method) => {
    const answer = await server.inject({ method, url: '/scim/v2/Bulk' });
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'POST']);
  });
});

describe('an operation that is none', () => {
  it.each([
    ['DELETE', '/Robots/1', '404'],
    ['PATCH', '/Users/1/name', '404'],
    ['POST', '/Bulk', '404'],
    ['PATCH', '/Me', '404'],
    ['POST', '/Users/1', '405'],
    ['PUT', '/Users', '405'],
    ['POST', '/Users/.search', '405'],
  ])('%s %s is %s', async (method, path, status) => {
    expect(statuses(await bulk([{ method, path, bulkId: 'a', data: {} }]))).toEqual([status]);
  });

  it('with data of nothing but brackets is refused and harms nobody', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const payload = `{"schemas":["${BULK}"],"Operations":[{"method":"POST","path":"/Users","bulkId":"a","data":{"userName":${deep}}}]}`;
    const answer = await server.inject({
      method: 'POST',
      url: '/scim/v2/Bulk',
      payload,
      headers: { 'content-type': 'application/json' },
    });
    expect(statuses(answer.json<{ Operations: Answered[] }>().Operations)).toEqual(['400']);
  });
});

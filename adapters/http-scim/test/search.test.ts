// Queries by POST (RFC 7644 section 3.4.3), and across types at the root (RFC 7644 section 3.4.2.1).
import { beforeAll, describe, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { buildInProcess } from '../../../test/support/server/in-process.ts';

const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

let server: FastifyInstance;
beforeAll(async () => {
  ({ server } = await buildInProcess());
  for (const userName of ['ana', 'ion', 'mara']) {
    await server.inject({ method: 'POST', url: '/scim/v2/Users', payload: { userName, displayName: `D ${userName}` } });
  }
  for (const displayName of ['Coaches', 'D group']) {
    await server.inject({ method: 'POST', url: '/scim/v2/Groups', payload: { displayName } });
  }
});

interface List {
  readonly totalResults: number;
  readonly itemsPerPage: number;
  readonly startIndex: number;
  readonly Resources: readonly Record<string, unknown>[];
}

const search = (path: string, body: object) =>
  server.inject({ method: 'POST', url: `/scim/v2${path}`, payload: { schemas: [SEARCH], ...body } });
const found = async (path: string, body: object) => (await search(path, body)).json<List>();
const names = ({ Resources }: List) => Resources.map((resource) => resource['userName'] ?? resource['displayName']);

describe('/Users/.search', () => {
  it('answers 200 with what the same query by GET answers', async () => {
    const query = { filter: 'userName gt "b"', sortBy: 'userName', sortOrder: 'descending', startIndex: 1, count: 1 };
    const posted = await search('/Users/.search', { ...query, attributes: ['userName'] });
    expect(posted.statusCode).toBe(200);
    const parameters = new URLSearchParams({ ...query, startIndex: '1', count: '1', attributes: 'userName' });
    expect(posted.json()).toEqual((await server.inject({ url: `/scim/v2/Users?${String(parameters)}` })).json());
    expect(posted.json()).toMatchObject({ totalResults: 2, itemsPerPage: 1, Resources: [{ userName: 'mara' }] });
  });

  it('reads keys in any case, and limits as a GET does', async () => {
    expect(await found('/Users/.search', { COUNT: 0 })).toMatchObject({
      totalResults: 3,
      itemsPerPage: 0,
      Resources: [],
    });
    expect(await found('/Users/.search', { startIndex: -3, count: 9_000_000 })).toMatchObject({
      startIndex: 1,
      itemsPerPage: 3,
    });
    expect(await found('/Users/.search', { excludedAttributes: ['userName', 'meta'] })).not.toHaveProperty(
      'Resources.0.meta',
    );
  });

  it.each([
    [{ filter: 7 }, 'filter'],
    [{ count: 'seven' }, 'count'],
    [{ count: '1.5' }, 'count'],
    [{ startIndex: '' }, 'startIndex'],
    [{ startIndex: 1.5 }, 'startIndex'],
    [{ attributes: 'userName' }, 'attributes'],
    [{ sortBy: ['userName'] }, 'sortBy'],
    [{ attributes: ['a'], excludedAttributes: ['b'] }, 'excludedAttributes'],
    [{ filter: 'userName' }, 'filter'],
  ])('%j is refused and names %s', async (body, name) => {
    const answer = await search('/Users/.search', body);
    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ detail: string }>().detail).toContain(name);
  });

  it('of an unknown type is 404, with another method 405', async () => {
    expect((await search('/Robots/.search', {})).statusCode).toBe(404);
    const answer = await server.inject({ url: '/scim/v2/Users/.search' });
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'POST']);
  });
});

describe('/.search', () => {
  it('finds resources of all types, users first, and pages across them without a gap', async () => {
    const all = await found('/.search', { filter: 'displayName sw "d"' });
    expect(all.totalResults).toBe(4);
    expect(names(all)).toEqual(['ana', 'ion', 'mara', 'D group']);
    const pages: unknown[] = [];
    for (let startIndex = 1; startIndex <= 5; startIndex += 2) {
      const page = await found('/.search', { startIndex, count: 2 });
      expect(page.totalResults).toBe(5);
      pages.push(...names(page));
    }
    expect(pages).toEqual(['ana', 'ion', 'mara', 'Coaches', 'D group']);
  });

  it('lets an attribute that a type lacks count as unassigned', async () => {
    expect(names(await found('/.search', { filter: 'userName pr' }))).toEqual(['ana', 'ion', 'mara']);
    expect(names(await found('/.search', { filter: 'not (userName pr)' }))).toEqual(['Coaches', 'D group']);
    expect(names(await found('/.search', { filter: 'meta.resourceType eq "Group"' }))).toEqual(['Coaches', 'D group']);
    expect((await found('/.search', { filter: 'shoeSize eq 3' })).totalResults).toBe(0);
  });

  it('refuses to sort what has no common order', async () => {
    const answer = await search('/.search', { sortBy: 'displayName' });
    expect([answer.statusCode, answer.json<{ scimType: string }>().scimType]).toEqual([400, 'invalidValue']);
  });
});

describe('the root by GET (RFC 7644 section 3.4.2.1)', () => {
  it.each(['/scim/v2', '/scim/v2/'])('%s answers what /.search answers to the same query', async (path) => {
    const query = { filter: 'displayName sw "d"', startIndex: 2, count: 2 };
    const parameters = new URLSearchParams({ ...query, startIndex: '2', count: '2', attributes: 'displayName' });
    const got = await server.inject({ url: `${path}?${String(parameters)}` });
    expect(got.json()).toEqual(await found('/.search', { ...query, attributes: ['displayName'] }));
    expect(got.json()).toMatchObject({ totalResults: 4, itemsPerPage: 2 });
  });

  it('takes nothing else', async () => {
    const answer = await server.inject({ method: 'POST', url: '/scim/v2', payload: {} });
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'GET, HEAD']);
  });
});

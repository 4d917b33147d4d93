// Cursor paging in requests and answers (RFC 9865 sections 2 and 3).
import { beforeAll, describe, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { buildInProcess } from '../../../test/support/server/in-process.ts';

let server: FastifyInstance;
beforeAll(async () => {
  ({ server } = await buildInProcess());
  for (const userName of ['ana', 'ion', 'mara']) {
    await server.inject({ method: 'POST', url: '/scim/v2/Users', payload: { userName } });
  }
});

interface List {
  readonly nextCursor?: string;
  readonly Resources: readonly { readonly userName: string }[];
}

const get = (query: string) => server.inject({ url: `/scim/v2/Users?${query}` });

describe('cursor', () => {
  it.each(['cursor', 'cursor='])(
    '%s begins a walk without startIndex, and nextCursor goes on to the last page',
    async (begin) => {
      const first = (await get(`${begin}&count=2`)).json<List>();
      expect(first).toMatchObject({ totalResults: 3, itemsPerPage: 2, nextCursor: expect.any(String) });
      expect(first).not.toHaveProperty('startIndex');
      const last = (await get(`cursor=${first.nextCursor}&count=2`)).json<List>();
      expect(last).toMatchObject({ totalResults: 3, itemsPerPage: 1 });
      expect(last).not.toHaveProperty('nextCursor');
      expect([...first.Resources, ...last.Resources].map(({ userName }) => userName)).toEqual(['ana', 'ion', 'mara']);
    },
  );

  it('in the body of a query by POST does the same', async () => {
    const post = (body: object) => server.inject({ method: 'POST', url: '/scim/v2/Users/.search', payload: body });
    const first = (await post({ cursor: '', count: 2 })).json<List>();
    const last = (await post({ cursor: first.nextCursor, count: 2 })).json<List>();
    expect(last.Resources.map(({ userName }) => userName)).toEqual(['mara']);
  });

  it('is not in the answer to a query that pages by index (RFC 9865 section 2.4)', async () => {
    expect((await get('count=1')).json()).not.toHaveProperty('nextCursor');
  });

  it('count=0 tells the total alone', async () => {
    const answer = (await get('cursor&count=0')).json<List>();
    expect(answer).toMatchObject({ totalResults: 3, itemsPerPage: 0, Resources: [] });
    expect(answer).not.toHaveProperty('nextCursor');
  });

  it.each([
    ['cursor=x.y&count=2', 'invalidCursor'],
    ['cursor&startIndex=1', 'invalidValue'],
  ])('%s is 400 %s', async (query, scimType) => {
    const answer = await get(query);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ scimType });
  });
});

// Versions as entity tags (RFC 7644 section 3.14, RFC 9110 sections 13.1.1 and 13.1.2).
import { describe, expect, it } from 'vitest';
import { buildInProcess } from '../../../test/support/server/in-process.ts';

const openUser = async () => {
  const { server } = await buildInProcess();
  const send = (
    method: 'GET' | 'HEAD' | 'PUT' | 'PATCH' | 'DELETE',
    headers: Record<string, string>,
    payload?: object,
  ) => server.inject({ method, url: `/scim/v2/Users/${id}`, headers, ...(payload && { payload }) });
  const created = await server.inject({ method: 'POST', url: '/scim/v2/Users', payload: { userName: 'ana' } });
  const { id } = created.json<{ id: string }>();
  return { send, created };
};

const rename = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [{ op: 'replace', path: 'title', value: 'Coach' }],
};

describe('If-None-Match', () => {
  it.each(['W/"1"', '"1"', 'W/"7", W/"1"', '*'])('%s with the current version is 304 without a body', async (tag) => {
    const { send } = await openUser();
    const answer = await send('GET', { 'if-none-match': tag });
    expect(answer.statusCode).toBe(304);
    expect(answer.body).toBe('');
    expect(answer.headers.etag).toBe('W/"1"');
  });

  it('with another version is answered in full', async () => {
    const { send } = await openUser();
    const answer = await send('GET', { 'if-none-match': 'W/"2"' });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ userName: 'ana', meta: { version: 'W/"1"' } });
  });
});

describe('If-Match', () => {
  it.each(['W/"1"', '"1"', 'W/"7", W/"1"', '*'])('%s lets a change of version 1 through', async (tag) => {
    const { send } = await openUser();
    const answer = await send('PATCH', { 'if-match': tag }, rename);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers.etag).toBe('W/"2"');
  });

  it.each(['PATCH', 'PUT', 'DELETE'] as const)(
    'of another version refuses %s with 412 and changes nothing',
    async (method) => {
      const { send } = await openUser();
      const payload = { PATCH: rename, PUT: { userName: 'ana', title: 'Coach' }, DELETE: undefined }[method];
      const answer = await send(method, { 'if-match': 'W/"2"' }, payload);
      expect(answer.statusCode).toBe(412);
      expect(answer.json()).toMatchObject({ status: '412', detail: expect.stringContaining('Read it again') });
      const after = await send('GET', {});
      expect(after.headers.etag).toBe('W/"1"');
      expect(after.json()).not.toHaveProperty('title');
    },
  );
});

describe('If-None-Match on what changes (RFC 9110 section 13.1.2)', () => {
  it.each(['PATCH', 'PUT', 'DELETE'] as const)(
    '%s of the version that it names is 412 and changes nothing',
    async (method) => {
      const { send } = await openUser();
      const payload = { PATCH: rename, PUT: { userName: 'ana', title: 'Coach' }, DELETE: undefined }[method];
      for (const tag of ['W/"1"', '"1"', '*']) {
        const answer = await send(method, { 'if-none-match': tag }, payload);
        expect(answer.statusCode).toBe(412);
        expect(answer.json()).toMatchObject({ detail: expect.stringContaining('If-None-Match') });
      }
      expect((await send('GET', {})).headers.etag).toBe('W/"1"');
      expect((await send(method, { 'if-none-match': 'W/"2"', 'if-match': 'W/"1"' }, payload)).statusCode).toBeLessThan(
        300,
      );
    },
  );
});

describe('If-Match on what reads (RFC 9110 section 13.1.1)', () => {
  it.each(['GET', 'HEAD'] as const)('%s of another version is 412, before If-None-Match', async (method) => {
    const { send } = await openUser();
    expect((await send(method, { 'if-match': 'W/"2"', 'if-none-match': 'W/"1"' })).statusCode).toBe(412);
    expect((await send(method, { 'if-match': 'W/"1"' })).statusCode).toBe(200);
    expect((await send(method, { 'if-match': '*', 'if-none-match': '*' })).statusCode).toBe(304);
  });
});

describe('answers', () => {
  it('of a create tell location and version', async () => {
    const { created } = await openUser();
    expect(created.statusCode).toBe(201);
    expect(created.headers.etag).toBe('W/"1"');
    expect(created.headers.location).toBe(created.json<{ meta: { location: string } }>().meta.location);
  });

  it('of HEAD have the headers of GET and no body', async () => {
    const { send } = await openUser();
    const [head, get] = [await send('HEAD', {}), await send('GET', {})];
    expect(head.statusCode).toBe(200);
    expect(head.body).toBe('');
    expect(head.headers.etag).toBe(get.headers.etag);
  });
});

// /Me is the user whom the token stands for (RFC 7644 section 3.11).
import { beforeEach, describe, expect, it } from 'vitest';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { run } from '../../../test/support/run/run-effect.ts';
import { buildMemoryServer } from '../../../test/support/server/memory-server.ts';

let server: FastifyInstance;
let id = '';
/** Sends a request for ana, and for nobody in particular. */
let asAna: (request: InjectOptions) => ReturnType<typeof ask>;
let asNobody: (request: InjectOptions) => ReturnType<typeof ask>;

const ask = (token: string, { url, ...request }: InjectOptions) =>
  server.inject({ ...request, url: `/scim/v2${String(url)}`, headers: { ...request.headers, authorization: token } });

beforeEach(async () => {
  const built = await buildMemoryServer();
  server = built.server;
  const { administration } = built;
  await run(administration.addOrganisation('acme'));
  const nobody = await run(administration.issueToken('acme'));
  asNobody = (request) => ask(nobody.secret, request);
  for (const userName of ['ana', 'ion']) await asNobody({ method: 'POST', url: '/Users', payload: { userName } });
  const ana = await run(administration.issueToken('acme', { subject: 'ana' }));
  id = ana.token.subject ?? '';
  asAna = (request) => ask(ana.secret, request);
});

describe('/Me', () => {
  it('is the user, with the permanent location', async () => {
    const answer = await asAna({ url: '/Me' });
    expect(answer.json()).toMatchObject({ id, userName: 'ana' });
    expect(answer.headers.location).toMatch(new RegExp(`/Users/${id}$`, 'u'));
    expect(answer.json()).toMatchObject({ meta: { location: answer.headers.location } });
  });

  it('is replaced, patched and deleted in place of the user', async () => {
    const put = await asAna({ method: 'PUT', url: '/Me', payload: { userName: 'ana', title: 'Coach' } });
    expect(put.json()).toMatchObject({ id, title: 'Coach' });
    const Operations = [{ op: 'replace', path: 'title', value: 'Trainer' }];
    expect((await asAna({ method: 'PATCH', url: '/Me', payload: { Operations } })).json()).toMatchObject({
      id,
      title: 'Trainer',
    });
    expect((await asAna({ method: 'DELETE', url: '/Me' })).statusCode).toBe(204);
    expect((await asNobody({ url: `/Users/${id}` })).statusCode).toBe(404);
    expect((await asNobody({ url: '/Users' })).json()).toMatchObject({ totalResults: 1 });
  });

  it('names the location in refusals, too', async () => {
    const headers = { 'if-match': 'W/"7"' };
    const stale = await asAna({ method: 'PUT', url: '/Me', headers, payload: { userName: 'ana' } });
    expect([stale.statusCode, stale.headers.location]).toEqual([412, expect.stringContaining(`/Users/${id}`)]);
    expect((await asAna({ url: '/Users' })).headers.location, 'but for /Me alone').toBeUndefined();
    expect((await asAna({ url: '/Me/more' })).headers.location).toBeUndefined();
  });

  it('of a user who is gone is 404, and the token opens the rest', async () => {
    await asNobody({ method: 'DELETE', url: `/Users/${id}` });
    const answer = await asAna({ url: '/Me' });
    expect(answer.statusCode).toBe(404);
    expect(answer.json<{ detail: string }>().detail).toContain(id);
    expect((await asAna({ url: '/Users' })).statusCode).toBe(200);
  });

  it('of a token that stands for nobody is 501, whatever the method', async () => {
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE'] as const) {
      expect((await asNobody({ method, url: '/Me' })).statusCode).toBe(501);
    }
  });

  it('takes no POST, and has nothing below it', async () => {
    const post = await asAna({ method: 'POST', url: '/Me', payload: { userName: 'ana' } });
    expect([post.statusCode, post.headers.allow]).toEqual([405, 'GET, HEAD, PUT, PATCH, DELETE']);
    expect((await asAna({ url: '/Me/more' })).statusCode).toBe(404);
  });
});

// /Me, the alias of the user whom the token stands for, processed directly (RFC 7644 section 3.11), on every storage.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServers, type RunningTestServer, type ServedOrganisation } from '../support/server/test-servers.ts';
import { isObject } from '@looop-scim/conformance';
import { makeScimClient, PATCH_OP, type ScimClient } from '../support/client/scim-client.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

const idOf = ({ body }: Awaited<ReturnType<ScimClient['get']>>): string =>
  isObject(body) && typeof body['id'] === 'string' ? body['id'] : '';

describe.each(testServers)('/Me on $name', ({ start }) => {
  let running: RunningTestServer | undefined;
  beforeAll(async () => {
    running = await start();
  }, 60_000);
  afterAll(async () => {
    await running?.stop();
  }, 60_000);

  /** An organisation with Ana, a client that stands for her and one that stands for nobody. */
  const open = async () => {
    if (running === undefined) throw new Error('the server has not started');
    const organisation: ServedOrganisation = await running.newOrganisation();
    const others = makeScimClient(organisation);
    const created = await others.post('/Users', { schemas: [USER], userName: 'ana', title: 'Coach' });
    const id = idOf(created);
    const ana = makeScimClient({ ...organisation, token: await organisation.tokenOf('ana') });
    return { organisation, others, ana, id, location: `${organisation.baseUrl}/Users/${id}` };
  };

  it('is the user, at the permanent location, by GET and HEAD', async () => {
    const { ana, others, id, location } = await open();
    const [me, itself] = [await ana.get('/Me'), await others.get(`/Users/${id}`)];
    expect(me.body).toEqual(itself.body);
    expect([me.status, me.headers.location, me.headers.etag]).toEqual([200, location, 'W/"1"']);
    const head = await ana.send({ method: 'HEAD', path: '/Me' });
    expect([head.status, head.headers.location, head.text]).toEqual([200, location, '']);
  });

  it('takes attributes, excludedAttributes and If-None-Match like the user', async () => {
    const { ana, id, location } = await open();
    const schemas = [USER];
    expect((await ana.get('/Me', { attributes: 'title' })).body).toEqual({ schemas, id, title: 'Coach' });
    expect((await ana.get('/Me', { excludedAttributes: 'title' })).body).not.toHaveProperty('title');
    const same = await ana.send({ method: 'GET', path: '/Me', headers: { 'If-None-Match': 'W/"1"' } });
    expect([same.status, same.headers.location]).toEqual([304, location]);
  });

  it('is changed by PATCH and PUT, under If-Match', async () => {
    const { ana, others, id, location } = await open();
    const patched = await ana.patch('/Me', { op: 'replace', path: 'title', value: 'Trainer' });
    expect([patched.status, patched.headers.location, patched.headers.etag]).toEqual([200, location, 'W/"2"']);
    const body = { schemas: [USER], userName: 'ana', nickName: 'Annie' };
    const stale = await ana.send({ method: 'PUT', path: '/Me', headers: { 'If-Match': 'W/"1"' }, body });
    expect([stale.status, stale.headers.location]).toEqual([412, location]);
    const put = await ana.send({ method: 'PUT', path: '/Me', headers: { 'If-Match': 'W/"2"' }, body });
    expect([put.status, put.headers.location]).toEqual([200, location]);
    const after = await others.get(`/Users/${id}`);
    expect(after.body).toMatchObject({ id, nickName: 'Annie', meta: { version: 'W/"3"' } });
    expect(after.body).not.toHaveProperty('title');
  });

  it('once deleted is not found, and the reason names the token; the other tokens stay good', async () => {
    const { ana, others, id, location } = await open();
    const deleted = await ana.delete('/Me');
    expect([deleted.status, deleted.headers.location]).toEqual([204, location]);
    expect((await others.get(`/Users/${id}`)).status).toBe(404);
    for (const answer of [
      await ana.get('/Me'),
      await ana.send({ method: 'PUT', path: '/Me', body: { schemas: [USER], userName: 'ana' } }),
      await ana.patch('/Me', { op: 'replace', path: 'title', value: 'Trainer' }),
      await ana.delete('/Me'),
    ]) {
      expect([answer.status, answer.headers.location]).toEqual([404, location]);
      expect(answer.body).toMatchObject({
        detail: `The token stands for the user "${id}", who was deleted. Have a token issued for another user.`,
      });
    }
    expect((await ana.get('/Users')).status).toBe(200);
  });

  it('names the permanent location in every other refusal, too', async () => {
    const { ana, location } = await open();
    const headers = { 'Content-Type': 'application/scim+json' };
    for (const [status, request] of [
      [400, { method: 'PUT', path: '/Me', headers, rawBody: '{' }],
      [415, { method: 'PUT', path: '/Me', headers: { 'Content-Type': 'text/plain' }, rawBody: 'ana' }],
      [400, { method: 'PATCH', path: '/Me', headers, body: { schemas: [PATCH_OP], Operations: {} } }],
      [400, { method: 'GET', path: '/Me?attributes=title&excludedAttributes=title' }],
    ] as const) {
      const answer = await ana.send(request);
      expect([answer.status, answer.headers.location], JSON.stringify(request)).toEqual([status, location]);
    }
  });

  it('takes no POST, since the user exists already: 405 before the body is read, with what it takes', async () => {
    const { ana, location } = await open();
    const answer = await ana.send({ method: 'POST', path: '/Me', headers: { 'Content-Type': 'a/b' }, rawBody: '{' });
    expect([answer.status, answer.headers.allow, answer.headers.location]).toEqual([
      405,
      'GET, HEAD, PUT, PATCH, DELETE',
      location,
    ]);
  });

  it.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const)(
    'with a token that stands for nobody is 501 by %s',
    async (method) => {
      const { others } = await open();
      const answer = await others.send({ method, path: '/Me' });
      expect([answer.status, answer.headers.location]).toEqual([501, undefined]);
    },
  );

  it('has nothing below it, and is spelled like this alone', async () => {
    const { ana, others } = await open();
    for (const path of ['/Me/groups', '/Me/.search', '/me']) {
      expect((await ana.get(path)).status).toBe(404);
      expect((await others.get(path)).status).toBe(404);
    }
    expect((await ana.get('//Me/')).status).toBe(200);
  });

  it('is another one in another organisation, and a foreign user is no subject', async () => {
    const [here, there] = [await open(), await open()];
    await here.ana.patch('/Me', { op: 'replace', path: 'title', value: 'Trainer' });
    expect((await there.ana.get('/Me')).body).toMatchObject({ id: there.id, title: 'Coach' });
    await here.ana.delete('/Me');
    expect((await there.ana.get('/Me')).status).toBe(200);
    await expect(here.organisation.tokenOf(there.id)).rejects.toMatchObject({ _tag: 'NoSuchEntry', what: 'user' });
    await expect(here.organisation.tokenOf('nobody')).rejects.toMatchObject({ _tag: 'NoSuchEntry', name: 'nobody' });
  });
});

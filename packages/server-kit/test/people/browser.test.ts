// What a browser may be made to do: cookies, requests of other sites, redirections, and names of hosts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeBrowser, openPeopleServer, ORIGIN, PASSWORD, type PeopleServer } from '../support/people-server.ts';

let desk: PeopleServer;
beforeAll(async () => {
  desk = await openPeopleServer();
});
afterAll(() => desk.server.close());

const ANA = 'ana@acme.example';
const signIn = { email: ANA, password: PASSWORD };

describe('the cookie of a session', () => {
  it('is for this host, https and our own pages alone, and no program of a page reads it', async () => {
    await desk.browserOf(desk.acme, ANA, 'administrator');
    const { cookies, headers } = await makeBrowser(desk.server).send('POST', '/session', { body: signIn });
    expect(cookies).toEqual([
      expect.objectContaining({
        name: '__Host-looop_session',
        path: '/',
        httpOnly: true,
        secure: true,
        sameSite: 'Strict',
      }),
    ]);
    expect(cookies[0]).not.toHaveProperty('domain');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('has another name over plain http, where the prefix would keep it from being set', async () => {
    const plain = await openPeopleServer({ baseUrl: () => 'http://127.0.0.1:8080/scim/v2' });
    const browser = makeBrowser(plain.server);
    const link = await plain.invite(plain.acme, ANA, 'viewer');
    const headers = { origin: 'http://localhost:8080' };
    const { cookies } = await browser.send('POST', '/links/use', { body: { link, password: PASSWORD }, headers });
    expect(cookies).toEqual([expect.objectContaining({ name: 'looop_session', httpOnly: true, sameSite: 'Strict' })]);
    expect(cookies[0]).not.toHaveProperty('secure');
    await plain.server.close();
  });

  it('is a new one after every sign-in, and the one before opens nothing (session fixation)', async () => {
    const browser = makeBrowser(desk.server);
    await browser.send('POST', '/session', { body: signIn });
    const first = browser.cookie();
    await browser.send('POST', '/session', { body: signIn });
    const second = browser.cookie();
    expect(second).not.toBe(first);
    const withCookie = (value: string | undefined) =>
      makeBrowser(desk.server).send('GET', '/session', { headers: { cookie: `__Host-looop_session=${value}` } });
    expect([(await withCookie(first)).status, (await withCookie(second)).status]).toEqual([401, 200]);
    // One that somebody has planted does not become a session.
    const planted = makeBrowser(desk.server);
    const headers = { cookie: '__Host-looop_session=planted' };
    await planted.send('POST', '/session', { body: signIn, headers });
    expect(planted.cookie()).not.toBe('planted');
    expect((await withCookie('planted')).status).toBe(401);
  });

  it('is taken away by signing out, and the session ends with it', async () => {
    const browser = makeBrowser(desk.server);
    await browser.send('POST', '/session', { body: signIn });
    const cookie = browser.cookie();
    const { status, cookies } = await browser.send('DELETE', '/session');
    expect([status, cookies[0]]).toMatchObject([200, { name: '__Host-looop_session', value: '' }]);
    const headers = { cookie: `__Host-looop_session=${cookie}` };
    expect((await makeBrowser(desk.server).send('GET', '/session', { headers })).body['code']).toBe('not-signed-in');
  });

  it('ends everywhere by one request', async () => {
    const [one, two] = [makeBrowser(desk.server), makeBrowser(desk.server)];
    for (const browser of [one, two]) await browser.send('POST', '/session', { body: signIn });
    expect((await one.send('DELETE', '/sessions')).status).toBe(200);
    expect((await two.send('GET', '/session')).status).toBe(401);
  });
});

describe('a request that changes something', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['without the proof', { 'x-csrf-token': '' }],
    ['with another proof', { 'x-csrf-token': 'a'.repeat(64) }],
    ['of another site', { 'sec-fetch-site': 'cross-site' }],
    ['of another host of our site', { 'sec-fetch-site': 'same-site' }],
    ['of another origin', { origin: 'https://evil.example' }],
    ['of our host over http', { origin: 'http://scim.example' }],
    ['of another port', { origin: 'https://scim.example:8443' }],
    ['of no origin', { origin: 'null' }],
    ['of a host whose name leads here', { origin: 'https://evil.example', host: 'evil.example' }],
  ];

  it.each(cases)('is refused %s, for every operation of a session', async (name, headers) => {
    const email = `${name.replaceAll(' ', '-')}@acme.example`;
    const administrator = await desk.browserOf(desk.acme, email, 'administrator');
    const changes = [
      ['POST', '/tokens'],
      ['DELETE', '/tokens/e0'],
      ['POST', '/platform-keys'],
      ['POST', '/invitations'],
      ['PUT', '/administrators/e0'],
      ['PUT', '/sign-in-settings'],
      ['PUT', '/mapping-set'],
      ['PATCH', '/users/e0/profile'],
      ['PUT', '/session/password'],
      ['DELETE', '/sessions'],
      ['DELETE', '/session'],
    ] as const;
    for (const [method, path] of changes) {
      const { status, body } = await administrator.send(method, path, { body: {}, headers });
      expect([path, status, body['code']]).toEqual([path, 403, 'cross-site']);
    }
    expect((await administrator.send('GET', '/session')).status).toBe(200);
  });

  it('is refused also where nobody is signed in, when another site sends it', async () => {
    for (const path of ['/session', '/links/use', '/links/describe', '/session/single-sign-on']) {
      for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
        const { status, body } = await makeBrowser(desk.server).send('POST', path, { body: {}, headers });
        expect([path, status, body['code']]).toEqual([path, 403, 'cross-site']);
      }
    }
  });

  it('is no form of another page: its types are not read', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const { status } = await makeBrowser(desk.server).send('POST', '/session', {
        body: signIn,
        headers: { 'content-type': type },
      });
      expect([type, status]).toEqual([type, 415]);
    }
  });

  it('of a platform key needs no proof: no browser sends a key by itself', async () => {
    const authorization = `Bearer ${await desk.key('acme', ['read'])}`;
    const headers = { authorization, origin: 'https://platform.example' };
    const { status } = await makeBrowser(desk.server).send('POST', '/mapping-set/check', {
      body: { mappings: [] },
      headers,
    });
    expect(status).toBe(200);
  });

  it('by the names of this machine is one of ours there alone', async () => {
    const local = await openPeopleServer({ baseUrl: () => 'http://127.0.0.1:8080/scim/v2' });
    const statusOf = async (origin: string) =>
      (await makeBrowser(local.server).send('POST', '/session', { body: signIn, headers: { origin } })).status;
    for (const origin of ['http://127.0.0.1:8080', 'http://localhost:8080', 'http://[::1]:8080']) {
      expect([origin, await statusOf(origin)]).toEqual([origin, 401]);
    }
    for (const origin of ['http://localhost:9090', 'http://evil.example:8080', 'http://127.0.0.1.evil.example:8080']) {
      expect([origin, await statusOf(origin)]).toEqual([origin, 403]);
    }
    await local.server.close();
  });
});

describe('a link that is made', () => {
  it('leads to the address of the configuration, whatever the header Host says, and its secret to no server', async () => {
    const administrator = await desk.browserOf(desk.acme, 'host@acme.example', 'administrator');
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' };
    const { body } = await administrator.send('POST', '/invitations', {
      body: { email: 'new@acme.example', role: 'viewer' },
      headers,
    });
    expect(String(body['link'])).toMatch(/^https:\/\/scim\.example\/link#i\./u);
    expect((await administrator.send('GET', '/sign-in-settings', { headers })).body['redirectUri']).toBe(
      `${ORIGIN}/api/v1/session/single-sign-on`,
    );
  });

  it('is used once', async () => {
    const link = await desk.invite(desk.acme, 'once@acme.example', 'viewer');
    const use = () => makeBrowser(desk.server).send('POST', '/links/use', { body: { link, password: PASSWORD } });
    expect([(await use()).status, (await use()).body['code']]).toEqual([200, 'not-found']);
  });
});

describe('what strangers learn', () => {
  it('is the same of an address with an account and of one without', async () => {
    await desk.browserOf(desk.acme, 'known@acme.example', 'administrator');
    const bodyOf = async (email: string) => {
      const { status, headers, body } = await makeBrowser(desk.server, { remoteAddress: '203.0.113.9' }).send(
        'POST',
        '/session',
        { body: { email, password: 'wrong wrong wrong' } },
      );
      const { instance: _request, ...said } = body;
      return [status, headers['www-authenticate'], headers['set-cookie'], said];
    };
    const known = await bodyOf('known@acme.example');
    expect(known).toMatchObject([401, 'Session realm="api"', undefined, { code: 'sign-in-refused' }]);
    for (const email of ['unknown@acme.example', 'no address', '', 'x'.repeat(320)]) {
      expect(await bodyOf(email)).toEqual(known);
    }
  });

  it('is after failures for how long they wait', async () => {
    const browser = makeBrowser(desk.server, { remoteAddress: '203.0.113.77' });
    const attempt = () =>
      browser.send('POST', '/session', { body: { email: 'slow@acme.example', password: 'no no no no no' } });
    for (let guess = 0; guess < 5; guess += 1) expect((await attempt()).status).toBe(401);
    const { status, body, headers } = await attempt();
    expect([status, body['code'], headers['retry-after']]).toEqual([429, 'too-many-requests', '1']);
  });

  it('is the same of an organisation with single sign-on, without, and of none', async () => {
    const start = async (organisation: string) => {
      const { status, body } = await makeBrowser(desk.server).send('POST', '/session/single-sign-on', {
        body: { organisation },
      });
      return [status, body['code'], body['detail']];
    };
    expect(await start('acme')).toEqual(await start('nobody'));
  });
});

// Signing in with an identity provider, against a real one on this machine.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseNetworks } from '@looop-scim/webhooks-http';
import { CLIENT, signInAt, startIdentityProvider, type Claims } from '../support/identity-provider.ts';
import { makeBrowser, openPeopleServer, ORIGIN, type Browser, type PeopleServer } from '../support/people-server.ts';

const ANA = 'ana@acme.example';
const REDIRECT_URI = `${ORIGIN}/api/v1/session/single-sign-on`;

const claims = new Map<string, Claims>([
  ['ana', { email: ANA, email_verified: true }],
  ['unverified', { email: ANA, email_verified: false }],
  ['stranger', { email: 'stranger@acme.example', email_verified: true }],
]);

type IdentityProvider = Awaited<ReturnType<typeof startIdentityProvider>>;
let desk: PeopleServer;
let inToken: IdentityProvider;
let onRequest: IdentityProvider;
let admin: Browser;
let foreign: Browser;
beforeAll(async () => {
  const claimsOf = (login: string): Claims => claims.get(login) ?? {};
  inToken = await startIdentityProvider({ redirectUri: REDIRECT_URI, claimsOf });
  onRequest = await startIdentityProvider({ redirectUri: REDIRECT_URI, claimsOf, inIdToken: false });
  const identityProviderNetworks = parseNetworks('127.0.0.0/8') ?? [];
  desk = await openPeopleServer({ people: { auditDays: 1, identityProviderNetworks } });
  admin = await desk.browserOf(desk.acme, ANA, 'administrator');
  await admin.send('POST', '/links/use', { body: { link: await desk.invite(desk.globex, ANA, 'administrator') } });
  foreign = await desk.browserOf(desk.globex, 'gus@globex.example', 'administrator');
});
afterAll(async () => {
  await desk.server.close();
  await inToken.stop();
  await onRequest.stop();
});

const save = (browser: Browser, issuer: string, more: object = {}) =>
  browser.send('PUT', '/sign-in-settings', { body: { issuer, ...CLIENT, ...more } });

/** Goes to the identity provider and comes back; what our own server then answers. */
const signOn = async (browser: Browser, login: string, { organisation = 'acme', returnTo = '/people' } = {}) => {
  const started = await browser.send('POST', '/session/single-sign-on', { body: { organisation, returnTo } });
  expect(started.status).toBe(200);
  const back = await signInAt(String(started.body['url']), login);
  expect(back.startsWith(REDIRECT_URI)).toBe(true);
  return back.slice(`${ORIGIN}/api/v1`.length);
};

/** Where the browser is sent after it came back. */
const finish = async (browser: Browser, path: string): Promise<string> => {
  const { statusCode, headers, cookies } = await desk.server.inject({
    method: 'GET',
    url: `/api/v1${path}`,
    headers: { host: 'evil.example', cookie: browser.cookies() },
  });
  browser.keep(cookies);
  expect(statusCode).toBe(302);
  return String(headers.location);
};

describe('single sign-on', () => {
  it('is set up with a provider that answers, and its secret is never shown', async () => {
    expect((await admin.send('GET', '/sign-in-settings')).body).toEqual({ redirectUri: REDIRECT_URI });
    const nowhere = await save(admin, 'http://127.0.0.1:9');
    expect([nowhere.status, nowhere.body['code']]).toEqual([422, 'invalid-value']);
    // Another issuer than the document says it is.
    expect((await save(admin, inToken.issuer.replace('127.0.0.1', 'localhost'))).body['code']).toBe('invalid-value');
    for (const issuer of [
      'ftp://idp.example',
      'http://idp.example',
      'https://a:b@idp.example',
      'not a url',
      'http://169.254.169.254',
    ]) {
      expect([issuer, (await save(admin, issuer)).body['code']]).toEqual([issuer, 'invalid-value']);
    }
    const saved = await save(admin, inToken.issuer);
    expect(saved.body).toMatchObject({ issuer: inToken.issuer, clientId: CLIENT.clientId });
    const texts = [saved, await admin.send('GET', '/sign-in-settings'), await admin.send('GET', '/audit')];
    for (const { body } of texts) expect(JSON.stringify(body)).not.toContain(CLIENT.clientSecret);
  });

  it.each([
    ['the ID token', () => inToken],
    ['the userinfo endpoint', () => onRequest],
  ])('signs in whom the provider names by %s, for that organisation alone', async (_name, provider) => {
    await save(admin, provider().issuer);
    const browser = makeBrowser(desk.server, { organisation: 'acme' });
    expect(await finish(browser, await signOn(browser, 'ana'))).toBe(`${ORIGIN}/people`);
    const { body } = await browser.send('GET', '/session');
    expect(body).toMatchObject({
      account: { email: ANA, isOperator: false },
      organisations: [{ name: 'acme', role: 'administrator' }],
      onlyOrganisation: 'acme',
    });
    expect((await browser.send('GET', '/tokens')).status).toBe(200);
    const elsewhere = await browser.send('GET', '/tokens', { headers: { 'looop-organisation': 'globex' } });
    expect([elsewhere.status, elsewhere.body['code']]).toEqual([404, 'not-found']);
    for (const [method, path] of [
      ['PUT', '/session/password'],
      ['DELETE', '/sessions'],
    ] as const) {
      expect((await browser.send(method, path, { body: {} })).body['code']).toBe('not-permitted');
    }
  });

  it('does not accept an invitation of another organisation for the whole account', async () => {
    await save(admin, inToken.issuer);
    const browser = makeBrowser(desk.server, { organisation: 'acme' });
    await finish(browser, await signOn(browser, 'ana'));
    const link = await desk.invite(desk.globex, ANA, 'viewer');
    expect((await browser.send('POST', '/links/use', { body: { link } })).body['code']).toBe('not-signed-in');
  });

  it.each(['stranger', 'unverified', 'nobody'])('sends %s to the page that says that it was refused', async (login) => {
    await save(admin, inToken.issuer);
    const browser = makeBrowser(desk.server);
    expect(await finish(browser, await signOn(browser, login))).toBe(`${ORIGIN}/sign-in?problem=sign-in-refused`);
    expect(browser.cookie()).toBeUndefined();
  });

  it('is ended once, and in the browser that began it alone', async () => {
    const browser = makeBrowser(desk.server);
    const path = await signOn(browser, 'ana');
    const other = makeBrowser(desk.server);
    await signOn(other, 'ana');
    expect(await finish(other, path)).toContain('problem=');
    expect(await finish(browser, path)).toBe(`${ORIGIN}/people`);
    expect(await finish(browser, path)).toContain('problem=');
    for (const forged of ['', '?state=x', '?code=x&state=x', '?error=access_denied']) {
      expect(await finish(browser, `/session/single-sign-on${forged}`)).toContain('problem=');
    }
  });

  it('of an organisation lets nobody into another one: its provider may say what it wants', async () => {
    await save(foreign, inToken.issuer);
    claims.set('liar', { email: 'op@looop.example', email_verified: true });
    await desk.operator('op@looop.example');
    const browser = makeBrowser(desk.server, { organisation: 'acme' });
    expect(await finish(browser, await signOn(browser, 'liar', { organisation: 'globex' }))).toContain('problem=');
    const ana = makeBrowser(desk.server, { organisation: 'acme' });
    await finish(ana, await signOn(ana, 'ana', { organisation: 'globex' }));
    expect((await ana.send('GET', '/organisation')).body['code']).toBe('not-found');
  });

  it.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '/..//evil.example',
    '@evil.example',
    '',
  ])('goes on to no other site: %j', async (returnTo) => {
    const browser = makeBrowser(desk.server);
    const location = await finish(browser, await signOn(browser, 'ana', { returnTo }));
    expect(new URL(location).origin).toBe(ORIGIN);
    expect(location.slice(ORIGIN.length)).toMatch(/^\/(?![/\\])/u);
  });
});

// What administrators and operators do by the API, from the first link to the deletion of an organisation.
import { Effect } from 'effect';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeBrowser, openPeopleServer, PASSWORD, type Browser, type PeopleServer } from '../support/people-server.ts';

let desk: PeopleServer;
let admin: Browser;
let operator: Browser;
beforeAll(async () => {
  desk = await openPeopleServer();
  admin = await desk.browserOf(desk.acme, 'ana@acme.example', 'administrator');
  operator = await desk.operator();
});
afterAll(() => desk.server.close());

const scim = async (token: string, path: string, body?: object) => {
  const { statusCode, json } = await desk.server.inject({
    method: body === undefined ? 'GET' : 'POST',
    url: `/scim/v2${path}`,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
    ...(body !== undefined && { payload: JSON.stringify(body) }),
  });
  return { status: statusCode, body: json<Record<string, unknown>>() };
};

describe('a session', () => {
  it('says who is signed in, and where', async () => {
    const { body } = await admin.send('GET', '/session');
    expect(body).toMatchObject({
      account: { email: 'ana@acme.example', name: 'Somebody', isOperator: false },
      organisations: [{ name: 'acme', role: 'administrator' }],
      csrfToken: admin.proof(),
      support: 'help@looop.example',
    });
  });

  it('goes on in a new one when the password is changed', async () => {
    const bo = await desk.browserOf(desk.acme, 'bo@acme.example', 'viewer');
    const password = 'a password of some words';
    const change = (current: string, chosen: string) =>
      bo.send('PUT', '/session/password', { body: { current, password: chosen } });
    expect((await change('not the password', password)).body['code']).toBe('sign-in-refused');
    expect((await change(PASSWORD, 'short')).body).toMatchObject({ status: 422, code: 'invalid-password' });
    expect((await change(PASSWORD, password)).status).toBe(200);
    expect((await bo.send('GET', '/session')).status).toBe(200);
    const again = makeBrowser(desk.server);
    expect((await again.send('POST', '/session', { body: { email: 'bo@acme.example', password } })).status).toBe(200);
  });
});

describe('an organisation', () => {
  it('is shown with the base URL, and with whom to turn to while SCIM is off, which SCIM says as well', async () => {
    const token = await desk.token('acme');
    const off = await operator.send('PATCH', '/organisations/acme', { body: { scimEnabled: false } });
    expect(off.body).toMatchObject({ name: 'acme', scimEnabled: false });
    expect((await admin.send('GET', '/organisation')).body).toMatchObject({
      scimBaseUrl: 'https://scim.example/scim/v2',
      scimEnabled: false,
      support: 'help@looop.example',
      hint: 'SCIM provisioning is switched off: contact support (help@looop.example) to have it enabled.',
    });
    const refused = await scim(token, '/Users');
    expect([refused.status, refused.body['detail']]).toEqual([
      403,
      'The request is not permitted: SCIM provisioning is switched off for the organisation acme; contact support ' +
        '(help@looop.example) to have it enabled.',
    ]);
    expect((await admin.send('GET', '/health')).body['state']).toBe('disabled');
    await operator.send('PATCH', '/organisations/acme', { body: { scimEnabled: true } });
    expect((await scim(token, '/Users')).status).toBe(200);
    expect((await admin.send('GET', '/organisation')).body).not.toHaveProperty('hint');
  });

  it('is added, renamed, and deleted once its name is typed', async () => {
    const names = async () =>
      ((await operator.send('GET', '/organisations')).body['organisations'] as { name: string }[]).map(
        ({ name }) => name,
      );
    expect((await operator.send('POST', '/organisations', { body: { name: 'initech' } })).status).toBe(200);
    expect((await operator.send('POST', '/organisations', { body: { name: 'initech' } })).body['code']).toBe(
      'conflict',
    );
    expect((await operator.send('POST', '/organisations', { body: { name: 'Not A Name' } })).body['code']).toBe(
      'invalid-value',
    );
    const token = await desk.token('initech');
    const rename = (name: string) => operator.send('PATCH', '/organisations/initech', { body: { name } });
    expect((await rename('acme')).body['code']).toBe('conflict');
    expect((await rename('-')).body['code']).toBe('invalid-value');
    expect((await rename('initrode')).body).toMatchObject({ name: 'initrode' });
    expect((await rename('initrode')).body['code']).toBe('not-found');
    expect((await scim(token, '/Users')).status).toBe(200);
    for (const confirm of ['', '?confirm=initech', '?confirm=Initrode']) {
      const { status, body } = await operator.send('DELETE', `/organisations/initrode${confirm}`);
      expect([status, body['code']]).toEqual([422, 'not-confirmed']);
    }
    expect(await names()).toEqual(['acme', 'globex', 'initrode']);
    expect((await operator.send('DELETE', '/organisations/initrode?confirm=initrode')).status).toBe(200);
    expect(await names()).toEqual(['acme', 'globex']);
    expect((await scim(token, '/Users')).status).toBe(401);
    expect((await operator.send('DELETE', '/organisations/initrode')).body['code']).toBe('not-found');
  });
});

describe('tokens and keys', () => {
  it.each([
    ['/tokens', 'tokens', {}],
    ['/platform-keys', 'keys', { scopes: ['read'] }],
  ])('of %s are shown once, rotated with an overlap, and revoked', async (path, list, more) => {
    const issued = await admin.send('POST', path, { body: { label: 'Okta', expiresInDays: 30, ...more } });
    expect(issued.body).toMatchObject({ label: 'Okta', ...more });
    const { secret, fingerprint } = issued.body as { secret: string; fingerprint: string };
    const opens = async (bearer: string) =>
      list === 'tokens'
        ? (await scim(bearer, '/Users')).status
        : (await makeBrowser(desk.server).send('GET', '/users', { headers: { authorization: `Bearer ${bearer}` } }))
            .status;
    expect(await opens(secret)).toBe(200);
    const rotated = await admin.send('POST', `${path}/${fingerprint}/rotate`, { body: { overlapHours: 24 } });
    const second = rotated.body as { secret: string; fingerprint: string };
    expect(rotated.body).toMatchObject({ label: 'Okta' });
    expect([await opens(secret), await opens(second.secret)]).toEqual([200, 200]);
    expect((await admin.send('DELETE', `${path}/${fingerprint}`)).status).toBe(200);
    expect([await opens(secret), await opens(second.secret)]).toEqual([401, 200]);
    const again = await admin.send('POST', `${path}/${fingerprint}/rotate`, { body: { overlapHours: 0 } });
    expect(again.body['code']).toBe('conflict');
    const { body } = await admin.send('GET', path);
    const shown = JSON.stringify(body);
    for (const hidden of [secret, second.secret, '"hash"']) expect(shown).not.toContain(hidden);
    expect((body[list] as { fingerprint: string }[]).map((one) => one.fingerprint)).toContain(second.fingerprint);
    const endings = (body[list] as { fingerprint: string; ending?: string }[])
      .filter((one) => [fingerprint, second.fingerprint].includes(one.fingerprint))
      .map(({ ending }) => ending);
    expect(endings).toEqual(list === 'tokens' ? [second.secret.slice(-4), secret.slice(-4)] : [undefined, undefined]);
    await admin.send('DELETE', `${path}/${second.fingerprint}`);
  });

  it('of one kind are no fingerprints of the other', async () => {
    const token = (await admin.send('POST', '/tokens', { body: {} })).body['fingerprint'];
    expect((await admin.send('DELETE', `/platform-keys/${String(token)}`)).body['code']).toBe('not-found');
  });
});

describe('the team', () => {
  it('grows by an invitation, changes roles, and keeps an administrator', async () => {
    const invited = await admin.send('POST', '/invitations', { body: { email: 'cy@acme.example', role: 'viewer' } });
    expect(invited.body).toMatchObject({ email: 'cy@acme.example', role: 'viewer', invitedBy: 'ana@acme.example' });
    const waiting = await admin.send('GET', '/invitations');
    expect(JSON.stringify(waiting.body)).not.toMatch(/"(?:link|hash)"/u);
    const link = String(invited.body['link']).split('#')[1] ?? '';
    expect((await makeBrowser(desk.server).send('POST', '/links/describe', { body: { link } })).body).toEqual({
      kind: 'invitation',
      email: 'cy@acme.example',
      setsPassword: true,
      organisation: 'acme',
      role: 'viewer',
    });
    const cy = await desk.withLink(link, { organisation: 'acme' });
    const { body } = await cy.send('GET', '/administrators');
    const people = body['administrators'] as { accountId: string; email: string; role: string }[];
    const idOf = (email: string) => people.find((one) => one.email === email)?.accountId ?? '';
    const change = (email: string, role: string) =>
      admin.send('PUT', `/administrators/${idOf(email)}`, { body: { role } });
    expect((await change('ana@acme.example', 'viewer')).body['code']).toBe('conflict');
    expect((await change('cy@acme.example', 'administrator')).status).toBe(200);
    // The session goes by the role of the account at each request.
    expect((await cy.send('POST', '/tokens', { body: {} })).status).toBe(200);
    expect((await admin.send('DELETE', `/administrators/${idOf('cy@acme.example')}`)).status).toBe(200);
    expect((await cy.send('GET', '/organisation')).body['code']).toBe('not-found');
    expect((await cy.send('GET', '/session')).body['organisations']).toEqual([]);
  });

  it('withdraws an invitation', async () => {
    const { body } = await admin.send('POST', '/invitations', { body: { email: 'di@acme.example', role: 'viewer' } });
    expect((await admin.send('DELETE', `/invitations/${String(body['id'])}`)).status).toBe(200);
    const link = String(body['link']).split('#')[1] ?? '';
    expect((await makeBrowser(desk.server).send('POST', '/links/describe', { body: { link } })).body['code']).toBe(
      'not-found',
    );
  });

  it('of two organisations is one account with a role in each', async () => {
    const eve = await desk.browserOf(desk.acme, 'eve@acme.example', 'viewer');
    const link = await desk.invite(desk.globex, 'eve@acme.example', 'administrator');
    const stranger = makeBrowser(desk.server);
    const taken = await stranger.send('POST', '/links/use', { body: { link, password: 'another good password' } });
    expect([taken.status, taken.body['code']]).toEqual([401, 'not-signed-in']);
    const { body } = await eve.send('POST', '/links/use', { body: { link } });
    expect(body['organisations']).toEqual([
      { name: 'acme', role: 'viewer' },
      { name: 'globex', role: 'administrator' },
    ]);
    const issue = (name: string) => eve.send('POST', '/tokens', { body: {}, headers: { 'looop-organisation': name } });
    expect([(await issue('acme')).status, (await issue('globex')).status]).toEqual([403, 200]);
  });
});

describe('the activity', () => {
  it('is read in sentences, by filters and by pages, and health follows from it', async () => {
    const { secret } = (await admin.send('POST', '/tokens', { body: { label: 'Okta' } })).body as { secret: string };
    const create = (userName: string) =>
      scim(secret, '/Users', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName });
    for (const name of ['a@acme.example', 'b@acme.example', 'a@acme.example']) await create(name);
    const all = await admin.send('GET', '/activity?limit=2');
    const entries = all.body['entries'] as { sentence: string; record: { outcome: string } }[];
    expect(entries.map(({ record }) => record.outcome)).toEqual(['refused', 'applied']);
    expect(entries[1]?.sentence).toContain('Okta');
    const next = await admin.send('GET', `/activity?limit=2&cursor=${encodeURIComponent(String(all.body['next']))}`);
    expect((next.body['entries'] as unknown[]).length).toBeGreaterThan(0);
    const refused = await admin.send('GET', '/activity?outcome=refused&user=a@acme.example');
    expect(refused.body['entries']).toHaveLength(1);
    expect((await admin.send('GET', '/activity?since=2999-01-01T00:00:00Z')).body['entries']).toEqual([]);
    expect((await admin.send('GET', '/activity?cursor=nonsense')).body['code']).toBe('invalid-cursor');
    expect((await admin.send('GET', '/activity?since=yesterday')).body['code']).toBe('invalid-request');
    expect((await admin.send('GET', '/health')).body).toMatchObject({
      state: 'healthy',
      // As the requests of this test call their client.
      lastClient: 'lightMyRequest',
      attention: expect.arrayContaining([{ kind: 'refusedRequests', count: 1 }]),
    });
  });
});

describe('a change of a profile', () => {
  it('is told of as one of an administrator, and has whose it was', async () => {
    await desk.user('acme', 'pat@acme.example');
    const mappings = [
      { field: 'username', from: [{ attribute: 'userName' }] },
      { field: 'title', from: [{ attribute: 'title' }], writeBack: true },
    ];
    const saved = await admin.send('PUT', '/mapping-set', { body: { mappings }, headers: { 'if-match': '*' } });
    expect(saved.body).toMatchObject({ author: 'ana@acme.example' });
    const users = (await admin.send('GET', '/users')).body['users'] as { id: string; userName: string }[];
    const { id = '' } = users.find(({ userName }) => userName === 'pat@acme.example') ?? {};
    const changed = await admin.send('PATCH', `/users/${id}/profile`, { body: { title: 'Lead' } });
    expect(changed.body).toMatchObject({ profile: { title: 'Lead' } });
    const events = (await admin.send('GET', '/events?limit=1000')).body['events'] as { cause: object }[];
    const token = expect.stringMatching(/^person-[0-9a-f]{16}$/u);
    expect(events.at(-1)).toMatchObject({ type: 'user.updated', cause: { kind: 'administrator', token } });
    const activity = (await admin.send('GET', '/activity?limit=1')).body['entries'] as { sentence: string }[];
    expect(activity[0]?.sentence).toMatch(/^An administrator /u);
  });
});

describe('the audit log', () => {
  it('has what people changed, without secrets: that of an organisation there, and the rest with operators', async () => {
    const fay = await desk.browserOf(desk.globex, 'fay@globex.example', 'administrator');
    const issued = await fay.send('POST', '/tokens', { body: { label: 'Okta' } });
    await fay.send('POST', '/tokens', { body: { label: '' } });
    await fay.send('GET', '/tokens');
    const { body } = await fay.send('GET', '/audit?limit=1');
    expect(body).toMatchObject({
      hasMore: true,
      entries: [
        {
          actor: { email: 'fay@globex.example' },
          action: 'issueToken',
          target: { fingerprint: issued.body['fingerprint'] },
          address: '127.0.0.1',
        },
      ],
    });
    const installation = await operator.send('GET', '/installation/audit?limit=1000');
    const text = JSON.stringify(installation.body);
    const actions = (installation.body['entries'] as { action: string }[]).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['useLink', 'signIn', 'changeOrganisation', 'deleteOrganisation']));
    expect(actions).not.toContain('issueToken');
    for (const hidden of [PASSWORD, String(issued.body['secret'])]) {
      expect(text + JSON.stringify(body)).not.toContain(hidden);
    }
  });
});

describe('a name that steers how text is shown', () => {
  it.each([
    ['/tokens', { label: 'Okta\u202e' }],
    ['/platform-keys', { label: 'a\nb', scopes: ['read'] }],
    ['/accounts', { email: 'gus@looop.example', name: 'Gus\u2066', isOperator: true }],
    ['/accounts', { email: 'gus\u200f@looop.example', isOperator: true }],
    ['/invitations', { email: 'gus\u200f@acme.example', role: 'viewer' }],
    ['/organisations', { name: 'ac\u202eme' }],
  ])('is refused with a sentence: %s', async (path, body) => {
    const { status, body: problem } = await operator.send('POST', path, { body });
    expect([status, problem['code']]).toEqual([422, 'invalid-value']);
    expect(String(problem['detail'])).toMatch(/direction of text|is no e-mail address|is named by/u);
  });
});

describe('accounts', () => {
  it('are added, listed by pages, linked, disabled and deleted by operators', async () => {
    const added = await operator.send('POST', '/accounts', { body: { email: 'gil@looop.example', isOperator: true } });
    expect(added.body).toMatchObject({ email: 'gil@looop.example', isOperator: true, hasPassword: false });
    const { id } = added.body as { id: string };
    const linkOf = (body: Readonly<Record<string, unknown>>) => String(body['link']).split('#')[1] ?? '';
    const gil = await desk.withLink(linkOf(added.body), {});
    expect((await gil.send('GET', '/organisations')).status).toBe(200);
    let seen = 0;
    for (let cursor = ''; ;) {
      const { body } = await operator.send('GET', `/accounts?limit=2${cursor}`);
      seen += (body['accounts'] as unknown[]).length;
      if (body['hasMore'] !== true) break;
      cursor = `&cursor=${String(body['next'])}`;
    }
    expect(seen).toBe((await Effect.runPromise(desk.storage.records.page('account', { limit: 1000 }))).length);
    const linked = await operator.send('POST', `/accounts/${id}/link`);
    const recovered = await desk.withLink(linkOf(linked.body), {});
    expect((await gil.send('GET', '/session')).status).toBe(401);
    expect((await operator.send('POST', `/accounts/${id}/disable`)).status).toBe(200);
    expect((await recovered.send('GET', '/session')).status).toBe(401);
    expect((await operator.send('POST', `/accounts/${id}/enable`)).status).toBe(200);
    const again = makeBrowser(desk.server);
    const body = { email: 'gil@looop.example', password: PASSWORD };
    expect((await again.send('POST', '/session', { body })).status).toBe(200);
    expect((await operator.send('DELETE', `/accounts/${id}`)).status).toBe(200);
    expect((await again.send('GET', '/session')).status).toBe(401);
    expect((await operator.send('POST', `/accounts/${id}/link`)).body['code']).toBe('not-found');
  });

  it('are disabled and deleted by others alone', async () => {
    const { body } = await operator.send('GET', '/session');
    const { id } = body['account'] as { id: string };
    for (const [method, path] of [
      ['POST', `/accounts/${id}/disable`],
      ['DELETE', `/accounts/${id}`],
    ] as const) {
      const refused = await operator.send(method, path);
      expect([refused.status, refused.body['code'], refused.body['detail']], path).toEqual([
        409,
        'conflict',
        'This is your own account: ask another operator to do it.',
      ]);
    }
    expect((await operator.send('POST', `/accounts/${id}/enable`)).status).toBe(200);
  });
});

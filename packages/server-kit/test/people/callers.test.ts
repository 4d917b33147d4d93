// Who may do what: every operation of the OpenAPI document, tried by every kind of caller.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Effect } from 'effect';
import {
  makeBrowser,
  openPeopleServer,
  ORIGIN,
  type Answered,
  type Browser,
  type PeopleServer,
} from '../support/people-server.ts';

interface Found {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
}

const ANYBODY = ['describeLink', 'signIn', 'startSingleSignOn', 'useLink'];
const SIGNED_IN = ['changePassword', 'endSessions', 'getSession'];
/** What a viewer may do beside reading people, groups and mappings. */
const VIEWER = [
  'countActivity',
  'explain',
  'getActivitySummary',
  'getFindings',
  'getHealth',
  'getOrganisation',
  'findDuplicates',
  'getSetUp',
  'listActivity',
  'listAdministrators',
  'listArrivals',
  'listKeys',
  'listTokens',
  'listValueOrigins',
];
/** By POST since they have a body; they change nothing of the organisation. */
const READS_BY_POST = ['cancelMappingImpact', 'checkMappingSet', 'explain', 'previewMappingSet', 'startMappingImpact'];
const OPERATOR = [
  'addAccount',
  'addOrganisation',
  'changeOrganisation',
  'deleteOrganisation',
  'disableAccount',
  'enableAccount',
  'linkAccount',
  'listAccounts',
  'listInstallationAudit',
  'listOrganisations',
  'removeAccount',
];

let desk: PeopleServer;
let operations: readonly Found[] = [];
let platform: readonly string[] = [];
const ids = {
  ...{ user: '', group: '', webhook: '', account: '', token: '', key: '' },
  ...{ invitation: '', imported: '', impact: '', attribute: '' },
};
/** What nobody has: an operation that is open does nothing with it. */
const NO_IDS: typeof ids = {
  ...{ user: 'e0', group: 'e6', webhook: 'e5', account: 'e1', token: 'e2', key: 'e3' },
  ...{ invitation: 'e4', imported: 'e7', impact: 'e8', attribute: 'e9' },
};

/** A path with its parameters. */
const pathOf = ({ path }: Found, of = NO_IDS): string =>
  path
    .replace('{userId}', of.user)
    .replace('{webhookId}', of.webhook)
    .replace('{groupId}', of.group)
    .replace('{jobId}', path.startsWith('/imports') ? of.imported : of.impact)
    .replace('{path}', encodeURIComponent(of.attribute))
    .replace('{version}', '1')
    .replace('{accountId}', of.account)
    .replace('{invitationId}', of.invitation)
    .replace('{organisation}', 'acme')
    .replace('{fingerprint}', path.startsWith('/platform-keys') ? of.key : of.token);

/** The body is one that no operation takes: whoever may call it is told so, and nothing is done. */
const attempt = (browser: Pick<Browser, 'send'>, found: Found, headers: Readonly<Record<string, string>> = {}) =>
  browser.send(found.method, pathOf(found), {
    headers,
    ...(found.method === 'GET' ? {} : { body: { unknown: true } }),
  });

const REFUSALS = ['unauthorized', 'insufficient-scope', 'not-signed-in', 'not-permitted', 'cross-site'];

/** Whether the caller was refused. */
const isRefused = ({ body }: Answered): boolean =>
  REFUSALS.includes(String(body['code'])) || String(body['detail']).startsWith('There is no organisation');

const find = (id: string): Found => {
  const found = operations.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no operation ${id}`);
  return found;
};

/** What a caller may call; what ends all sessions comes last. */
const openTo = async (browser: Browser, headers: Readonly<Record<string, string>> = {}): Promise<readonly string[]> => {
  const inOrder = operations.toSorted(
    (one, other) => Number(one.id === 'endSessions') - Number(other.id === 'endSessions'),
  );
  const open: string[] = [];
  for (const found of inOrder) {
    const answer = await attempt(browser, found, headers);
    if (answer.status >= 500) throw new Error(`${found.id}: ${JSON.stringify(answer.body)}`);
    if (!isRefused(answer)) open.push(found.id);
  }
  return open.toSorted();
};

beforeAll(async () => {
  desk = await openPeopleServer();
  const { body } = await makeBrowser(desk.server).send('GET', '/openapi.json');
  const paths = body['paths'] as Record<string, Record<string, { operationId: string; security: object[] }>>;
  operations = Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId: id }]) => ({
        id,
        method: method.toUpperCase() as Found['method'],
        path,
      })),
    )
    // Its own test has it: a session ends once.
    .filter(({ id }) => id !== 'signOut');
  platform = Object.values(paths).flatMap((methods) =>
    Object.values(methods).flatMap(({ operationId, security }) =>
      security.some((one) => 'platformKey' in one) ? [operationId] : [],
    ),
  );
  await desk.token('acme');
  await desk.key('acme', ['read']);
  await desk.browserOf(desk.acme, 'last@acme.example', 'viewer');
  await desk.invite(desk.acme, 'waits@acme.example', 'viewer');
  const secrets = await Effect.runPromise(desk.storage.tokens.ofOrganisation(desk.acme.id));
  const team = desk.composed.peopleGate.people.teamOf(desk.acme.id);
  const owner = await desk.browserOf(desk.acme, 'owner@acme.example', 'administrator');
  await desk.user('acme', 'ana@acme.example');
  const users = (await owner.send('GET', '/users')).body['users'] as readonly { id: string }[];
  const made = await owner.send('POST', '/webhooks', { body: { url: 'https://platform.example/hooks' } });
  const impact = await owner.send('POST', '/mapping-set/impacts', {
    body: { mappings: [{ field: 'username', from: [{ attribute: 'userName' }] }] },
  });
  const attribute = await owner.send('POST', '/schema/attributes', { body: { name: 'badge' } });
  const imported = await desk.server.inject({
    method: 'POST',
    url: '/api/v1/imports?dryRun=true',
    headers: {
      ...{ host: 'scim.example', origin: ORIGIN, 'content-type': 'text/csv', 'looop-organisation': 'acme' },
      ...{ cookie: owner.cookies(), 'x-csrf-token': owner.proof() },
    },
    payload: 'username\n',
  });
  await scimGroup(desk, users[0]?.id ?? '');
  const groups = (await owner.send('GET', '/groups')).body['groups'] as readonly { id: string }[];
  ids.group = groups[0]?.id ?? '';
  ids.impact = String(impact.body['id']);
  ids.imported = imported.json<{ readonly id: string }>().id;
  ids.attribute = (attribute.body['attribute'] as { readonly path: string }).path;
  ids.user = users[0]?.id ?? '';
  ids.webhook = (made.body['webhook'] as { id: string }).id;
  ids.account = (await Effect.runPromise(team.administrators()))[0]?.accountId ?? '';
  ids.invitation = (await Effect.runPromise(team.invitations()))[0]?.id ?? '';
  ids.token = secrets.find(({ scopes }) => scopes === undefined)?.fingerprint ?? '';
  ids.key = secrets.find(({ scopes }) => scopes !== undefined)?.fingerprint ?? '';
  expect(Object.values(ids).every((id) => id !== '' && id !== 'undefined')).toBe(true);
});
afterAll(() => desk.server.close());

/** Pushes a group as an identity provider does. */
const scimGroup = async ({ server, token }: PeopleServer, member: string): Promise<void> => {
  await server.inject({
    method: 'POST',
    url: '/scim/v2/Groups',
    headers: { authorization: `Bearer ${await token('acme')}`, 'content-type': 'application/scim+json' },
    payload: JSON.stringify({ displayName: 'Sales', members: [{ value: member }] }),
  });
};

const bySession = () => operations.map(({ id }) => id).filter((id) => !OPERATOR.includes(id));

describe('the operations', () => {
  it('are open to nobody but those of signing in', async () => {
    expect(await openTo(makeBrowser(desk.server, { organisation: 'acme' }))).toEqual(ANYBODY);
  });

  it('are closed to tokens of identity providers, those of signing in included', async () => {
    const authorization = `Bearer ${await desk.token('acme')}`;
    expect(await openTo(makeBrowser(desk.server, { organisation: 'acme' }), { authorization })).toEqual([]);
  });

  it('are closed to platform keys but those of the platform, each by its scope', async () => {
    for (const scope of ['read', 'write', 'webhooks'] as const) {
      const headers = { authorization: `Bearer ${await desk.key('acme', [scope])}` };
      const open = await openTo(makeBrowser(desk.server, { organisation: 'globex' }), headers);
      expect(open.filter((id) => !platform.includes(id))).toEqual([]);
      if (scope === 'read') expect(open).toEqual(expect.arrayContaining(['getUser', 'getMappingSet']));
      if (scope !== 'read') expect(open).not.toContain('getUser');
    }
  });

  it('let a viewer read, and change nothing', async () => {
    const viewer = await desk.browserOf(desk.acme, 'viewer@acme.example', 'viewer');
    const reads = platform.filter((id) => find(id).method === 'GET' || READS_BY_POST.includes(id));
    const expected = [...ANYBODY, ...SIGNED_IN, ...VIEWER, ...reads].toSorted();
    expect(await openTo(viewer)).toEqual(expected);
  });

  it('let an administrator do everything in the organisation, and nothing of operators', async () => {
    const administrator = await desk.browserOf(desk.acme, 'admin@acme.example', 'administrator');
    expect(await openTo(administrator)).toEqual(bySession().toSorted());
  });

  it('let an operator do everything', async () => {
    const operator = await desk.operator();
    const deleted = await openTo(operator);
    expect(deleted).toEqual(operations.map(({ id }) => id).toSorted());
  });

  it('show the administrator of another organisation nothing of this one, by its name or by its ids', async () => {
    const foreign = await desk.browserOf(desk.globex, 'admin@globex.example', 'administrator');
    const own = [...ANYBODY, ...SIGNED_IN];
    for (const found of operations.filter(({ id }) => !own.includes(id))) {
      const byName = await attempt(foreign, found, { 'looop-organisation': 'acme' });
      expect([found.id, isRefused(byName)]).toEqual([found.id, true]);
      const unknown = await attempt(foreign, found, { 'looop-organisation': 'nobody' });
      expect([found.id, unknown.status, unknown.body['code']]).toEqual([found.id, byName.status, byName.body['code']]);
    }
    const named = operations.filter(({ path, id }) => path.includes('{') && !OPERATOR.includes(id));
    expect(named.map((found) => pathOf(found, ids)).filter((path) => path.includes('{'))).toEqual([]);
    for (const found of named) {
      const bodies: Readonly<Record<string, object>> = {
        changeRole: { role: 'viewer' },
        rotateToken: { overlapHours: 0 },
        rotateKey: { overlapHours: 0 },
        updateAttribute: { description: 'x' },
        updateProfile: { title: 'x' },
        updateWebhook: { types: ['user.created'] },
        replayWebhook: { after: 0 },
      };
      const body = bodies[found.id];
      const { status, body: answer } = await foreign.send(found.method, pathOf(found, ids), {
        ...(body !== undefined && { body }),
        headers: { 'if-match': '*' },
      });
      expect([found.id, status, answer['code']]).toEqual([found.id, 404, 'not-found']);
    }
    const secrets = await Effect.runPromise(desk.storage.tokens.ofOrganisation(desk.acme.id));
    expect(secrets.filter(({ revoked }) => revoked !== undefined)).toEqual([]);
  });

  it('need the proof of the session and our own pages, each one that is no GET', async () => {
    const operator = await desk.operator('proof@looop.example');
    for (const found of operations.filter(({ method }) => method !== 'GET')) {
      const site = await attempt(operator, found, { 'sec-fetch-site': 'cross-site' });
      const origin = await attempt(operator, found, { origin: 'https://evil.example' });
      expect([found.id, site.status, site.body['code']]).toEqual([found.id, 403, 'cross-site']);
      expect([found.id, origin.status, origin.body['code']]).toEqual([found.id, 403, 'cross-site']);
      // Whoever has not signed in has no proof: there it is enough that no other site sends the request.
      if (ANYBODY.includes(found.id)) continue;
      for (const proof of ['', 'a'.repeat(64)]) {
        const { status, body } = await attempt(operator, found, { 'x-csrf-token': proof });
        expect([found.id, status, body['code']]).toEqual([found.id, 403, 'cross-site']);
      }
    }
    expect((await operator.send('GET', '/session')).status).toBe(200);
  });

  it('are for the organisation that a request names, which a session has to name', async () => {
    const administrator = await desk.browserOf(desk.acme, 'names@acme.example', 'administrator');
    const { status, body } = await administrator.send('GET', '/organisation', {
      headers: { 'looop-organisation': '' },
    });
    expect([status, body['code'], body['detail']]).toEqual([
      400,
      'invalid-request',
      'Name the organisation in the header Looop-Organisation.',
    ]);
    // A platform key goes before the cookie, and belongs to its own organisation whatever the header says.
    const authorization = `Bearer ${await desk.key('globex', ['read'])}`;
    const usersBy = async (headers: Readonly<Record<string, string>>) =>
      (await administrator.send('GET', '/users', { headers })).body['users'];
    expect([await usersBy({}), await usersBy({ authorization })]).toEqual([
      [expect.objectContaining({ userName: 'ana@acme.example' })],
      [],
    ]);
  });
});

// Who may do what: every operation of the OpenAPI document, tried by every kind of caller.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Effect } from 'effect';
import {
  makeBrowser,
  openPeopleServer,
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
const ids = { user: '', webhook: '', account: '', token: '', key: '', invitation: '' };
/** What nobody has: an operation that is open does nothing with it. */
const NO_IDS = { user: 'e0', webhook: 'e5', account: 'e1', token: 'e2', key: 'e3', invitation: 'e4' };

/** A path with its parameters. */
const pathOf = ({ path }: Found, { user, webhook, account, token, key, invitation } = NO_IDS): string =>
  path
    .replace('{userId}', user)
    .replace('{webhookId}', webhook)
    .replace('{groupId}', user)
    .replace('{version}', '1')
    .replace('{accountId}', account)
    .replace('{invitationId}', invitation)
    .replace('{organisation}', 'acme')
    .replace('{fingerprint}', path.startsWith('/platform-keys') ? key : token);

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
  ids.user = users[0]?.id ?? '';
  ids.webhook = (made.body['webhook'] as { id: string }).id;
  ids.account = (await Effect.runPromise(team.administrators()))[0]?.accountId ?? '';
  ids.invitation = (await Effect.runPromise(team.invitations()))[0]?.id ?? '';
  ids.token = secrets.find(({ scopes }) => scopes === undefined)?.fingerprint ?? '';
  ids.key = secrets.find(({ scopes }) => scopes !== undefined)?.fingerprint ?? '';
});
afterAll(() => desk.server.close());

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

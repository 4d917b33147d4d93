// The API of the learning platform, beside SCIM on one server: what the identity provider sends is what the platform reads.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isObject, parseJson, type JsonObject } from '@looop-scim/conformance';
import * as okta from '../support/client/okta.ts';
import { makeScimClient, nodeTransport, type ScimClient } from '../support/client/scim-client.ts';
import { faultsLeftBehind } from '../support/server/secrets-at-rest.ts';
import { makeToken, runOperator, startServer, type RunningServer } from '../support/server/server-process.ts';
import { onEveryStore, type OwnPlace } from '../support/server/server-store.ts';

interface Answer {
  readonly status: number;
  readonly body: JsonObject;
}

const MEMBERS = 30;

const OKTA_DAY = join(import.meta.dirname, '../../apps/okta-day/src/main.ts');

/** An event, as far as is looked into it. */
interface ToldEvent {
  readonly cause: { readonly kind: string };
  readonly data: { readonly user?: { readonly id: string } };
}

onEveryStore('the API of the platform', (store) => {
  const [token, key] = [makeToken(), makeToken()];
  let place: OwnPlace;
  let server: RunningServer;
  let scim: ScimClient;
  let users: readonly string[];
  beforeAll(async () => {
    place = await store.makePlace();
    server = await startServer({ ...place, token, env: { ...place.env, LOOOP_SCIM_PLATFORM_KEY: key } });
    scim = makeScimClient({ baseUrl: server.baseUrl, token });
    users = await okta.createUsers(scim, MEMBERS, 'person', { title: 'Engineer' });
  }, 120_000);
  afterAll(async () => {
    const exit = await server.stop();
    const faults = await faultsLeftBehind(exit, place, [token, key]);
    await place.remove();
    expect(faults).toEqual([]);
  }, 60_000);

  const send = async (
    path: string,
    {
      method = 'GET',
      body,
      secret = key,
      headers = {},
    }: {
      readonly method?: string;
      readonly body?: unknown;
      readonly secret?: string;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ): Promise<Answer> => {
    const url = server.baseUrl.replace('/scim/v2', '/api/v1') + path;
    const { status, text } = await nodeTransport({
      method,
      url,
      headers: {
        authorization: `Bearer ${secret}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const read = parseJson(text);
    return { status, body: isObject(read) ? read : {} };
  };

  const idsOf = (items: unknown): readonly unknown[] =>
    Array.isArray(items) ? items.map((item: unknown) => (isObject(item) ? item['id'] : undefined)) : [];

  describe('the platform key', () => {
    it('opens the API and not SCIM; the provisioning token opens SCIM and not the API', async () => {
      expect((await send('/users')).status).toBe(200);
      expect((await send('/users', { secret: token })).body).toMatchObject({ status: 401, code: 'unauthorized' });
      const wrong = makeScimClient({ baseUrl: server.baseUrl, token: key });
      expect((await wrong.get('/Users')).status).toBe(401);
      expect((await scim.get('/Users')).status).toBe(200);
    });

    it('is noticed in the list of keys by its last use', async () => {
      const { stdout } = await runOperator(place, 'key', 'list', 'demo');
      expect(stdout).toMatch(/^[0-9a-f]{16}  valid  scopes read,write,webhooks  .*  last used 2\d{3}-/u);
    });
  });

  describe('the platform', () => {
    it('reads who was provisioned, page by page', async () => {
      const seen: unknown[] = [];
      let path = '/users?limit=7';
      for (;;) {
        const { body } = await send(path);
        seen.push(...idsOf(body['users']));
        if (typeof body['next'] !== 'string') break;
        path = `/users?limit=7&cursor=${body['next']}`;
      }
      expect(seen).toEqual(users.toSorted());
    });

    it('reads the members of a group, and somebody whose resource is long', async () => {
      const group = await okta.createGroupId(scim, 'Sales', users);
      const first = (await send(`/groups/${group}/members?limit=20`)).body;
      const rest = (await send(`/groups/${group}/members?limit=20&cursor=${String(first['next'])}`)).body;
      expect([...idsOf(first['members']), ...idsOf(rest['members'])].toSorted()).toEqual(users.toSorted());
      const emails = Array.from({ length: 2000 }, (_, index) => ({
        value: `address-${index}@${'x'.repeat(40)}.example`,
        type: `kind-${index}`,
      }));
      const [long] = await okta.createUsers(scim, 1, 'long', { emails });
      expect((await send(`/users/${String(long)}`)).body).toMatchObject({ id: long, userName: 'long0@acme.example' });
      expect(idsOf((await send('/users?limit=1000')).body['users'])).toHaveLength(MEMBERS + 1);
      const preview = await send('/mapping-set/preview', { method: 'POST', body: { user: String(long) } });
      expect(preview.status).toBe(200);
    });

    it('writes a field back to its attribute, where SCIM shows it and the activity tells of it', async () => {
      const [ana = ''] = users;
      const set = { mappings: [{ field: 'title', from: [{ attribute: 'title' }], writeBack: true }] };
      const saved = await send('/mapping-set', { method: 'PUT', body: set, headers: { 'if-match': '*' } });
      expect(saved.body).toMatchObject({ version: 1 });
      const changed = await send(`/users/${ana}/profile`, { method: 'PATCH', body: { title: 'Lead' } });
      expect(changed.body).toMatchObject({ profile: { title: 'Lead' }, mappingVersion: 1, version: 2 });
      expect((await scim.get(`/Users/${ana}`)).body).toMatchObject({ title: 'Lead' });
      const { stdout } = await runOperator(place, 'activity', 'demo', '--json');
      expect(stdout).toContain('"after":"Lead"');
    });

    it('is told of a saved mapping set, of everybody whose profile differs', async () => {
      const told = new Set<unknown>();
      // Ends as well when nothing comes any more.
      for (let [after, isSilent] = [0, false]; told.size < MEMBERS && !isSilent;) {
        const { status, body } = await send(`/events?after=${after}&limit=1000&wait=20`);
        isSilent = Array.isArray(body['events']) && body['events'].length === 0;
        expect(status).toBe(200);
        for (const event of body['events'] as unknown as readonly ToldEvent[]) {
          if (event.cause.kind === 'mapping') told.add(event.data.user?.id);
        }
        after = Number(body['next']);
      }
      expect([...told]).toEqual(expect.arrayContaining(users.slice(1)));
    });

    it('is told what each step of a day of Okta makes of the profiles', async () => {
      const typed = ['--url', server.baseUrl, '--token', token, '--app', 'oin', '--platform-key', key];
      const { stdout } = await promisify(execFile)(process.execPath, [OKTA_DAY, ...typed]);
      expect(stdout).toContain('Every answer is what Okta needs.');
      expect(stdout).toMatch(/platform: user\.created \S+ {2}\{/u);
      expect(stdout).toMatch(/platform: user\.deactivated /u);
      expect(stdout).toMatch(/platform: group\.members_added .*: \d/u);
      expect(stdout).not.toContain(key);
    });

    it('gets a problem for whatever is wrong, below the prefix alone', async () => {
      expect((await send('/users/nobody')).body).toMatchObject({ status: 404, code: 'not-found' });
      expect((await send('/%zz')).body).toMatchObject({ status: 404, code: 'not-found' });
      expect((await scim.get('/nothing')).body).toMatchObject({ status: '404' });
    });

    it('reads the OpenAPI document without a key', async () => {
      const { status, body } = await send('/openapi.json', { secret: '' });
      expect([status, body['openapi'], body['servers']]).toEqual([200, '3.1.0', [{ url: '/api/v1' }]]);
      expect(Object.keys(isObject(body['paths']) ? body['paths'] : {})).toContain('/users/{userId}/profile');
    });
  });

  it('logs who asked, by fingerprint', async () => {
    await send('/users');
    const { stdout } = server.output();
    expect(stdout).toMatch(/"path":"\/api\/v1\/users","status":200,.*"organisation":"demo","token":"[0-9a-f]{16}"/u);
  });
});

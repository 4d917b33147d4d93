// Calls that take long are answered by workers, and are the same calls: what a server with workers answers is what one without
// them does. What is too much work for anybody ends, and nobody else waits for it.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeScimClient, type ScimClient } from '../support/client/scim-client.ts';
import { makeToken, runOperator, startServer, type RunningServer } from '../support/server/server-process.ts';
import { sqliteStore, type OwnPlace } from '../support/server/server-store.ts';

interface Served {
  readonly place: OwnPlace;
  readonly server: RunningServer;
  readonly client: ScimClient;
}

const serve = async (env: Readonly<Record<string, string>>): Promise<Served> => {
  const place = await sqliteStore.makePlace();
  // However busy the machine is, no call is stopped for the time that it takes.
  const patient = { LOOOP_SCIM_MAX_SECONDS: '600' };
  const server = await startServer({ ...place, env: { ...place.env, ...patient, ...env }, token: makeToken() });
  return { place, server, client: makeScimClient(server) };
};

const end = async ({ place, server }: Served): Promise<void> => {
  const exit = await server.stop();
  await place.remove();
  expect([exit.code, exit.stderr]).toEqual([0, '']);
};

const user = (number: number) => ({
  userName: `user-${String(number).padStart(4, '0')}@acme.example`,
  title: number % 2 === 0 ? 'Coach' : 'Learner',
  name: { givenName: `Given ${number}`, familyName: `Family ${number}` },
});

const USERS = 3000;

/** A directory that is more than the server's own thread reads at once, the same on every server. */
const fill = async (client: ScimClient): Promise<void> => {
  const memberIds: string[] = [];
  for (let first = 0; first < USERS; first += 1000) {
    const operations = Array.from({ length: 1000 }, (_none, index) => ({
      method: 'POST',
      path: '/Users',
      bulkId: `u${first + index}`,
      data: user(first + index),
    }));
    const { body } = await client.post('/Bulk', { Operations: operations });
    const { Operations: results } = body as { readonly Operations: readonly { readonly location: string }[] };
    memberIds.push(...results.map(({ location }) => location.slice(location.lastIndexOf('/') + 1)));
  }
  await client.post('/Groups', { displayName: 'Everybody', members: memberIds.map((value) => ({ value })) });
};

/** What differs from server to server, taken out. */
const withoutIds = (body: unknown, baseUrl: string): unknown =>
  JSON.parse(
    JSON.stringify(body)
      .replaceAll(baseUrl, 'BASE')
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/gu, 'ID')
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/gu, 'TIME')
      .replaceAll(/"nextCursor":"[^"]*"/gu, '"nextCursor":"CURSOR"'),
  );

describe('a server with workers', () => {
  let withWorkers: Served;
  let without: Served;
  beforeAll(async () => {
    [withWorkers, without] = await Promise.all([serve({}), serve({ LOOOP_SCIM_WORKERS: '0' })]);
    await Promise.all([fill(withWorkers.client), fill(without.client)]);
  });
  afterAll(async () => {
    await Promise.all([end(withWorkers), end(without)]);
  });

  it.each([
    '/Users?count=1000&startIndex=1501',
    '/Users?filter=title eq "coach"&count=500&sortBy=name.familyName',
    '/Users?filter=name.givenName co "7"&attributes=userName&count=1000',
    '/Users?filter=title eq "nobody"',
    '/Users?filter=groups.display sw "every"&count=0',
    '/Users?cursor=&count=700&sortBy=userName',
    '/Groups?count=10',
    '/?filter=meta.resourceType eq "Group" or title eq "Coach"&count=1000',
    '/Users?filter=titel eq "coach"',
    '/Users?filter=title eq "coach"&sortBy=emails',
  ])('answers GET %s as one without', async (path) => {
    const answers = [];
    for (const { client, server } of [withWorkers, without]) {
      const { status, headers, body } = await client.get(encodeURI(path));
      answers.push([status, headers['content-type'], withoutIds(body, server.baseUrl)]);
    }
    expect(answers[0]).toEqual(answers[1]);
  });

  it('answers a group with all its members, its entity tag and 304 as one without', async () => {
    const answers = [];
    for (const { client, server } of [withWorkers, without]) {
      const found = await client.get('/Groups?filter=displayName%20eq%20%22Everybody%22&attributes=id');
      const [{ id } = { id: '' }] = (found.body as { readonly Resources: readonly { readonly id: string }[] })
        .Resources;
      const read = await client.get(`/Groups/${id}`);
      const again = await client.send({
        method: 'GET',
        path: `/Groups/${id}`,
        headers: { 'if-none-match': String(read.headers.etag) },
      });
      answers.push([read.status, read.headers.etag, withoutIds(read.body, server.baseUrl), again.status]);
    }
    expect(answers[0]).toEqual(answers[1]);
  });

  it('records reads of which something was left out as one without', async () => {
    const read = '/Users?filter=name.givenName%20co%20%227%22&attributes=userName,em%20ails&count=1000';
    const recorded: unknown[] = [];
    for (const { place, client } of [withWorkers, without]) {
      expect((await client.get(read)).status).toBe(200);
      await vi.waitFor(
        async () => {
          const { stdout } = await runOperator(place, 'activity', 'demo', '--ignored', '--json');
          const { at: _at, ...record } = JSON.parse(stdout) as Readonly<Record<string, unknown>>;
          recorded.push([record['operation'], record['resourceType'], record['ignored'], record['repeated']]);
        },
        { timeout: 30_000, interval: 500 },
      );
    }
    expect(recorded[0]).toEqual(['read', 'User', [{ attribute: 'em ails', reason: 'unreadable' }], undefined]);
    expect(recorded[1]).toEqual(recorded[0]);
  });

  it('writes what is long, and refuses it, as one without', async () => {
    const emails = Array.from({ length: 4000 }, (_none, index) => ({ value: `ana-${index}@acme.example` }));
    const answers = [];
    for (const { client, server } of [withWorkers, without]) {
      const created = await client.post('/Users', { userName: 'ana@acme.example', emails });
      const { id } = created.body as { readonly id: string };
      const more = { op: 'add', path: 'emails', value: [{ value: 'one@more.example' }] };
      const patched = await client.patch(`/Users/${id}`, more);
      const duplicate = await client.post('/Users', { userName: 'ANA@acme.example', emails });
      const broken = await client.send({
        method: 'POST',
        path: '/Users',
        headers: { 'content-type': 'application/scim+json' },
        body: `{"userName":"${'x'.repeat(40_000)}`,
      });
      const removed = await client.delete(`/Users/${id}`);
      answers.push(
        [created, patched, duplicate, broken, removed].map(({ status, headers, body }) => [
          status,
          headers.etag,
          withoutIds(body ?? null, server.baseUrl),
        ]),
      );
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.map(([status]) => status)).toEqual([201, 200, 409, 400, 204]);
  });

  it('answers others while a long call goes on', async () => {
    const order: string[] = [];
    const long = withWorkers.client
      .get(
        encodeURI(
          `/Users?count=1000&filter=${Array.from({ length: 200 }, (_none, n) => `title co "${n}x"`).join(' or ')}`,
        ),
      )
      .then(({ status }) => order.push(`long ${status}`));
    for (let number = 0; number < 3; number += 1) {
      const { status } = await withWorkers.client.get('/ServiceProviderConfig');
      order.push(`short ${status}`);
    }
    await long;
    expect(order).toEqual(['short 200', 'short 200', 'short 200', 'long 200']);
  });
});

describe('SIGTERM while a worker has a long call', () => {
  it('has it answered, and the server ends in order', async () => {
    const served = await serve({});
    await fill(served.client);
    const filter = Array.from({ length: 200 }, (_none, n) => `title co "${n}x"`).join(' or ');
    const long = served.client.get(encodeURI(`/Users?count=1000&filter=${filter}`));
    // Answered by the server's own thread, after it has begun with what came before.
    expect((await served.client.get('/ServiceProviderConfig')).status).toBe(200);
    served.server.terminate();
    const { status, headers } = await long;
    expect([status, headers['connection']]).toEqual([200, 'close']);
    await end(served);
  });
});

describe('a call that is more work than one may be', () => {
  it('is 400 tooMany and says what to ask for, by list, search and count; indexes are not concerned', async () => {
    const served = await serve({ LOOOP_SCIM_MAX_ROWS: '1000' });
    await fill(served.client);
    const filter = 'title co "oac"';
    const refused = await Promise.all([
      served.client.get(`/Users?filter=${encodeURIComponent(filter)}`),
      served.client.get(`/Users?count=0&filter=${encodeURIComponent(filter)}`),
      served.client.post('/Users/.search', { filter }),
    ]);
    for (const { status, body } of refused) {
      expect([status, body]).toMatchObject([400, { scimType: 'tooMany', status: '400' }]);
    }
    const found = await served.client.get(
      `/Users?filter=${encodeURIComponent('userName eq "USER-0042@acme.example"')}`,
    );
    expect([found.status, found.body]).toMatchObject([200, { totalResults: 1 }]);
    await end(served);
  });
});

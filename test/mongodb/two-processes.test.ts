// Two server processes on one MongoDB serve the same organisation: what one acknowledges the other sees, and what both change at
// once is changed as by one.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { textAt, valueAt, valuesAt } from '@looop-scim/conformance';
import { onMongo } from '../support/mongodb/on-mongo.ts';
import { makeScimClient, type ScimClient } from '../support/client/scim-client.ts';
import { makeToken, startServer, type RunningServer } from '../support/server/server-process.ts';
import { mongoStore, type OwnPlace } from '../support/server/server-store.ts';

const CLIENTS = 32;

onMongo('two processes', () => {
  let place: OwnPlace | undefined;
  let servers: readonly RunningServer[] = [];
  let clients: readonly ScimClient[] = [];

  beforeAll(async () => {
    place = await mongoStore.makePlace();
    const token = makeToken();
    // At once: one of them creates the demo organisation, the other finds it.
    const started = { ...place, token };
    servers = await Promise.all([startServer(started), startServer(started)]);
    clients = Array.from({ length: CLIENTS }, (_, index) =>
      makeScimClient({ baseUrl: servers[index % 2]?.baseUrl ?? '', token }),
    );
  });
  afterAll(async () => {
    const exits = await Promise.all(servers.map((server) => server.stop()));
    await place?.remove();
    expect(exits.map(({ code }) => code)).toEqual([0, 0]);
  });

  const [first, second] = [() => clientAt(0), () => clientAt(1)];
  const clientAt = (index: number): ScimClient => {
    const client = clients[index];
    if (client === undefined) throw new Error('the servers are used outside of a test');
    return client;
  };
  const created = async (client: ScimClient, path: string, body: Readonly<Record<string, string>>): Promise<string> => {
    const answer = await client.post(path, body);
    expect(answer.status, answer.text).toBe(201);
    return textAt(answer.body, '/id');
  };
  const membersOf = async (client: ScimClient, group: string): Promise<readonly string[]> => {
    const answer = await client.get(`/Groups/${group}`);
    return valuesAt(answer.body ?? null, '/members/*/value').map(String);
  };

  it('lets 32 clients add and remove members of one group: nothing is lost and nobody is answered 5xx', async () => {
    const group = await created(first(), '/Groups', { displayName: 'everybody' });
    const users = await Promise.all(
      clients.map((client, index) => created(client, '/Users', { userName: `member-${index}@acme.example` })),
    );
    const statuses = await Promise.all(
      clients.map(async (client, index) => {
        const member = [{ value: users[index] ?? '' }];
        const add = { op: 'add', path: 'members', value: member };
        const added = await client.patch(`/Groups/${group}`, add);
        if (index % 2 === 0) return [added.status];
        const removed = await client.patch(`/Groups/${group}`, {
          op: 'remove',
          path: `members[value eq "${users[index]}"]`,
        });
        return [added.status, removed.status, (await client.patch(`/Groups/${group}`, add)).status];
      }),
    );
    expect(new Set(statuses.flat())).toEqual(new Set([204]));
    for (const client of [first(), second()]) expect(await membersOf(client, group)).toEqual(users.toSorted());
  });

  it('lets one of two creations of a userName in different case succeed', async () => {
    const names = ['Nora@acme.example', 'nora@ACME.example'];
    const answers = await Promise.all(names.map((userName, index) => clientAt(index).post('/Users', { userName })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });

  it('leaves no member behind that is deleted while groups take it in', async () => {
    const groups = await Promise.all(
      [0, 1, 2, 3].map((index) => created(clientAt(index), '/Groups', { displayName: `team ${index}` })),
    );
    const users = await Promise.all(
      [0, 1, 2, 3].map((index) => created(clientAt(index), '/Users', { userName: `leaver-${index}@acme.example` })),
    );
    const additions = groups.flatMap((group, index) =>
      users.map((value) =>
        clientAt(index).patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value }] }),
      ),
    );
    const deletions = users.map((user, index) => clientAt(index + 1).delete(`/Users/${user}`));
    const statuses = (await Promise.all([...additions, ...deletions])).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([204]));
    for (const group of groups) expect(await membersOf(first(), group)).toEqual([]);
  });

  it('shows at once through one process what the other has acknowledged', async () => {
    const id = await created(first(), '/Users', { userName: 'seen@acme.example' });
    const read = await second().get(`/Users/${id}`);
    expect(read.status).toBe(200);
    await second().patch(`/Users/${id}`, { op: 'replace', path: 'active', value: false });
    expect(valueAt((await first().get(`/Users/${id}`)).body, '/active')).toBe(false);
  });
});

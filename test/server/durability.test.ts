// What was acknowledged is on disk: after a restart, and after the process was killed in the middle of its work.
import { describe, expect, it } from 'vitest';
import { textAt, type JsonObject } from '@looop-scim/conformance';
import * as okta from '../support/client/okta.ts';
import { makeScimClient, type ScimClient } from '../support/client/scim-client.ts';
import { startServer, type RunningServer } from '../support/server/server-process.ts';
import { onEveryStore } from '../support/server/server-store.ts';
import { useFreshStarts } from '../support/server/use-fresh-starts.ts';

const restart = ({ dataDirectory, env, token }: RunningServer): Promise<RunningServer> =>
  startServer({ dataDirectory, env, token });
const clientOf = ({ baseUrl, token }: RunningServer): ScimClient => makeScimClient({ baseUrl, token });

/** Everything but the links, which follow the port. */
const withoutLinks = (resource: JsonObject): string =>
  JSON.stringify(resource, (key: string, value: unknown) => (key === 'location' || key === '$ref' ? undefined : value));

/** What writers were told, by the order of the answers. */
interface Acknowledged {
  readonly created: Map<string, string>;
  readonly members: Set<string>;
  readonly titles: Map<string, string>;
  readonly deleted: Set<string>;
  sent: number;
}

/** One writer: create, change, add to the group, now and then delete; ends when the server is gone. */
const writeUntilCut = async (scim: ScimClient, group: string, name: string, told: Acknowledged): Promise<void> => {
  for (let number = 0; ; number += 1) {
    try {
      const userName = `${name}-${number}@acme.example`;
      told.sent += 1;
      const created = await scim.post('/Users', { schemas: [okta.USER], userName, title: 'new' });
      const id = textAt(created.body, '/id');
      told.created.set(id, userName);
      const patched = await scim.patch(`/Users/${id}`, { op: 'replace', path: 'title', value: `t-${number}` });
      if (patched.status === 200) told.titles.set(id, `t-${number}`);
      const added = await scim.patch(`/Groups/${group}`, okta.addMembers(id));
      if (added.status === 204) told.members.add(id);
      if (number % 7 !== 6) continue;
      // Told nothing yet: whether the deletion happened is open until it is acknowledged.
      told.created.delete(id);
      told.members.delete(id);
      if ((await scim.delete(`/Users/${id}`)).status === 204) told.deleted.add(id);
    } catch {
      return; // the connection was cut
    }
  }
};

const expectKept = async (scim: ScimClient, group: string, told: Acknowledged): Promise<void> => {
  const members = new Set(await okta.memberIds(scim, group));
  for (const [id, userName] of told.created) {
    const user = await okta.read(scim, `/Users/${id}`);
    expect(user).toMatchObject({ id, userName, active: true });
    const title = told.titles.get(id);
    if (title !== undefined) expect(user['title']).toBe(title);
    if (told.members.has(id)) expect(members.has(id), `${userName} is a member`).toBe(true);
  }
  for (const id of told.deleted) {
    okta.expectError(await scim.get(`/Users/${id}`), 404);
    expect(members.has(id)).toBe(false);
  }
};

/** Nothing is there by half: whoever is listed is whole, and every member can be read. */
const expectWhole = async (scim: ScimClient, group: string, mostUsers: number): Promise<void> => {
  const listed = new Set<string>();
  for (let startIndex = 1; ; startIndex += 1000) {
    const page = await okta.read(scim, '/Users', { startIndex, count: 1000 });
    const users = page['Resources'] as readonly JsonObject[];
    for (const user of users) {
      expect(user['userName']).toEqual(expect.stringContaining('@acme.example'));
      expect(user['title']).toEqual(expect.any(String));
      listed.add(textAt(user, '/id'));
    }
    if (users.length < 1000) break;
  }
  expect(listed.size).toBeLessThanOrEqual(mostUsers);
  expect((await okta.memberIds(scim, group)).filter((id) => !listed.has(id))).toEqual([]);
};

const ROUNDS = 3;
const WRITERS = 16;
const WRITES_BEFORE_KILL = 150;

onEveryStore('durability', (store) => {
  const freshStart = useFreshStarts(store);

  describe('a restart', () => {
    it('keeps users, groups, memberships, versions, states and the token', { timeout: 60_000 }, async () => {
      const first = await freshStart();
      const scim = clientOf(first);
      const user = await okta.createUser(
        scim,
        okta.person('Ana', 'Pop', {
          [okta.LOOOP]: { area: 'North', department: 'X' },
          [okta.ENTERPRISE]: { department: 'Y' },
        }),
      );
      const id = textAt(user, '/id');
      await okta.setActive(scim, id, false);
      const group = await okta.createGroupId(scim, 'Coaches', [id]);
      const gone = await okta.createUserId(scim, 'gone@acme.example');
      await scim.delete(`/Users/${gone}`);
      const [userBefore, groupBefore] = [
        await okta.read(scim, `/Users/${id}`),
        await okta.read(scim, `/Groups/${group}`),
      ];
      expect((await first.stop()).code).toBe(0);

      const second = await restart(first);
      const again = clientOf(second);
      expect(withoutLinks(await okta.read(again, `/Users/${id}`))).toBe(withoutLinks(userBefore));
      expect(withoutLinks(await okta.read(again, `/Groups/${group}`))).toBe(withoutLinks(groupBefore));
      okta.expectError(await again.get(`/Users/${gone}`), 404);
      okta.expectError(await again.post('/Users', okta.person('Ana', 'Pop')), 409, 'uniqueness');
      const announced = second
        .output()
        .stdout.split('\n')
        .filter((line) => line !== '' && !line.startsWith('{'));
      expect(announced, 'the first start alone makes a token').toEqual([`SCIM base URL: ${second.baseUrl}`]);
      expect((await second.stop()).code).toBe(0);
    });
  });

  describe('kill -9', () => {
    it(`loses nothing acknowledged to ${WRITERS} writers, ${ROUNDS} times in a row`, async () => {
      let server = await freshStart();
      const group = await okta.createGroupId(clientOf(server), 'Everyone');
      const told: Acknowledged = {
        created: new Map(),
        members: new Set(),
        titles: new Map(),
        deleted: new Set(),
        sent: 0,
      };
      for (let round = 1; round <= ROUNDS; round += 1) {
        const scim = clientOf(server);
        const enough = told.members.size + WRITES_BEFORE_KILL;
        const writers = Array.from({ length: WRITERS }, (_none, writer) =>
          writeUntilCut(scim, group, `r${round}w${writer}`, told),
        );
        while (told.members.size < enough) await okta.read(scim, '/Users?count=0');
        const exit = await server.kill();
        expect(exit.signal).toBe('SIGKILL');
        await Promise.all(writers);
        server = await restart(server);
        await expectKept(clientOf(server), group, told);
        await expectWhole(clientOf(server), group, told.sent);
      }
      expect(told.deleted.size).toBeGreaterThan(0);
      expect((await server.stop()).code).toBe(0);
    });
  });
});

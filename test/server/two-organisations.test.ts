// Two organisations on one server: nothing of one is visible or changeable with the token of the other (guard 5).
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { effort } from '../support/run/run-laws.ts';
import { textAt, type JsonObject } from '@looop-scim/conformance';
import * as okta from '../support/client/okta.ts';
import type { ScimClient, ScimRequest } from '../support/client/scim-client.ts';
import { addOrganisation, runOperator } from '../support/server/server-process.ts';
import { onEveryStore } from '../support/server/server-store.ts';
import { useServer } from '../support/server/use-server.ts';

interface Tenant {
  readonly scim: ScimClient;
  readonly users: readonly string[];
  readonly group: string;
}

const populate = async (scim: ScimClient, mark: string): Promise<Tenant> => {
  const users = await okta.createUsers(scim, 5, 'same', {
    title: mark,
    externalId: mark,
    [okta.LOOOP]: { area: mark },
  });
  return { scim, users, group: await okta.createGroupId(scim, 'Same', users.slice(0, 2)) };
};

/** Everything that an organisation can see of itself. */
const snapshot = async (scim: ScimClient): Promise<readonly JsonObject[]> => [
  await okta.read(scim, '/Users', { count: 1000 }),
  await okta.read(scim, '/Groups', { count: 1000 }),
];

onEveryStore('two organisations', (store) => {
  const { client, newOrganisation, server } = useServer(store);
  let ours: Tenant;
  let theirs: Tenant;
  let theirsBefore: readonly JsonObject[];

  beforeAll(async () => {
    ours = await populate(client(), 'ours');
    theirs = await populate(await newOrganisation('theirs'), 'theirs');
    theirsBefore = await snapshot(theirs.scim);
  }, 60_000);

  const foreign = (): readonly string[] => [...theirs.users.map((id) => `/Users/${id}`), `/Groups/${theirs.group}`];

  describe('the token of one organisation', () => {
    it('names the same people and groups as the other has, without a conflict', async () => {
      expect((await okta.lookUpUser(ours.scim, 'same0@acme.example')).body).toMatchObject({
        totalResults: 1,
        Resources: [{ id: ours.users[0] }],
      });
      expect((await okta.lookUpUser(theirs.scim, 'same0@acme.example')).body).toMatchObject({
        totalResults: 1,
        Resources: [{ id: theirs.users[0] }],
      });
      okta.expectError(
        await ours.scim.post('/Users', { schemas: [okta.USER], userName: 'SAME0@acme.example' }),
        409,
        'uniqueness',
      );
      expect((await okta.read(ours.scim, '/Users'))['totalResults']).toBe(5);
    });

    it('finds nothing of the other by id, with any method', async () => {
      const requests: readonly Omit<ScimRequest, 'path'>[] = [
        { method: 'GET' },
        {
          method: 'PUT',
          body: { schemas: [okta.USER], userName: 'taken.over@acme.example', displayName: 'Taken over' },
        },
        {
          method: 'PATCH',
          body: okta.patchBody({ op: 'replace', value: { active: false, displayName: 'Taken over' } }),
        },
        { method: 'PATCH', body: okta.patchBody({ op: 'replace', path: 'displayName', value: 'Same' }) },
        { method: 'DELETE' },
      ];
      for (const path of foreign()) {
        for (const request of requests) okta.expectError(await ours.scim.send({ ...request, path }), 404);
      }
      expect(await snapshot(theirs.scim)).toEqual(theirsBefore);
    });

    it('answers a foreign id exactly as an unknown one', async () => {
      const unknown = theirs.users[0]?.replace(/.$/, (last) => (last === '0' ? '1' : '0')) ?? '';
      const [one, other] = [
        await ours.scim.get(`/Users/${theirs.users[0] ?? ''}`),
        await ours.scim.get(`/Users/${unknown}`),
      ];
      expect(one.text.replaceAll(theirs.users[0] ?? '', 'ID')).toBe(other.text.replaceAll(unknown, 'ID'));
    });

    it('cannot make a member of somebody else, by POST, PUT or PATCH', async () => {
      const [mine, foreigner] = [ours.users[4] ?? '', theirs.users[0] ?? ''];
      const group = await okta.createGroupId(ours.scim, 'Mixed', [mine, foreigner]);
      expect(await okta.memberIds(ours.scim, group)).toEqual([mine]);
      expect((await ours.scim.patch(`/Groups/${group}`, okta.addMembers(foreigner, theirs.group))).status).toBe(204);
      expect((await ours.scim.patch(`/Groups/${group}`, okta.replaceMembers(foreigner, mine))).status).toBe(204);
      expect((await ours.scim.put(`/Groups/${group}`, okta.groupOf('Mixed', [mine, foreigner]))).status).toBe(200);
      expect(await okta.memberIds(ours.scim, group)).toEqual([mine]);
      expect(await okta.foundIds(ours.scim, '/Groups', `members.value eq "${foreigner}"`)).toEqual([]);
      expect(await snapshot(theirs.scim)).toEqual(theirsBefore);
      await ours.scim.delete(`/Groups/${group}`);
    });

    it('sees nothing of the other through any filter, sorting or page', { timeout: 120_000 }, async () => {
      const known = new Set([...ours.users, ours.group]);
      const values = [
        'same0@acme.example',
        'theirs',
        'ours',
        'Same',
        'x',
        ...theirs.users.slice(0, 2),
        theirs.group,
        '" or id pr or userName eq "',
      ];
      const attribute = (names: readonly string[]) => fc.constantFrom(...names);
      const atom = (names: readonly string[]): fc.Arbitrary<string> =>
        fc.oneof(
          fc
            .tuple(attribute(names), fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew'), fc.constantFrom(...values))
            .map(([name, operator, value]) => `${name} ${operator} ${JSON.stringify(value)}`),
          attribute(names).map((name) => `${name} pr`),
          attribute(names).map((name) => `not (${name} pr)`),
        );
      const join = (atoms: readonly string[], joints: readonly string[], wrap: boolean): string => {
        const text = atoms.map((one, index) => (index === 0 ? one : `${joints[index] ?? 'or'} ${one}`)).join(' ');
        return wrap ? `not (${text})` : text;
      };
      const filters = (names: readonly string[]) =>
        fc
          .tuple(
            fc.array(atom(names), { minLength: 2, maxLength: 5 }),
            fc.array(fc.constantFrom('or', 'and', 'or'), { minLength: 5, maxLength: 5 }),
            fc.boolean(),
          )
          .map(([atoms, joints, wrap]) => join(atoms, joints, wrap));
      const asks = fc.oneof(
        filters(['userName', 'id', 'externalId', 'title', `${okta.LOOOP}:area`, 'groups.value']).map(
          (filter) => ['/Users', filter] as const,
        ),
        filters(['displayName', 'id', 'members.value', 'externalId']).map((filter) => ['/Groups', filter] as const),
      );
      let found = 0;
      const property = fc.asyncProperty(
        asks,
        fc.constantFrom('id', 'meta.created'),
        async ([endpoint, filter], sortBy) => {
          const list = await okta.read(ours.scim, endpoint, { filter, sortBy, count: 100 });
          for (const resource of list['Resources'] as readonly JsonObject[]) {
            found += 1;
            expect(known.has(textAt(resource, '/id')), filter).toBe(true);
            expect(JSON.stringify(resource)).not.toContain('theirs');
          }
          expect(Number(list['totalResults'])).toBeLessThanOrEqual(endpoint === '/Users' ? 5 : 1);
        },
      );
      await fc.assert(property, { seed: effort.seed, numRuns: effort.runs });
      expect(found, 'the filters find something').toBeGreaterThan(0);
    });

    it('changes nothing of the other by any sequence of requests', { timeout: 120_000 }, async () => {
      const path = fc.constantFrom(...foreign(), '/Users', '/Groups', ...foreign().map((one) => `${one}/`));
      const body = fc.constantFrom<JsonObject>(
        { schemas: [okta.USER], userName: 'same1@acme.example', displayName: 'Same' },
        okta.patchBody({ op: 'remove', path: 'members' }),
        okta.patchBody(okta.replaceMembers(ours.users[0] ?? '')),
        okta.patchBody({ op: 'replace', value: { id: ours.group, active: false } }),
      );
      const property = fc.asyncProperty(
        fc.constantFrom('PUT', 'PATCH', 'DELETE', 'POST'),
        path,
        body,
        async (method, target, content) => {
          const answer = await ours.scim.send({ method, path: target, ...(method !== 'DELETE' && { body: content }) });
          expect([404, 405, 409, 400]).toContain(answer.status);
        },
      );
      await fc.assert(property, { seed: effort.seed, numRuns: Math.ceil(effort.runs / 4) });
      expect(await snapshot(theirs.scim)).toEqual(theirsBefore);
    });
  });

  describe('an organisation that operators added by command', { timeout: 60_000 }, () => {
    const operate = async (...args: string[]): Promise<void> => {
      const exit = await runOperator(server(), ...args);
      expect(exit.code, exit.stderr).toBe(0);
    };

    it('is served at once, is refused with 403 while SCIM is off, and has its people afterwards', async () => {
      const token = await addOrganisation(server(), 'switched');
      const send = (request: ScimRequest) =>
        ours.scim.send({ ...request, headers: { Authorization: `Bearer ${token}` } });
      const created = await send({ method: 'POST', path: '/Users', body: okta.person('Ana', 'Pop') });
      expect(created.status).toBe(201);
      await operate('organisation', 'disable', 'switched');
      const list = () => send({ method: 'GET', path: '/Users' });
      okta.expectError(await store.noticed(403, list), 403);
      okta.expectError(await send({ method: 'POST', path: '/Users', body: okta.person('Ion', 'Rus') }), 403);
      expect((await ours.scim.get('/Users')).status, 'others are served on').toBe(200);
      await operate('organisation', 'enable', 'switched');
      expect((await store.noticed(200, list)).body).toMatchObject({ totalResults: 1 });
    });

    it('is not added twice, and not under a bad name', async () => {
      for (const name of ['theirs', 'Not A Name', '-x', '']) {
        const exit = await runOperator(server(), 'organisation', 'add', name);
        expect(exit.code, name).not.toBe(0);
        expect(exit.stdout).toBe('');
      }
    });

    it('prefixes, suffixes and other cases of a token open nothing', async () => {
      const { token } = server();
      for (const wrong of [
        token.slice(0, -1),
        `${token}0`,
        token.toUpperCase(),
        token.slice(1),
        ` ${token.slice(0, 32)}`,
        'null',
        'undefined',
        '0',
      ]) {
        okta.expectError(
          await ours.scim.send({ method: 'GET', path: '/Users', headers: { Authorization: `Bearer ${wrong}` } }),
          401,
        );
      }
    });
  });
});

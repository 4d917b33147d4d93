// What Okta's CRUD test asserts on the server (C4 to C12), for both ways of sending it, and what its QA plan expects.
import { describe, expect, it } from 'vitest';
import { textAt } from '@looop-scim/conformance';
import * as okta from '../support/client/okta.ts';
import type { ScimClient } from '../support/client/scim-client.ts';
import { deliveredToken, printedAfter, runOperator } from '../support/server/server-process.ts';
import { useServer } from '../support/server/use-server.ts';

const { client, server, newOrganisation } = useServer();

/** The reads of the test carry these headers alone. */
const readAsTest = (path: string, query?: Record<string, string>) =>
  client().send({
    method: 'GET',
    path,
    ...(query !== undefined && { query }),
    headers: { 'Accept-Charset': null, 'Accept-Encoding': null, 'User-Agent': null },
  });

interface AppKind {
  readonly name: string;
  readonly update: (scim: ScimClient, id: string, attributes: Record<string, object>) => Promise<unknown>;
  readonly switchTo: (scim: ScimClient, id: string, active: boolean) => Promise<unknown>;
}

const appKinds: readonly AppKind[] = [
  {
    name: 'AIW',
    update: (scim, id, attributes) => okta.readAndPut(scim, `/Users/${id}`, attributes as never),
    switchTo: (scim, id, active) => okta.readAndPut(scim, `/Users/${id}`, { active }),
  },
  {
    name: 'OIN',
    update: (scim, id, attributes) => scim.patch(`/Users/${id}`, { op: 'replace', value: attributes as never }),
    switchTo: okta.setActive,
  },
];

describe.each(appKinds)("Okta's CRUD test with an $name app", ({ name, update, switchTo }) => {
  it('creates, renames, deactivates, reactivates and unassigns one user under one id', async () => {
    const scim = client();
    const email = `crud.${name}@acme.example`;
    const work = [{ value: email, type: 'work', primary: true }];
    await okta.createUser(
      scim,
      okta.person('Crud', name, {
        userName: email,
        emails: work,
        title: 'Engineer',
        phoneNumbers: [{ value: '415.123.4567', type: 'work' }],
      }),
    );
    const found = await readAsTest('/Users', { filter: `userName eq "${email}"` }); // C4
    expect(found.status).toBe(200);
    expect(found.body).toMatchObject({
      Resources: [{ userName: email, emails: [{ value: email }], name: { givenName: 'Crud', familyName: name } }],
    });
    const id = textAt(found.body, '/Resources/0/id');
    const expectUser = async (expected: object): Promise<void> => {
      const answer = await readAsTest(`/Users/${id}`);
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject(expected);
    };

    await update(scim, id, { name: { givenName: 'Renamed' } });
    await expectUser({ name: { givenName: 'Renamed', familyName: name } }); // C6
    await switchTo(scim, id, false);
    await expectUser({ active: false, name: { givenName: 'Renamed' } }); // C8
    expect((await okta.lookUpUser(scim, email)).body).toMatchObject({ totalResults: 1, Resources: [{ id }] });
    await switchTo(scim, id, true);
    await expectUser({ id, active: true, title: 'Engineer' }); // C10
    await switchTo(scim, id, false);
    await expectUser({ id, active: false }); // C12
  });
});

describe("Okta's QA plan", () => {
  it('C9340 and C9341: wrong credentials fail, a new token takes effect, a revoked one stops', async () => {
    const scim = await newOrganisation('rotating');
    const issued = await runOperator(server(), 'token', 'issue', 'rotating');
    expect(issued.code, issued.stderr).toBe(0);
    const second = deliveredToken(issued.stdout);
    const as = (token: string) =>
      scim.send({ method: 'GET', path: '/Users', headers: { Authorization: `Bearer ${token}` } });
    expect((await as(second)).status, 'the new token works at once').toBe(200);
    expect((await scim.get('/Users')).status, 'the old one still does').toBe(200);
    const revoked = await runOperator(server(), 'token', 'revoke', printedAfter(issued.stdout, 'Fingerprint:'));
    expect(revoked.code, revoked.stderr).toBe(0);
    okta.expectError(await as(second), 401);
    expect((await scim.get('/Users')).status).toBe(200);
  });

  it('C9335: somebody who exists is linked and updated, without a duplicate', async () => {
    const scim = client();
    const id = await okta.createUserId(scim, 'c9335@acme.example', { active: false });
    expect((await okta.lookUpUser(scim, 'C9335@acme.example')).body).toMatchObject({ Resources: [{ id }] });
    await okta.readAndPut(scim, `/Users/${id}`, { active: true, title: 'Linked' });
    expect((await okta.lookUpUser(scim, 'c9335@acme.example')).body).toMatchObject({
      totalResults: 1,
      Resources: [{ id, title: 'Linked', active: true }],
    });
  });

  it('C9337: empty values cause no error', async () => {
    const scim = client();
    const empty = {
      title: '',
      nickName: '',
      name: { middleName: '' },
      phoneNumbers: [],
      [okta.ENTERPRISE]: { department: '' },
    };
    const id = textAt(await okta.createUser(scim, okta.person('C', 'Nine', empty)), '/id');
    expect((await okta.readAndPut(scim, `/Users/${id}`, empty)).status).toBe(200);
    expect((await scim.patch(`/Users/${id}`, { op: 'replace', value: empty })).status).toBe(200);
  });

  it('C9312, C9317, C9316, C9332 and C9333: groups are pushed, empty or not, and follow', async () => {
    const scim = client();
    const [one, two] = await okta.createUsers(scim, 2, 'c9312-');
    if (one === undefined || two === undefined) throw new Error('two users are due');
    const empty = await okta.createGroupId(scim, 'C9317 empty');
    expect(await okta.memberIds(scim, empty)).toEqual([]);
    const group = await okta.createGroupId(scim, 'C9312', [one]);
    await scim.patch(`/Groups/${group}`, okta.addMembers(two));
    expect(await okta.memberIds(scim, group)).toEqual([one, two].toSorted());
    await scim.patch(`/Groups/${group}`, okta.removeMember(one));
    expect(await okta.memberIds(scim, group)).toEqual([two]);
    await scim.patch(`/Groups/${empty}`, okta.replaceMembers());
    expect(await okta.memberIds(scim, empty)).toEqual([]);
  });

  it('C9315 and C9318: an existing group is linked with rename, then deleted; users stay', async () => {
    const scim = client();
    const [old, added] = await okta.createUsers(scim, 2, 'c9315-');
    if (old === undefined || added === undefined) throw new Error('two users are due');
    const group = await okta.createGroupId(scim, 'C9315 before', [old]);
    expect((await okta.lookUpGroup(scim, 'c9315 BEFORE')).body).toMatchObject({
      totalResults: 1,
      Resources: [{ id: group }],
    });
    await scim.patch(`/Groups/${group}`, { op: 'replace', value: { id: group, displayName: 'C9315 after' } });
    await scim.patch(`/Groups/${group}`, okta.addMembers(added));
    expect(await okta.memberIds(scim, group)).toEqual([old, added].toSorted());
    expect((await okta.lookUpGroup(scim, 'C9315 before')).body).toMatchObject({ totalResults: 0 });
    expect((await scim.delete(`/Groups/${group}`)).status).toBe(204);
    expect(await okta.read(scim, `/Users/${old}`)).toMatchObject({ active: true });
  });

  it('C9303: an import can count every user, active or not', async () => {
    const scim = await newOrganisation('counted');
    const ids = await okta.createUsers(scim, 4, 'c9303-');
    await okta.setActive(scim, ids[0] ?? '', false);
    const list = await okta.read(scim, '/Users', { startIndex: 1, count: 100 });
    expect(list).toMatchObject({ totalResults: 4, itemsPerPage: 4 });
    expect(await okta.foundIds(scim, '/Users', 'active eq true')).toHaveLength(3);
  });
});

// The sequences of an AIW app: GET and PUT for everything.
import { describe, expect, it } from 'vitest';
import { textAt } from '@looop-scim/conformance';
import * as okta from '../../support/client/okta.ts';
import { useServer } from '../../support/server/use-server.ts';

const { client } = useServer();

describe('an AIW app', () => {
  it('creates, updates, deactivates and reactivates one user under one id', async () => {
    const scim = client();
    expect((await okta.lookUpUser(scim, 'ion.rus@acme.example')).body).toMatchObject({ totalResults: 0 });
    const id = textAt(await okta.createUser(scim, okta.person('Ion', 'Rus')), '/id');
    const path = `/Users/${id}`;

    expect((await okta.readAndPut(scim, path, { title: 'Coach', groups: [] })).body).toMatchObject({
      id,
      title: 'Coach',
    });
    expect((await okta.readAndPut(scim, path, { active: false })).body).toMatchObject({
      id,
      active: false,
      title: 'Coach',
    });
    expect(await okta.read(scim, path)).toMatchObject({ active: false });

    expect((await okta.lookUpUser(scim, 'Ion.Rus@acme.example')).body).toMatchObject({
      Resources: [{ id, active: false }],
    });
    const on = await okta.readAndPut(scim, path, { active: true, password: 'again-kept-nowhere' });
    expect(on.body).toMatchObject({ id, active: true, title: 'Coach', name: { givenName: 'Ion' } });
    expect((await scim.get('/Users', { filter: 'userName eq "ion.rus@acme.example"' })).body).toMatchObject({
      totalResults: 1,
    });
  });

  it('links a user who exists already and updates it, without a second one', async () => {
    const scim = client();
    const existing = await okta.createUserId(scim, 'Mia.Lund@acme.example', { title: 'Founder' });
    const found = await okta.lookUpUser(scim, 'mia.lund@acme.example');
    expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id: existing }] });
    const linked = await okta.readAndPut(
      scim,
      `/Users/${existing}`,
      okta.person('Mia', 'Lund', { externalId: '00u9' }),
    );
    expect(linked.status).toBe(200);
    expect(linked.body).toMatchObject({
      id: existing,
      externalId: '00u9',
      title: 'Founder',
      name: { givenName: 'Mia' },
    });
    expect((await okta.lookUpUser(scim, 'mia.lund@acme.example')).body).toMatchObject({ totalResults: 1 });
  });

  it('pushes a group: create with members, read, write, rename, delta, empty, delete', async () => {
    const scim = client();
    const [ana, ion, mia] = await okta.createUsers(scim, 3, 'aiw-push');
    if (ana === undefined || ion === undefined || mia === undefined) throw new Error('three users are due');
    expect((await okta.lookUpGroup(scim, 'Trainers')).body).toMatchObject({ totalResults: 0 });
    const group = await okta.createGroupId(scim, 'Trainers', [ana, ion]);
    const path = `/Groups/${group}`;
    const same = await okta.readAndPut(scim, path, { members: [ana, ion].map((value) => ({ value, display: null })) });
    expect(same.status).toBe(200);
    expect(await okta.memberIds(scim, group)).toEqual([ana, ion].toSorted());

    expect((await okta.readAndPut(scim, path, { displayName: 'Trainers EU' })).body).toMatchObject({
      id: group,
      displayName: 'Trainers EU',
    });
    expect(await okta.memberIds(scim, group)).toEqual([ana, ion].toSorted());
    expect((await okta.readAndPut(scim, path, { members: [{ value: ion }, { value: mia }] })).status).toBe(200);
    expect(await okta.memberIds(scim, group)).toEqual([ion, mia].toSorted());
    expect((await okta.readAndPut(scim, path, { members: [] })).body).toMatchObject({ members: [] });
    expect((await scim.delete(path)).status).toBe(204);
    okta.expectError(await scim.get(path), 404);
    okta.expectError(await scim.put(path, okta.groupOf('Trainers EU')), 404);
    expect(await okta.read(scim, `/Users/${mia}`)).toMatchObject({ active: true });
  });
});

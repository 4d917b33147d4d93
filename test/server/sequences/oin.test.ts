// The sequences of an OIN app: profile by PUT, state and groups by PATCH.
import { describe, expect, it } from 'vitest';
import { textAt } from '@looop-scim/conformance';
import * as okta from '../../support/client/okta.ts';
import { useServer } from '../../support/server/use-server.ts';

const { client } = useServer();

describe('an OIN app', () => {
  it('provisions, updates, deactivates and reactivates one user under one id', async () => {
    const scim = client();
    expect((await okta.lookUpUser(scim, 'Ana.Pop@acme.example')).body).toMatchObject({
      totalResults: 0,
      Resources: [],
    });
    const made = await okta.createUser(scim, okta.person('Ana', 'Pop', { externalId: '00u4x7k2mQbLwZpRt5d7' }));
    const id = textAt(made, '/id');

    const updated = await okta.readAndPut(scim, `/Users/${id}`, {
      name: { givenName: 'Anna' },
      [okta.LOOOP]: { area: 'North' },
    });
    expect(updated.status).toBe(200);
    expect(updated.body).toMatchObject({
      id,
      name: { givenName: 'Anna', familyName: 'Pop' },
      [okta.LOOOP]: { area: 'North' },
    });

    expect((await okta.setActive(scim, id, false)).body).toMatchObject({ id, active: false });
    expect(await okta.read(scim, `/Users/${id}`)).toMatchObject({ active: false, name: { givenName: 'Anna' } });

    const found = await okta.lookUpUser(scim, 'ana.pop@ACME.example');
    expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id, active: false }] });
    expect((await okta.readAndPut(scim, `/Users/${id}`, { title: 'Coach' })).status).toBe(200);
    expect((await okta.setActive(scim, id, true)).body).toMatchObject({
      id,
      active: true,
      title: 'Coach',
      [okta.LOOOP]: { area: 'North' },
    });
    expect((await okta.lookUpUser(scim, 'ana.pop@acme.example')).body).toMatchObject({ totalResults: 1 });
  });

  it('pushes a group: create, rename, delta, full push, empty push, unlink with delete', async () => {
    const scim = client();
    const [ana, ion, mia] = await okta.createUsers(scim, 3, 'oin-push');
    if (ana === undefined || ion === undefined || mia === undefined) throw new Error('three users are due');
    expect((await okta.lookUpGroup(scim, 'Sales & Ops')).body).toMatchObject({ totalResults: 0 });
    const group = await okta.createGroupId(scim, 'Sales & Ops');
    const path = `/Groups/${group}`;
    const metadata = (displayName: string) => scim.patch(path, { op: 'replace', value: { id: group, displayName } });

    expect((await metadata('Sales & Ops')).status).toBe(204);
    expect((await scim.patch(path, okta.addMembers(ana, ion))).status).toBe(204);
    expect(await okta.memberIds(scim, group)).toEqual([ana, ion].toSorted());

    expect((await metadata('Sales')).status, 'rename').toBe(204);
    expect((await scim.patch(path, okta.removeMember(ana), okta.addMembers(mia))).status, 'delta').toBe(204);
    expect(await okta.read(scim, path)).toMatchObject({ displayName: 'Sales' });
    expect(await okta.memberIds(scim, group)).toEqual([ion, mia].toSorted());

    expect((await scim.patch(path, okta.replaceMembers(ana))).status, 'full push').toBe(204);
    expect(await okta.memberIds(scim, group)).toEqual([ana]);
    expect((await scim.patch(path, okta.replaceMembers())).status, 'empty push').toBe(204);
    expect(await okta.memberIds(scim, group)).toEqual([]);

    expect((await scim.patch(path, okta.addMembers(ana))).status).toBe(204);
    const unlinked = await scim.delete(path);
    expect(unlinked.status).toBe(204);
    expect(unlinked.text).toBe('');
    okta.expectError(await scim.get(path), 404);
    expect((await okta.lookUpGroup(scim, 'Sales')).body).toMatchObject({ totalResults: 0 });
    const user = await okta.read(scim, `/Users/${ana}`);
    expect(user).toMatchObject({ id: ana, active: true });
    expect(user).not.toHaveProperty('groups');
  });
});

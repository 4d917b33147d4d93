// Test API Credentials and the imports of users and groups, in pages, over more users than two pages hold.
import { beforeAll, describe, expect, it } from 'vitest';
import { arrayAt, textAt, valueAt, type Json } from '@looop-scim/conformance';
import * as okta from '../../support/client/okta.ts';
import type { ScimClient } from '../../support/client/scim-client.ts';
import { useServer } from '../../support/server/use-server.ts';

const { client, newOrganisation, server } = useServer();
const USERS = 263;
const GROUPS = 7;

/** Walks pages as Okta does: by 100, while the total says that there is more. */
const importAll = async (scim: ScimClient, endpoint: string): Promise<{ pages: number; resources: Json[] }> => {
  const resources: Json[] = [];
  for (let startIndex = 1, pages = 1; ; startIndex += 100, pages += 1) {
    const page = await okta.read(scim, `${endpoint}?startIndex=${startIndex}&count=100`);
    expect(page).toMatchObject({ schemas: [okta.LIST], startIndex });
    resources.push(...arrayAt(page, '/Resources'));
    if (startIndex + 100 > Number(page['totalResults'])) {
      expect(page['totalResults']).toBe(resources.length);
      return { pages, resources };
    }
  }
};

describe('Test API Credentials', () => {
  it('passes on an organisation without users and with Import Groups ticked', async () => {
    const scim = await newOrganisation('freshly-connected');
    const empty = { schemas: [okta.LIST], totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] };
    expect(await okta.read(scim, '/Users?startIndex=1&count=2')).toEqual(empty);
    expect(await okta.read(scim, '/Groups?startIndex=1&count=100')).toEqual(empty);
  });

  it('fails with a wrong token, and the next attempt with the right one passes', async () => {
    const probe = { method: 'GET', path: '/Users?startIndex=1&count=2' };
    okta.expectError(
      await client().send({ ...probe, headers: { Authorization: `Bearer ${server().token.slice(1)}x` } }),
      401,
    );
    expect((await client().send(probe)).status).toBe(200);
  });
});

describe('an import', () => {
  let userIds: string[] = [];
  beforeAll(async () => {
    const scim = client();
    userIds = await okta.createUsers(scim, USERS, 'import', { name: { givenName: 'I', familyName: 'P' } });
    for (let number = 0; number < GROUPS; number += 1) {
      await okta.createGroupId(scim, `Group ${number}`, userIds.slice(0, number * 30));
    }
    await okta.setActive(scim, userIds[100] ?? '', false);
  }, 60_000);

  it(`reads ${USERS} users in three pages, each once, inactive ones included`, async () => {
    const { pages, resources } = await importAll(client(), '/Users');
    expect(pages).toBe(3);
    expect(resources.map((user) => textAt(user, '/id')).toSorted()).toEqual(userIds.toSorted());
    expect(resources.filter((user) => valueAt(user, '/active') === false)).toHaveLength(1);
    expect(resources.every((user) => textAt(user, '/meta/location').startsWith(`${client().baseUrl}/Users/`))).toBe(
      true,
    );
  });

  it('reads every group with its members', async () => {
    const { resources } = await importAll(client(), '/Groups');
    const sizes = new Map(resources.map((group) => [textAt(group, '/displayName'), arrayAt(group, '/members').length]));
    expect(sizes).toEqual(new Map(Array.from({ length: GROUPS }, (_none, number) => [`Group ${number}`, number * 30])));
  });

  it('gives the same pages again while users change and others are created', async () => {
    const scim = client();
    const before = arrayAt(await okta.read(scim, '/Users?startIndex=101&count=100'), '/Resources').map((user) =>
      textAt(user, '/id'),
    );
    await okta.readAndPut(scim, `/Users/${userIds[3] ?? ''}`, { title: 'Changed', userName: 'zzz@acme.example' });
    await okta.createUserId(scim, 'aaa@acme.example');
    const after = arrayAt(await okta.read(scim, '/Users?startIndex=101&count=100'), '/Resources').map((user) =>
      textAt(user, '/id'),
    );
    expect(after).toEqual(before);
  });

  it('answers a page beyond the end with the true total', async () => {
    const total = Number(valueAt(await okta.read(client(), '/Users?count=0'), '/totalResults'));
    const page = await okta.read(client(), `/Users?startIndex=${total + 1}&count=100`);
    expect(page).toMatchObject({ totalResults: total, startIndex: total + 1, itemsPerPage: 0, Resources: [] });
  });
});

import 'reflect-metadata';
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { organisationId, type Organisation } from '@looop-scim/provisioning';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openSqliteStorage } from '@looop-scim/storage-sqlite';
import { composeServer } from '../src/composition-root.ts';
import { composeOrganisation } from '../src/organisation-container.ts';
import { OrganisationTokens, Tokens } from '../src/tokens.ts';

const acme: Organisation = {
  id: organisationId('0199f0a1-0000-7000-8000-000000000001'),
  name: 'acme',
  scimEnabled: true,
  profile: 'interop',
  leniencies: {},
  created: 0,
};

const compose = async () => {
  const storage = await Effect.runPromise(openSqliteStorage({ path: ':memory:', registry: standardRegistry }));
  return composeServer({ storage, installationSecret: 'secret', baseUrl: () => 'https://looop.example/scim/v2' });
};

describe('the composition root', () => {
  it('has something behind every token of the process, once', async () => {
    const container = await compose();
    for (const token of Object.values(Tokens)) {
      expect(container.resolve<unknown>(token)).toBeDefined();
      expect(container.resolve<unknown>(token)).toBe(container.resolve<unknown>(token));
    }
  });

  it('has something behind every token of an organisation, once an organisation', async () => {
    const root = await compose();
    const [one, other] = [composeOrganisation(root, acme), composeOrganisation(root, acme)];
    for (const token of Object.values(OrganisationTokens)) {
      expect(one.resolve<unknown>(token)).toBeDefined();
      expect(one.resolve<unknown>(token)).toBe(one.resolve<unknown>(token));
    }
    expect(one.resolve(OrganisationTokens.service)).not.toBe(other.resolve(OrganisationTokens.service));
  });

  it('serves an organisation by its own policy', async () => {
    const root = await compose();
    const serviceOf = (profile: Organisation['profile']) =>
      composeOrganisation(root, { ...acme, profile }).resolve(OrganisationTokens.service);
    const user = standardRegistry.resourceType('User');
    if (user === undefined) throw new TypeError('no users');
    const body = { userName: `ana-${acme.id}`, shoeSize: 38 };
    const request = { type: user, body, caller: { tokenFingerprint: 'abc', requestId: '1' }, projection: {} };
    const refused = await Effect.runPromise(Effect.flip(serviceOf('strict').create(request)));
    expect(refused._tag).toBe('InvalidSyntax');
    await expect(Effect.runPromise(serviceOf('interop').create(request))).resolves.toMatchObject({ version: 1 });
  });
});

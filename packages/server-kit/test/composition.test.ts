import 'reflect-metadata';
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { organisationId, type Organisation } from '@looop-scim/provisioning';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '@looop-scim/storage-memory';
import { composeOrganisation } from '../src/composition/compose-organisation.ts';
import { buildContainer, composeServer } from '../src/composition/compose-server.ts';
import { Services } from '../src/composition/services.ts';

const acme: Organisation = {
  id: organisationId('0199f0a1-0000-7000-8000-000000000001'),
  name: 'acme',
  scimEnabled: true,
  profile: 'interop',
  leniencies: {},
  created: 0,
};

const parts = async () => ({
  storage: await Effect.runPromise(openMemoryStorage({ registry: standardRegistry })),
  installationSecret: 'secret',
  baseUrl: () => 'https://looop.example/scim/v2',
});

describe('the composition', () => {
  it('has one thing behind every service of the process', async () => {
    const container = buildContainer(await parts());
    for (const service of Object.values(Services)) {
      expect(container.resolve<unknown>(service)).toBe(container.resolve<unknown>(service));
    }
  });

  it('serves an organisation by its own policy', async () => {
    const root = buildContainer(await parts());
    const serviceOf = (profile: Organisation['profile']) => composeOrganisation(root, { ...acme, profile });
    const user = standardRegistry.resourceType('User');
    if (user === undefined) throw new TypeError('no users');
    const body = { userName: `ana-${acme.id}`, shoeSize: 38 };
    const request = { type: user, body, caller: { tokenFingerprint: 'abc', requestId: '1' }, projection: {} };
    const refused = await Effect.runPromise(Effect.flip(serviceOf('strict').create(request)));
    expect(refused._tag).toBe('InvalidSyntax');
    await expect(Effect.runPromise(serviceOf('interop').create(request))).resolves.toMatchObject({ version: 1 });
  });

  it('composes the use cases of an organisation once, and anew when its settings have changed', async () => {
    const { authenticate, administration } = composeServer(await parts());
    await Effect.runPromise(administration.addOrganisation('acme'));
    const { secret } = await Effect.runPromise(administration.issueToken('acme'));
    const serviceNow = async () => (await Effect.runPromise(authenticate(secret))).service;
    const first = await serviceNow();
    expect(await serviceNow()).toBe(first);
    await Effect.runPromise(administration.changeOrganisation('acme', { profile: 'strict' }));
    expect(await serviceNow()).not.toBe(first);
  });
});

import 'reflect-metadata';
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { JsonText, type ServedScimService } from '@looop-scim/provisioning';
import { organisationId, type Organisation, type OrganisationSettings } from '@looop-scim/provisioning/organisation';
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

const noteReadOf = () => () => Effect.void;

describe('the composition', () => {
  it('has one thing behind every service of the process', async () => {
    const container = buildContainer({ ...(await parts()), noteReadOf });
    for (const service of Object.values(Services)) {
      expect(container.resolve<unknown>(service)).toBe(container.resolve<unknown>(service));
    }
  });

  it('adds the first organisation and no other where there is one', async () => {
    const { administration } = composeServer({ ...(await parts()), organisations: 'one' });
    expect((await Effect.runPromise(administration.addOrganisation('acme'))).name).toBe('acme');
    const another = Effect.runPromise(Effect.flip(administration.addOrganisation('globex')));
    expect(await another).toMatchObject({ _tag: 'AlreadyExists', what: 'organisation' });
    expect(await Effect.runPromise(administration.listOrganisations())).toHaveLength(1);
  });

  it('serves an organisation by its own policy', async () => {
    const root = buildContainer({ ...(await parts()), noteReadOf });
    const schema = await Effect.runPromise(root.resolve(Services.schemas).of(acme.id));
    const serviceOf = (profile: Organisation['profile']) =>
      composeOrganisation(root, { organisation: { ...acme, profile }, schema });
    const user = standardRegistry.resourceType('User');
    if (user === undefined) throw new TypeError('no users');
    const body = { userName: `ana-${acme.id}`, shoeSize: 38 };
    const request = { type: user, body, caller: { tokenFingerprint: 'abc', requestId: '1' }, projection: {} };
    const refused = await Effect.runPromise(Effect.flip(serviceOf('strict').create(request)));
    expect(refused._tag).toBe('InvalidSyntax');
    await expect(Effect.runPromise(serviceOf('interop').create(request))).resolves.toMatchObject({ version: 1 });
  });

  it.each<readonly [string, OrganisationSettings]>([
    ['another profile', { profile: 'strict' }],
    ['a leniency', { leniencies: { skipUnknownMembers: false } }],
  ])('composes the use cases of an organisation once, and anew after %s', async (_title, settings) => {
    const { authenticate, administration } = composeServer(await parts());
    await Effect.runPromise(administration.addOrganisation('acme'));
    const { secret } = await Effect.runPromise(administration.issueToken('acme'));
    const serviceNow = async () => (await Effect.runPromise(authenticate(secret, { id: 'request-1' }))).service;
    const first = await serviceNow();
    expect(await serviceNow()).toBe(first);
    await Effect.runPromise(administration.changeOrganisation('acme', settings));
    expect(await serviceNow()).not.toBe(first);
  });

  it('serves by a leniency from the moment when it is switched', async () => {
    const { authenticate, administration } = composeServer(await parts());
    await Effect.runPromise(administration.addOrganisation('acme'));
    const { secret } = await Effect.runPromise(administration.issueToken('acme'));
    const push = async (displayName: string) => {
      const { service } = await Effect.runPromise(authenticate(secret, { id: 'request-1' }));
      const group = standardRegistry.resourceType('Group');
      if (group === undefined) throw new TypeError('no groups');
      const body = { displayName, members: [{ value: 'nobody' }] };
      const write = { type: group, body, caller: { tokenFingerprint: 'abc', requestId: '1' }, projection: {} };
      return (await Effect.runPromise(Effect.result(service.create(write))))._tag;
    };
    const outcomes: string[] = [];
    for (const skipUnknownMembers of [true, false, true]) {
      await Effect.runPromise(administration.changeOrganisation('acme', { leniencies: { skipUnknownMembers } }));
      outcomes.push(await push(`group-${outcomes.length}`));
    }
    expect(outcomes).toEqual(['Success', 'Failure', 'Success']);
  });

  it('gives each organisation cursors that no other one opens', async () => {
    const { authenticate, administration } = composeServer(await parts());
    const serviceOf = async (name: string) => {
      await Effect.runPromise(administration.addOrganisation(name));
      const { secret } = await Effect.runPromise(administration.issueToken(name));
      return (await Effect.runPromise(authenticate(secret, { id: 'request-1' }))).service;
    };
    const [own, other] = [await serviceOf('acme'), await serviceOf('other')];
    const user = standardRegistry.resourceType('User');
    if (user === undefined) throw new TypeError('no users');
    const caller = { tokenFingerprint: 'abc', requestId: '1' };
    for (const userName of ['ana', 'ion']) {
      await Effect.runPromise(own.create({ type: user, body: { userName }, caller, projection: {} }));
    }
    const page = (service: ServedScimService, cursor: string) =>
      service.list({ type: user, query: { startIndex: 1, count: 1, cursor }, caller });
    const ownPage = async (cursor: string) => {
      const list = await Effect.runPromise(page(own, cursor));
      if (list instanceof JsonText) throw new TypeError('nothing is done elsewhere here');
      return list;
    };
    const { nextCursor = '' } = await ownPage('');
    expect((await ownPage(nextCursor)).representations).toHaveLength(1);
    expect((await Effect.runPromise(Effect.flip(page(other, nextCursor))))._tag).toBe('InvalidCursor');
  });
});

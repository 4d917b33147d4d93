// name.formatted follows its parts, unless the client writes it (RFC 7643 section 4.1.1).
import { expect, it } from 'vitest';
import { makeScimService } from '@looop-scim/provisioning';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { interopPolicy } from '@looop-scim/scim/interop';
import { standardRegistry } from '@looop-scim/scim/schema';
import { makeCursorCipher, openMemoryStorage, uuidV7Generator } from '../../../test/support/domain-parts.ts';
import { run } from '../../../test/support/run/run-effect.ts';

const caller = { tokenFingerprint: 'abc', requestId: 'r-1' };

/** What is left of a name after a PUT over another one. */
const replaced = async (before: object | undefined, after: object | undefined): Promise<unknown> => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  const service = makeScimService({
    registry: standardRegistry,
    policy: interopPolicy,
    baseUrl: 'https://looop.example/scim/v2',
    ...storage.forOrganisation(organisationId('0199f0a1-0000-7000-8000-000000000001')),
    ids: uuidV7Generator,
    cursorCipher: makeCursorCipher('names', 'acme'),
  });
  const type = service.resourceTypeAt('/Users');
  if (type === undefined) throw new TypeError('no users');
  const write = (name: object | undefined) => ({ type, caller, projection: {}, body: { userName: 'ana', name } });
  const { id } = await run(service.create(write(before)));
  return (await run(service.replace({ ...write(after), id }))).representation?.['name'];
};

const ana = { givenName: 'Ana', familyName: 'Pop', formatted: 'Ana Pop' };

it.each<readonly [string, object | undefined, object | undefined, object | undefined]>([
  ['is kept when nothing of it changes', ana, ana, ana],
  [
    'is kept as it is while its parts stay, whatever they say',
    { ...ana, formatted: 'Boss' },
    { ...ana, formatted: 'Boss' },
    { ...ana, formatted: 'Boss' },
  ],
  [
    'is put together anew when a part changes and the old one is sent along',
    ana,
    { ...ana, familyName: 'Ene' },
    { givenName: 'Ana', familyName: 'Ene', formatted: 'Ana Ene' },
  ],
  [
    'has all parts in their order',
    ana,
    {
      honorificSuffix: 'PhD',
      familyName: 'Pop',
      middleName: 'M.',
      givenName: 'Ana',
      honorificPrefix: 'Dr.',
      formatted: 'Ana Pop',
    },
    {
      honorificPrefix: 'Dr.',
      givenName: 'Ana',
      middleName: 'M.',
      familyName: 'Pop',
      honorificSuffix: 'PhD',
      formatted: 'Dr. Ana M. Pop PhD',
    },
  ],
  ['goes with the last part', ana, { formatted: 'Ana Pop' }, undefined],
  [
    'is what the client writes, also where parts change with it',
    ana,
    { givenName: 'Ana', familyName: 'Ene', formatted: 'Ene, A.' },
    { givenName: 'Ana', familyName: 'Ene', formatted: 'Ene, A.' },
  ],
  [
    'is not made up where the client sends none',
    ana,
    { givenName: 'Ana', familyName: 'Ene' },
    { givenName: 'Ana', familyName: 'Ene' },
  ],
  [
    'is what the client writes of a user who had no name',
    undefined,
    { givenName: 'Ana', formatted: 'A.' },
    { givenName: 'Ana', formatted: 'A.' },
  ],
  ['goes with the name', ana, undefined, undefined],
])('the formatted name %s', async (_title, before, after, expected) => {
  expect(await replaced(before, after)).toEqual(expected);
});

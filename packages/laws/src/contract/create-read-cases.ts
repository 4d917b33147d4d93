// A resource that was created is read back as it was written.
import assert from 'node:assert/strict';
import type { Complex } from '@looop-scim/scim/attribute';
import { ENTERPRISE_USER_SCHEMA, LOOOP_USER_SCHEMA } from '@looop-scim/scim/schema';
import { casesFor, contractCase, type ContractCase, type OpenStorage } from './contract-case.ts';
import { failsWith, run } from './run-effect.ts';
import { nextId, START, type TestOrganisation } from './test-organisation.ts';

const ANA: Complex = {
  userName: 'ana.pop@acme.example',
  externalId: '00uAna',
  name: { givenName: 'Ana', familyName: 'Pop', formatted: 'Ana "the" Pop' },
  active: true,
  emails: [
    { value: 'ana@acme.example', type: 'work', primary: true },
    { value: 'ana@home.example', type: 'home' },
  ],
  [ENTERPRISE_USER_SCHEMA]: { department: 'Field', manager: { value: '77', displayName: 'Ion Rus' } },
  [LOOOP_USER_SCHEMA]: { department: 'Academy', custom_1: '', custom_2: 'a.b$c' },
};

const AWKWARD_TEXTS = [
  '\'";--',
  '100%_\\',
  '$where',
  'a.b',
  '{"$ne":null}',
  '😀 Żółć',
  'e\u0301',
  '\u0001\n\t',
  '\ufffd\uffff',
  '\u{10ffff}',
  'null',
];

const GADGET: Complex = {
  name: 'probe',
  size: -0.1,
  count: Number.MAX_SAFE_INTEGER,
  builtAt: '2026-01-01T00:00:00.1234+02:00',
  image: 'AAECAw==',
  flag: false,
  labels: ['b', 'a', 'B'],
  counts: [3, 1],
  flags: [false],
  spec: { value: 'v', labels: ['x', 'y'] },
  parts: [{ value: 'p', rank: 0, primary: false }],
};

const readsBack = async ({ create, read }: TestOrganisation, resourceType: string, document: Complex) => {
  const { resource } = await run(create(resourceType, document));
  assert.deepEqual((await run(read(resourceType, resource.id))).document, document);
};

const cases = [
  contractCase('a new resource has version 1 and the time of its writing, twice', async ({ create }) => {
    const id = nextId();
    const outcome = await run(create('User', ANA, { id, at: START + 5 }));
    assert.deepEqual(
      { ...outcome, resource: { ...outcome.resource, memberships: [] } },
      {
        resource: {
          resourceType: 'User',
          id,
          version: 1,
          created: START + 5,
          lastModified: START + 5,
          document: ANA,
          memberships: [],
        },
        changed: true,
        membersAdded: [],
        membersRemoved: [],
        membersUnknown: [],
        membersNested: [],
      },
    );
  }),
  contractCase('what create answers is what read answers', async ({ user, group, read }) => {
    const ana = await run(user('ana'));
    assert.deepEqual(await run(read('User', ana.resource.id)), ana.resource);
    const sales = await run(group('Sales', [ana.resource.id]));
    assert.deepEqual(await run(read('Group', sales.resource.id)), sales.resource);
  }),
  contractCase('documents come back whole: extensions apart, lists in order, empty strings', (organisation) =>
    readsBack(organisation, 'User', ANA),
  ),
  contractCase('every data type comes back as it was', (organisation) => readsBack(organisation, 'Gadget', GADGET)),
  contractCase('strings come back character by character', async (organisation) => {
    for (const text of AWKWARD_TEXTS) {
      await readsBack(organisation, 'User', { userName: `u${text}`, nickName: text, externalId: text });
    }
  }),
  contractCase('a large document comes back whole', (organisation) =>
    readsBack(organisation, 'User', {
      userName: 'large',
      emails: Array.from({ length: 2000 }, (_, index) => ({ value: `${index}@acme.example`, type: 'other' })),
      title: 'x'.repeat(100_000),
    }),
  ),
  contractCase('what was written is not changed by what the caller does to it later', async ({ create, read }) => {
    const emails = [{ value: 'one@acme.example' }];
    const { resource } = await run(create('User', { userName: 'ana', emails }));
    emails.push({ value: 'two@acme.example' });
    const stored = await run(read('User', resource.id));
    assert.deepEqual(stored.document['emails'], [{ value: 'one@acme.example' }]);
  }),
  contractCase('what was read can be changed by its reader without changing what is stored', async (organisation) => {
    const { create, read } = organisation;
    const { id } = (await run(create('User', { userName: 'ana', emails: [{ value: 'one@acme.example' }] }))).resource;
    const before = structuredClone(await run(read('User', id)));
    const { document } = await run(read('User', id));
    // Either way is right: what is read cannot be changed, or it is a copy.
    Reflect.set(document, 'userName', 'changed');
    Reflect.set(Object(document['emails']), 'length', 0);
    assert.deepEqual(await run(read('User', id)), before);
    assert.deepEqual(await run(organisation.list('User')), [before]);
  }),
  contractCase('memberships are there only when they were asked for', async ({ user, group, ports }) => {
    const { id } = (await run(user('ana'))).resource;
    const sales = (await run(group('Sales', [id]))).resource;
    const target = { resourceType: 'Group', id: sales.id };
    assert.equal('memberships' in (await run(ports.resources.read(target, false))), false);
    assert.deepEqual((await run(ports.resources.read(target, true))).memberships?.length, 1);
    const bare = await run(group('Bare', [id], { withMemberships: false }));
    assert.equal('memberships' in bare.resource, false);
    assert.deepEqual(bare.membersAdded, [id]);
  }),
  contractCase('an unknown id is not found', async ({ read }) => {
    const id = nextId();
    const failure = await failsWith('ResourceNotFound', read('User', id));
    assert.deepEqual({ resourceType: failure.resourceType, id: failure.id }, { resourceType: 'User', id });
  }),
  contractCase('an id of another type is not found', async ({ user, read, revise, remove }) => {
    const { id } = (await run(user('ana'))).resource;
    await failsWith('ResourceNotFound', read('Group', id));
    await failsWith(
      'ResourceNotFound',
      revise('Group', id, () => ({ displayName: 'x' })),
    );
    await failsWith('ResourceNotFound', remove('Group', id));
    assert.equal((await run(read('User', id))).version, 1);
  }),
  contractCase('an id that is no UUID is not found', async ({ read }) => {
    for (const id of ['', "'", '%', '😀', 'x'.repeat(5000), '__proto__'])
      await failsWith('ResourceNotFound', read('User', id));
  }),
];

/** Creation and reading. */
export const createReadCases = (open: OpenStorage): readonly ContractCase[] => casesFor(open, 'create and read', cases);

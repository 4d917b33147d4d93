// Sorted lists. RFC 7644 section 3.4.2.3.
import assert from 'node:assert/strict';
import { resolveAttribute, type Complex } from '@looop-scim/scim/attribute';
import type { SortOrder } from '@looop-scim/scim/list';
import { contractRegistry } from './contract-registry.ts';
import { casesFor, contractCase, type ContractCase, type OpenStorage } from './contract-case.ts';
import { bound } from './filter-cases.ts';
import { run } from './run-effect.ts';
import { START, type TestOrganisation } from './test-organisation.ts';

const sortBy = (resourceType: string, path: string, descending = false): SortOrder => {
  const type = contractRegistry.resourceType(resourceType);
  assert(type !== undefined);
  const attribute = resolveAttribute(type, path);
  assert(attribute !== undefined, `${path} is an attribute of ${resourceType}`);
  return { attribute, descending };
};

const nameOf = ({ userName, name, displayName }: Complex): string => String(userName ?? name ?? displayName);

const sorted = async (organisation: TestOrganisation, resourceType: string, sort: SortOrder): Promise<string> =>
  (await run(organisation.list(resourceType, { sort }))).map(({ document }) => nameOf(document)).join(' ');

const createAll = async ({ create }: TestOrganisation, resourceType: string, documents: readonly Complex[]) => {
  for (const document of documents) await run(create(resourceType, document));
};

const cases = [
  contractCase('texts without caseExact sort by their folded form, others as they are', async (organisation) => {
    await createAll(organisation, 'User', [
      { userName: 'b', externalId: 'b' },
      { userName: 'A', externalId: 'a' },
      { userName: 'C', externalId: 'B' },
      { userName: 'ä', externalId: 'A' },
    ]);
    assert.equal(await sorted(organisation, 'User', sortBy('User', 'userName')), 'A b C ä');
    assert.equal(await sorted(organisation, 'User', sortBy('User', 'userName', true)), 'ä C b A');
    assert.equal(await sorted(organisation, 'User', sortBy('User', 'externalId')), 'ä C A b');
  }),
  contractCase('texts sort by code point', async (organisation) => {
    await createAll(organisation, 'User', [
      { userName: '😀' },
      { userName: '\ufffd' },
      { userName: 'z' },
      { userName: '' },
    ]);
    assert.equal(await sorted(organisation, 'User', sortBy('User', 'userName')), ' z \ufffd 😀');
  }),
  contractCase('resources without a value sort last ascending and first descending', async (organisation) => {
    await createAll(organisation, 'User', [
      { userName: 'none' },
      { userName: 'b', title: 'b' },
      { userName: 'also-none' },
      { userName: 'a', title: 'A' },
    ]);
    assert.equal(await sorted(organisation, 'User', sortBy('User', 'title')), 'a b none also-none');
    assert.equal(await sorted(organisation, 'User', sortBy('User', 'title', true)), 'none also-none b a');
  }),
  contractCase('ties are ordered by id in both directions', async (organisation) => {
    await createAll(
      organisation,
      'User',
      ['one', 'two', 'three'].map((userName, index) => ({ userName, title: index % 2 === 0 ? 'COACH' : 'coach' })),
    );
    assert.equal(await sorted(organisation, 'User', sortBy('User', 'title')), 'one two three');
    assert.equal(await sorted(organisation, 'User', sortBy('User', 'title', true)), 'one two three');
  }),
  contractCase('numbers, times and booleans sort by their value', async (organisation) => {
    await createAll(organisation, 'Gadget', [
      { name: 'ten', size: 10, count: 10, builtAt: '2026-01-01T00:00:00+02:00', flag: true },
      { name: 'nine', size: 9.5, count: 9, builtAt: '2025-12-31T23:00:00Z', flag: false },
      { name: 'minus', size: -1, count: -1, builtAt: '2025-12-31T23:30:00+01:00', flag: true },
    ]);
    assert.equal(await sorted(organisation, 'Gadget', sortBy('Gadget', 'size')), 'minus nine ten');
    assert.equal(await sorted(organisation, 'Gadget', sortBy('Gadget', 'count', true)), 'ten nine minus');
    assert.equal(await sorted(organisation, 'Gadget', sortBy('Gadget', 'builtAt')), 'ten minus nine');
    assert.equal(await sorted(organisation, 'Gadget', sortBy('Gadget', 'flag')), 'nine ten minus');
  }),
  contractCase('of a multi-valued attribute the primary value counts, else the first', async (organisation) => {
    await createAll(organisation, 'User', [
      { userName: 'first', emails: [{ value: 'b@acme.example' }, { value: 'a@acme.example' }] },
      { userName: 'primary', emails: [{ value: 'z@acme.example' }, { value: 'a@acme.example', primary: true }] },
      { userName: 'none' },
    ]);
    assert.equal(await sorted(organisation, 'User', sortBy('User', 'emails.value')), 'primary first none');
  }),
  contractCase('values that look like names of fields are values, in lists too', async (organisation) => {
    await createAll(organisation, 'User', [
      { userName: 'c', title: '$a.', emails: [{ value: '$a.' }] },
      { userName: 'b', title: '$userName', emails: [{ value: '$userName' }] },
      { userName: 'a', title: '$$ROOT', emails: [{ value: '$$ROOT', primary: true }] },
    ]);
    assert.equal(await sorted(organisation, 'User', sortBy('User', 'title')), 'a c b');
    assert.equal(await sorted(organisation, 'User', sortBy('User', 'emails.value')), 'a c b');
  }),
  contractCase('sub-attributes, extensions and the record sort, too', async (organisation) => {
    const looop = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User';
    await createAll(organisation, 'User', [
      { userName: 'x', name: { familyName: 'Pop' }, [looop]: { area: 'b' } },
      { userName: 'y', name: { familyName: 'Ion' }, [looop]: { area: 'a' } },
    ]);
    const [x] = await run(organisation.list('User'));
    await run(organisation.revise('User', x?.id ?? '', (document) => ({ ...document, title: 'T' }), { at: START + 9 }));
    assert.equal(await sorted(organisation, 'User', sortBy('User', 'name.familyName')), 'y x');
    assert.equal(await sorted(organisation, 'User', sortBy('User', `${looop}:area`)), 'y x');
    assert.equal(await sorted(organisation, 'User', sortBy('User', 'meta.lastModified')), 'y x');
    assert.equal(await sorted(organisation, 'User', sortBy('User', 'id', true)), 'y x');
  }),
  contractCase(
    'lists sort by their first value, also those in the first element of another one',
    async (organisation) => {
      await createAll(organisation, 'Gadget', [
        { name: 'late', labels: ['z', 'a'], counts: [9, 1], parts: [{ value: 'p', labels: ['z', 'a'] }] },
        { name: 'none' },
        {
          name: 'early',
          labels: ['B'],
          counts: [2, 30],
          parts: [
            { value: 'q', labels: ['b'] },
            { value: 'r', labels: ['a'] },
          ],
        },
        {
          name: 'chosen',
          parts: [
            { value: 's', labels: ['a'] },
            { value: 't', labels: ['x'], primary: true },
          ],
        },
      ]);
      assert.equal(await sorted(organisation, 'Gadget', sortBy('Gadget', 'labels')), 'early late none chosen');
      assert.equal(await sorted(organisation, 'Gadget', sortBy('Gadget', 'counts')), 'early late none chosen');
      assert.equal(await sorted(organisation, 'Gadget', sortBy('Gadget', 'parts.labels')), 'early chosen late none');
      assert.equal(
        await sorted(organisation, 'Gadget', sortBy('Gadget', 'parts.labels', true)),
        'none late chosen early',
      );
    },
  ),
  contractCase('the time of creation and the type sort, too', async (organisation) => {
    for (const [userName, after] of [
      ['c', 2],
      ['a', 0],
      ['b', 1],
    ] as const)
      await run(organisation.user(userName, { at: START + after }));
    assert.equal(await sorted(organisation, 'User', sortBy('User', 'meta.created')), 'a b c');
    assert.equal(await sorted(organisation, 'User', sortBy('User', 'meta.resourceType')), 'c a b');
  }),
  contractCase('the pages of a sorted list are the list, and each has the total', async (organisation) => {
    const names = ['e', 'b', 'd', 'a', 'c'];
    await createAll(
      organisation,
      'User',
      names.map((userName) => ({ userName })),
    );
    const expected = names.toSorted();
    for (const limit of [0, 1, 2, 4, 5, 9]) {
      for (const offset of [0, 1, 3, 5, 7]) {
        const query = { resourceType: 'User', sort: sortBy('User', 'userName'), offset, limit, withMemberships: false };
        const page = await run(organisation.ports.resources.list(query));
        assert.deepEqual(
          [page.total, page.resources.map(({ document }) => document['userName'])],
          [names.length, expected.slice(offset, offset + limit)],
        );
      }
    }
  }),
  contractCase('a sorted and filtered list is cut after sorting', async (organisation) => {
    await createAll(
      organisation,
      'User',
      ['e', 'b', 'd', 'a', 'c'].map((userName) => ({ userName, active: userName !== 'c' })),
    );
    const query = { sort: sortBy('User', 'userName'), filter: bound('User', 'active eq true') };
    const page = await run(organisation.list('User', { ...query, offset: 1, limit: 2 }));
    assert.deepEqual(
      page.map(({ document }) => document['userName']),
      ['b', 'd'],
    );
  }),
];

/** Sorted lists. */
export const sortCases = (open: OpenStorage): readonly ContractCase[] => casesFor(open, 'sort', cases);

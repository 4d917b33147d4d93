// Attributes of an organisation's own: the storage is told of them by a schema, and indexes what users are looked up by.
import assert from 'node:assert/strict';
import {
  organisationSchema,
  SchemaOutdated,
  type DefinedAttribute,
  type OrganisationSchema,
} from '@looop-scim/provisioning/attributes';
import type { Storage } from '@looop-scim/provisioning/ports';
import { resolveAttribute, type Complex, type Resource } from '@looop-scim/scim/attribute';
import { LOOOP_USER_SCHEMA, type AttributeNode } from '@looop-scim/scim/schema';
import { bound } from './filter-cases.ts';
import { casesFor, contractCase, type ContractCase, type OpenStorage } from './contract-case.ts';
import { contractRegistry } from './contract-registry.ts';
import { failsWith, outcomesOf, run } from './run-effect.ts';
import { openOrganisation, underSchema, type TestOrganisation } from './test-organisation.ts';

const URN = 'urn:acme:scim:1.0:User';

const own = (name: string, characteristics: Partial<DefinedAttribute> = {}): DefinedAttribute => ({
  schema: URN,
  name,
  type: 'string',
  multiValued: false,
  description: '',
  canonicalValues: [],
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  lookedUp: false,
  state: 'visible',
  stateSince: 1,
  lookedUpSince: 0,
  ...characteristics,
});

const schemaOf = (version: number, ...attributes: readonly DefinedAttribute[]): OrganisationSchema =>
  organisationSchema(contractRegistry, { version, attributes });

/** The definitions without an index, and with one since version 2. */
const PLAIN = schemaOf(1, own('badge'), own('level', { type: 'integer' }), own('teams', { multiValued: true }));
const INDEXED = schemaOf(
  2,
  own('badge', { lookedUp: true, lookedUpSince: 2 }),
  own('level', { type: 'integer' }),
  own('teams', { multiValued: true, lookedUp: true, lookedUpSince: 2 }),
);

const withBadge = (userName: string, extension: Complex): Complex => ({ userName, [URN]: extension });

const PEOPLE: readonly Complex[] = [
  withBadge('ana', { badge: 'A-1', level: 3, teams: ['North', 'Sales'] }),
  withBadge('ben', { badge: 'a-2', level: 10 }),
  withBadge('eva', { badge: 'B-1', teams: ['sales'] }),
  withBadge('zoe', { level: 3 }),
];

const seed = async ({ create }: TestOrganisation): Promise<readonly Resource[]> => {
  const created: Resource[] = [];
  for (const person of PEOPLE) created.push((await run(create('User', person))).resource);
  return created;
};

/** Filters with the names of those who fulfil them. */
const FILTERS: readonly (readonly [string, string])[] = [
  [`${URN}:badge eq "a-1"`, 'ana'],
  [`${URN}:badge sw "A-"`, 'ana ben'],
  [`${URN}:badge co "-1" and userName pr`, 'ana eva'],
  [`${URN}:badge gt "a-1"`, 'ben eva'],
  [`${URN}:badge eq "A-2" or ${URN}:badge eq "b-1"`, 'ben eva'],
  [`not (${URN}:badge pr)`, 'zoe'],
  [`${URN}:badge eq "nobody"`, ''],
  [`${URN}:level lt 9`, 'ana zoe'],
  [`${URN}:teams eq "SALES"`, 'ana eva'],
];

const namesOf = (found: readonly Resource[]): string =>
  found.map(({ document }) => String(document['userName'])).join(' ');

const attributeOf = ({ registry }: OrganisationSchema, path: string): AttributeNode => {
  const type = registry.resourceType('User');
  const attribute = type && resolveAttribute(type, path);
  assert.ok(attribute !== undefined, path);
  return attribute;
};

const assertFound = async (
  storage: Storage,
  organisation: TestOrganisation,
  schema: OrganisationSchema,
  when: string,
): Promise<void> => {
  const { list } = underSchema(storage, organisation, schema.stored);
  for (const [text, expected] of FILTERS) {
    const filter = bound('User', text, schema.registry);
    assert.equal(namesOf(await run(list('User', { filter }))), expected, `${text} ${when}`);
  }
};

const refreshed = ({ ports }: TestOrganisation, limit: number, revise = (document: Complex) => document) =>
  run(ports.resources.refresh({ resourceType: 'User', limit, revise }));

const filterAndSortCases = [
  contractCase('filters and orders as of any other attribute', async (organisation, storage) => {
    await seed(underSchema(storage, organisation, PLAIN.stored));
    await assertFound(storage, organisation, PLAIN, 'without an index');
    const { list } = underSchema(storage, organisation, PLAIN.stored);
    const sort = { attribute: attributeOf(PLAIN, `${URN}:level`), descending: false };
    assert.equal(namesOf(await run(list('User', { sort }))), 'ana zoe ben eva');
    const filter = bound('User', `${URN}:level pr`, PLAIN.registry);
    assert.equal(namesOf(await run(list('User', { filter, offset: 1, limit: 1 }))), 'ben');
  }),
  contractCase('a filter is right while an index is filled in', async (organisation, storage) => {
    await seed(underSchema(storage, organisation, PLAIN.stored));
    const indexed = underSchema(storage, organisation, INDEXED.stored);
    await assertFound(storage, organisation, INDEXED, 'before the first step');
    assert.equal(await refreshed(indexed, 3), 3);
    await assertFound(storage, organisation, INDEXED, 'between two steps');
    assert.equal(await refreshed(indexed, 3), 1);
    assert.equal(await refreshed(indexed, 3), 0);
    await assertFound(storage, organisation, INDEXED, 'after the last step');
  }),
  contractCase(
    'who was stored under older definitions after the last step is found, too',
    async (organisation, storage) => {
      const indexed = underSchema(storage, organisation, INDEXED.stored);
      await run(indexed.create('User', withBadge('ina', { badge: '9' })));
      assert.equal(await refreshed(indexed, 10), 0);
      // By a process that has not heard of the index.
      await seed(underSchema(storage, organisation, PLAIN.stored));
      await assertFound(storage, organisation, INDEXED, 'beside the index');
      assert.equal(await refreshed(indexed, 10), PEOPLE.length);
    },
  ),
  contractCase('the index follows changes and deletions', async (organisation, storage) => {
    const indexed = underSchema(storage, organisation, INDEXED.stored);
    const [ana, ben] = await seed(indexed);
    assert.ok(ana !== undefined && ben !== undefined);
    const found = async (text: string) =>
      namesOf(await run(indexed.list('User', { filter: bound('User', text, INDEXED.registry) })));
    await run(indexed.revise('User', ana.id, () => withBadge('ana', { badge: 'Z-9' })));
    assert.equal(await found(`${URN}:badge eq "z-9"`), 'ana');
    assert.equal(await found(`${URN}:badge eq "a-1"`), '');
    await run(indexed.remove('User', ben.id));
    assert.equal(await found(`${URN}:badge eq "a-2"`), '');
  }),
];

const refreshCases = [
  contractCase('a step changes what is stored, and neither version nor lastModified', async (organisation, storage) => {
    const plain = underSchema(storage, organisation, PLAIN.stored);
    const created = await seed(plain);
    const team = (await run(plain.group('Sales'))).resource;
    const indexed = underSchema(storage, organisation, INDEXED.stored);
    const revise = ({ [URN]: _gone, ...rest }: Complex): Complex => rest;
    // Resources of another type are none of its business.
    assert.equal(await refreshed(indexed, 10, revise), PEOPLE.length);
    assert.deepEqual((await run(indexed.read('Group', team.id))).document, team.document);
    const read = await run(indexed.list('User', { withMemberships: false }));
    assert.deepEqual(
      read.map(({ version, lastModified, document }) => [version, lastModified, document]),
      created.map(({ version, lastModified, document }) => [version, lastModified, { userName: document['userName'] }]),
    );
    assert.deepEqual(
      await run(indexed.list('User', { filter: bound('User', `${URN}:badge pr`, INDEXED.registry) })),
      [],
    );
  }),
  contractCase('names stay taken through a step', async (organisation, storage) => {
    await seed(underSchema(storage, organisation, PLAIN.stored));
    const indexed = underSchema(storage, organisation, INDEXED.stored);
    await refreshed(indexed, 10);
    await failsWith('Uniqueness', indexed.user('ANA'));
  }),
  contractCase('a document of newer definitions is not replaced under older ones', async (organisation, storage) => {
    const [ana] = await seed(underSchema(storage, organisation, INDEXED.stored));
    assert.ok(ana !== undefined);
    const older = underSchema(storage, organisation, PLAIN.stored);
    const failure = await failsWith(
      'StorageUnavailable',
      older.revise('User', ana.id, () => ({ userName: 'other' })),
    );
    assert.ok(failure.cause instanceof SchemaOutdated);
    assert.deepEqual([failure.cause.known, failure.cause.stored], [1, 2]);
    const read = await run(older.read('User', ana.id));
    assert.deepEqual([read.version, read.document], [1, PEOPLE[0]]);
    // What changes nothing is no change, and a deletion asks no definitions.
    await run(older.revise('User', ana.id, (document) => document));
    await run(older.remove('User', ana.id));
  }),
  contractCase('steps and writes at the same time lose nothing', async (organisation, storage) => {
    const created = await seed(underSchema(storage, organisation, PLAIN.stored));
    const indexed = underSchema(storage, organisation, INDEXED.stored);
    const step = indexed.ports.resources.refresh({ resourceType: 'User', limit: 2, revise: (document) => document });
    const writes = created.map(({ id, document }) =>
      indexed.revise('User', id, (current) => ({ ...current, nickName: `of ${String(document['userName'])}` })),
    );
    await Promise.all([outcomesOf(writes), outcomesOf([step, step, step])]);
    while ((await refreshed(indexed, 2)) > 0);
    await assertFound(storage, organisation, INDEXED, 'afterwards');
    const read = await run(indexed.list('User', { withMemberships: false }));
    assert.deepEqual(
      read.map(({ version, document }) => [version, document]),
      PEOPLE.map((person) => [2, { ...person, nickName: `of ${String(person['userName'])}` }]),
    );
  }),
];

const tenancyCases = [
  contractCase('an attribute of the same name is another one in another organisation', async (here, storage) => {
    const numbers = schemaOf(
      5,
      own('badge', { type: 'integer', schema: LOOOP_USER_SCHEMA }),
      own('level', { multiValued: true }),
    );
    const there = underSchema(storage, await openOrganisation(storage), numbers.stored);
    const indexed = underSchema(storage, here, INDEXED.stored);
    await seed(indexed);
    await run(there.create('User', { userName: 'ana', [LOOOP_USER_SCHEMA]: { badge: 7 }, [URN]: { level: ['x'] } }));
    await assertFound(storage, here, INDEXED, 'here');
    const found = async (text: string) =>
      namesOf(await run(there.list('User', { filter: bound('User', text, numbers.registry) })));
    assert.equal(await found(`${LOOOP_USER_SCHEMA}:badge eq 7`), 'ana');
    assert.equal(await found(`${URN}:level eq "X"`), 'ana');
    assert.equal(await refreshed(there, 10), 0);
    assert.equal(await refreshed(indexed, 10), 0);
  }),
];

/** What organisations with attributes of their own rely on. */
export const schemaCases = (open: OpenStorage): readonly ContractCase[] =>
  casesFor(open, 'own attributes', [...filterAndSortCases, ...refreshCases, ...tenancyCases]);

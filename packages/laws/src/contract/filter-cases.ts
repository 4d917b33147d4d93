// Filters: what the tables say, what awkward texts do, and the parts of filtered lists.
import assert from 'node:assert/strict';
import { bindFilter, parseFilter, type BoundFilter } from '@looop-scim/scim/filter';
import type { SchemaRegistry } from '@looop-scim/scim/schema';
import * as Result from 'effect/Result';
import { contractRegistry } from './contract-registry.ts';
import { casesFor, contractCase, type CaseSource, type ContractCase, type OpenStorage } from './contract-case.ts';
import { AWKWARD_NAMES, populate, type Names } from './filter-population.ts';
import { gadgetTable, groupTable, userTables, type FilterRow } from './filter-tables.ts';
import { run } from './run-effect.ts';
import type { TestOrganisation } from './test-organisation.ts';

/** A filter as text, bound to a resource type. */
export const bound = (resourceType: string, text: string, registry: SchemaRegistry = contractRegistry): BoundFilter => {
  const type = registry.resourceType(resourceType);
  assert(type !== undefined);
  const filter = Result.flatMap(parseFilter(text, { bareValues: false }), (parsed) => bindFilter(type, parsed));
  assert(Result.isSuccess(filter), `${text} is a valid filter of ${resourceType}`);
  return filter.success;
};

const withIds = (text: string, names: Names): string =>
  text
    .split('<')
    .map((part, index) => {
      const [name = '', rest] = part.split('>');
      return index === 0 || rest === undefined ? part : `${names.get(name)}${rest}`;
    })
    .join('');

interface Population {
  readonly resourceType: string;
  readonly names: Names;
  /** Names about which the tables speak. */
  readonly known: readonly string[];
}

const namesFound = async (
  { list }: TestOrganisation,
  { resourceType, names, known }: Population,
  text: string,
): Promise<string> => {
  const found = new Set((await run(list(resourceType, { filter: bound(resourceType, text) }))).map(({ id }) => id));
  return known.filter((name) => found.has(names.get(name) ?? '')).join(' ');
};

const PEOPLE = ['ana', 'ben', 'eva', 'zoe'];
const GROUPS = ['sales', 'north', 'all', 'none'];
const GADGETS = ['minus', 'zero', 'nine', 'ten', 'huge'];

const tableCase = (
  title: string,
  resourceType: string,
  known: readonly string[],
  rows: readonly FilterRow[],
): CaseSource =>
  contractCase(title, async (organisation) => {
    const names = await populate(organisation);
    const population = { resourceType, names, known };
    for (const [text, expected] of rows) {
      const filter = withIds(text, names);
      assert.equal(await namesFound(organisation, population, filter), expected, filter);
    }
  });

const awkwardCases = [
  contractCase('awkward texts find exactly the resource that has them', async (organisation) => {
    const names = await populate(organisation);
    const population = { resourceType: 'User', names, known: [...PEOPLE, ...AWKWARD_NAMES] };
    for (const name of AWKWARD_NAMES) {
      const literal = JSON.stringify(name);
      for (const operator of ['eq', 'co', 'sw', 'ew']) {
        const filter = `displayName ${operator} ${literal}`;
        assert.equal(await namesFound(organisation, population, filter), name, filter);
      }
      const middle = [...name].slice(1, -1).join('');
      const partly = `displayName co ${JSON.stringify(middle)} and displayName eq ${literal}`;
      assert.equal(await namesFound(organisation, population, partly), name, partly);
      const other = `displayName eq ${JSON.stringify(`${name}x`)}`;
      assert.equal(await namesFound(organisation, population, other), '', other);
    }
  }),
  contractCase('characters of patterns and paths stand for themselves alone', async (organisation) => {
    const names = await populate(organisation);
    const population = { resourceType: 'User', names, known: AWKWARD_NAMES };
    const holders = (character: string) => AWKWARD_NAMES.filter((name) => name.includes(character)).join(' ');
    for (const character of ['%', '_', '\\', '"', "'", '$', '.', '*', '?', '[', '^', '(', '|', ':', ';', '\n', '😀']) {
      const filter = `displayName co ${JSON.stringify(character)}`;
      assert.equal(await namesFound(organisation, population, filter), holders(character), filter);
    }
  }),
  contractCase('order is that of code points', async (organisation) => {
    const names = await populate(organisation);
    const population = { resourceType: 'User', names, known: AWKWARD_NAMES };
    const above = 'displayName gt "\uf000"';
    assert.equal(
      await namesFound(organisation, population, above),
      '\ufffd replacement 😀 grin \u{10ffff} last',
      above,
    );
    const between = 'displayName gt "\uffff" and displayName lt "\u{10ffff}"';
    assert.equal(await namesFound(organisation, population, between), '😀 grin', between);
  }),
  contractCase('case folds beyond ASCII, and composed and decomposed letters are one', async (organisation) => {
    const names = await populate(organisation);
    const population = { resourceType: 'User', names, known: AWKWARD_NAMES };
    for (const [text, found] of [
      ['displayName eq "żÓŁĆ"', 'Żółć'],
      ['displayName eq "z\u0307o\u0301łc\u0301"', 'Żółć'],
      ['displayName eq "ἈΘΗ͂ΝΑΙ"', 'Ἀθῆναι'],
      ['displayName eq "Zolc"', ''],
    ] as const) {
      assert.equal(await namesFound(organisation, population, text), found, text);
    }
  }),
];

const partCases = [
  contractCase('a filtered list has its own total, order and parts', async (organisation) => {
    await populate(organisation);
    const filter = bound('User', 'userName sw "awkward"');
    const all = (await run(organisation.list('User', { filter }))).map(({ id }) => id);
    assert.equal(all.length, AWKWARD_NAMES.length);
    for (const [offset, limit] of [
      [0, 0],
      [0, 5],
      [5, 5],
      [all.length - 1, 5],
      [all.length, 5],
    ] as const) {
      const query = { resourceType: 'User', filter, offset, limit, withMemberships: false };
      const page = await run(organisation.ports.resources.list(query));
      assert.equal(page.total, all.length);
      assert.deepEqual(
        page.resources.map(({ id }) => id),
        all.slice(offset, offset + limit),
      );
    }
  }),
  contractCase('a constant filter finds all or nothing', async (organisation) => {
    await populate(organisation);
    const count = async (value: boolean) =>
      (await run(organisation.list('Group', { filter: { kind: 'constant', value } }))).length;
    assert.deepEqual([await count(true), await count(false)], [GROUPS.length, 0]);
  }),
  contractCase('and and or without operands are true and false', async (organisation) => {
    await populate(organisation);
    const count = async (kind: 'and' | 'or') =>
      (await run(organisation.list('Group', { filter: { kind, operands: [] } }))).length;
    assert.deepEqual([await count('and'), await count('or')], [GROUPS.length, 0]);
  }),
  contractCase('memberships are filtered on whether they are asked for or not', async (organisation) => {
    const names = await populate(organisation);
    const filter = bound('Group', withIds('members.value eq "<ana>"', names));
    const found = await run(organisation.list('Group', { filter, withMemberships: false }));
    assert.equal(found.length, 2);
    assert.equal(
      found.some((resource) => 'memberships' in resource),
      false,
    );
  }),
  contractCase('filters follow changes, memberships and deletions at once', async (organisation) => {
    const names = await populate(organisation);
    const ana = names.get('ana') ?? '';
    const population = { resourceType: 'User', names, known: PEOPLE };
    await run(
      organisation.revise('User', ana, (document) => ({ ...document, emails: [{ value: 'new@acme.example' }] })),
    );
    assert.equal(await namesFound(organisation, population, 'emails.value eq "ana@acme.example"'), '');
    assert.equal(await namesFound(organisation, population, 'emails.value eq "NEW@acme.example"'), 'ana');
    await run(organisation.revise('Group', names.get('north') ?? '', () => ({ displayName: 'Nord' })));
    assert.equal(await namesFound(organisation, population, 'groups.display eq "North"'), '');
    assert.equal(await namesFound(organisation, population, 'groups.display eq "NORD"'), 'ana');
    await run(organisation.remove('Group', names.get('sales') ?? ''));
    assert.equal(await namesFound(organisation, population, 'groups pr'), 'ana zoe');
    await run(organisation.remove('User', ana));
    assert.equal(await namesFound(organisation, population, 'emails pr'), 'ben eva');
  }),
];

/** Filters, table by table. */
export const filterCases = (open: OpenStorage): readonly ContractCase[] =>
  casesFor(open, 'filter', [
    ...Object.entries(userTables).map(([title, rows]) => tableCase(title, 'User', PEOPLE, rows)),
    tableCase('members of groups', 'Group', GROUPS, groupTable),
    tableCase('every data type', 'Gadget', GADGETS, gadgetTable),
    ...awkwardCases,
    ...partCases,
  ]);

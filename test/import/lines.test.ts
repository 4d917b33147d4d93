// What lines of a file do to people and groups, and why they are refused; on the reference storage.
import type { OpenedStorage } from '@looop-scim/laws';
import * as Result from 'effect/Result';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../support/run/run-effect.ts';
import { openMemory } from '../support/storage/open-stores.ts';
import { GROUPS, openDirectory, said, stateOf, type Directory, type Row } from './directory.ts';

let opened: OpenedStorage;
let directory: Directory;
beforeAll(async () => {
  opened = await openMemory();
});
beforeEach(async () => {
  directory = await openDirectory(opened.storage);
});
afterAll(() => opened.close());

const people = (...names: readonly string[]): readonly Row[] => names.map((userName) => ({ userName }));

describe('lines about people', () => {
  it('are refused one by one, with the column at fault, and leave the others alone', async () => {
    const rows: readonly Row[] = [
      { userName: 'ana', title: ['a'] },
      { userName: 'ben', active: 'x' },
      { userName: 'cleo', active: true },
      { userName: 'dan', title: true },
      { userName: 'e\uFFFD' },
      { title: 'x' },
      { userName: null },
      { userName: ' ' },
      { userName: 'finn', shoe: '1' },
      { userName: 'gus', titel: 'x' },
      { userName: 'CLEO' },
      { userName: 'hal', title: 'x'.repeat(5000) },
      { userName: 'ian' },
    ];
    expect((await directory.take(rows)).map(said)).toEqual([
      'refused 1: title must be one value, not a list',
      'refused 2: active must be true or false',
      'created cleo',
      'refused 4: title must be a text',
      'refused 5: userName has a character that could not be read: save the file as UTF-8',
      'refused 6: userName is what lines are matched by, and no column is written to it',
      'refused 7: userName has no value',
      'refused 8: userName has no value',
      'refused 9: shoe neither a field of the profile nor a SCIM attribute path',
      'refused 10: titel neither a field of the profile nor a SCIM attribute path; did you mean title?',
      'refused 11: userName line 3 has the same value already',
      expect.stringContaining('refused 12: '),
      'created ian',
    ]);
    expect((await directory.users()).map(({ userName }) => userName)).toEqual(['cleo', 'ian']);
  });

  it('that cannot be read are refused with why', async () => {
    const importing = await directory.begin();
    const [outcome] = await run(importing.take([{ line: 7, fault: 'not JSON' }]));
    expect(outcome).toEqual({ line: 7, kind: 'refused', reason: 'not JSON' });
  });

  it('say what they change, and name whom they are about', async () => {
    const [created] = await directory.take([{ userName: 'ana', title: 'Coach' }]);
    expect(created).toEqual({
      ...{ line: 1, kind: 'created', name: 'ana' },
      changes: [
        { attribute: 'userName', after: 'ana' },
        { attribute: 'title', after: 'Coach' },
        { attribute: 'active', after: true },
      ],
    });
    const [changed] = await directory.take([{ userName: 'ana', title: 'Lead', nickName: null }]);
    expect(changed).toEqual({
      ...{ line: 1, kind: 'changed', name: 'ana' },
      changes: [{ attribute: 'title', before: 'Coach', after: 'Lead' }],
    });
    const [unchanged] = await directory.take([{ userName: 'ana', title: 'Lead' }]);
    expect(unchanged).toEqual({ line: 1, kind: 'unchanged', name: 'ana', changes: [] });
  });

  it('may not take the unique value of somebody else, in this file or before it', async () => {
    await directory.take([
      { userName: 'ana', externalId: 'e-1' },
      { userName: 'ben', externalId: 'e-2' },
    ]);
    const byExternalId = { match: 'externalId' } as const;
    for (const dryRun of [true, false]) {
      const outcomes = await directory.take([{ externalId: 'e-1', userName: 'ben' }], { ...byExternalId, dryRun });
      expect(outcomes.map(said)).toEqual([expect.stringContaining('refused 1: Another User of the organisation has this userName already')]);
    }
    // In a file, the first that says it has it.
    const rows: readonly Row[] = [
      { externalId: 'e-3', userName: 'cleo' },
      { externalId: 'e-4', userName: 'Cleo' },
      { externalId: 'e-3', userName: 'dan' },
    ];
    expect((await directory.take(rows, byExternalId)).map(said)).toEqual([
      'created cleo',
      'refused 2: userName line 1 has the same value already',
      'refused 3: externalId line 1 has the same value already',
    ]);
    // Of two who have one externalId, nobody knows whom a line is about.
    await directory.create('/Users', { userName: 'x', externalId: 'twice' });
    await directory.create('/Users', { userName: 'y', externalId: 'twice' });
    expect((await directory.take([{ externalId: 'twice', userName: 'z' }], byExternalId)).map(said)).toEqual([
      'refused 1: externalId several resources have this value',
    ]);
  });

  it('of any number are taken in their order', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `user-${index}`);
    const outcomes = await directory.take(people(...names));
    expect(outcomes.map(said)).toEqual(names.map((name) => `created ${name}`));
    expect(outcomes.map(({ line }) => line)).toEqual(names.map((_, index) => index + 1));
  });
});

describe('lines about groups', () => {
  it('are refused one by one, with the column at fault', async () => {
    await directory.take(people('ana', 'ben'));
    const rows: readonly Row[] = [
      { group: 'A', member: ['x'] },
      { group: 'A', member: true },
      { group: 'B', members: 'x' },
      { group: 'C', members: ['a', 'b', 'c', 'd', 'e', 'f', 'ana', 'g'] },
      { group: 'D', members: ['x'.repeat(200)] },
      { group: 'E', members: null },
      { group: 'F', member: null },
      { group: 'G', member: ' ana ' },
      { group: 'G', member: 'ben' },
      { group: 'G', member: 'ANA' },
      { group: 'G', members: [] },
      { group: 'H', member: 'nobody' },
      { group: '', member: 'ana' },
      { group: 'I', shoe: 'x' },
      { group: 'J', member: '' },
    ];
    const expected = [
      'refused 1: member must be the userName or id of one member',
      'refused 2: member must be the userName or id of one member',
      'refused 3: members must be a list; a column member has one member a line',
      'refused 4: members nobody has this userName or id: "a", "b", "c", "d", "e" and 2 more',
      `refused 5: members nobody has this userName or id: "${'x'.repeat(128)}"`,
      'created E',
      'created F',
      'created G',
      'changed G',
      'unchanged G',
      'refused 11: displayName line 8 has the same value already',
      'refused 12: member nobody has this userName or id: "nobody"',
      'refused 13: displayName has no value',
      'refused 14: shoe neither a field of the profile nor a SCIM attribute path',
      'created J',
    ];
    const told = (await directory.take(rows, { ...GROUPS, dryRun: true })).map(said);
    expect(told).toEqual(expected);
    expect((await directory.take(rows, GROUPS)).map(said)).toEqual(expected);
    expect(await stateOf(directory)).toMatchObject({
      groups: [
        { displayName: 'E', members: [] },
        { displayName: 'F', members: [] },
        { displayName: 'G', members: ['ana', 'ben'] },
        { displayName: 'J', members: [] },
      ],
    });
  });

  it('that add members say who comes, once, and leave those alone who are there', async () => {
    await directory.take(people('ana', 'ben', 'cleo'));
    await directory.take([{ displayName: 'Sales', members: ['ana'] }], GROUPS);
    const rows: readonly Row[] = [
      { group: 'Sales', member: 'ana' },
      { group: 'Sales', member: 'ben', externalId: 'g-1' },
      { group: 'Sales', member: 'ben' },
      { group: 'Sales', member: 'nobody' },
      { group: 'sales', member: 'cleo' },
    ];
    const expected = [
      { line: 1, kind: 'unchanged', name: 'Sales', changes: [] },
      {
        ...{ line: 2, kind: 'changed', name: 'Sales', membersAdded: 1 },
        changes: [{ attribute: 'externalId', after: 'g-1' }],
      },
      { line: 3, kind: 'unchanged', name: 'Sales', changes: [] },
      { line: 4, kind: 'refused', column: 'member', reason: 'nobody has this userName or id: "nobody"' },
      { line: 5, kind: 'changed', name: 'sales', changes: expect.any(Array), membersAdded: 1 },
    ];
    expect(await directory.take(rows, { ...GROUPS, dryRun: true })).toEqual(expected);
    expect(await directory.take(rows, GROUPS)).toEqual(expected);
    expect((await directory.take(rows.slice(0, 1), GROUPS)).map(({ kind }) => kind)).toEqual([expect.any(String)]);
  });

  it('that list members say how many come and go', async () => {
    await directory.take(people('ana', 'ben', 'cleo'));
    const take = async (members: readonly string[] | null) =>
      (await directory.take([{ displayName: 'Sales', members }], GROUPS))[0];
    expect(await take(['ana', 'ben', 'ANA'])).toMatchObject({ kind: 'created', membersAdded: 2, membersRemoved: 0 });
    expect(await take(['ben', 'cleo'])).toEqual({
      ...{ line: 1, kind: 'changed', name: 'Sales', changes: [], membersAdded: 1, membersRemoved: 1 },
    });
    expect(await take(['cleo', 'ben'])).toEqual({ line: 1, kind: 'unchanged', name: 'Sales', changes: [] });
    expect(await take(null)).toMatchObject({ kind: 'changed', membersAdded: 0, membersRemoved: 2 });
    expect(await take([])).toMatchObject({ kind: 'unchanged' });
    const [plain] = await directory.take([{ displayName: 'Sales', externalId: 'g-1' }], GROUPS);
    expect(plain).toMatchObject({ kind: 'changed', membersAdded: 0, membersRemoved: 0 });
  });
});

it('a whole line of columns is checked before any line', async () => {
  const importing = await directory.begin(GROUPS);
  const faultsOf = (names: readonly string[]) => {
    const checked = importing.checkColumns(names);
    return Result.isFailure(checked) ? checked.failure.faults.map(({ column, reason }) => `${column}: ${reason}`) : [];
  };
  for (const names of [['group', 'member'], ['displayName', 'members'], ['group'], ['group', 'externalId']])
    expect(faultsOf(names)).toEqual([]);
  expect(faultsOf(['group', 'member', 'members'])).toEqual(['members: the column member is about members, too']);
  expect(faultsOf(['members', 'member', 'group'])).toEqual(['member: the column members is about members, too']);
  expect(faultsOf(['member'])).toEqual(['displayName: is what lines are matched by, and no column is written to it']);
  expect(faultsOf(['group', 'displayName'])).toEqual(['displayName: the column is there twice']);
});

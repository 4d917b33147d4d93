// Lines that add one member each, and lines that change nothing: in batches, beside others, and with values that are taken.
import type { OpenedStorage } from '@looop-scim/laws';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../support/run/run-effect.ts';
import { openMemory } from '../support/storage/open-stores.ts';
import { GROUPS, openDirectory, said, stateOf, versionsOf, type Directory, type Row } from './directory.ts';

let opened: OpenedStorage;
let directory: Directory;
beforeAll(async () => {
  opened = await openMemory();
});
beforeEach(async () => {
  directory = await openDirectory(opened.storage);
  await directory.take([{ userName: 'ana' }, { userName: 'ben' }, { userName: 'cleo' }]);
});
afterAll(() => opened.close());

const BY_EXTERNAL_ID = { ...GROUPS, match: 'externalId' } as const;

/** Takes rows in several batches of one import; what became of them, all in all. */
const inBatches = async (batches: readonly (readonly Row[])[], dryRun: boolean): Promise<readonly string[]> => {
  const importing = await directory.begin({ ...GROUPS, dryRun });
  const told: string[] = [];
  for (const batch of batches) {
    const lines = batch.map((row, index) => ({ line: told.length + index + 1, cells: new Map(Object.entries(row)) }));
    told.push(...(await run(importing.take(lines))).map(said));
  }
  return told;
};

describe('lines that add a member each', () => {
  it('come to the same in a dry run and in the run, in however many batches they are taken', async () => {
    const batches: readonly (readonly Row[])[] = [
      [{ group: 'Sales', member: 'ana' }],
      [
        { group: 'Sales', member: 'ana' },
        { group: 'Sales', member: 'ben' },
        { group: 'Other', member: 'ana' },
      ],
      [
        { group: 'Sales', member: 'ben' },
        { group: 'Sales', member: 'cleo', externalId: 'g-1' },
        { group: 'Sales', externalId: 'g-1', member: '' },
      ],
    ];
    const expected = [
      ...['created Sales', 'unchanged Sales', 'changed Sales', 'created Other'],
      ...['unchanged Sales', 'changed Sales', 'unchanged Sales'],
    ];
    expect(await inBatches(batches, true)).toEqual(expected);
    expect(await inBatches(batches, false)).toEqual(expected);
    expect(await stateOf(directory)).toMatchObject({
      groups: [
        { displayName: 'Other', members: ['ana'] },
        { displayName: 'Sales', externalId: 'g-1', members: ['ana', 'ben', 'cleo'] },
      ],
    });
  });

  it('write nothing where nothing changes', async () => {
    await directory.take([{ displayName: 'Sales', members: ['ana', 'ben'] }], GROUPS);
    const records = async () => (await run(directory.activity.page({ limit: 100 }))).length;
    const before = [await versionsOf(directory), await records()];
    const rows = [
      { group: 'Sales', member: 'ana' },
      { group: 'Sales', member: 'nobody' },
      { group: 'Sales', member: 'ben' },
      { group: 'Sales', member: null },
    ];
    expect((await directory.take(rows, GROUPS)).map(({ kind }) => kind)).toEqual([
      ...['unchanged', 'refused', 'unchanged', 'unchanged'],
    ]);
    expect((await directory.take([{ displayName: 'Sales', members: ['ben', 'ana'] }], GROUPS)).map(said)).toEqual([
      'unchanged Sales',
    ]);
    expect((await directory.take([{ userName: 'ana' }])).map(said)).toEqual(['unchanged ana']);
    expect([await versionsOf(directory), await records()]).toEqual(before);
  });

  it('write what the accepted ones say, and nothing of those that are refused', async () => {
    await directory.take([{ displayName: 'Sales', members: ['ana'] }], GROUPS);
    const rows = [
      { group: 'Sales', member: 'nobody', externalId: 'g-9' },
      { group: 'Sales', member: 'ben', externalId: 'g-1' },
      { group: 'Sales', member: 'nobody', externalId: 'g-9' },
    ];
    expect((await directory.take(rows, GROUPS)).map(({ kind }) => kind)).toEqual(['refused', 'changed', 'refused']);
    expect(await stateOf(directory)).toMatchObject({ groups: [{ externalId: 'g-1', members: ['ana', 'ben'] }] });
  });

  it('of a group whose new name is taken are refused, but for those that change nothing or were refused before', async () => {
    await directory.take(
      [
        { externalId: 'g-1', displayName: 'Sales', members: ['ana'] },
        { externalId: 'g-2', displayName: 'Support', members: [] },
      ],
      BY_EXTERNAL_ID,
    );
    const rows = [
      { externalId: 'g-1', member: 'ana' },
      { externalId: 'g-1', member: 'ben', displayName: 'SUPPORT' },
      { externalId: 'g-1', member: 'nobody' },
    ];
    const before = await versionsOf(directory);
    for (const dryRun of [true, false]) {
      expect((await directory.take(rows, { ...BY_EXTERNAL_ID, dryRun })).map(said)).toEqual([
        'unchanged Sales',
        expect.stringContaining('refused 2: Another Group of the organisation has this displayName already'),
        'refused 3: member nobody has this userName or id: "nobody"',
      ]);
      const listed = [{ externalId: 'g-1', displayName: 'Support', members: ['ben'] }];
      expect((await directory.take(listed, { ...BY_EXTERNAL_ID, dryRun })).map(said)).toEqual([
        expect.stringContaining('refused 1: Another Group of the organisation has this displayName already'),
      ]);
    }
    expect(await versionsOf(directory)).toEqual(before);
  });

  it('may take a name that an earlier line has given up', async () => {
    const groups = [
      { externalId: 'g-1', displayName: 'Sales', members: [] },
      { externalId: 'g-2', displayName: 'Support', members: [] },
    ];
    await directory.take(groups, BY_EXTERNAL_ID);
    const rows = [
      { externalId: 'g-1', displayName: 'Accounts', member: 'ana' },
      { externalId: 'g-2', displayName: 'Sales', member: 'ben' },
    ];
    for (const dryRun of [true, false])
      expect((await directory.take(rows, { ...BY_EXTERNAL_ID, dryRun })).map(said)).toEqual([
        ...['changed Accounts', 'changed Sales'],
      ]);
  });

  it('find no group where several have the value', async () => {
    for (const displayName of ['One', 'Two']) await directory.create('/Groups', { displayName, externalId: 'twice' });
    for (const row of [
      { externalId: 'twice', displayName: 'Three', member: 'ana' },
      { externalId: 'twice', displayName: 'Three', members: ['ana'] },
    ])
      expect((await directory.take([row], BY_EXTERNAL_ID)).map(said)).toEqual([
        'refused 1: externalId several resources have this value',
      ]);
  });

  it('of a group that is not there by its externalId need a name', async () => {
    for (const row of [
      { externalId: 'g-7', member: 'ana' },
      { externalId: 'g-7', members: ['ana'] },
    ])
      expect((await directory.take([row], BY_EXTERNAL_ID))[0]).toMatchObject({ kind: 'refused' });
  });
});

it('whoever holds a name is told, and whether that one is inactive', async () => {
  await directory.take([
    { userName: 'dan', externalId: 'e-1' },
    { userName: 'eve', externalId: 'e-2', active: 'false' },
  ]);
  const reasons = (
    await directory.take(
      [
        { externalId: 'e-3', userName: 'dan' },
        { externalId: 'e-4', userName: 'eve' },
      ],
      { match: 'externalId' },
    )
  ).map(said);
  const held = (await directory.users()).map(({ id }) => String(id)).slice(-2);
  expect(reasons.map((reason, index) => reason.includes(held[index] ?? ''))).toEqual([true, true]);
  expect(reasons.map((reason) => reason.includes('inactive'))).toEqual([false, true]);
});

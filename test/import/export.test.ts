// What an export has: columns, members by name, and every page; on the reference storage.
import type { OpenedStorage } from '@looop-scim/laws';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMemory } from '../support/storage/open-stores.ts';
import { GROUPS, openDirectory, versionsOf, type Directory, type Row } from './directory.ts';

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

describe('an export', () => {
  it('has the columns that can be imported again, or those that were asked for, in their order', async () => {
    await directory.take([{ userName: 'ana', title: 'Coach', 'emails[type eq "work"].value': 'a@x.example' }]);
    const [row] = await directory.exportUsers();
    expect(row).toEqual({ userName: 'ana', title: 'Coach', email: 'a@x.example', active: true });
    expect(await directory.exportUsers(['title', 'userName', 'nickName'])).toEqual([
      { title: 'Coach', userName: 'ana' },
    ]);
    await expect(directory.exportUsers(['userName', 'shoe', 'titel'])).rejects.toBeDefined();
  });

  it('of groups names members by userName, groups among them by id, page by page', async () => {
    const names = Array.from({ length: 110 }, (_, index) => `user-${String(index).padStart(3, '0')}`);
    await directory.take(people(...names));
    const inner = await directory.create('/Groups', { displayName: 'Inner' });
    await directory.create('/Groups', { displayName: 'Outer', externalId: 'g-1', members: [{ value: inner }] });
    await directory.take([{ displayName: 'All', members: names }], GROUPS);
    for (let index = 0; index < 50; index += 1) await directory.create('/Groups', { displayName: `Group ${index}` });
    const rows = await directory.exportGroups();
    expect(rows.length).toBe(53);
    expect(rows.find(({ displayName }) => displayName === 'Outer')).toEqual({
      ...{ displayName: 'Outer', externalId: 'g-1', members: [inner] },
    });
    expect([...((rows.find(({ displayName }) => displayName === 'All')?.['members'] ?? []) as readonly string[])].toSorted()).toEqual(names);
    const before = await versionsOf(directory);
    const again = await directory.take(rows, GROUPS);
    expect(again.filter(({ kind }) => kind !== 'unchanged')).toEqual([]);
    expect(await versionsOf(directory)).toEqual(before);
  });
});

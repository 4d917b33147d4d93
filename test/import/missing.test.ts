// People whom no line of a file is about: who they are, and that nobody else is deactivated; on the reference storage.
import type { OpenedStorage } from '@looop-scim/laws';
import * as Effect from 'effect/Effect';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../support/run/run-effect.ts';
import { openMemory } from '../support/storage/open-stores.ts';
import { GROUPS, openDirectory, type Directory, type Row } from './directory.ts';

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

describe('whoever is missing', () => {
  const lines = (...names: readonly string[]) =>
    names.map((userName, index) => ({ line: index + 2, cells: new Map([['userName', userName]]) }));

  it('is named up to twenty, and counted to the last one, without those who are inactive already', async () => {
    const names = Array.from({ length: 230 }, (_, index) => `user-${String(index).padStart(3, '0')}`);
    await directory.take([...people(...names), { userName: 'idle', active: 'false' }]);
    const importing = await directory.begin();
    await run(importing.take(lines('user-000', 'new')));
    let between = 0;
    const missing = await run(importing.missing(Effect.sync(() => void (between += 1))));
    expect([missing.count, missing.names]).toEqual([229, names.slice(1, 21)]);
    expect(between).toBe(2);
    expect(await run(importing.deactivateMissing(Effect.sync(() => void (between += 1))))).toBe(229);
    expect(between).toBe(4);
    expect((await directory.users()).filter(({ active }) => active === true).map(({ userName }) => userName)).toEqual([
      ...['user-000', 'new'],
    ]);
  });

  it('leaves a record of the import, and keeps everything else', async () => {
    await directory.take([{ userName: 'ana' }, { userName: 'ben', title: 'Coach' }]);
    const importing = await directory.begin({ requestId: 'import-9' });
    await run(importing.take(lines('ana')));
    await run(importing.deactivateMissing());
    const entries = await run(directory.activity.page({ limit: 10 }));
    expect(entries.find(({ record }) => record.operation === 'patch')?.record).toMatchObject({
      ...{ caller: { tokenFingerprint: 'import', requestId: 'import-9' }, outcome: 'applied' },
    });
    const [, ben] = await directory.users();
    expect(ben).toMatchObject({ userName: 'ben', title: 'Coach', active: false });
  });

  it('is nobody of an import of groups', async () => {
    await directory.take(people('ana', 'ben'));
    const importing = await directory.begin(GROUPS);
    await run(importing.take([{ line: 2, cells: new Map([['displayName', 'Sales']]) }]));
    expect(await run(importing.missing())).toEqual({ count: 0, names: [] });
    expect(await run(importing.deactivateMissing())).toBe(0);
    expect((await directory.users()).every(({ active }) => active === true)).toBe(true);
  });

  it('cannot be told of a file without lines, or with one that was refused', async () => {
    await directory.take(people('ana', 'ben'));
    for (const [given, lineCount, refused] of [
      [[], 0, 0],
      [[{ line: 2, fault: 'x' }], 1, 1],
      [[...lines('ana'), { line: 9, cells: new Map([['userName', '']]) }], 2, 1],
    ] as const) {
      const importing = await directory.begin();
      await run(importing.take(given));
      for (const asked of [Effect.asVoid(importing.missing()), Effect.asVoid(importing.deactivateMissing())])
        expect(await run(Effect.flip(asked))).toMatchObject({ _tag: 'IncompleteImport', lines: lineCount, refused });
    }
  });

  it('is not whoever came after the import began, wherever that was said to be', async () => {
    await directory.take(people('ana', 'ben'));
    for (const [begun, count] of [
      [0, 0],
      [Date.now() + 60_000, 1],
    ] as const) {
      const importing = await directory.begin({ begun });
      await run(importing.take(lines('ana')));
      expect((await run(importing.missing())).count).toBe(count);
    }
  });
});

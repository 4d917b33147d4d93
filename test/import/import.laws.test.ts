// Laws of whole files, on the reference storage: what a dry run tells, and what a second run does.
import { law, type Law } from '@looop-scim/laws';
import type { ImportSettings } from '@looop-scim/provisioning/directory';
import type { Storage } from '@looop-scim/provisioning/ports';
import fc from 'fast-check';
import { afterAll, beforeAll, expect } from 'vitest';
import type { OpenedStorage } from '@looop-scim/laws';
import { runLaws } from '../support/run/run-laws.ts';
import { openMemory } from '../support/storage/open-stores.ts';
import { GROUPS, openDirectory, stateOf, USERS, versionsOf, type Row } from './directory.ts';

let opened: OpenedStorage;
beforeAll(async () => {
  opened = await openMemory();
});
afterAll(() => opened.close());

const storage = (): Storage => opened.storage;

const name = fc.constantFrom('ana', 'Ana', 'ben', 'eve', 'joe', '');
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 2 });

const rowOf = (cells: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Row> =>
  fc.record(cells).map((row) => JSON.parse(JSON.stringify(row)) as Row);

const userRow = rowOf({
  username: name,
  externalId: fc.constantFrom('e-1', 'e-2', 'e-3', 'e-4', ''),
  title: optional(fc.constantFrom('Coach', 'Lead', ' ', null)),
  email: optional(fc.constantFrom('a@acme.example', 'b@acme.example')),
  active: optional(fc.constantFrom('true', 'false', 'perhaps', true)),
  'emails[type eq "home"].value': optional(fc.constantFrom('c@home.example')),
});

const groupName = fc.constantFrom('Sales', 'sales', 'Support', '');
const groupRow = fc.oneof(
  rowOf({
    displayName: groupName,
    externalId: optional(fc.constantFrom('g-1', 'g-2')),
    members: optional(fc.array(fc.constantFrom('ana', 'BEN', 'eve', 'nobody'), { maxLength: 3 })),
  }),
  rowOf({ group: groupName, member: fc.constantFrom('ana', 'BEN', 'eve', 'nobody', '') }),
);

interface File {
  readonly rows: readonly Row[];
  readonly settings: Partial<ImportSettings>;
}

const files: fc.Arbitrary<File> = fc.oneof(
  fc.record({
    rows: fc.array(userRow, { maxLength: 8 }),
    settings: fc.record({
      match: fc.constantFrom('userName' as const, 'externalId' as const),
      clearBlank: fc.boolean(),
    }),
  }),
  fc.record({ rows: fc.array(groupRow, { maxLength: 8 }), settings: fc.constant(GROUPS) }),
);

const first = fc.array(userRow, { maxLength: 5 });

const openWith = async (rows: readonly Row[]) => {
  const directory = await openDirectory(storage());
  await directory.take([{ username: 'ana' }, { username: 'ben', title: 'Lead' }, { username: 'eve' }]);
  await directory.take(rows);
  return directory;
};

const laws: readonly Law[] = [
  law(
    'a dry run tells exactly what the run does, and writes nothing',
    fc.asyncProperty(first, files, async (before, { rows, settings }) => {
      const directory = await openWith(before);
      const versions = await versionsOf(directory);
      const told = await directory.take(rows, { ...USERS, ...settings, dryRun: true });
      expect(await versionsOf(directory)).toEqual(versions);
      expect(await directory.take(rows, { ...USERS, ...settings })).toEqual(told);
    }),
  ),
  law(
    'importing twice equals once: what was accepted is as it says, and the rest is refused again',
    fc.asyncProperty(first, files, async (before, { rows, settings }) => {
      const directory = await openWith(before);
      const once = await directory.take(rows, settings);
      const state = await stateOf(directory);
      const twice = await directory.take(rows, settings);
      if (once.every(({ kind }) => kind !== 'refused')) expect(await stateOf(directory)).toEqual(state);
      expect(twice.filter(({ kind }) => kind === 'created')).toEqual([]);
    }),
  ),
  law(
    'importing an export changes nothing',
    fc.asyncProperty(first, files, async (before, { rows, settings }) => {
      const directory = await openWith(before);
      await directory.take(rows, settings);
      const versions = await versionsOf(directory);
      for (const outcome of await directory.take(await directory.exportUsers())) expect(outcome.kind).toBe('unchanged');
      for (const { kind } of await directory.take(await directory.exportGroups(), GROUPS))
        expect(kind).toBe('unchanged');
      expect(await versionsOf(directory)).toEqual(versions);
    }),
  ),
];

runLaws('imports of whole files', laws);

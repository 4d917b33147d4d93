// What holds of imports and exports on every storage.
import type { OpenStorage } from '@looop-scim/laws';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../support/run/run-effect.ts';
import { shared } from '../support/storage/open-stores.ts';
import {
  clockGoesOn,
  GROUPS,
  openDirectory,
  said,
  stateOf,
  versionsOf,
  type Directory,
  type Row,
} from './directory.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const SLOWEST_CASE_MS = 120_000;

const PEOPLE: readonly Row[] = [
  { username: 'ana@acme.example', givenName: 'Ana', familyName: 'Pop', email: 'ana@acme.example', department: 'Sales' },
  { username: 'ben@acme.example', givenName: 'Ben', familyName: 'Ito', email: 'ben@acme.example', active: 'false' },
  { username: 'eve@acme.example', givenName: 'Eve', familyName: 'Roy', email: 'eve@acme.example', title: 'Coach' },
];

/** Registers the cases of imports and exports on a storage. */
// oxlint-disable-next-line max-lines-per-function -- a suite
export const importSuite = (title: string, open: OpenStorage): void => {
  describe(title, { timeout: SLOWEST_CASE_MS }, () => {
    const storage = shared(open);
    let directory: Directory;
    beforeEach(async () => {
      directory = await openDirectory((await storage.open()).storage);
    });
    afterAll(storage.close);

    it('creates, changes and leaves alone, and says which; who is as the line says is not written', async () => {
      expect((await directory.take(PEOPLE)).map(said)).toEqual(
        PEOPLE.map(({ username }) => `created ${String(username)}`),
      );
      const before = await versionsOf(directory);
      const again = [...PEOPLE.slice(0, 2), { ...PEOPLE[2], title: 'Head coach' }];
      const outcomes = await directory.take(again);
      expect(outcomes.map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged', 'changed']);
      expect(outcomes[2]).toMatchObject({ changes: [{ attribute: 'title', before: 'Coach', after: 'Head coach' }] });
      const after = await versionsOf(directory);
      expect([...after].filter(([id, version]) => before.get(id) !== version)).toHaveLength(1);
    });

    it('writes fields to their attributes, and paths', async () => {
      const row = {
        ...PEOPLE[0],
        externalId: 'e-1',
        [`${ENTERPRISE}:costCenter`]: '4711',
        'phoneNumbers[type eq "work"].value': '+49 1',
      };
      await directory.take([row]);
      expect(await directory.users()).toMatchObject([
        {
          userName: 'ana@acme.example',
          externalId: 'e-1',
          active: true,
          name: { givenName: 'Ana', familyName: 'Pop' },
          emails: [{ value: 'ana@acme.example', primary: true }],
          phoneNumbers: [{ type: 'work', value: '+49 1' }],
          [ENTERPRISE]: { costCenter: '4711' },
        },
      ]);
    });

    it('changes nothing when an export is imported', async () => {
      await directory.create('/Users', { userName: 'joe', emails: [{ value: 'joe@home.example', type: 'home' }] });
      await directory.take(PEOPLE);
      const before = await versionsOf(directory);
      const rows = await directory.exportUsers();
      expect(rows).toHaveLength(4);
      expect((await directory.take(rows)).map(({ kind }) => kind)).toEqual(rows.map(() => 'unchanged'));
      expect(await versionsOf(directory)).toEqual(before);
    });

    it('finds people by userName in any case, or by externalId, under which they may be renamed', async () => {
      await directory.take([
        { username: 'ana', externalId: 'e-1' },
        { username: 'ben', externalId: 'e-2' },
      ]);
      expect((await directory.take([{ username: 'ANA', title: 'Coach' }])).map(said)).toEqual(['changed ANA']);
      const renamed = [
        { externalId: 'e-1', username: 'ana.pop' },
        { externalId: 'e-2', username: 'ana' },
        { externalId: 'e-3', username: 'ben' },
        { externalId: 'e-4', username: 'ana.pop' },
      ];
      const expected = [
        'changed ana.pop',
        'changed ana',
        'created ben',
        'refused 4: userName line 1 has the same value already',
      ];
      const told = (await directory.take(renamed, { match: 'externalId', dryRun: true })).map(said);
      expect(told).toEqual(expected);
      expect((await directory.take(renamed, { match: 'externalId' })).map(said)).toEqual(expected);
    });

    it('tells in a dry run what the run does, and writes nothing', async () => {
      await directory.take(PEOPLE.slice(0, 2));
      const rows: readonly Row[] = [
        { ...PEOPLE[0], department: 'Support' },
        PEOPLE[1] ?? {},
        PEOPLE[2] ?? {},
        { username: '' },
        { username: 'eve@acme.example' },
        { username: 'kim', active: 'perhaps' },
        { username: 'lea', title: 'x'.repeat(5000) },
      ];
      const before = [await versionsOf(directory), await run(directory.activity.page({ limit: 100 }))];
      const dry = await directory.take(rows, { dryRun: true });
      expect([await versionsOf(directory), await run(directory.activity.page({ limit: 100 }))]).toEqual(before);
      expect(dry.map(({ kind }) => kind)).toEqual([
        ...['changed', 'unchanged', 'created', 'refused'],
        ...['refused', 'refused', 'refused'],
      ]);
      expect(await directory.take(rows)).toEqual(dry);
    });

    it('clears by null, and by blank cells where that is asked for', async () => {
      await directory.take(PEOPLE);
      const [ana, ben] = ['ana@acme.example', 'ben@acme.example'];
      const kinds = async (row: Row, clearBlank: boolean) => (await directory.take([row], { clearBlank }))[0]?.kind;
      expect(await kinds({ username: ana, department: ' ' }, false)).toBe('unchanged');
      expect(await kinds({ username: ana, department: ' ' }, true)).toBe('changed');
      expect(await kinds({ username: ben, givenName: null }, false)).toBe('changed');
      expect(await kinds({ username: ben, givenName: null }, false)).toBe('unchanged');
    });

    it('imports groups with the members that a line lists, by userName or id', async () => {
      await directory.take(PEOPLE);
      const id = await directory.create('/Users', { userName: 'joe' });
      const row = { displayName: 'Sales', members: ['ANA@acme.example', id] };
      expect(await directory.take([row], GROUPS)).toMatchObject([{ kind: 'created', membersAdded: 2 }]);
      expect((await directory.take([row], GROUPS)).map(said)).toEqual(['unchanged Sales']);
      const other = { displayName: 'Sales', externalId: 'g-1', members: ['joe', 'eve@acme.example'] };
      const expected = [{ kind: 'changed', membersAdded: 1, membersRemoved: 1 }];
      expect(await directory.take([other], { ...GROUPS, dryRun: true })).toMatchObject(expected);
      expect(await directory.take([other], GROUPS)).toMatchObject(expected);
      expect((await directory.take([{ displayName: 'Sales', members: ['nobody'] }], GROUPS)).map(said)).toEqual([
        'refused 1: members nobody has this userName or id: "nobody"',
      ]);
      const before = await versionsOf(directory);
      expect((await directory.take(await directory.exportGroups(), GROUPS)).map(said)).toEqual(['unchanged Sales']);
      expect(await versionsOf(directory)).toEqual(before);
    });

    it('adds one member a line, whatever the order of the lines', async () => {
      await directory.take(PEOPLE);
      const [ana, ben, eve] = ['ana@acme.example', 'ben@acme.example', 'eve@acme.example'];
      const rows = [
        { group: 'Sales', member: ana },
        { group: 'Sales', member: ben },
        { group: 'Empty', member: '' },
        { group: 'Sales', member: eve },
        { group: 'Sales', member: 'nobody' },
        { group: 'sales', member: ana },
      ];
      const expected = ['created', 'changed', 'created', 'changed', 'refused'];
      const kinds = async (dryRun: boolean) =>
        (await directory.take(rows, { ...GROUPS, dryRun })).map(({ kind }) => kind);
      const dry = await kinds(true);
      expect(dry.slice(0, 5)).toEqual(expected);
      expect(await kinds(false)).toEqual(dry);
      const state = await stateOf(directory);
      expect(state).toMatchObject({ groups: [{ members: [] }, { members: [ana, ben, eve] }] });
      await kinds(false);
      expect(await stateOf(directory)).toEqual(state);
    });

    it('deactivates whom no line is about, not those who came since, and nobody when lines were refused', async () => {
      await directory.take(PEOPLE);
      await clockGoesOn();
      const lines = [{ line: 2, cells: new Map([['username', 'eve@acme.example']]) }];
      const incomplete = await directory.begin();
      await run(incomplete.take([...lines, { line: 3, fault: 'cannot be read' }]));
      expect(await run(Effect.result(incomplete.deactivateMissing()))).toMatchObject({
        failure: { _tag: 'IncompleteImport', lines: 2, refused: 1 },
      });
      const empty = await directory.begin();
      expect(Result.isFailure(await run(Effect.result(empty.missing())))).toBe(true);
      const dry = await directory.begin({ dryRun: true });
      await run(dry.take(lines));
      expect(await run(dry.deactivateMissing())).toBe(1);
      const importing = await directory.begin();
      await run(importing.take(lines));
      await directory.create('/Users', { userName: 'kim' });
      expect(await run(importing.missing())).toEqual({ count: 1, names: ['ana@acme.example'] });
      expect(await run(importing.deactivateMissing())).toBe(1);
      const active = (await directory.users())
        .filter((user) => user['active'] === true)
        .map(({ userName }) => userName);
      expect(active).toEqual(['eve@acme.example', 'kim']);
      expect(await run(importing.missing())).toEqual({ count: 0, names: [] });
    });

    it('leaves its name and its request in the activity', async () => {
      await directory.take(PEOPLE.slice(0, 1), { requestId: 'import-7' });
      const entries = await run(directory.activity.page({ limit: 10 }));
      expect(entries.map(({ record }) => record)).toMatchObject([
        { caller: { tokenFingerprint: 'import', requestId: 'import-7' }, operation: 'create', outcome: 'applied' },
      ]);
    });
  });
};

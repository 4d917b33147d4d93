// Members of groups: in which order and with which names they are read, which of them a filter removes, and how much a call may
// look at for that.
import { resolveAttribute } from '@looop-scim/scim/attribute';
import { bindFilter, parseFilter, type BoundFilter } from '@looop-scim/scim/filter';
import { standardRegistry } from '@looop-scim/scim/schema';
import type { Decision, ResourceRepository, ResourceWrite, StorageLimits } from '@looop-scim/provisioning/ports';
import { Effect, Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { openSqliteStorage } from '../src/index.ts';
import { capturingConnection } from './support/captured-connection.ts';
import { typeNamed } from './support/bound-filter.ts';
import { acmeOf, createGroup, createUser, idOf, writeOf } from './support/directory.ts';
import { outcomeOf, run } from './support/run-effect.ts';

const GROUP = 900;
const INNER = 901;
const target = { resourceType: 'Group', id: idOf(GROUP) };

const opened = async (limits: StorageLimits = {}) => {
  const { opened: storage, connection } = await capturingConnection(() =>
    run(openSqliteStorage({ path: ':memory:', registry: standardRegistry, limits })),
  );
  return { resources: acmeOf(storage), connection, close: () => run(storage.close()) };
};

/** A filter on the members of a group, as it stands between brackets. */
const onMembers = (text: string): BoundFilter => {
  const bound = bindFilter(
    typeNamed('Group'),
    Result.getOrThrow(parseFilter(`members[${text}]`, { bareValues: false })),
  );
  const filter = Result.getOrThrow(bound);
  if (filter.kind !== 'element') throw new Error('It is about one element');
  return filter.filter;
};

const changing = (resources: ResourceRepository, write: Partial<ResourceWrite>) =>
  resources.change(target, ({ document }) => Result.succeed({ kind: 'write', ...writeOf(document, write) }));

const membersOf = async (resources: ResourceRepository) =>
  ((await run(resources.read(target, true))).memberships ?? []).map(({ id }) => id);

describe('members', () => {
  it('are read in the order of their ids, whichever came first, and so are the groups of a user', async () => {
    const { resources, close } = await opened();
    for (const n of [5, 2, 4, 1, 3]) await run(createUser(resources, n));
    for (const n of [903, 901, 902]) await run(createGroup(resources, n, [3, 1, 2]));
    const read = async (resourceType: string, n: number) =>
      (await run(resources.read({ resourceType, id: idOf(n) }, true))).memberships?.map(({ id }) => id);
    expect(await read('Group', 902)).toEqual([1, 2, 3].map(idOf));
    expect(await read('User', 2)).toEqual([901, 902, 903].map(idOf));
    const page = await run(resources.list({ resourceType: 'Group', offset: 0, limit: 9, withMemberships: true }));
    expect(page.resources.map(({ memberships = [] }) => memberships.map(({ id }) => id))).toEqual(
      [1, 2, 3].map(() => [1, 2, 3].map(idOf)),
    );
    await close();
  });

  it('have a name where they have one', async () => {
    const { resources, close } = await opened();
    await run(createUser(resources, 1, { displayName: 'Ada' }));
    await run(resources.create({ resourceType: 'Group', id: idOf(INNER) }, writeOf({})));
    await run(createGroup(resources, GROUP, [1, INNER]));
    expect((await run(resources.read(target, true))).memberships).toEqual([
      { id: idOf(1), resourceType: 'User', display: 'Ada' },
      { id: idOf(INNER), resourceType: 'Group' },
    ]);
    expect((await run(resources.walkMembers({ groupId: idOf(GROUP), limit: 9 }))).members).toEqual([
      { id: idOf(1), resourceType: 'User', display: 'Ada' },
      { id: idOf(INNER), resourceType: 'Group' },
    ]);
    await close();
  });

  it('that are replaced by themselves are not written', async () => {
    const { resources, connection, close } = await opened();
    const all = Array.from({ length: 200 }, (_none, index) => index + 1);
    for (const n of all) await run(createUser(resources, n));
    await run(createGroup(resources, GROUP, all));
    const changes = () => Number(connection.prepare('SELECT total_changes()').pluck().get());
    const before = changes();
    const replaced = await run(changing(resources, { memberships: [{ kind: 'replace', ids: all.map(idOf) }] }));
    expect(replaced).toMatchObject({ changed: false, membersAdded: [], membersRemoved: [] });
    expect(changes() - before).toBeLessThan(20);
    await close();
  });
});

describe('a filter removes the members that fulfil it', () => {
  it.each([
    [`value eq "${idOf(1)}"`, [2, 3, INNER]],
    [`value eq "${idOf(1)}" or value eq "${idOf(3)}"`, [2, INNER]],
    [`(value eq "${idOf(1)}" or value eq "${idOf(INNER)}") and type eq "user"`, [2, 3, INNER]],
    [`type eq "group" and value eq "${idOf(1)}"`, [1, 2, 3, INNER]],
    [`value eq "${idOf(1)}" or display eq "user-2"`, [3, INNER]],
    [`value eq "${idOf(1)}" and value eq "${idOf(2)}"`, [1, 2, 3, INNER]],
    [`display eq "user-2"`, [1, 3, INNER]],
    [`display pr`, [INNER]],
    [`not (display pr)`, [1, 2, 3]],
    [`value pr`, []],
    [`type pr and display sw "user"`, [INNER]],
    [`value ne "${idOf(1)}"`, [1]],
    [`value eq "${idOf(77)}"`, [1, 2, 3, INNER]],
    [`value gt "${idOf(2)}" and value eq "${idOf(3)}"`, [1, 2, INNER]],
  ])('%s', async (text, left) => {
    const { resources, close } = await opened();
    for (const n of [1, 2, 3, 4]) await run(createUser(resources, n));
    await run(resources.create({ resourceType: 'Group', id: idOf(INNER) }, writeOf({})));
    await run(createGroup(resources, GROUP, [1, 2, 3, INNER]));
    await run(changing(resources, { memberships: [{ kind: 'removeWhere', filter: onMembers(text) }] }));
    expect(await membersOf(resources)).toEqual(left.map(idOf));
    await close();
  });
});

describe('a call that may look at ten rows', () => {
  const MEMBERS = 30;
  const tooMany = { failure: { _tag: 'TooMany', limit: 10, unit: 'rows' } };

  const filled = async (members = MEMBERS) => {
    const { resources, close } = await opened({ maxRows: 10 });
    const all = Array.from({ length: members }, (_none, index) => index + 1);
    for (const n of [...all, 99]) await run(createUser(resources, n));
    await run(createGroup(resources, GROUP, all));
    return { resources, close };
  };

  it.each([
    [`value eq "${idOf(3)}"`, 1],
    [`value eq "${idOf(3)}" and display sw "user"`, 1],
    [`display sw "user" and (value eq "${idOf(3)}" or value eq "${idOf(4)}")`, 2],
    [[5, 6, 7, 8, 9, 10].map((n) => `value eq "${idOf(n)}"`).join(' or '), 6],
  ])('may remove whom a filter names by id, in a group of thirty: %s', async (text, removed) => {
    const { resources, close } = await filled();
    const outcome = await run(changing(resources, { memberships: [{ kind: 'removeWhere', filter: onMembers(text) }] }));
    expect(outcome.membersRemoved).toHaveLength(removed);
    await close();
  });

  it.each([
    'display eq "user-3"',
    `value eq "${idOf(3)}" or display eq "user-3"`,
    `value sw "${idOf(3)}"`,
    `not (value eq "${idOf(3)}")`,
  ])('may not look for the others among thirty: %s', async (text) => {
    const { resources, close } = await filled();
    const steps = [{ kind: 'removeWhere', filter: onMembers(text) }] as const;
    expect(await outcomeOf(changing(resources, { memberships: steps }))).toMatchObject(tooMany);
    await close();
  });

  const { describe: describeWrite } = writeOf({});
  const deletion: Decision = { kind: 'delete', at: 1, erases: false, describe: describeWrite };
  const replacing = (...kinds: readonly ('add' | 'remove' | 'replace')[]): Decision => ({
    kind: 'write',
    ...writeOf({ displayName: 'x' }, { memberships: kinds.map((kind) => ({ kind, ids: [idOf(1)] })) }),
  });
  const decide = (resources: ResourceRepository, decision: Decision) =>
    outcomeOf(resources.change(target, () => Result.succeed(decision)));

  it.each([
    ['delete a group', deletion],
    ['replace all members', replacing('replace')],
    ['replace all members after it added one', replacing('add', 'replace')],
  ])('may not %s of eleven, and may one of ten', async (_what, decision) => {
    for (const members of [11, 10]) {
      const { resources, close } = await filled(members);
      const outcome = await decide(resources, decision);
      if (members === 11) {
        expect(outcome).toMatchObject(tooMany);
        expect(await run(Effect.map(resources.read(target, false), ({ version }) => version))).toBe(1);
      } else expect(outcome._tag).toBe('Success');
      await close();
    }
  });

  it.each([
    ['add', replacing('add')],
    ['remove', replacing('remove')],
    ['say nothing of members', replacing()],
    ['retell', { kind: 'retell', mappingVersion: 2, events: [] } as const],
  ])('may %s in a group of any size', async (_what, decision) => {
    const { resources, close } = await filled();
    expect((await decide(resources, decision))._tag).toBe('Success');
    await close();
  });

  it('may not delete a user of more groups', async () => {
    const { resources, close } = await filled(1);
    for (let n = 0; n < 11; n += 1) await run(createGroup(resources, 1000 + n, [99]));
    const user = { resourceType: 'User', id: idOf(99) };
    expect(await outcomeOf(resources.change(user, () => Result.succeed(deletion)))).toMatchObject(tooMany);
    await close();
  });
});

describe('a list that may look at ten rows', () => {
  const filled = async () => {
    const { resources, close } = await opened({ maxRows: 10 });
    for (let n = 1; n <= 30; n += 1) await run(createUser(resources, n));
    return { resources, close };
  };
  const all = { resourceType: 'User', withMemberships: false };
  const attribute = resolveAttribute(typeNamed('User'), 'userName');
  if (attribute === undefined) throw new Error('Users have names');
  const sort = { attribute, descending: false };

  it('begins anywhere in the order of ids, and counts thirty, sorted or not', async () => {
    const { resources, close } = await filled();
    const page = await run(resources.list({ ...all, offset: 20, limit: 5 }));
    expect([page.total, page.resources.map(({ id }) => id)]).toEqual([30, [21, 22, 23, 24, 25].map(idOf)]);
    for (const part of [{}, { sort }])
      expect(await run(resources.list({ ...all, ...part, offset: 0, limit: 0 }))).toEqual({ total: 30, resources: [] });
    await close();
  });

  it('does not sort thirty, nor look for the matches of a filter among them', async () => {
    const { resources, close } = await filled();
    const filter = { kind: 'compare', attribute, operator: 'co', value: '7' } as const;
    for (const part of [{ sort }, { filter }])
      expect(await outcomeOf(resources.list({ ...all, ...part, offset: 0, limit: 5 }))).toMatchObject({
        failure: { _tag: 'TooMany', limit: 10, unit: 'rows' },
      });
    await close();
  });
});

describe('a call that may read so many characters', () => {
  it('may not read a document that is longer', async () => {
    const { resources, close } = await opened({ maxCharacters: 100 });
    await run(createUser(resources, 1));
    await run(createUser(resources, 2, { title: 'x'.repeat(100) }));
    const read = (n: number) => outcomeOf(resources.read({ resourceType: 'User', id: idOf(n) }, false));
    expect(await read(1)).toMatchObject({ success: { id: idOf(1) } });
    expect(await read(2)).toMatchObject({ failure: { _tag: 'TooMany', limit: 100, unit: 'characters' } });
    await close();
  });
});

describe('who is not there', () => {
  it('is named by whoever wanted a change, in an organisation with and without anybody', async () => {
    const { resources, close } = await opened();
    const nobody = { resourceType: 'User', id: idOf(7) };
    const change = () => outcomeOf(resources.change(nobody, () => Result.fail('nobody decides')));
    expect(await change()).toMatchObject({ failure: { _tag: 'ResourceNotFound', ...nobody } });
    expect(await run(resources.refresh({ resourceType: 'User', limit: 9, revise: (document) => document }))).toBe(0);
    await run(createUser(resources, 1));
    expect(await change()).toMatchObject({ failure: { _tag: 'ResourceNotFound', ...nobody } });
    await close();
  });
});

// Groups in groups, and what a deletion does to the memberships of both sides.
import assert from 'node:assert/strict';
import { casesFor, contractCase, type ContractCase, type OpenStorage } from './contract-case.ts';
import { bound } from './filter-cases.ts';
import { createUsers } from './membership-cases.ts';
import { failsWith, run } from './run-effect.ts';
import { membershipIds, nextId, START, type TestOrganisation } from './test-organisation.ts';

/** Groups of which each contains the next. */
const chain = async ({ group }: TestOrganisation, length: number): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let index = 0; index < length; index += 1) {
    ids.unshift((await run(group(`group-${index}`, ids.slice(0, 1)))).resource.id);
  }
  return ids;
};

const nestingCases = [
  contractCase('a group may be a member of groups; memberships are direct ones', async (organisation) => {
    const [user = ''] = await createUsers(organisation, 1);
    const inner = (await run(organisation.group('Inner', [user]))).resource.id;
    const outer = (await run(organisation.group('Outer', [inner]))).resource.id;
    assert.deepEqual(membershipIds(await run(organisation.read('Group', outer))), [inner]);
    assert.deepEqual(membershipIds(await run(organisation.read('User', user))), [inner]);
  }),
  contractCase('users in a group are users alone, and groups with a member groups alone', async (organisation) => {
    const [user = ''] = await createUsers(organisation, 1);
    const inner = (await run(organisation.group('Inner'))).resource.id;
    const outer = (await run(organisation.group('Outer', [user, inner]))).resource.id;
    const top = (await run(organisation.group('Top', [outer]))).resource.id;
    const found = async (resourceType: 'User' | 'Group', text: string) => {
      const filter = bound(resourceType, text);
      return (await run(organisation.list(resourceType, { filter }))).map(({ id }) => id);
    };
    assert.deepEqual(await found('User', `groups.value eq "${outer}"`), [user]);
    assert.deepEqual(await found('User', `groups[value eq "${outer}"]`), [user]);
    assert.deepEqual(await found('User', `groups.value eq "${top}"`), []);
    assert.deepEqual(await found('Group', `members.value eq "${inner}"`), [outer]);
    assert.deepEqual(await found('Group', `members.value eq "${user}"`), [outer]);
    assert.deepEqual(await found('Group', `members.value eq "${outer}"`), [top]);
  }),
  contractCase('a group in two groups that share a group is no cycle', async ({ group, step }) => {
    const bottom = (await run(group('Bottom'))).resource.id;
    const left = (await run(group('Left', [bottom]))).resource.id;
    const right = (await run(group('Right', [bottom]))).resource.id;
    const top = (await run(group('Top', [left, right]))).resource.id;
    assert.deepEqual((await run(step(top, [{ kind: 'add', ids: [bottom] }]))).membersAdded, [bottom]);
  }),
  contractCase('a group in itself is a cycle', async ({ group, step, read }) => {
    const { id } = (await run(group('Sales'))).resource;
    const failure = await failsWith('MembershipCycle', step(id, [{ kind: 'add', ids: [id] }]));
    assert.equal(failure.memberId, id);
    assert.deepEqual(membershipIds(await run(read('Group', id))), []);
  }),
  contractCase('a cycle through other groups is refused, by add and by replace', async (organisation) => {
    for (const length of [2, 3, 6]) {
      const ids = await chain(organisation, length);
      const [first = '', last = ''] = [ids[0], ids[length - 1]];
      for (const kind of ['add', 'replace'] as const) {
        const failure = await failsWith('MembershipCycle', organisation.step(last, [{ kind, ids: [first] }]));
        assert.equal(failure.memberId, first);
      }
      assert.equal((await run(organisation.read('Group', last))).version, 1);
      for (const id of ids) await run(organisation.remove('Group', id));
    }
  }),
  contractCase('what a write takes out does not count as a way round', async (organisation) => {
    const [outer = '', inner = ''] = await chain(organisation, 2);
    const other = (await run(organisation.group('Other'))).resource.id;
    const addAndRemove = [
      { kind: 'add', ids: [outer, other] },
      { kind: 'remove', ids: [outer] },
    ] as const;
    assert.deepEqual((await run(organisation.step(inner, addAndRemove))).membersAdded, [other]);
    await run(organisation.step(outer, [{ kind: 'remove', ids: [inner] }]));
    assert.deepEqual((await run(organisation.step(inner, [{ kind: 'add', ids: [outer] }]))).membersAdded, [outer]);
  }),
  contractCase('a deep chain is followed to its end', async (organisation) => {
    const ids = await chain(organisation, 60);
    const step = organisation.step(ids[59] ?? '', [{ kind: 'add', ids: [ids[0] ?? ''] }]);
    await failsWith('MembershipCycle', step);
  }),
];

const deletionCases = [
  contractCase('a deleted user leaves its groups, which get a new version and time', async (organisation) => {
    const [a = '', b = ''] = await createUsers(organisation, 2);
    const both = (await run(organisation.group('Both', [a, b]))).resource.id;
    const one = (await run(organisation.group('One', [a]))).resource.id;
    const neither = (await run(organisation.group('Neither', [b]))).resource;
    await run(organisation.remove('User', a, START + 60_000));
    const states = [both, one].map(async (id) => {
      const group = await run(organisation.read('Group', id));
      return [membershipIds(group), group.version, group.lastModified];
    });
    assert.deepEqual(await Promise.all(states), [
      [[b], 2, START + 60_000],
      [[], 2, START + 60_000],
    ]);
    assert.deepEqual(await run(organisation.read('Group', neither.id)), neither);
  }),
  contractCase('the time of a group that loses a member never goes back', async (organisation) => {
    const [a = ''] = await createUsers(organisation, 1);
    const { id } = (await run(organisation.group('Sales', [a], { at: START + 100 }))).resource;
    await run(organisation.remove('User', a, START));
    const { version, lastModified } = await run(organisation.read('Group', id));
    assert.deepEqual([version, lastModified], [2, START + 100]);
  }),
  contractCase("a deleted group leaves its members' groups; the members stay as they are", async (organisation) => {
    const [a = ''] = await createUsers(organisation, 1);
    const inner = (await run(organisation.group('Inner', [a]))).resource;
    const { id } = (await run(organisation.group('Sales', [a, inner.id]))).resource;
    const { membersRemoved } = await run(organisation.remove('Group', id, START + 60_000));
    // The group is gone as a whole; who was in it is not counted out.
    assert.deepEqual(membersRemoved, []);
    const user = await run(organisation.read('User', a));
    assert.deepEqual([membershipIds(user), user.version, user.lastModified], [[inner.id], 1, START]);
    assert.deepEqual(await run(organisation.read('Group', inner.id)), inner);
  }),
  contractCase('a deleted group leaves the groups that contain it, which get a new version', async (organisation) => {
    const [outer = '', inner = ''] = await chain(organisation, 2);
    await run(organisation.remove('Group', inner, START + 60_000));
    const group = await run(organisation.read('Group', outer));
    assert.deepEqual([membershipIds(group), group.version, group.lastModified], [[], 2, START + 60_000]);
  }),
  contractCase('the memberships of a deleted group do not come back with its name', async (organisation) => {
    const [a = ''] = await createUsers(organisation, 1);
    const { id } = (await run(organisation.group('Sales', [a]))).resource;
    await run(organisation.remove('Group', id));
    const again = (await run(organisation.group('Sales'))).resource;
    assert.deepEqual(membershipIds(again), []);
    assert.deepEqual(membershipIds(await run(organisation.read('User', a))), []);
  }),
  contractCase('deleting a group in the middle of a chain opens the way', async (organisation) => {
    const [top = '', middle = '', bottom = ''] = await chain(organisation, 3);
    await run(organisation.remove('Group', middle));
    assert.deepEqual((await run(organisation.step(bottom, [{ kind: 'add', ids: [top] }]))).membersAdded, [top]);
  }),
  contractCase('a user in many groups is deleted from all of them', async (organisation) => {
    const [a = ''] = await createUsers(organisation, 1);
    const ids = Array.from({ length: 200 }, nextId);
    await Promise.all(ids.map((id, index) => run(organisation.group(`group-${index}`, [a], { id }))));
    await run(organisation.remove('User', a));
    const groups = await run(organisation.list('Group'));
    assert.deepEqual(
      [groups.length, groups.every(({ version, memberships }) => version === 2 && memberships?.length === 0)],
      [200, true],
    );
  }),
];

/** Nested groups, cycles, and deletions of members and groups. */
export const nestingAndDeletionCases = (open: OpenStorage): readonly ContractCase[] => [
  ...casesFor(open, 'nested groups', nestingCases),
  ...casesFor(open, 'deletion', deletionCases),
];

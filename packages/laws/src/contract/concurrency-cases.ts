// Many writes at once: as if they had come one after the other, none lost.
import assert from 'node:assert/strict';
import * as Result from 'effect/Result';
import { casesFor, contractCase, type ContractCase, type OpenStorage } from './contract-case.ts';
import { createUsers } from './membership-cases.ts';
import { outcomesOf, run } from './run-effect.ts';
import { membershipIds, nextId } from './test-organisation.ts';

const CLIENTS = 32;

const cases = [
  contractCase(
    '32 clients add a member each to one group: all are there and each is a version',
    async (organisation) => {
      const ids = await createUsers(organisation, CLIENTS);
      const { id } = (await run(organisation.group('Sales'))).resource;
      const outcomes = await Promise.all(
        ids.map((member) => run(organisation.step(id, [{ kind: 'add', ids: [member] }]))),
      );
      const versions = outcomes.map(({ resource }) => resource.version).toSorted((left, right) => left - right);
      assert.deepEqual(
        versions,
        ids.map((_, index) => index + 2),
      );
      const group = await run(organisation.read('Group', id));
      assert.deepEqual([membershipIds(group), group.version], [ids, CLIENTS + 1]);
    },
  ),
  contractCase('32 clients add and remove members of one group: nothing is lost', async (organisation) => {
    const ids = await createUsers(organisation, 2 * CLIENTS);
    const [leaving, joining] = [ids.slice(0, CLIENTS), ids.slice(CLIENTS)];
    const { id } = (await run(organisation.group('Sales', leaving))).resource;
    const writes = Array.from({ length: CLIENTS }, (_, index) => [
      organisation.step(id, [{ kind: 'add', ids: [joining[index] ?? ''] }]),
      organisation.step(id, [{ kind: 'remove', ids: [leaving[index] ?? ''] }]),
    ]).flat();
    await Promise.all(writes.map((write) => run(write)));
    const group = await run(organisation.read('Group', id));
    assert.deepEqual([membershipIds(group), group.version], [joining, 2 * CLIENTS + 1]);
  }),
  contractCase('additions of one member at once change the group once', async (organisation) => {
    const ids = await createUsers(organisation, 1);
    const { id } = (await run(organisation.group('Sales'))).resource;
    const writes = Array.from({ length: CLIENTS }, () => organisation.step(id, [{ kind: 'add', ids }]));
    const outcomes = await Promise.all(writes.map((write) => run(write)));
    assert.equal(outcomes.filter(({ changed }) => changed).length, 1);
    assert.equal((await run(organisation.read('Group', id))).version, 2);
  }),
  contractCase('changes of one document at once each see the one before', async (organisation) => {
    const { id } = (await run(organisation.create('Gadget', { name: 'counter', count: 0 }))).resource;
    const increment = organisation.revise('Gadget', id, (document) => ({
      ...document,
      count: Number(document['count']) + 1,
    }));
    await Promise.all(Array.from({ length: CLIENTS }, () => run(increment)));
    const { version, document } = await run(organisation.read('Gadget', id));
    assert.deepEqual([version, document['count']], [CLIENTS + 1, CLIENTS]);
  }),
  contractCase('of many deletions of one user exactly one deletes it', async (organisation) => {
    const { id } = (await run(organisation.user('ana'))).resource;
    const outcomes = await outcomesOf(Array.from({ length: 8 }, () => organisation.remove('User', id)));
    assert.equal(outcomes.filter(Result.isSuccess).length, 1);
  }),
  contractCase('a user that is deleted while groups take it in is in none of them', async (organisation) => {
    const users = await createUsers(organisation, 8);
    const groups = Array.from({ length: 8 }, nextId);
    for (const [index, id] of groups.entries()) await run(organisation.group(`group-${index}`, [], { id }));
    const writes = groups.flatMap((group, index) => [
      ...users.map((user) => organisation.step(group, [{ kind: 'add', ids: [user] }])),
      organisation.remove('User', users[index] ?? ''),
    ]);
    await outcomesOf(writes);
    const members = (await run(organisation.list('Group'))).flatMap(membershipIds);
    assert.deepEqual(members, []);
    assert.deepEqual(await run(organisation.list('User')), []);
  }),
  contractCase('creations and deletions at once leave exactly what was not deleted', async (organisation) => {
    const doomed = await createUsers(organisation, CLIENTS);
    const born = Array.from({ length: CLIENTS }, nextId);
    const writes = doomed.flatMap((id, index) => [
      organisation.remove('User', id),
      organisation.user(`born-${index}`, { id: born[index] ?? '' }),
    ]);
    await Promise.all(writes.map((write) => run(write)));
    const page = await run(
      organisation.ports.resources.list({ resourceType: 'User', offset: 0, limit: 1000, withMemberships: false }),
    );
    assert.deepEqual([page.total, page.resources.map(({ id }) => id)], [CLIENTS, born]);
  }),
  contractCase('two groups that take each other in at once make no cycle', async ({ group, step, list }) => {
    const [left = '', right = ''] = [(await run(group('Left'))).resource.id, (await run(group('Right'))).resource.id];
    const outcomes = await outcomesOf([
      step(left, [{ kind: 'add', ids: [right] }]),
      step(right, [{ kind: 'add', ids: [left] }]),
    ]);
    assert.equal(outcomes.filter(Result.isSuccess).length, 1);
    assert.equal((await run(list('Group'))).flatMap(membershipIds).length, 1);
  }),
  contractCase('reads beside writes see whole writes', async (organisation) => {
    const ids = await createUsers(organisation, 2);
    const { id } = (await run(organisation.group('0', ids.slice(0, 1)))).resource;
    const flip = (round: number) =>
      organisation.revise('Group', id, () => ({ displayName: `${round % 2}` }), {
        memberships: [{ kind: 'replace', ids: [ids[round % 2] ?? ''] }],
      });
    const seen = Array.from({ length: CLIENTS }, async (_, round) => {
      const write = run(flip(round));
      const group = await run(organisation.read('Group', id));
      await write;
      return group;
    });
    for (const group of await Promise.all(seen)) {
      assert.deepEqual(membershipIds(group), [ids[Number(group.document['displayName'])]]);
    }
  }),
];

/** Writes at the same time. */
export const concurrencyCases = (open: OpenStorage): readonly ContractCase[] => casesFor(open, 'concurrency', cases);

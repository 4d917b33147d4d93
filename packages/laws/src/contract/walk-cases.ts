// Walks: parts of all resources of a type, and of all members of a group.
import assert from 'node:assert/strict';
import type { WalkedMembers, WalkedResources } from '@looop-scim/provisioning/ports';
import { casesFor, contractCase, type ContractCase, type OpenStorage } from './contract-case.ts';
import { createUsers } from './membership-cases.ts';
import { run } from './run-effect.ts';
import { nextId, openOrganisation, type TestOrganisation } from './test-organisation.ts';

const NO_BOUND = Number.MAX_SAFE_INTEGER;

const part = (
  { ports }: TestOrganisation,
  limit: number,
  from?: string,
  maxCharacters = NO_BOUND,
): Promise<WalkedResources> =>
  run(ports.resources.walk({ resourceType: 'User', limit, maxCharacters, ...(from !== undefined && { from }) }));

const idsOf = ({ resources }: WalkedResources): readonly string[] => resources.map(({ id }) => id);

/** All members of a group, part by part; only a group without members has an empty part. */
const allMembers = async (
  { ports }: TestOrganisation,
  groupId: string,
  limit: number,
): Promise<WalkedMembers['members']> => {
  const members: WalkedMembers['members'][number][] = [];
  let after: string | undefined;
  do {
    const query = { groupId, limit, ...(after !== undefined && { after }) };
    const walked = await run(ports.resources.walkMembers(query));
    assert.ok(walked.members.length <= limit);
    assert.ok(after === undefined || walked.members.length > 0);
    members.push(...walked.members);
    after = walked.next;
  } while (after !== undefined);
  return members;
};

const cases = [
  contractCase(
    'a walk has the resources of its type from an id on, and says which one is next',
    async (organisation) => {
      const ids = await createUsers(organisation, 5);
      await run(organisation.group('Sales', ids));
      for (let start = 0; start < 5; start += 1) {
        for (let limit = 1; limit <= 6; limit += 1) {
          const walked = await part(organisation, limit, ids[start]);
          assert.deepEqual(idsOf(walked), ids.slice(start, start + limit));
          assert.equal(walked.next, ids[start + limit]);
        }
      }
      assert.deepEqual(idsOf(await part(organisation, 2)), ids.slice(0, 2));
      const [first] = (await part(organisation, 1)).resources;
      assert.deepEqual(
        first,
        await run(organisation.ports.resources.read({ resourceType: 'User', id: ids[0] ?? '' }, false)),
      );
    },
  ),
  contractCase('a walk that begins behind everything, or at nobody, has nothing', async (organisation) => {
    assert.deepEqual(await part(organisation, 3), { resources: [] });
    await createUsers(organisation, 1);
    assert.deepEqual(await part(organisation, 3, nextId()), { resources: [] });
  }),
  contractCase('a walk goes on where the next resource was deleted', async (organisation) => {
    const ids = await createUsers(organisation, 3);
    const { next } = await part(organisation, 1);
    await run(organisation.remove('User', ids[1] ?? ''));
    assert.deepEqual(idsOf(await part(organisation, 1, next)), [ids[2]]);
  }),
  contractCase('a part of long documents ends early and is never empty', async (organisation) => {
    const ids = Array.from({ length: 3 }, nextId);
    for (const [index, id] of ids.entries()) await run(organisation.user(`user-${index}`, { id }));
    const [first] = (await part(organisation, 1)).resources;
    const length = JSON.stringify(first?.document).length;
    for (const [maxCharacters, expected] of [
      [1, 1],
      [2 * length - 1, 1],
      [2 * length, 2],
      [3 * length, 3],
    ] as const) {
      const walked = await part(organisation, 3, undefined, maxCharacters);
      assert.deepEqual(idsOf(walked), ids.slice(0, expected));
      assert.equal(walked.next, ids[expected]);
    }
  }),
  contractCase('parts of the members are all members, whatever their size', async (organisation) => {
    const ids = await createUsers(organisation, 5);
    const inner = (await run(organisation.group('Inner'))).resource.id;
    const { id } = (await run(organisation.group('Outer', [...ids, inner]))).resource;
    await run(organisation.group('Other', ids.slice(0, 2)));
    const expected = (await run(organisation.read('Group', id))).memberships ?? [];
    for (const limit of [1, 2, 3, 5, 6, 7]) {
      const members = await allMembers(organisation, id, limit);
      assert.deepEqual(
        members.toSorted((left, right) => (left.id < right.id ? -1 : 1)),
        expected,
      );
    }
    assert.deepEqual(await allMembers(organisation, inner, 3), []);
    assert.deepEqual(await allMembers(organisation, nextId(), 3), []);
  }),
  contractCase('the way through the members misses none that stays', async (organisation) => {
    const { ports } = organisation;
    const ids = await createUsers(organisation, 6);
    const { id } = (await run(organisation.group('Sales', ids))).resource;
    const first = await run(ports.resources.walkMembers({ groupId: id, limit: 2 }));
    const gone = first.members.map((member) => member.id);
    for (const member of gone) await run(organisation.remove('User', member));
    const rest = await run(
      ports.resources.walkMembers({ groupId: id, limit: 9, ...(first.next !== undefined && { after: first.next }) }),
    );
    assert.deepEqual(
      rest.members.map((member) => member.id).toSorted(),
      ids.filter((each) => !gone.includes(each)),
    );
    await run(organisation.remove('Group', id));
    assert.deepEqual(await run(ports.resources.walkMembers({ groupId: id, limit: 9 })), { members: [] });
  }),
  contractCase('another organisation sees none of it', async (organisation, storage) => {
    const ids = await createUsers(organisation, 2);
    const { id } = (await run(organisation.group('Sales', ids))).resource;
    const other = await openOrganisation(storage);
    assert.deepEqual(await part(other, 9), { resources: [] });
    assert.deepEqual(await run(other.ports.resources.walkMembers({ groupId: id, limit: 9 })), { members: [] });
  }),
];

/** The cases of walks. */
export const walkCases = (open: OpenStorage): readonly ContractCase[] => casesFor(open, 'walks', cases);

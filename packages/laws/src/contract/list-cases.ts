// Lists: order, parts, totals.
import assert from 'node:assert/strict';
import { resolveAttribute, type Resource } from '@looop-scim/scim/attribute';
import { casesFor, contractCase, type ContractCase, type OpenStorage } from './contract-case.ts';
import { contractRegistry } from './contract-registry.ts';
import { run } from './run-effect.ts';
import { nextId, type TestOrganisation } from './test-organisation.ts';

const idsOf = (resources: readonly Resource[]): readonly string[] => resources.map(({ id }) => id);

/** Users in an order of creation that is not the order of their ids. */
const sevenUsers = async ({ user }: TestOrganisation): Promise<readonly string[]> => {
  const ids = Array.from({ length: 7 }, nextId);
  for (const index of [3, 0, 6, 1, 5, 2, 4]) {
    const id = ids[index] ?? nextId();
    await run(user(`user-${index}`, { id }));
  }
  return ids;
};

const nodeOf = (path: string) => {
  const type = contractRegistry.resourceType('User');
  const node = type && resolveAttribute(type, path);
  assert.ok(node !== undefined, path);
  return node;
};

const page = ({ ports }: TestOrganisation, offset: number, limit: number) =>
  run(ports.resources.list({ resourceType: 'User', offset, limit, withMemberships: false }));

const cases = [
  contractCase('an organisation without resources has an empty list', async (organisation) => {
    assert.deepEqual(await page(organisation, 0, 10), { total: 0, resources: [] });
  }),
  contractCase('a list is ordered by id', async (organisation) => {
    const ids = await sevenUsers(organisation);
    assert.deepEqual(idsOf(await run(organisation.list('User'))), ids);
  }),
  contractCase('a list has the resources of its type alone', async (organisation) => {
    await run(organisation.user('ana'));
    const { id } = (await run(organisation.group('Sales'))).resource;
    assert.deepEqual(idsOf(await run(organisation.list('Group'))), [id]);
    assert.deepEqual(await run(organisation.list('Gadget')), []);
  }),
  contractCase('every offset and limit answers its part and the same total', async (organisation) => {
    const ids = await sevenUsers(organisation);
    for (let offset = 0; offset <= 8; offset += 1) {
      for (let limit = 0; limit <= 8; limit += 1) {
        const { total, resources } = await page(organisation, offset, limit);
        assert.equal(total, 7);
        assert.deepEqual(idsOf(resources), ids.slice(offset, offset + limit));
      }
    }
  }),
  contractCase('a limit of 0 counts only', async (organisation) => {
    await sevenUsers(organisation);
    assert.deepEqual(await page(organisation, 0, 0), { total: 7, resources: [] });
  }),
  contractCase('an offset beyond the end answers nothing and the total', async (organisation) => {
    await sevenUsers(organisation);
    const sort = { attribute: nodeOf('userName'), descending: false };
    const filter = { kind: 'present', attribute: nodeOf('userName') } as const;
    for (const part of [{}, { sort }, { filter }, { filter, sort }]) {
      for (const offset of [7, 8, 2 ** 31, Number.MAX_SAFE_INTEGER, 1e300]) {
        const query = { resourceType: 'User', offset, limit: 1000, withMemberships: false, ...part };
        assert.deepEqual(await run(organisation.ports.resources.list(query)), { total: 7, resources: [] });
      }
    }
  }),
  contractCase(
    'a page of long documents ends early, is never empty and tells the whole total',
    async (organisation) => {
      const { user, ports } = organisation;
      const ids = Array.from({ length: 5 }, nextId);
      // Documents are `{"userName":"name"}`: the third is longer than a whole page.
      const names = ['a', 'b', 'c'.repeat(100), 'd', 'e'];
      for (const [index, id] of ids.entries()) await run(user(names[index] ?? '', { id }));
      const pageAt = async (offset: number, maxCharacters: number) => {
        const query = { resourceType: 'User', offset, limit: 100, maxCharacters, withMemberships: true };
        const { total, resources } = await run(ports.resources.list(query));
        assert.equal(total, ids.length);
        return idsOf(resources);
      };
      const [one] = (await page(organisation, 0, 1)).resources;
      const length = JSON.stringify(one?.document).length;
      assert.deepEqual(await pageAt(0, 2 * length), ids.slice(0, 2));
      assert.deepEqual(await pageAt(0, 2 * length - 1), ids.slice(0, 1));
      assert.deepEqual(await pageAt(2, 2 * length), ids.slice(2, 3));
      assert.deepEqual(await pageAt(3, 2 * length), ids.slice(3));
    },
  ),
  contractCase(
    'a page whose memberships are many ends early, is never empty, and the pages together are the list',
    async ({ user, group, ports }) => {
      const members = [];
      for (const name of ['ana', 'ben', 'cho', 'dan']) members.push((await run(user(name))).resource.id);
      const sizes = [2, 2, 4, 1, 1, 0, 2];
      const ids: string[] = [];
      for (const [index, size] of sizes.entries())
        ids.push((await run(group(`g${index}`, members.slice(0, size)))).resource.id);
      ids.sort();
      // Room for two memberships, whatever their names, and not for four.
      const room = { limit: 100, maxCharacters: 400 };
      const seen: string[] = [];
      while (seen.length < ids.length) {
        const query = { resourceType: 'Group', offset: seen.length, ...room, withMemberships: true };
        const { total, resources } = await run(ports.resources.list(query));
        assert.equal(total, ids.length);
        assert.notEqual(resources.length, 0);
        const shown = resources.reduce((sum, { memberships = [] }) => sum + memberships.length, 0);
        assert.ok(shown <= 2 || resources.length === 1, `${shown} memberships on a page of ${resources.length}`);
        seen.push(...idsOf(resources));
      }
      assert.deepEqual(seen, ids);
      const bare = { resourceType: 'Group', offset: 0, ...room, withMemberships: false };
      assert.equal((await run(ports.resources.list(bare))).resources.length, ids.length);
    },
  ),
  contractCase('listed resources equal the ones read', async ({ user, group, list, read }) => {
    const { id: ana } = (await run(user('ana'))).resource;
    const { id: sales } = (await run(group('Sales', [ana]))).resource;
    assert.deepEqual(await run(list('User')), [await run(read('User', ana))]);
    assert.deepEqual(await run(list('Group')), [await run(read('Group', sales))]);
  }),
  contractCase('a type that has no memberships shows none', async ({ create, list, read }) => {
    const { id } = (await run(create('Gadget', { name: 'one' }))).resource;
    for (const resource of [await run(read('Gadget', id)), ...(await run(list('Gadget', { withMemberships: true })))]) {
      assert.deepEqual([resource.id, 'memberships' in resource], [id, false]);
    }
  }),
  contractCase('memberships are in a list only when they were asked for', async ({ user, group, list }) => {
    const { id } = (await run(user('ana'))).resource;
    const { id: none } = (await run(user('ben'))).resource;
    await run(group('Sales', [id]));
    const bare = await run(list('Group', { withMemberships: false }));
    assert.equal(
      bare.some((resource) => 'memberships' in resource),
      false,
    );
    const users = await run(list('User', { withMemberships: true }));
    assert.deepEqual(
      users.map(({ id: shown, memberships }) => [shown, memberships?.length]),
      [
        [id, 1],
        [none, 0],
      ],
    );
  }),
  contractCase('a page with memberships shows those of its resources', async ({ user, group, list }) => {
    const ids = Array.from({ length: 4 }, nextId);
    for (const id of ids) await run(user(id, { id }));
    for (const [index, id] of ids.entries()) await run(group(`group-${index}`, [id]));
    const groups = await run(list('Group', { offset: 1, limit: 2 }));
    assert.deepEqual(
      groups.map(({ memberships }) => memberships?.map((member) => member.id)),
      [[ids[1]], [ids[2]]],
    );
  }),
  contractCase('a list shows a write as soon as it is acknowledged', async ({ user, revise, remove, list }) => {
    for (let round = 0; round < 20; round += 1) {
      const { id } = (await run(user(`user-${round}`))).resource;
      assert.deepEqual(idsOf(await run(list('User'))), [id]);
      await run(revise('User', id, (document) => ({ ...document, title: `${round}` })));
      assert.equal((await run(list('User')))[0]?.document['title'], `${round}`);
      await run(remove('User', id));
      assert.deepEqual(await run(list('User')), []);
    }
  }),
];

/** Lists without filter or sort. */
export const listCases = (open: OpenStorage): readonly ContractCase[] => casesFor(open, 'list', cases);

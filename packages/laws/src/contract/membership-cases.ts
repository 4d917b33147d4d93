// Memberships: steps and what they report. Ids of outcomes are compared as sets: their order means nothing.
import assert from 'node:assert/strict';
import type { Complex } from '@looop-scim/scim/attribute';
import type { MembershipStep } from '@looop-scim/scim/write';
import type { WriteOutcome } from '@looop-scim/provisioning/ports';
import { casesFor, contractCase, type ContractCase, type OpenStorage } from './contract-case.ts';
import { bound } from './filter-cases.ts';
import { failsWith, run } from './run-effect.ts';
import { membershipIds, nextId, START, type TestOrganisation } from './test-organisation.ts';

/** Creates users; answers their ids, ascending. */
export const createUsers = async ({ user }: TestOrganisation, count: number): Promise<readonly string[]> => {
  const ids = Array.from({ length: count }, nextId);
  await Promise.all(ids.map((id) => run(user(`user-${id}`, { id, withMemberships: false }))));
  return ids;
};

const add = (...ids: readonly string[]): MembershipStep => ({ kind: 'add', ids });
const drop = (...ids: readonly string[]): MembershipStep => ({ kind: 'remove', ids });
const replace = (...ids: readonly string[]): MembershipStep => ({ kind: 'replace', ids });

interface Expected {
  readonly members: readonly string[];
  readonly added?: readonly string[];
  readonly removed?: readonly string[];
  readonly unknown?: readonly string[];
  readonly version: number;
  /** Whether the write is a creation, which always counts as a change. */
  readonly created?: boolean;
}

const assertOutcome = (outcome: WriteOutcome, { added = [], removed = [], unknown = [], ...expected }: Expected) => {
  assert.deepEqual(membershipIds(outcome.resource), expected.members);
  assert.deepEqual(outcome.membersAdded.toSorted(), added.toSorted());
  assert.deepEqual(outcome.membersRemoved.toSorted(), removed.toSorted());
  assert.deepEqual(outcome.membersUnknown.toSorted(), unknown.toSorted());
  assert.equal(outcome.resource.version, expected.version);
  assert.equal(outcome.changed, expected.created === true || added.length + removed.length > 0);
};

/** A group of the first two of four users. */
const groupOfTwo = async (organisation: TestOrganisation) => {
  const [a = '', b = '', c = '', d = ''] = await createUsers(organisation, 4);
  const { id } = (await run(organisation.group('Sales', [a, b]))).resource;
  return { a, b, c, d, id };
};

const stepCases = [
  contractCase('a group is created with its members', async (organisation) => {
    const [a = '', b = ''] = await createUsers(organisation, 2);
    assertOutcome(await run(organisation.group('Sales', [b, a])), {
      members: [a, b],
      added: [a, b],
      version: 1,
      created: true,
    });
  }),
  contractCase(
    'references have id, type and name of the member, ordered by id',
    async ({ create, user, group, read }) => {
      const ana = (await run(create('User', { userName: 'ana', displayName: 'Ana Pop' }))).resource.id;
      const ben = (await run(user('ben'))).resource.id;
      const north = (await run(group('North'))).resource.id;
      const all = (await run(group('All', [north, ben, ana]))).resource;
      assert.deepEqual(all.memberships, [
        { id: ana, resourceType: 'User', display: 'Ana Pop' },
        { id: ben, resourceType: 'User', display: 'ben' },
        { id: north, resourceType: 'Group', display: 'North' },
      ]);
      const groups = (await run(read('User', ana))).memberships;
      assert.deepEqual(groups, [{ id: all.id, resourceType: 'Group', display: 'All' }]);
    },
  ),
  contractCase('add adds what is not there', async (organisation) => {
    const { a, b, c, id } = await groupOfTwo(organisation);
    assertOutcome(await run(organisation.step(id, [add(b, c)])), { members: [a, b, c], added: [c], version: 2 });
  }),
  contractCase('remove removes what is there', async (organisation) => {
    const { a, b, c, id } = await groupOfTwo(organisation);
    assertOutcome(await run(organisation.step(id, [drop(b, c)])), { members: [a], removed: [b], version: 2 });
  }),
  contractCase('replace adds and removes what differs', async (organisation) => {
    const { a, b, c, id } = await groupOfTwo(organisation);
    const expected = { members: [b, c], added: [c], removed: [a], version: 2 };
    assertOutcome(await run(organisation.step(id, [replace(b, c)])), expected);
  }),
  contractCase('replace by nothing empties the group', async (organisation) => {
    const { a, b, id } = await groupOfTwo(organisation);
    assertOutcome(await run(organisation.step(id, [replace()])), { members: [], removed: [a, b], version: 2 });
  }),
  contractCase('a removal of members of one type leaves those of another type', async (organisation) => {
    const { a, b, id } = await groupOfTwo(organisation);
    const inner = (await run(organisation.group('Inner', []))).resource.id;
    const change = (...memberships: readonly MembershipStep[]) =>
      run(organisation.revise('Group', id, (document) => document, { memberships }));
    await change(add(inner));
    const ids = [a, inner];
    assertOutcome(await change({ kind: 'remove', ids, ofType: 'Course' }), {
      members: [a, b, inner].toSorted(),
      version: 2,
    });
    assertOutcome(await change({ kind: 'remove', ids, ofType: 'Group' }), {
      members: [a, b],
      removed: [inner],
      version: 3,
    });
    assertOutcome(await change({ kind: 'remove', ids, ofType: 'User' }), { members: [b], removed: [a], version: 4 });
  }),
  contractCase('removeWhere removes the members whose element fulfils the filter', async (organisation) => {
    const { a, b, id } = await groupOfTwo(organisation);
    const north = (await run(organisation.group('North'))).resource.id;
    await run(organisation.step(id, [add(north)]));
    const where = (text: string): MembershipStep => {
      const filter = bound('Group', `members[${text}]`);
      assert(filter.kind === 'element');
      return { kind: 'removeWhere', filter: filter.filter };
    };
    const byValue = await run(organisation.step(id, [where(`value eq "${a}"`)]));
    assertOutcome(byValue, { members: [b, north], removed: [a], version: 3 });
    const byType = await run(organisation.step(id, [where('type eq "group" and display sw "NOR"')]));
    assertOutcome(byType, { members: [b], removed: [north], version: 4 });
    const none = await run(organisation.step(id, [where('display eq "nobody"'), where(`value eq "${a}"`)]));
    assertOutcome(none, { members: [b], version: 4 });
    const negated = await run(organisation.step(id, [add(a), where(`not (value eq "${a}")`)]));
    assertOutcome(negated, { members: [a], added: [a], removed: [b], version: 5 });
  }),
  contractCase(
    'a group that a write renames is seen under its new name by the steps of the write',
    async (organisation) => {
      const { a, b, id } = await groupOfTwo(organisation);
      const renamed = bound('Group', 'members[display eq "renamed"]');
      assert(renamed.kind === 'element');
      const memberships: readonly MembershipStep[] = [add(id), { kind: 'removeWhere', filter: renamed.filter }];
      const rename = (document: Complex): Complex => ({ ...document, displayName: 'Renamed' });
      const { resource, changed } = await run(organisation.revise('Group', id, rename, { memberships }));
      assert.deepEqual([membershipIds(resource), resource.version, changed], [[a, b], 2, true]);
    },
  ),
  contractCase(
    'steps apply in order, and the outcome tells the difference they make together',
    async (organisation) => {
      const { a, b, c, d, id } = await groupOfTwo(organisation);
      const mixed = [drop(a), add(c, d), drop(d), add(a)];
      assertOutcome(await run(organisation.step(id, mixed)), { members: [a, b, c], added: [c], version: 2 });
      const replaced = [replace(d), add(b), drop(d)];
      assertOutcome(await run(organisation.step(id, replaced)), { members: [b], removed: [a, c], version: 3 });
      const back = [replace(), add(b)];
      assertOutcome(await run(organisation.step(id, back)), { members: [b], version: 3 });
    },
  ),
  contractCase('steps that change nothing keep version and lastModified', async (organisation) => {
    const { a, b, c, id } = await groupOfTwo(organisation);
    const before = await run(organisation.read('Group', id));
    for (const steps of [[], [add()], [add(a)], [drop(c)], [drop()], [replace(b, a)], [drop(a), add(a)]]) {
      const outcome = await run(organisation.step(id, steps, { at: START + 60_000 }));
      assert.equal(outcome.changed, false);
      assert.deepEqual(outcome.resource, before);
    }
    assert.deepEqual(await run(organisation.read('Group', id)), before);
  }),
  contractCase('a change of members is a change of the group, not of the users', async (organisation) => {
    const { a, c, id } = await groupOfTwo(organisation);
    const before = await run(organisation.read('User', c));
    const outcome = await run(organisation.step(id, [add(c), drop(a)], { at: START + 60_000 }));
    assert.deepEqual([outcome.resource.version, outcome.resource.lastModified], [2, START + 60_000]);
    const { memberships, ...after } = await run(organisation.read('User', c));
    assert.deepEqual({ ...after, memberships: [] }, before);
    assert.deepEqual(memberships, [{ id, resourceType: 'Group', display: 'Sales' }]);
    assert.deepEqual((await run(organisation.read('User', a))).memberships, []);
  }),
  contractCase('document and members change in one write and one version', async (organisation) => {
    const { a, b, c, id } = await groupOfTwo(organisation);
    const outcome = await run(
      organisation.revise('Group', id, () => ({ displayName: 'Sales & Ops' }), { memberships: [add(c)] }),
    );
    assertOutcome(outcome, { members: [a, b, c], added: [c], version: 2 });
    assert.equal(outcome.resource.document['displayName'], 'Sales & Ops');
  }),
  contractCase('names in references follow their resources', async (organisation) => {
    const { a, id } = await groupOfTwo(organisation);
    await run(organisation.revise('User', a, (document) => ({ ...document, displayName: 'Ana Pop' })));
    await run(organisation.revise('Group', id, () => ({ displayName: 'Renamed' })));
    const group = await run(organisation.read('Group', id));
    assert.equal(group.memberships?.[0]?.display, 'Ana Pop');
    assert.equal((await run(organisation.read('User', a))).memberships?.[0]?.display, 'Renamed');
    assert.equal(group.version, 2);
  }),
  contractCase('4,000 members are added, listed and removed in one step each', async (organisation) => {
    const ids = await createUsers(organisation, 4000);
    const { id } = (await run(organisation.group('Everyone'))).resource;
    assertOutcome(await run(organisation.step(id, [add(...ids)])), { members: ids, added: ids, version: 2 });
    const [first = '', ...rest] = ids;
    const one = await run(organisation.step(id, [drop(first)], { withMemberships: false }));
    assert.deepEqual([one.membersRemoved, one.resource.version], [[first], 3]);
    assertOutcome(await run(organisation.step(id, [replace(first)])), {
      members: [first],
      added: [first],
      removed: rest,
      version: 4,
    });
  }),
];

const unknownCases = [
  contractCase('unknown members are left out and reported, each once', async (organisation) => {
    const { a, b, c, id } = await groupOfTwo(organisation);
    const [x, y] = [nextId(), nextId()];
    const outcome = await run(organisation.step(id, [add(x, c, y), replace(a, b, c, x)]));
    assertOutcome(outcome, { members: [a, b, c], added: [c], unknown: [x, y], version: 2 });
  }),
  contractCase('a push of unknown members alone changes nothing', async (organisation) => {
    const { a, b, id } = await groupOfTwo(organisation);
    const unknown = [nextId(), "'; DROP TABLE resources; --", '', '__proto__'];
    assertOutcome(await run(organisation.step(id, [add(...unknown)])), { members: [a, b], unknown, version: 1 });
  }),
  contractCase('a creation with unknown members keeps the known ones', async (organisation) => {
    const [a = ''] = await createUsers(organisation, 1);
    const unknown = nextId();
    const outcome = await run(organisation.group('Sales', [unknown, a]));
    assertOutcome(outcome, { members: [a], added: [a], unknown: [unknown], version: 1, created: true });
  }),
  contractCase('removing an unknown id is no fault and not reported', async (organisation) => {
    const { a, b, id } = await groupOfTwo(organisation);
    const options = { unknownMembers: 'refuse' } as const;
    assertOutcome(await run(organisation.step(id, [drop(nextId())], options)), { members: [a, b], version: 1 });
  }),
  contractCase('unknown members are refused by name where that is asked for', async (organisation) => {
    const { c, id } = await groupOfTwo(organisation);
    const [x, y] = [nextId(), nextId()];
    const before = await run(organisation.read('Group', id));
    const refused = organisation.step(id, [add(x, c), replace(y, x, c)], { unknownMembers: 'refuse' });
    const failure = await failsWith('UnknownMembers', refused);
    assert.deepEqual(failure.ids.toSorted(), [x, y].toSorted());
    assert.deepEqual(await run(organisation.read('Group', id)), before);
    await failsWith('UnknownMembers', organisation.group('North', [x], { unknownMembers: 'refuse' }));
    assert.equal((await run(organisation.list('Group'))).length, 1);
  }),
  contractCase('only users and groups can be members', async (organisation) => {
    const { id } = (await run(organisation.group('Sales'))).resource;
    const gadget = (await run(organisation.create('Gadget', { name: 'probe' }))).resource.id;
    const outcome = await run(organisation.step(id, [add(gadget)]));
    assertOutcome(outcome, { members: [], unknown: [gadget], version: 1 });
  }),
  contractCase('a deleted user is an unknown member', async (organisation) => {
    const { c, id } = await groupOfTwo(organisation);
    await run(organisation.remove('User', c));
    assert.deepEqual((await run(organisation.step(id, [add(c)]))).membersUnknown, [c]);
  }),
];

/** Steps of memberships, and members that are not known. */
export const membershipCases = (open: OpenStorage): readonly ContractCase[] => [
  ...casesFor(open, 'membership steps', stepCases),
  ...casesFor(open, 'unknown members', unknownCases),
];

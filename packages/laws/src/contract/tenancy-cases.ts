// Two organisations in one storage: neither sees or changes anything of the other.
import assert from 'node:assert/strict';
import { casesFor, contractCase, type ContractCase, type OpenStorage } from './contract-case.ts';
import { bound } from './filter-cases.ts';
import { failsWith, run } from './run-effect.ts';
import { newOrganisation, nextId, openOrganisation, START, type TestOrganisation } from './test-organisation.ts';

/** Everything that can be seen of an organisation. */
export const observe = async ({ list, newest, ports }: TestOrganisation) => ({
  users: await run(list('User')),
  groups: await run(list('Group')),
  gadgets: await run(list('Gadget')),
  activity: await run(newest(100_000)),
  events: await run(ports.events.after(0, 100_000)),
  revisions: await run(ports.revisions.page('mappingSet', { limit: 1000 })),
  records: await run(ports.records.page('job', { limit: 1000 })),
});

const seed = async ({ user, group }: TestOrganisation) => {
  const ana = (await run(user('ana'))).resource.id;
  const sales = (await run(group('Sales', [ana]))).resource.id;
  return { ana, sales };
};

const cases = [
  contractCase('the same names live in both', async (here, storage) => {
    const there = await openOrganisation(storage);
    const [own, foreign] = [await seed(here), await seed(there)];
    for (const [organisation, { ana }] of [
      [here, own],
      [there, foreign],
    ] as const) {
      const found = await run(organisation.list('User', { filter: bound('User', 'userName eq "ANA"') }));
      assert.deepEqual(
        found.map(({ id }) => id),
        [ana],
      );
    }
  }),
  contractCase('a foreign id is not found, whatever is asked of it', async (here, storage) => {
    const there = await openOrganisation(storage);
    await seed(here);
    const { ana, sales } = await seed(there);
    const before = await observe(there);
    await failsWith('ResourceNotFound', here.read('User', ana));
    await failsWith(
      'ResourceNotFound',
      here.revise('User', ana, () => ({ userName: 'mine' })),
    );
    await failsWith('ResourceNotFound', here.step(sales, [{ kind: 'replace', ids: [] }]));
    await failsWith('ResourceNotFound', here.remove('User', ana));
    await failsWith('ResourceNotFound', here.remove('Group', sales));
    assert.deepEqual(await observe(there), before);
  }),
  contractCase('members of another organisation are unknown', async (here, storage) => {
    const there = await openOrganisation(storage);
    const { sales } = await seed(here);
    const foreign = await seed(there);
    const before = await observe(there);
    const steps = [{ kind: 'add', ids: [foreign.ana, foreign.sales] }] as const;
    const { changed, membersUnknown } = await run(here.step(sales, steps));
    assert.deepEqual([changed, membersUnknown.toSorted()], [false, [foreign.ana, foreign.sales].toSorted()]);
    await failsWith('UnknownMembers', here.step(sales, steps, { unknownMembers: 'refuse' }));
    assert.deepEqual(await observe(there), before);
  }),
  contractCase('no filter reaches into another organisation', async (here, storage) => {
    const there = await openOrganisation(storage);
    const { ana, sales } = await seed(there);
    for (const text of [
      'userName eq "ana"',
      'userName pr or active eq true',
      'active eq true or not (userName eq "x")',
      'not (userName eq "x") or not (active eq false)',
      `id eq "${ana}" or id ne "${ana}"`,
      `groups.value eq "${sales}" or userName pr`,
      'meta.created gt "2000-01-01T00:00:00Z" or nickName eq null',
    ]) {
      const query = { resourceType: 'User', filter: bound('User', text), offset: 0, limit: 100, withMemberships: true };
      assert.deepEqual(await run(here.ports.resources.list(query)), { total: 0, resources: [] }, text);
    }
  }),
  contractCase('activity and events are of the organisation alone', async (here, storage) => {
    const there = await openOrganisation(storage);
    await seed(there);
    assert.deepEqual([await run(here.newest(10)), await run(here.ports.events.after(0, 10))], [[], []]);
    await run(here.user('ben'));
    assert.equal((await run(here.newest(10))).length, 1);
    assert.equal((await run(here.ports.events.after(0, 10))).length, 1);
  }),
  contractCase('a deletion here leaves the namesake there', async (here, storage) => {
    const there = await openOrganisation(storage);
    const own = await seed(here);
    await seed(there);
    const before = await observe(there);
    await run(here.remove('User', own.ana, START + 60_000));
    await run(here.remove('Group', own.sales));
    assert.deepEqual(await observe(there), before);
  }),
  contractCase('where nothing was ever stored there is nothing', async (_here, storage) => {
    const { resources, activity, events, earlierEvents, revisions, records } = storage.forOrganisation(
      newOrganisation().id,
    );
    const all = { resourceType: 'User', offset: 0, limit: 9, withMemberships: true };
    assert.deepEqual(await run(resources.list(all)), { total: 0, resources: [] });
    const walk = { resourceType: 'User', limit: 9, maxCharacters: 9 };
    assert.deepEqual(await run(resources.walk(walk)), { resources: [] });
    assert.deepEqual(await run(resources.walkMembers({ groupId: nextId(), limit: 9 })), { members: [] });
    assert.deepEqual(await run(resources.behindMapping(1, 9)), []);
    assert.equal(await run(resources.refresh({ resourceType: 'User', limit: 9, revise: (document) => document })), 0);
    await failsWith('ResourceNotFound', resources.read({ resourceType: 'User', id: nextId() }, true));
    const lists = [
      activity.page({ limit: 9 }),
      activity.after({ limit: 9 }),
      events.after(0, 9),
      earlierEvents.after(0, 9),
      revisions.page('mappingSet', { limit: 9 }),
      records.page('job', { limit: 9 }),
    ] as const;
    for (const list of lists) assert.deepEqual(await run<readonly unknown[], unknown>(list), []);
    assert.deepEqual([await run(events.oldest()), await run(events.last())], [1, 0]);
    assert.equal(await run(revisions.newest('mappingSet')), undefined);
    assert.equal(await run(revisions.read('mappingSet', 1)), undefined);
    assert.equal(await run(records.read('job', 'a')), undefined);
  }),
  contractCase('ports of an organisation handed out twice show the same', async (here, storage) => {
    const again = storage.forOrganisation(here.organisation.id);
    const { ana } = await seed(here);
    const target = { resourceType: 'User', id: ana };
    assert.deepEqual(await run(again.resources.read(target, true)), await run(here.read('User', ana)));
    assert.deepEqual(await run(again.activity.page({ limit: 9 })), await run(here.ports.activity.page({ limit: 9 })));
  }),
];

/** Isolation of organisations. */
export const tenancyCases = (open: OpenStorage): readonly ContractCase[] => casesFor(open, 'tenancy', cases);

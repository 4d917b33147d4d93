// The event log: numbered without gaps in the order of the commits, shortened from its beginning, erased with its people; and the
// mapping set by which each person was told of.
import assert from 'node:assert/strict';
import type { DirectoryEvent } from '@looop-scim/provisioning/events';
import type { Storage } from '@looop-scim/provisioning/ports';
import { eraseDeletion, eraseEvent } from '@looop-scim/provisioning/storage-support';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import { casesFor, contractCase, type ContractCase, type OpenStorage } from './contract-case.ts';
import { run } from './run-effect.ts';
import { nextId, openOrganisation, START, type TestOrganisation } from './test-organisation.ts';

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

const allOf = ({ ports }: TestOrganisation) => run(ports.events.after(0, 100_000));

const endsOf = async ({ ports: { events } }: TestOrganisation) => [
  await run(events.oldest()),
  await run(events.last()),
];

const trimAll = async (storage: Storage, bounds: Parameters<Storage['trimLogs']>[0]): Promise<void> => {
  for (let steps = 0; await run(storage.trimLogs(bounds)); steps += 1) assert(steps < 10_000, 'steps have no end');
};

const sequenceCases = [
  contractCase('each organisation counts 1, 2, 3 without gaps, whatever others do', async (here, storage) => {
    const there = await openOrganisation(storage);
    assert.deepEqual([await endsOf(here), await allOf(here)], [[1, 0], []]);
    assert.deepEqual(await run(here.ports.earlierEvents.after(0, 10)), []);
    for (const name of ['ana', 'ben', 'cleo']) {
      await run(here.user(name));
      await run(there.user(name));
      await run(there.group(name));
    }
    for (const [organisation, count] of [
      [here, 3],
      [there, 6],
    ] as const) {
      assert.deepEqual(
        (await allOf(organisation)).map(({ sequence }) => sequence),
        upTo(count),
      );
      assert.deepEqual(await endsOf(organisation), [1, count]);
    }
  }),
  contractCase('many at once leave no gap, and none of them is missing or there twice', async (organisation) => {
    const names = upTo(60).map((index) => `user-${index}`);
    const refused = names.map((name) => Effect.exit(organisation.user(name.toUpperCase())));
    const ids = await Promise.all(names.map(async (name) => (await run(organisation.user(name))).resource.id));
    await Promise.all(refused.map((write) => run(write)));
    const all = await allOf(organisation);
    assert.deepEqual(
      all.map(({ sequence }) => sequence),
      upTo(60),
    );
    assert.deepEqual(all.map(({ event }) => event.subject.id).toSorted(), ids.toSorted());
  }),
  contractCase('what a client did next comes next', async (organisation) => {
    for (const index of upTo(8)) {
      const { id } = (await run(organisation.user(`user-${index}`))).resource;
      assert.equal((await run(organisation.ports.events.after(index * 2 - 2, 10))).at(-1)?.event.subject.id, id);
      await run(organisation.revise('User', id, () => ({ userName: `user-${index}`, title: 'Dr.' })));
      assert.equal(await run(organisation.ports.events.last()), index * 2);
    }
  }),
  contractCase('what goes with time is the beginning, and numbers go on', async (organisation, storage) => {
    const times = [5, 1, 2, 9, 3, 8].map((hours) => START + hours * 3_600_000);
    for (const at of times) await run(organisation.user(`at-${at}`, { at }));
    await trimAll(storage, { eventsBefore: START + 4 * 3_600_000 });
    assert.deepEqual(await endsOf(organisation), [1, 6]);
    await trimAll(storage, { eventsBefore: START + 6 * 3_600_000 });
    assert.deepEqual(await endsOf(organisation), [4, 6]);
    assert.deepEqual(
      (await allOf(organisation)).map(({ sequence }) => sequence),
      [4, 5, 6],
    );
    await trimAll(storage, { eventsBefore: START + 10 * 3_600_000 });
    assert.deepEqual([await endsOf(organisation), await allOf(organisation)], [[7, 6], []]);
    await run(organisation.user('ana', { at: START }));
    assert.deepEqual([await endsOf(organisation), (await allOf(organisation))[0]?.sequence], [[7, 7], 7]);
  }),
  contractCase('thousands of events go in steps', async (organisation, storage) => {
    const [event] = await events(organisation);
    assert(event !== undefined);
    const many = { describe: () => ({ activity: ACTIVITY, events: Array.from({ length: 1201 }, () => event) }) };
    await run(organisation.user('ben', many));
    await trimAll(storage, { eventsBefore: START + 1 });
    assert.deepEqual(await endsOf(organisation), [1203, 1202]);
  }),
];

const ACTIVITY = {
  at: START,
  caller: { tokenFingerprint: '0123456789abcdef', requestId: 'request-1' },
  operation: 'create',
  outcome: 'applied',
  changes: [],
  ignored: [],
} as const;

/** The events of an organisation that has one user. */
const events = async (organisation: TestOrganisation): Promise<readonly DirectoryEvent[]> => {
  await run(organisation.user('ana'));
  return (await allOf(organisation)).map(({ event }) => event);
};

const erasureCases = [
  contractCase('events of a person who is deleted keep no value, and their place', async (organisation, storage) => {
    const { id } = (await run(organisation.user('secret ana'))).resource;
    const group = (await run(organisation.group('Team', [id]))).resource.id;
    for (const index of upTo(120)) {
      await run(organisation.revise('User', id, () => ({ userName: 'secret ana', title: `secret ${index}` })));
    }
    const other = (await run(organisation.user('ben'))).resource.id;
    const before = await allOf(organisation);
    await run(organisation.remove('User', id, START + 5));
    await trimAll(storage, {});
    const [deletion, ...earlier] = (await allOf(organisation)).toReversed();
    const expected = before.map((entry) =>
      entry.event.subject.id === id ? { ...entry, event: eraseEvent(entry.event) } : entry,
    );
    assert.deepEqual(earlier.toReversed(), expected);
    assert(!JSON.stringify(earlier).includes('secret'));
    assert.deepEqual([deletion?.event.type, deletion?.event.subject.id], ['user.deleted', id]);
    assert(JSON.stringify(deletion).includes('secret'));
    await trimAll(storage, { lastProfilesBefore: START + 5 });
    assert.deepEqual((await allOf(organisation)).at(-1), deletion);
    await trimAll(storage, { lastProfilesBefore: START + 6 });
    const after = await allOf(organisation);
    assert.deepEqual(after.at(-1), deletion && { ...deletion, event: eraseDeletion(deletion.event) });
    assert.deepEqual(after.filter(({ event }) => [group, other].includes(event.subject.id)).length, 2);
    assert(!JSON.stringify(after).includes('secret'));
  }),
  contractCase('events of a group that is deleted stay', async (organisation, storage) => {
    const { id } = (await run(organisation.group('Team'))).resource;
    const before = await allOf(organisation);
    await run(organisation.remove('Group', id));
    await trimAll(storage, { lastProfilesBefore: START + 1 });
    assert.deepEqual((await allOf(organisation)).slice(0, -1), before);
  }),
];

const mappingCases = [
  contractCase('a person keeps by which mapping set it was told of', async (organisation) => {
    const { ports, revise, user } = organisation;
    const { id } = (await run(user('ana', { mappingVersion: 3 }))).resource;
    const seen = async (): Promise<number> => {
      let version = -1;
      const look = ports.resources.change({ resourceType: 'User', id }, (_current, mappingVersion) => {
        version = mappingVersion;
        return Result.fail('seen' as const);
      });
      await run(Effect.exit(look));
      return version;
    };
    assert.equal(await seen(), 3);
    await run(revise('User', id, (document) => document, { mappingVersion: 4 }));
    assert.equal(await seen(), 3);
    await run(revise('User', id, () => ({ userName: 'ana', title: 'Dr.' }), { mappingVersion: 4 }));
    assert.equal(await seen(), 4);
    await run(revise('User', id, () => ({ userName: 'ana' })));
    assert.equal(await seen(), 4);
  }),
  contractCase('who is behind a mapping set is found, and nobody else', async (organisation, storage) => {
    const { ports, user } = organisation;
    const ids: string[] = [];
    for (const mappingVersion of [0, 1, 2, 1]) ids.push((await run(user(nextId(), { mappingVersion }))).resource.id);
    await run(organisation.group('Team'));
    await run((await openOrganisation(storage)).user('ana', { mappingVersion: 0 }));
    const behind = async (version: number, limit = 10) =>
      (await run(ports.resources.behindMapping(version, limit))).toSorted();
    const [a, b, c, d] = ids;
    assert.deepEqual(await behind(0), []);
    assert.deepEqual(await behind(1), [a]);
    assert.deepEqual(await behind(2), [a, b, d].toSorted());
    assert.deepEqual(await behind(3), [a, b, c, d].toSorted());
    assert.equal((await behind(3, 2)).length, 2);
    await run(organisation.remove('User', a ?? ''));
    assert.deepEqual(await behind(1), []);
  }),
  contractCase('telling anew changes nothing that a client sees', async (organisation) => {
    const { ports, read } = organisation;
    const { id } = (await run(organisation.user('ana', { mappingVersion: 1 }))).resource;
    const before = await run(read('User', id));
    const records = await run(organisation.newest(10));
    const [created] = await allOf(organisation);
    assert(created !== undefined);
    const event: DirectoryEvent = { ...created.event, type: 'user.updated', at: START + 7, cause: { kind: 'mapping' } };
    const tell = (mappingVersion: number, told: readonly DirectoryEvent[]) =>
      run(
        ports.resources.change({ resourceType: 'User', id }, () =>
          Result.succeed({ kind: 'retell', mappingVersion, events: told }),
        ),
      );
    const outcome = await tell(2, [event]);
    assert.deepEqual([outcome.changed, outcome.resource.version], [false, 1]);
    await tell(3, []);
    assert.deepEqual(await run(read('User', id)), before);
    assert.deepEqual(await run(organisation.newest(10)), records);
    assert.deepEqual(await allOf(organisation), [created, { sequence: 2, event }]);
    assert.deepEqual(await run(ports.resources.behindMapping(3, 10)), []);
    assert.deepEqual(await run(ports.resources.behindMapping(4, 10)), [id]);
  }),
  contractCase('groups among the members that come and go are named', async (organisation) => {
    const ana = (await run(organisation.user('ana'))).resource.id;
    const inner = (await run(organisation.group('Inner', [ana]))).resource.id;
    const created = await run(organisation.group('Outer', [ana, inner]));
    assert.deepEqual(created.membersNested, [inner]);
    const left = await run(organisation.step(created.resource.id, [{ kind: 'replace', ids: [] }]));
    assert.deepEqual([left.membersRemoved.toSorted(), left.membersNested], [[ana, inner].toSorted(), [inner]]);
    const joined = await run(
      organisation.step(created.resource.id, [{ kind: 'add', ids: [inner] }], { withMemberships: false }),
    );
    assert.deepEqual(joined.membersNested, [inner]);
    const gone = await run(
      organisation.step(created.resource.id, [{ kind: 'remove', ids: [inner] }], { withMemberships: false }),
    );
    assert.deepEqual([gone.membersRemoved, gone.membersNested], [[inner], [inner]]);
  }),
];

/** The event log and what it tells of people. */
export const eventCases = (open: OpenStorage): readonly ContractCase[] => [
  ...casesFor(open, 'event log', sequenceCases),
  ...casesFor(open, 'erasure of events', erasureCases),
  ...casesFor(open, 'mapping versions', mappingCases),
];

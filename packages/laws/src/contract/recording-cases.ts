// What is stored beside a write, and that a write which fails leaves nothing of itself behind.
import assert from 'node:assert/strict';
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import type { DirectoryEvent } from '@looop-scim/provisioning/events';
import type { DescribeWrite, WriteOutcome } from '@looop-scim/provisioning/ports';
import type * as Effect from 'effect/Effect';
import { casesFor, contractCase, type ContractCase, type OpenStorage } from './contract-case.ts';
import { createUsers } from './membership-cases.ts';
import { outcomeOf, run, failsWith } from './run-effect.ts';
import { nextId, recordAt, START, type TestOrganisation, type WriteFailure } from './test-organisation.ts';

const RICH: ActivityRecord = {
  at: START + 3,
  caller: { tokenFingerprint: 'fedcba9876543210', requestId: 'request "7"' },
  operation: 'patch',
  resourceType: 'User',
  resourceId: 'an id',
  resourceName: 'ana \u0001 😀',
  outcome: 'refused',
  failure: { kind: 'InvalidValue', detail: '$where {"a":1}' },
  changes: [
    { attribute: 'name.givenName', before: 'Ana', after: 'Anna' },
    { attribute: 'emails', before: [{ value: 'a@acme.example', primary: true }] },
    { attribute: 'urn:a.b:2.0:User:x', after: { 'a.b': 1, $ref: false } },
  ],
  ignored: [{ attribute: '__proto__', reason: 'unknown' }],
  membersAdded: { count: 2, ids: ['a', 'b'] },
  membersRemoved: { count: 1, ids: ['c'] },
  membersUnknown: { count: 1, ids: ["'"] },
};

const event = (type: DirectoryEvent['type'], before: string): DirectoryEvent => ({
  type,
  at: START + 3,
  subject: { type: 'user', id: 'an id' },
  cause: { kind: 'import', requestId: 'request "7"' },
  data: {
    user: {
      id: 'an id',
      userName: 'ana \u0001 😀',
      active: false,
      version: 7,
      mappingVersion: 3,
      issues: [{ field: 'email', issue: 'missing' }],
      profile: { title: '$where', custom: ['a.b', '\ud800'], active: false },
    },
    changes: [{ field: '__proto__', before }],
  },
});

const recorded = async ({ newest, ports }: TestOrganisation) => ({
  activity: await run(newest(100_000)),
  events: (await run(ports.events.after(0, 100_000))).map((entry) => entry.event),
});

const recordingCases = [
  contractCase(
    'activity and events are stored as the record gives them, newest and oldest first',
    async (organisation) => {
      const events = [event('user.updated', 'userName'), event('user.reactivated', 'urn:a.b:c')];
      const describe: DescribeWrite = () => ({ activity: RICH, events });
      await run(organisation.user('ana', { describe }));
      assert.deepEqual(await recorded(organisation), { activity: [RICH], events });
      await run(
        organisation.user('ben', {
          describe: () => ({ activity: { ...RICH, at: RICH.at + 1 }, events: [event('user.created', '')] }),
        }),
      );
      assert.deepEqual(await recorded(organisation), {
        activity: [{ ...RICH, at: RICH.at + 1 }, RICH],
        events: [...events, event('user.created', '')],
      });
    },
  ),
  contractCase('the record is made from the outcome that the caller gets', async (organisation) => {
    const [a = '', b = ''] = await createUsers(organisation, 2);
    const seen: WriteOutcome[] = [];
    const describe: DescribeWrite = (outcome) => {
      seen.push(outcome);
      return recordAt(START, 'patch')(outcome);
    };
    const created = await run(organisation.group('Sales', [a], { describe }));
    assert.deepEqual(seen.at(-1), created);
    const { id } = created.resource;
    const stepped = await run(
      organisation.step(id, [{ kind: 'replace', ids: [b] }], { describe, withMemberships: false }),
    );
    assert.deepEqual(seen.at(-1), stepped);
    const unchanged = await run(organisation.step(id, [], { describe }));
    assert.deepEqual(seen.at(-1), unchanged);
  }),
  contractCase('a write that changes nothing is recorded, too', async (organisation) => {
    const { id } = (await run(organisation.user('ana'))).resource;
    await run(organisation.revise('User', id, (document) => document));
    const { activity, events } = await recorded(organisation);
    assert.deepEqual(
      activity.map(({ outcome }) => outcome),
      ['unchanged', 'applied'],
    );
    assert.equal(events.length, 1);
  }),
  contractCase('a deletion is recorded with the resource as it was', async (organisation) => {
    const { id } = (await run(organisation.user('ana'))).resource;
    await run(organisation.remove('User', id));
    const { activity, events } = await recorded(organisation);
    assert.deepEqual([activity[0]?.operation, activity[0]?.resourceId], ['delete', id]);
    const { user } = { user: undefined, ...events[1]?.data };
    assert(user !== undefined && 'profile' in user);
    assert.deepEqual([events.length, Object.keys(user.profile)], [2, ['userName', 'active']]);
  }),
  contractCase('the newest records are limited, and refusals can be appended', async ({ newest, ports, user }) => {
    await run(user('ana'));
    const times = [1, 2, 3, 4, 5].map((minutes) => START + minutes * 60 * 60 * 1000);
    for (const at of times) await run(ports.activity.append({ ...RICH, at }));
    const timesOf = async (limit: number) => (await run(newest(limit))).map(({ at }) => at);
    assert.deepEqual(await timesOf(3), times.toReversed().slice(0, 3));
    assert.deepEqual(await timesOf(0), []);
    assert.deepEqual(await timesOf(100), [...times.toReversed(), START]);
    assert.deepEqual((await run(newest(1)))[0], { ...RICH, at: times[4] });
  }),
  contractCase('events are numbered, and are read on from any of them', async ({ ports, user }) => {
    for (let index = 0; index < 6; index += 1) await run(user(`user-${index}`));
    const all = await run(ports.events.after(0, 100));
    assert.equal(all.length, 6);
    const sequences = all.map(({ sequence }) => sequence);
    assert.deepEqual(
      sequences,
      [...new Set(sequences)].toSorted((left, right) => left - right),
    );
    assert((sequences[0] ?? 0) > 0);
    for (const [index, sequence] of sequences.entries()) {
      assert.deepEqual(await run(ports.events.after(sequence, 2)), all.slice(index + 1, index + 3));
    }
    assert.deepEqual(await run(ports.events.after(0, 0)), []);
  }),
  contractCase(
    'events follow the order of the writes when many are under way',
    async ({ ports, group, user, step }) => {
      const { id } = (await run(group('Sales'))).resource;
      const ids = Array.from({ length: 32 }, nextId);
      await Promise.all(ids.map((member) => run(user(member, { id: member }))));
      await Promise.all(ids.map((member) => run(step(id, [{ kind: 'add', ids: [member] }]))));
      const ofGroup = (await run(ports.events.after(0, 1000))).filter(({ event: { subject } }) => subject.id === id);
      assert.deepEqual(
        ofGroup.map(({ event: { data } }) => 'group' in data && data.group.version),
        [id, ...ids].map((_, index) => index + 1),
      );
    },
  ),
];

/** Runs writes that must fail; everything that can be seen of the organisation stays as it was. */
const leavesNoTrace = async (
  organisation: TestOrganisation,
  writes: readonly Effect.Effect<WriteOutcome, WriteFailure>[],
): Promise<void> => {
  const observe = async () => ({
    users: await run(organisation.list('User')),
    groups: await run(organisation.list('Group')),
    ...(await recorded(organisation)),
  });
  const before = await observe();
  for (const write of writes) {
    assert.equal((await outcomeOf(write))._tag, 'Failure');
    assert.deepEqual(await observe(), before);
  }
};

const atomicityCases = [
  contractCase('a write that fails by uniqueness leaves no trace', async (organisation) => {
    const [a = '', b = ''] = await createUsers(organisation, 2);
    await run(organisation.group('Sales', [a]));
    const { id } = (await run(organisation.group('North', [a]))).resource;
    const memberships = [{ kind: 'replace', ids: [b] }] as const;
    await leavesNoTrace(organisation, [
      organisation.group('SALES', [a, b]),
      organisation.revise('Group', id, () => ({ displayName: 'sales' }), { memberships }),
    ]);
    await run(organisation.revise('Group', id, () => ({ displayName: 'South' }), { memberships }));
    assert.equal((await run(organisation.read('User', b))).memberships?.length, 1);
  }),
  contractCase('a write that fails by its members leaves no trace', async (organisation) => {
    const [a = '', b = ''] = await createUsers(organisation, 2);
    const inner = (await run(organisation.group('Inner', [a]))).resource.id;
    const outer = (await run(organisation.group('Outer', [inner]))).resource.id;
    const rename = () => ({ displayName: 'Renamed' });
    const unknown = [{ kind: 'add', ids: [b, nextId()] }] as const;
    const cyclic = [
      { kind: 'remove', ids: [a] },
      { kind: 'add', ids: [b, outer] },
    ] as const;
    await leavesNoTrace(organisation, [
      organisation.revise('Group', inner, rename, { memberships: unknown, unknownMembers: 'refuse' }),
      organisation.revise('Group', inner, rename, { memberships: cyclic }),
      organisation.group('New', [b, nextId()], { unknownMembers: 'refuse' }),
    ]);
    await run(organisation.group('Renamed'));
    await run(organisation.group('New'));
  }),
  contractCase('a record that throws leaves no trace', async (organisation) => {
    const { id } = (await run(organisation.user('ana'))).resource;
    const describe: DescribeWrite = () => {
      throw new Error('a mistake of the caller');
    };
    const before = await recorded(organisation);
    await assert.rejects(run(organisation.user('ben', { describe })));
    await assert.rejects(run(organisation.revise('User', id, () => ({ userName: 'cleo' }), { describe })));
    assert.deepEqual(await recorded(organisation), before);
    assert.equal((await run(organisation.list('User'))).length, 1);
    assert.equal((await run(organisation.read('User', id))).version, 1);
    await run(organisation.user('ben'));
    await failsWith('Uniqueness', organisation.user('ana'));
  }),
];

/** Activity, events and atomicity. */
export const recordingAndAtomicityCases = (open: OpenStorage): readonly ContractCase[] => [
  ...casesFor(open, 'activity and events', recordingCases),
  ...casesFor(open, 'atomicity', atomicityCases),
];

// How far back the logs reach, and what stays of a person who was deleted.
import assert from 'node:assert/strict';
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import { MAX_UNKNOWN_TOKENS, type LogBounds, type Storage, type UnknownToken } from '@looop-scim/provisioning/ports';
import { eraseActivity } from '@looop-scim/provisioning/storage-support';
import { casesFor, contractCase, type ContractCase, type OpenStorage } from './contract-case.ts';
import { run } from './run-effect.ts';
import { nextId, openOrganisation, START, type TestOrganisation } from './test-organisation.ts';

const SECRET = 'Ana Müller 😀';

/** A record full of values. */
const telling = (given: Partial<ActivityRecord>): ActivityRecord => ({
  at: START,
  caller: { tokenFingerprint: '0123456789abcdef', requestId: 'request-1' },
  operation: 'patch',
  resourceType: 'User',
  outcome: 'refused',
  failure: { kind: 'InvalidValue', detail: `${SECRET} is too long` },
  resourceName: SECRET,
  changes: [{ attribute: 'title', before: SECRET, after: [SECRET] }],
  ignored: [{ attribute: `x[value eq "${SECRET}"]`, reason: 'unknown' }],
  ...given,
});

/** Steps until nothing is left; each must come to an end. */
const trimAll = async (storage: Storage, bounds: LogBounds): Promise<void> => {
  for (let steps = 0; await run(storage.trimLogs(bounds)); steps += 1) assert(steps < 10_000, 'steps have no end');
};

const eventsOf = async ({ ports }: TestOrganisation) => await run(ports.events.after(0, 100_000));

const boundCases = [
  contractCase('what is older than the bounds is removed, and nothing else', async (here, storage) => {
    const there = await openOrganisation(storage);
    const times = [0, 1, 2, 3].map((hours) => START + hours * 3_600_000);
    for (const organisation of [here, there]) {
      for (const at of times) {
        const name = `at-${at}`;
        await run(organisation.user(name, { at }));
        await run(organisation.ports.activity.append(telling({ at, operation: 'create', resourceName: name })));
      }
    }
    const [, , bound = 0] = times;
    await trimAll(storage, {});
    assert.deepEqual([(await run(here.newest(100))).length, (await eventsOf(here)).length], [8, 4]);
    await trimAll(storage, { activityBefore: bound });
    for (const organisation of [here, there]) {
      const records = await run(organisation.newest(100));
      assert.deepEqual([records.length, records.every(({ at }) => at >= bound)], [4, true]);
      assert.equal((await eventsOf(organisation)).length, 4);
    }
    await trimAll(storage, { activityBefore: bound, eventsBefore: bound });
    for (const organisation of [here, there]) {
      assert.deepEqual(
        (await eventsOf(organisation)).map(({ event }) => event.at),
        times.slice(2),
      );
      assert.equal((await run(organisation.list('User'))).length, 4);
    }
  }),
  contractCase('thousands of records go in steps', async ({ newest, ports }, storage) => {
    const appended = Array.from({ length: 1201 }, (_, index) =>
      ports.activity.append(telling({ operation: 'create', resourceName: `name-${index}` })),
    );
    await Promise.all(appended.map((append) => run(append)));
    await trimAll(storage, { activityBefore: START });
    assert.equal((await run(newest(2000))).length, 1201);
    await trimAll(storage, { activityBefore: START + 1 });
    assert.deepEqual(await run(newest(2000)), []);
  }),
  contractCase('sequence numbers and positions are never issued again', async (organisation, storage) => {
    const { ports, user } = organisation;
    for (const name of ['ana', 'ben']) await run(user(name));
    const last = (await eventsOf(organisation)).at(-1)?.sequence ?? 0;
    const position = (await run(ports.activity.after({ limit: 10 }))).at(-1)?.position ?? '';
    await trimAll(storage, { activityBefore: START + 1, eventsBefore: START + 1 });
    assert.deepEqual([await eventsOf(organisation), await run(ports.activity.page({ limit: 10 }))], [[], []]);
    await run(user('cleo', { at: START + 2 }));
    const next = await run(ports.events.after(last, 10));
    assert.deepEqual([next.length, (next[0]?.sequence ?? 0) > last], [1, true]);
    assert.deepEqual(await eventsOf(organisation), next);
    assert.equal((await run(ports.activity.after({ position, limit: 10 }))).length, 1);
  }),
];

const erasureCases = [
  contractCase(
    'of a person who is deleted stays that there were requests, and no value',
    async (organisation, storage) => {
      const { ports, revise, remove } = organisation;
      const id = nextId();
      const outcomeRecord = (at: number) => ({
        describe: () => ({ activity: telling({ at, resourceId: id, outcome: 'applied' as const }), events: [] }),
      });
      await run(organisation.create('User', { userName: SECRET }, { id, ...outcomeRecord(START + 1) }));
      await run(revise('User', id, (document) => ({ ...document, title: 'Dr.' }), outcomeRecord(START + 2)));
      await run(ports.activity.append(telling({ at: START + 3, resourceId: id })));
      // Of creations that collided with the person, by id or by name.
      const collided = telling({ at: START + 4, operation: 'create', resourceName: 'other' });
      await run(
        ports.activity.append({ ...collided, failure: { kind: 'Uniqueness', detail: SECRET, existingId: id } }),
      );
      await run(
        ports.activity.append(telling({ at: START + 5, operation: 'create', resourceName: SECRET.toUpperCase() })),
      );
      const before = await run(organisation.newest(100));
      await run(remove('User', id, START + 6));
      await trimAll(storage, { lastProfilesBefore: START + 7 });
      const [deletion, ...after] = await run(organisation.newest(100));
      assert.deepEqual(after, before.map(eraseActivity));
      assert.deepEqual([deletion?.operation, deletion?.resourceId, deletion?.at], ['delete', id, START + 6]);
      assert.deepEqual(deletion?.erased, { changes: 0, ignored: 0 });
      assert(!JSON.stringify([deletion, after, await eventsOf(organisation)]).includes(SECRET));
      assert.deepEqual(after[2]?.erased, { changes: 1, ignored: 1 });
    },
  ),
  contractCase('what was done to others stays', async (organisation, storage) => {
    const { ports, group, remove, user } = organisation;
    const ids = [nextId(), nextId()];
    for (const id of ids) {
      const describe = () => ({ activity: telling({ resourceId: id, outcome: 'applied' as const }), events: [] });
      await run(user(`name-${id}`, { id, describe }));
    }
    const [id = '', other = ''] = ids;
    const team = (await run(group('Team', ids))).resource.id;
    await run(ports.activity.append(telling({ operation: 'create', resourceName: 'somebody' })));
    const others = async () =>
      (await run(organisation.newest(100))).filter(({ resourceId }) => resourceId !== id && resourceId !== undefined);
    const before = await others();
    await run(remove('User', id));
    await trimAll(storage, {});
    assert.deepEqual(await others(), before);
    await run(remove('Group', team));
    const [deletion] = await run(organisation.newest(1));
    assert.deepEqual([deletion?.resourceId, deletion?.erased], [team, undefined]);
    assert.equal((await run(organisation.read('User', other))).id, other);
  }),
  contractCase('what is recorded of a person afterwards is recorded erased', async (organisation) => {
    const { id } = (await run(organisation.user('ana'))).resource;
    await run(organisation.remove('User', id));
    const late = telling({ at: START + 1, resourceId: id });
    await run(organisation.ports.activity.append(late));
    await run(organisation.ports.activity.append(late));
    const [record] = await run(organisation.newest(1));
    assert.deepEqual(record, { ...eraseActivity(late), repeated: { count: 2, last: START + 1 } });
  }),
  contractCase('what is recorded of others afterwards is recorded whole', async (organisation) => {
    const { ports } = organisation;
    const [ana, ben] = [nextId(), nextId()];
    for (const [id, name] of [
      [ana, 'ana'],
      [ben, 'ben'],
    ] as const)
      await run(organisation.user(name, { id }));
    await run(ports.activity.append(telling({ operation: 'create', resourceName: 'ana' })));
    await run(organisation.remove('User', ana));
    // Of another person, of a creation that was refused, and of the person again.
    const [other, nobody] = [
      telling({ at: START + 1, resourceId: ben }),
      telling({ at: START + 2, operation: 'create' }),
    ];
    const again = telling({ at: START + 3, resourceId: ana });
    for (const record of [other, nobody, again]) await run(ports.activity.append(record));
    assert.deepEqual(await run(organisation.newest(3)), [eraseActivity(again), nobody, other]);
  }),
  contractCase('a history of hundreds of requests is erased in the end', async (organisation, storage) => {
    const { id } = (await run(organisation.user('ana'))).resource;
    const describe = () => ({ activity: telling({ resourceId: id, outcome: 'applied' as const }), events: [] });
    for (let index = 0; index < 120; index += 1) {
      await run(organisation.revise('User', id, () => ({ userName: 'ana', title: `${index}` }), { describe }));
    }
    await run(organisation.remove('User', id));
    await trimAll(storage, {});
    const all = await run(organisation.newest(1000));
    assert.deepEqual([all.length, all.every(({ erased }) => erased !== undefined)], [122, true]);
    assert(!JSON.stringify(all).includes(SECRET));
  }),
];

const unknownToken = (index: number, given: Partial<UnknownToken> = {}): UnknownToken => ({
  fingerprintPrefix: index.toString(16).padStart(8, '0'),
  hasTokenPrefix: index % 2 === 0,
  length: 40 + index,
  count: 1,
  first: START + index,
  last: START + index,
  ...given,
});

const unknownTokenCases = [
  contractCase('requests with tokens that nobody issued are added up', async (_organisation, { unknownTokens }) => {
    const prefix = { fingerprintPrefix: 'ffffffff' };
    const [first, last] = [START * 2, START * 2 + 9];
    await run(
      unknownTokens.add([
        unknownToken(1, { ...prefix, count: 3, first: first + 1, last }),
        unknownToken(2, { first: last, last }),
      ]),
    );
    await run(unknownTokens.add([unknownToken(1, { ...prefix, count: 4, first, last: last - 1 })]));
    const found = (await run(unknownTokens.list())).find(({ fingerprintPrefix }) => fingerprintPrefix === 'ffffffff');
    assert.deepEqual(found, unknownToken(1, { ...prefix, count: 7, first, last }));
  }),
  contractCase('there are only so many, the most recent ones, and old ones go', async (_organisation, storage) => {
    const { unknownTokens } = storage;
    const later = START * 3;
    // Two of each moment, the one of the greater digits first.
    const tokens = Array.from({ length: MAX_UNKNOWN_TOKENS + 6 }, (_, index) => {
      const at = later + Math.floor(index / 2);
      return unknownToken(index % 2 === 0 ? index + 1 : index - 1, { first: at, last: at });
    });
    await run(unknownTokens.add(tokens));
    const kept = await run(unknownTokens.list());
    const order = tokens.toSorted(
      (left, right) => right.last - left.last || (left.fingerprintPrefix < right.fingerprintPrefix ? -1 : 1),
    );
    assert.deepEqual(kept, order.slice(0, MAX_UNKNOWN_TOKENS));
    const newest = kept.slice(0, 2);
    await trimAll(storage, { activityBefore: newest[0]?.last ?? 0 });
    assert.deepEqual(await run(unknownTokens.list()), newest);
    await trimAll(storage, { activityBefore: later * 2 });
    assert.deepEqual(await run(unknownTokens.list()), []);
  }),
];

/** Retention, erasure and unknown tokens. */
export const retentionCases = (open: OpenStorage): readonly ContractCase[] => [
  ...casesFor(open, 'retention', boundCases),
  ...casesFor(open, 'erasure', erasureCases),
  ...casesFor(open, 'unknown tokens', unknownTokenCases),
];

// The activity by page and filter, the counting of what repeats, and what follows it.
import assert from 'node:assert/strict';
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import type { ActivityFilter, DescribeWrite, HourCount } from '@looop-scim/provisioning/ports';
import { HOUR_MS, hourOf, REPETITION_WINDOW_MS, selectsRecord } from '@looop-scim/provisioning/storage-support';
import { casesFor, contractCase, type ContractCase, type OpenStorage } from './contract-case.ts';
import { failsWith, run } from './run-effect.ts';
import { nextId, openOrganisation, START, type TestOrganisation } from './test-organisation.ts';

/** The beginning of a window in which refusals are counted, after `START`. */
const WINDOW = Math.ceil(START / REPETITION_WINDOW_MS) * REPETITION_WINDOW_MS;

const refusal = (given: Partial<ActivityRecord> = {}): ActivityRecord => ({
  at: WINDOW,
  caller: { tokenFingerprint: '0123456789abcdef', requestId: 'request-1' },
  operation: 'create',
  resourceType: 'User',
  resourceName: 'Ana@acme.example',
  outcome: 'refused',
  failure: { kind: 'Uniqueness', detail: 'userName is taken' },
  changes: [],
  ignored: [],
  ...given,
});

/** A read of which something was left out. */
const incompleteRead = (given: Partial<ActivityRecord> = {}): ActivityRecord => ({
  at: WINDOW,
  caller: { tokenFingerprint: '0123456789abcdef', requestId: 'request-1' },
  operation: 'read',
  resourceType: 'User',
  outcome: 'answered',
  changes: [],
  ignored: [{ attribute: 'em ails', reason: 'unreadable' }],
  ...given,
});

const describing =
  (given: Partial<ActivityRecord>): DescribeWrite =>
  ({ resource }) => {
    const { resourceType, id: resourceId } = resource;
    return { activity: { ...refusal(), outcome: 'applied', resourceType, resourceId, ...given }, events: [] };
  };

/** Records of every kind: two users, each with several outcomes, at times that are not in the order of storing. */
const seed = async ({ user, revise, ports }: TestOrganisation) => {
  const ids = [nextId(), nextId()];
  for (const [index, id] of ids.entries()) {
    const write = (at: number, given: Partial<ActivityRecord> = {}) => ({
      describe: describing({ at: WINDOW + at, resourceName: `user-${index}`, ...given }),
    });
    await run(user(`user-${index}`, { id, ...write(index) }));
    const keep = write(40 - index, { outcome: 'unchanged', ignored: [{ attribute: 'shoeSize', reason: 'unknown' }] });
    await run(revise('User', id, (document) => document, keep));
    const unknown = { membersUnknown: { count: 1, ids: ['x'] } };
    await run(revise('User', id, () => ({ userName: `user-${index}`, title: 'Dr.' }), write(20, unknown)));
    const echo = write(30, { ignored: [{ attribute: 'meta', reason: 'readOnly' }] });
    await run(revise('User', id, () => ({ userName: `user-${index}` }), echo));
    const { failure } = refusal();
    await run(
      ports.activity.append(
        refusal({ at: WINDOW + 5, operation: 'patch', resourceId: id, ...(failure && { failure }) }),
      ),
    );
  }
  await run(ports.activity.append(refusal({ at: WINDOW + 7 })));
  await run(ports.activity.append(refusal({ at: WINDOW + 9 })));
  const { resourceName: _name, ...nameless } = refusal({ at: WINDOW + 8 });
  await run(ports.activity.append(nameless));
  const { resourceType: _type, ...authentication } = { ...nameless, operation: 'authenticate' } as const;
  await run(ports.activity.append(authentication));
  for (const at of [10, 25]) await run(ports.activity.append(incompleteRead({ at: WINDOW + at })));
  return ids;
};

const filtersOf = (ids: readonly string[]): readonly ActivityFilter[] => {
  const [id = ''] = ids;
  const outcomes = [undefined, 'applied', 'unchanged', 'answered', 'refused', 'ignored'] as const;
  const resources = [
    undefined,
    { id },
    { name: 'ANA@ACME.example' },
    { id, name: 'ana@acme.example' },
    { id: 'x' },
    {},
  ];
  const times = [{}, { since: WINDOW + 9 }, { until: WINDOW + 30 }, { since: WINDOW + 20, until: WINDOW + 21 }];
  return outcomes.flatMap((outcome) =>
    resources.flatMap((resource) =>
      times.map((time) => ({ ...(outcome && { outcome }), ...(resource && { resource }), ...time })),
    ),
  );
};

/** All records that a filter selects, by pages of a size. */
const walk = async ({ ports }: TestOrganisation, filter: ActivityFilter, limit: number) => {
  const found: ActivityRecord[] = [];
  for (let position: string | undefined; ;) {
    const page = await run(ports.activity.page({ ...filter, limit, ...(position !== undefined && { position }) }));
    assert(page.length <= limit);
    found.push(...page.map(({ record }) => record));
    if (page.length < limit) return found;
    position = page.at(-1)?.position;
  }
};

const readingCases = [
  contractCase('every filter selects what the reference selects, newest first', async (organisation) => {
    const ids = await seed(organisation);
    const all = await walk(organisation, {}, 1000);
    assert.equal(all.length, 14);
    const times = all.map(({ at }) => at);
    assert.deepEqual(
      times,
      times.toSorted((left, right) => right - left),
    );
    for (const filter of filtersOf(ids)) {
      const expected = all.filter((record) => selectsRecord(filter, record));
      assert.deepEqual(await walk(organisation, filter, 1000), expected, JSON.stringify(filter));
    }
  }),
  contractCase('pages of any size put together are the whole, also of records of one time', async (organisation) => {
    const ids = await seed(organisation);
    for (const filter of filtersOf(ids)) {
      const whole = await walk(organisation, filter, 1000);
      for (const limit of [1, 2, 5]) assert.deepEqual(await walk(organisation, filter, limit), whole);
    }
  }),
  contractCase('a page goes on where it ended when records come in meanwhile', async ({ ports }) => {
    const append = (at: number) => run(ports.activity.append(refusal({ at, resourceName: `name-${at}` })));
    for (const at of [1, 2, 3, 4]) await append(WINDOW + at);
    const first = await run(ports.activity.page({ limit: 2 }));
    await append(WINDOW + 5);
    const position = first.at(-1)?.position ?? '';
    const second = await run(ports.activity.page({ limit: 2, position }));
    assert.deepEqual(
      second.map(({ record }) => record.at - WINDOW),
      [2, 1],
    );
  }),
  contractCase('what is stored after a record is read on from it, in the order of storing', async ({ ports }) => {
    const append = (at: number) => run(ports.activity.append(refusal({ at, resourceName: `name-${at}` })));
    for (const at of [3, 1, 2]) await append(WINDOW + at);
    const all = await run(ports.activity.after({ limit: 10 }));
    const timesOf = (entries: typeof all) => entries.map(({ record }) => record.at - WINDOW);
    assert.deepEqual(timesOf(all), [3, 1, 2]);
    const position = all[0]?.position ?? '';
    assert.deepEqual(timesOf(await run(ports.activity.after({ position, limit: 10 }))), [1, 2]);
    assert.deepEqual(timesOf(await run(ports.activity.after({ position, limit: 1 }))), [1]);
    for (const limit of [0, -1]) {
      assert.deepEqual(timesOf(await run(ports.activity.after({ position, limit }))), []);
      assert.deepEqual(timesOf(await run(ports.activity.page({ limit }))), []);
      assert.deepEqual(await run(ports.events.after(0, limit)), []);
    }
    const last = all.at(-1)?.position ?? '';
    assert.deepEqual(timesOf(await run(ports.activity.after({ position: last, limit: 10 }))), []);
    await append(WINDOW);
    assert.deepEqual(timesOf(await run(ports.activity.after({ position: last, limit: 10 }))), [0]);
  }),
  contractCase('a text that is no position is refused', async ({ ports }) => {
    for (const position of ['', 'x', '1', '1.', '.1', '1e3.1', ' 1.1', '$.1']) {
      await failsWith('InvalidPosition', ports.activity.page({ limit: 1, position }));
      await failsWith('InvalidPosition', ports.activity.after({ limit: 1, position }));
    }
  }),
];

const countingCases = [
  contractCase('refusals of one kind are one record that counts them', async ({ newest, ports }) => {
    const times = [3, 1, 2].map((at) => WINDOW + at);
    for (const [index, at] of times.entries()) {
      const caller = { tokenFingerprint: '0123456789abcdef', requestId: `request-${index}` };
      await run(ports.activity.append(refusal({ at, caller })));
    }
    assert.deepEqual(await run(newest(10)), [
      {
        ...refusal({ at: WINDOW + 3, caller: { tokenFingerprint: '0123456789abcdef', requestId: 'request-0' } }),
        repeated: { count: 3, last: WINDOW + 3 },
      },
    ]);
  }),
  contractCase('a refusal that stands for several counts as so many', async ({ newest, ports }) => {
    const append = (at: number, repeated?: ActivityRecord['repeated']) =>
      run(ports.activity.append(refusal({ at: WINDOW + at, ...(repeated !== undefined && { repeated }) })));
    await append(1, { count: 5, last: WINDOW + 4 });
    assert.deepEqual(
      (await run(newest(10))).map(({ repeated }) => repeated),
      [{ count: 5, last: WINDOW + 4 }],
    );
    await append(2);
    await append(3, { count: 10, last: WINDOW + 9 });
    assert.deepEqual(
      (await run(newest(10))).map(({ repeated }) => repeated),
      [{ count: 16, last: WINDOW + 9 }],
    );
  }),
  contractCase('refusals that come at once are counted, too', async ({ newest, ports }) => {
    const appended = Array.from({ length: 25 }, (_, at) => run(ports.activity.append(refusal({ at: WINDOW + at }))));
    await Promise.all(appended);
    const [record, ...others] = await run(newest(10));
    assert.deepEqual([others, record?.repeated], [[], { count: 25, last: WINDOW + 24 }]);
  }),
  contractCase('refusals that differ in anything are records of their own', async ({ newest, ports }) => {
    const caller = { tokenFingerprint: 'fedcba9876543210', requestId: 'request-1' };
    const { resourceName: _name, ...nameless } = refusal();
    const different = [
      refusal(),
      nameless,
      refusal({ caller }),
      refusal({ operation: 'patch', resourceId: 'a' }),
      refusal({ operation: 'patch', resourceId: 'b' }),
      refusal({ operation: 'replace', resourceId: 'b' }),
      refusal({ resourceType: 'Group' }),
      refusal({ resourceName: 'Ben' }),
      refusal({ failure: { kind: 'InvalidValue', detail: 'userName is taken' } }),
      refusal({ failure: { kind: 'Uniqueness', detail: 'displayName is taken' } }),
      refusal({ at: WINDOW + REPETITION_WINDOW_MS }),
    ];
    for (const record of different) await run(ports.activity.append(record));
    const stored = await run(newest(100));
    assert.equal(stored.length, different.length);
    assert(stored.every(({ repeated }) => repeated === undefined));
  }),
  contractCase('reads of one kind are one record that counts them', async ({ newest, ports }) => {
    for (const at of [1, 3, 2]) await run(ports.activity.append(incompleteRead({ at: WINDOW + at })));
    assert.deepEqual(await run(newest(10)), [
      { ...incompleteRead({ at: WINDOW + 1 }), repeated: { count: 3, last: WINDOW + 3 } },
    ]);
  }),
  contractCase('reads that differ in anything are records of their own', async ({ newest, ports }) => {
    const { resourceType: _type, ...ofAllTypes } = incompleteRead();
    const different = [
      incompleteRead(),
      ofAllTypes,
      incompleteRead({ resourceType: 'Group' }),
      incompleteRead({ caller: { tokenFingerprint: 'fedcba9876543210', requestId: 'request-1' } }),
      incompleteRead({ ignored: [{ attribute: 'ti tle', reason: 'unreadable' }] }),
      incompleteRead({ at: WINDOW + REPETITION_WINDOW_MS }),
    ];
    for (const record of different) await run(ports.activity.append(record));
    assert.equal((await run(newest(100))).length, different.length);
  }),
  contractCase('what was counted before it is recorded counts as many', async ({ newest, ports }) => {
    const counts = [
      { count: 5, last: WINDOW + 7 },
      { count: 2, last: WINDOW + 4 },
    ];
    for (const repeated of counts) await run(ports.activity.append(incompleteRead({ repeated })));
    const last = WINDOW + 7;
    assert.deepEqual(await run(newest(10)), [{ ...incompleteRead(), repeated: { count: 7, last } }]);
    assert.equal((await run(ports.activity.page({ since: last, limit: 1 }))).length, 1);
    const once = incompleteRead({ at: WINDOW + REPETITION_WINDOW_MS });
    for (const _time of [1, 2]) await run(ports.activity.append(once));
    assert.deepEqual((await run(newest(1)))[0]?.repeated, { count: 2, last: once.at });
  }),
  contractCase('a counted refusal is of the time in which it was repeated', async ({ ports }) => {
    const last = WINDOW + REPETITION_WINDOW_MS - 1;
    for (const at of [WINDOW, last]) await run(ports.activity.append(refusal({ at })));
    assert.equal((await run(ports.activity.page({ since: last, limit: 1 }))).length, 1);
    assert.equal((await run(ports.activity.page({ since: last + 1, limit: 1 }))).length, 0);
  }),
];

/** What the port answers, in an order of its own. */
const hoursOf = async ({ ports }: TestOrganisation, since: number, until: number) =>
  (await run(ports.activity.countByHour(since, until))).toSorted(
    (left, right) => left.hour - right.hour || left.outcome.localeCompare(right.outcome),
  );

/** The same from the records themselves. */
const countedIn = (records: readonly ActivityRecord[], since: number, until: number) => {
  const kinds = new Map<string, HourCount>();
  for (const { at, outcome, repeated } of records) {
    const hour = hourOf(at);
    if (hour < since || hour >= until) continue;
    const key = JSON.stringify([hour, outcome]);
    kinds.set(key, { hour, outcome, count: (kinds.get(key)?.count ?? 0) + (repeated?.count ?? 1) });
  }
  return [...kinds.values()].toSorted(
    (left, right) => left.hour - right.hour || left.outcome.localeCompare(right.outcome),
  );
};

const hourCases = [
  contractCase('requests are counted by the hour and the outcome of their records', async (organisation) => {
    const { ports, remove } = organisation;
    const [id = ''] = await seed(organisation);
    const first = hourOf(WINDOW);
    const times = [first, first + HOUR_MS - 1, first + HOUR_MS, first + 3 * HOUR_MS];
    for (const at of times) {
      for (const count of [1, 4]) {
        const repeated = { count, last: at };
        await run(ports.activity.append(refusal({ at, ...(count > 1 && { repeated }) })));
        await run(ports.activity.append(incompleteRead({ at, ...(count > 1 && { repeated }) })));
      }
    }
    const end = first + 4 * HOUR_MS;
    const ranges = [
      [0, end],
      [first, first + HOUR_MS],
      [first + HOUR_MS, end],
      [first + 2 * HOUR_MS, first + 3 * HOUR_MS],
      [end, end + HOUR_MS],
    ] as const;
    const check = async (): Promise<void> => {
      const all = await walk(organisation, {}, 1000);
      for (const [since, until] of ranges) {
        assert.deepEqual(await hoursOf(organisation, since, until), countedIn(all, since, until));
      }
    };
    await check();
    // The values of somebody who is deleted go; that there were requests stays.
    await run(remove('User', id, WINDOW + HOUR_MS));
    await check();
  }),
  contractCase('what retention removes is not counted any more', async (organisation, storage) => {
    const other = await openOrganisation(storage);
    const hours = [0, 1, 2].map((index) => hourOf(START) + index * HOUR_MS);
    for (const { ports } of [organisation, other]) {
      for (const at of hours) await run(ports.activity.append(refusal({ at })));
    }
    const [, , bound = 0] = hours;
    while (await run(storage.trimLogs({ activityBefore: bound })));
    for (const each of [organisation, other]) {
      assert.deepEqual(await hoursOf(each, 0, bound + HOUR_MS), [{ hour: bound, outcome: 'refused', count: 1 }]);
    }
  }),
];

/** Reading and counting. */
export const activityCases = (open: OpenStorage): readonly ContractCase[] => [
  ...casesFor(open, 'reading the activity', readingCases),
  ...casesFor(open, 'counting what repeats', countingCases),
  ...casesFor(open, 'counting by the hour', hourCases),
];

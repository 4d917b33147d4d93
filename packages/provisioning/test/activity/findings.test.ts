// Who and what is out of step between an organisation and its identity provider.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import { makeActivityReading, type ActivityRecord } from '@looop-scim/provisioning/activity';
import { makeFindingsReading, type FindingsDependencies } from '@looop-scim/provisioning/insight';
import type { Complex } from '@looop-scim/scim/attribute';
import { TooMany } from '@looop-scim/scim/errors';
import { makeSchemaRegistry, standardRegistry, userResourceType } from '@looop-scim/scim/schema';
import { run } from '../../../../test/support/run/run-effect.ts';
import { timed } from '../desk.ts';
import { listedLog, openWithPeople, recordOf, recordsOf } from './support.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = 100 * DAY_MS;
const SINCE = NOW - 30 * DAY_MS;

type Opened = Partial<Pick<FindingsDependencies, 'resources' | 'activity' | 'registry'>>;

const open = async (people: Readonly<Record<string, Complex>> = {}, wrap: Opened = {}) => {
  const ports = await openWithPeople(people);
  const deps = { registry: standardRegistry, resources: ports.resources, activity: ports.activity, ...wrap };
  const reading = makeActivityReading(deps);
  return {
    ...ports,
    append: async (...records: readonly ActivityRecord[]) => {
      for (const record of records) await run(ports.activity.append(record));
    },
    findings: () =>
      timed(
        Effect.gen(function* () {
          yield* TestClock.setTime(NOW);
          return yield* makeFindingsReading({ ...deps, reading })();
        }),
      ),
  };
};

const numbered = (count: number, document: (index: number) => Complex) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`id-${100 + index}`, document(index)]));

describe('people whom nobody manages', () => {
  it('are active, and have no id of an identity provider', async () => {
    const { findings } = await open({
      'id-1': { userName: 'ana', active: true },
      'id-2': { userName: 'ben', active: true, externalId: '00u2' },
      'id-3': { userName: 'cem', active: false },
      'id-4': { displayName: 'Dia', active: true },
    });
    expect((await findings()).unmanaged).toStrictEqual({
      count: 2,
      people: [{ id: 'id-1', userName: 'ana' }, { id: 'id-4' }],
    });
  });

  it('are counted in full, and twenty of them are named', async () => {
    const { findings } = await open(numbered(25, (index) => ({ userName: `user-${index}`, active: true })));
    const { unmanaged } = await findings();
    expect([unmanaged?.count, unmanaged?.people.length]).toEqual([25, 20]);
  });

  it('are not counted among more than 5,000 people, nor where that takes too much, nor where there is no User', async () => {
    const { resources } = await openWithPeople({});
    const ofTotal = (total: number) => ({ ...resources, list: () => Effect.succeed({ total, resources: [] }) });
    const tooMuch = { ...resources, list: () => Effect.fail(new TooMany({ limit: 1, unit: 'rows' })) };
    const unmanaged = async (wrap: Opened) => (await (await open({}, wrap)).findings()).unmanaged;
    expect(await unmanaged({ resources: ofTotal(5000) })).toEqual({ count: 5000, people: [] });
    expect(await unmanaged({ resources: ofTotal(5001) })).toBeUndefined();
    expect(await unmanaged({ resources: tooMuch })).toBeUndefined();
    expect(await unmanaged({ registry: makeSchemaRegistry([], []) })).toBeUndefined();
    const schema = { id: 'urn:x', name: 'User', description: 'A user.', attributes: [] };
    const inactive = { ...userResourceType, schema: 'urn:x', schemaExtensions: [] };
    expect(await unmanaged({ registry: makeSchemaRegistry([schema], [inactive]) })).toBeUndefined();
  });
});

describe('people whom an identity provider would match', () => {
  const { resourceId: _id, ...creation } = recordOf({ operation: 'create', outcome: 'refused', at: NOW - 5 });
  const refusal = (existingId: string, given: Partial<ActivityRecord> = {}): ActivityRecord => ({
    ...creation,
    failure: { kind: 'Uniqueness', detail: `taken by ${existingId}`, existingId },
    ...given,
  });
  const cem = { cem: { userName: 'cem' } };
  const matches = async (people: Readonly<Record<string, Complex>>, ...records: readonly ActivityRecord[]) => {
    const { findings, append } = await open(people);
    await append(...records);
    return (await findings()).matches;
  };

  it.each([
    ['a person without its id', { cem: { userName: 'cem' } }, refusal('cem'), true],
    ['a person with its id', { cem: { userName: 'cem', externalId: '00u2' } }, refusal('cem'), false],
    ['a person without a user name', { cem: { displayName: 'Cem' } }, refusal('cem'), false],
    ['a person who is gone', {}, refusal('cem'), false],
    ['a replacement that was refused', cem, refusal('cem', { operation: 'replace' }), false],
    ['a group', cem, refusal('cem', { resourceType: 'Group' }), false],
    ['another failure', cem, { ...creation, failure: { kind: 'InvalidValue' } }, false],
    ['no failure', cem, creation, false],
    ['a refusal of more than thirty days ago', cem, refusal('cem', { at: SINCE - 1 }), false],
    ['a refusal of thirty days ago', cem, refusal('cem', { at: SINCE }), true],
    ['a request that was served', cem, refusal('cem', { outcome: 'applied' }), false],
  ])('%s', async (_what, people, record, isMatch) => {
    const expected = [{ id: 'cem', userName: 'cem', at: record.at }];
    expect(await matches(people, record)).toEqual(isMatch ? expected : []);
  });

  it('are each named once, with the time of the newest refusal, newest first', async () => {
    const people = { ana: { userName: 'ana' }, ben: { userName: 'ben' } };
    const at = NOW - HOUR_MS;
    const found = await matches(
      people,
      refusal('ana', { at: at - 2 * HOUR_MS }),
      refusal('ben', { at: at - HOUR_MS, repeated: { count: 2, last: at - 7 } }),
      refusal('ana', { at }),
    );
    expect(found).toEqual([
      { id: 'ana', userName: 'ana', at },
      { id: 'ben', userName: 'ben', at: at - 7 },
    ]);
  });

  it('are twenty at most', async () => {
    const people = numbered(25, (index) => ({ userName: `user-${index}` }));
    const found = await matches(people, ...Object.keys(people).map((id, index) => refusal(id, { at: NOW - index })));
    expect(found.map(({ id }) => id)).toEqual(Object.keys(people).slice(0, 20));
  });
});

it('findings have no more than was found', async () => {
  const { resources } = await openWithPeople({});
  const tooMuch = { ...resources, list: () => Effect.fail(new TooMany({ limit: 1, unit: 'rows' })) };
  const found = await (await open({}, { resources: tooMuch })).findings();
  expect(Object.keys(found).filter((name) => ['unmanaged', 'deactivations'].includes(name))).toEqual([]);
});

describe('many deactivations', () => {
  const deactivation = (at: number): ActivityRecord =>
    recordOf({ at, changes: [{ attribute: 'active', before: true, after: false }] });
  const times = (count: number, at: number) => Array.from({ length: count }, () => deactivation(at));
  const HOUR = NOW - 5 * HOUR_MS;
  const burst = async (...records: readonly ActivityRecord[]) => {
    const { findings, append } = await open();
    await append(...records);
    return (await findings()).deactivations;
  };

  it('are ten or more within an hour', async () => {
    expect(await burst(...times(9, HOUR), ...times(9, HOUR - 1), recordOf({ at: HOUR }))).toBeUndefined();
    expect(await burst(...times(5, HOUR), ...times(5, HOUR + HOUR_MS - 1))).toEqual({ at: HOUR, count: 10 });
  });

  it('are those of the hour with the most', async () => {
    const [before, after] = [HOUR - HOUR_MS, HOUR + HOUR_MS];
    expect(await burst(...times(11, before), ...times(13, HOUR), ...times(12, after))).toEqual({ at: HOUR, count: 13 });
  });

  it('are those of the last thirty days that were applied', async () => {
    expect(await burst(...times(20, SINCE - 1))).toBeUndefined();
    expect(await burst(...times(10, SINCE))).toEqual({ at: SINCE, count: 10 });
    expect(
      await burst(...times(20, HOUR).map((record) => ({ ...record, outcome: 'unchanged' as const }))),
    ).toBeUndefined();
  });

  it('are looked for among 3,000 records, page by page', async () => {
    const { activity } = await openWithPeople({});
    const seen = async (writes: number) => {
      const others = recordsOf(writes, () => ({ at: HOUR }));
      const log = listedLog([...others, ...times(10, HOUR)]);
      const { findings } = await open({}, { activity: { ...activity, page: log.page } });
      const { deactivations } = await findings();
      const asked = log.asked.filter((query) => 'outcome' in query && query.outcome === 'applied');
      return [deactivations?.count, asked.length, asked.at(-1)?.position];
    };
    expect(await seen(400)).toEqual([10, 1, undefined]);
    expect(await seen(490)).toEqual([10, 2, `${HOUR}.499`]);
    expect(await seen(2990)).toEqual([10, 6, `${HOUR}.2499`]);
    expect(await seen(2991)).toEqual([undefined, 6, `${HOUR}.2499`]);
  });
});

it('findings have the summary of the last thirty days, of at most 3,000 records', async () => {
  const ignored = [{ attribute: 'custom_4', reason: 'unknown' as const }];
  const { findings, append, activity } = await open();
  await append(recordOf({ at: SINCE - 1, resourceId: 'old', ignored }), recordOf({ at: SINCE, ignored }));
  expect(await findings()).toMatchObject({
    since: SINCE,
    isPartial: false,
    unknownAttributes: [{ attribute: 'custom_4', resources: 1 }],
  });
  const many = listedLog(recordsOf(3001, (index) => ({ at: NOW - 1, resourceId: `id-${index}`, ignored })));
  const ofMany = await open({}, { activity: { ...activity, page: many.page } });
  expect(await ofMany.findings()).toMatchObject({ isPartial: true, unknownAttributes: [{ resources: 3000 }] });
});

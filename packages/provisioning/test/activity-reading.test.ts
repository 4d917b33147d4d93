// What whoever asks sees of the activity: pages, what comes, and the summary.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import { makeActivityReading, type ActivityRecord } from '@looop-scim/provisioning/activity';
import { organisationId } from '@looop-scim/provisioning/organisation';
import type { ActivityLog } from '@looop-scim/provisioning/ports';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '../../../test/support/domain-parts.ts';
import { failureOf, run } from '../../../test/support/run/run-effect.ts';

const refusal = (given: Partial<ActivityRecord> = {}): ActivityRecord => ({
  at: 0,
  caller: { tokenFingerprint: '0123456789abcdef', requestId: 'request-1' },
  operation: 'create',
  resourceType: 'User',
  outcome: 'refused',
  failure: { kind: 'InvalidValue', detail: 'a detail' },
  changes: [],
  ignored: [],
  ...given,
});

const named = (name: string, at = 0): ActivityRecord => refusal({ at, resourceName: name });

const open = async (wrap: (activity: ActivityLog) => ActivityLog = (same) => same) => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  const { resources, activity } = storage.forOrganisation(organisationId('0199f0a1-0000-7000-8000-000000000001'));
  const reading = makeActivityReading({ registry: standardRegistry, resources, activity: wrap(activity) });
  const createUser = (id: string, userName: string, record: Partial<ActivityRecord> = {}) =>
    resources.create(
      { resourceType: 'User', id },
      {
        at: 0,
        document: { userName },
        uniqueKeys: [{ attribute: 'userName', key: userName }],
        memberships: [],
        unknownMembers: 'skip',
        withMemberships: false,
        describe: () => ({
          activity: { ...refusal({ resourceId: id, resourceName: userName, ...record }), outcome: 'applied' },
          events: [],
        }),
      },
    );
  return { activity, reading, createUser };
};

/** The steps under a clock that starts at 0 and moves when told. */
const timed = <Answer, Failure>(steps: Effect.Effect<Answer, Failure>): Promise<Answer> =>
  run(steps.pipe(Effect.provide(TestClock.layer())));

const namesOf = (entries: readonly { readonly record: ActivityRecord }[]) =>
  entries.map(({ record }) => record.resourceName);

describe('pages of the activity', () => {
  it('lead to the next one until there is none', async () => {
    const { activity, reading } = await open();
    for (const name of ['a', 'b', 'c', 'd']) await run(activity.append(named(name)));
    const first = await run(reading.page({ limit: 2 }));
    expect(namesOf(first.entries)).toEqual(['d', 'c']);
    const second = await run(reading.page({ limit: 2, position: first.next ?? '' }));
    expect([namesOf(second.entries), second.next]).toEqual([['b', 'a'], undefined]);
    expect(await failureOf(reading.page({ limit: 2, position: 'nowhere' }))).toMatchObject({ _tag: 'InvalidPosition' });
  });

  it('find a user by id and by userName in any case, with what was refused before there was one', async () => {
    const { activity, reading, createUser } = await open();
    await run(activity.append(named('Ana@acme.example')));
    await run(activity.append(named('ben')));
    await run(createUser('id-of-ana', 'ana@acme.example'));
    const found = async (user: string) => namesOf((await run(reading.page({ limit: 10, user }))).entries);
    expect(await found('ANA@acme.example')).toEqual(['ana@acme.example', 'Ana@acme.example']);
    expect(await found('id-of-ana')).toEqual(['ana@acme.example']);
    expect(await found('nobody')).toEqual([]);
  });
});

describe('following the activity', () => {
  it('shows every record that comes once, and none from before', async () => {
    const { activity, reading } = await open();
    await timed(
      Effect.gen(function* () {
        yield* activity.append(named('before'));
        const follower = yield* reading.follow({});
        expect(yield* follower.next()).toEqual([]);
        for (const name of ['a', 'b']) yield* activity.append(named(name));
        expect(namesOf(yield* follower.next())).toEqual(['a', 'b']);
        expect(yield* follower.next()).toEqual([]);
        yield* TestClock.setTime(60_000);
        yield* activity.append(named('c', 60_000));
        expect(namesOf(yield* follower.next())).toEqual(['c']);
        expect(yield* follower.next()).toEqual([]);
      }),
    );
  });

  it('shows what comes in late, before records that were shown already', async () => {
    const hidden = new Set<string>();
    const { activity, reading } = await open((log) => ({
      ...log,
      after: (follow) =>
        Effect.map(log.after(follow), (entries) =>
          entries.filter(({ record }) => !hidden.has(record.resourceName ?? '')),
        ),
    }));
    await timed(
      Effect.gen(function* () {
        const follower = yield* reading.follow({});
        hidden.add('late');
        for (const name of ['late', 'early']) yield* activity.append(named(name));
        expect(namesOf(yield* follower.next())).toEqual(['early']);
        hidden.clear();
        yield* TestClock.setTime(5000);
        expect(namesOf(yield* follower.next())).toEqual(['late']);
        expect(yield* follower.next()).toEqual([]);
      }),
    );
  });

  it('shows what its selection selects, however much else comes', async () => {
    const { activity, reading, createUser } = await open();
    await timed(
      Effect.gen(function* () {
        const follower = yield* reading.follow({ outcome: 'refused' });
        for (let index = 0; index < 1200; index += 1) yield* createUser(`id-${index}`, `user-${index}`);
        yield* activity.append(named('refused'));
        expect(namesOf(yield* follower.next())).toEqual(['refused']);
      }),
    );
  });
});

describe('the summary of the activity', () => {
  it('reads everything since a time that has something unknown, page by page', async () => {
    const { reading, createUser } = await open();
    const ignored = [{ attribute: 'custom_4', reason: 'unknown' as const }];
    await run(createUser('too-old', 'too-old', { at: 4, ignored }));
    for (let index = 0; index < 1100; index += 1)
      await run(createUser(`id-${index}`, `user-${index}`, { at: 5, ignored }));
    expect((await run(reading.summary(5))).unknownAttributes).toEqual([
      {
        resourceType: 'User',
        attribute: 'custom_4',
        resources: 1100,
        isAtLeast: false,
        last: 5,
        suggestion: 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User:custom_1',
      },
    ]);
  });
});

describe('origins of values', () => {
  const applied = (
    at: number,
    changes: ActivityRecord['changes'],
    given: Partial<ActivityRecord> = {},
  ): ActivityRecord =>
    refusal({
      at,
      outcome: 'applied',
      operation: 'patch',
      resourceId: 'id-1',
      resourceName: 'ana',
      changes,
      caller: { tokenFingerprint: 'fedcba9876543210', requestId: `request-${at}` },
      ...given,
    });

  it('are the newest requests that changed each attribute; refused and foreign ones do not count', async () => {
    const { activity, reading, createUser } = await open();
    await run(createUser('id-1', 'ana', { changes: [{ attribute: 'userName', after: 'ana' }] }));
    await run(activity.append(applied(1, [{ attribute: 'title', after: 'Agent' }])));
    await run(activity.append(applied(2, [{ attribute: 'title', before: 'Agent', after: 'Lead' }])));
    await run(activity.append(applied(3, [{ attribute: 'title', after: 'Head' }], { outcome: 'refused' })));
    await run(activity.append(applied(4, [{ attribute: 'title', after: 'Other' }], { resourceId: 'id-2' })));
    const { origins, isPartial } = await run(reading.origins('ana'));
    expect(isPartial).toBe(false);
    expect(origins.map(({ attribute, at, operation }) => [attribute, at, operation])).toEqual([
      ['title', 2, 'patch'],
      ['userName', 0, 'create'],
    ]);
    expect(origins[0]?.caller.requestId).toBe('request-2');
  });

  it('say when older requests were left unread', async () => {
    const { activity, reading } = await open();
    for (let at = 0; at <= 1000; at += 1) {
      await run(activity.append(applied(at, [{ attribute: at === 0 ? 'userName' : 'title', after: `${at}` }])));
    }
    const { origins, isPartial } = await run(reading.origins('id-1'));
    expect([origins.map(({ attribute }) => attribute), isPartial]).toEqual([['title'], true]);
  });
});

describe('a summary of a bounded number of records', () => {
  it('counts the newest ones, and says that there are more', async () => {
    const { activity, reading } = await open();
    for (let at = 0; at < 1200; at += 1) {
      const attribute = at < 100 ? 'oldest' : 'newer';
      await run(activity.append(refusal({ at, resourceName: `${at}`, ignored: [{ attribute, reason: 'unknown' }] })));
    }
    const bounded = await run(reading.summary(0, 1000));
    expect(bounded.isPartial).toBe(true);
    expect(bounded.unknownAttributes.map(({ attribute, resources }) => [attribute, resources])).toEqual([
      ['newer', 1000],
    ]);
    const whole = await run(reading.summary(0));
    expect(whole.unknownAttributes.map(({ attribute }) => attribute)).toEqual(['newer', 'oldest']);
  });
});

// How far the set-up of a connection is: found once, and kept.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import { makeSetUpReading } from '@looop-scim/provisioning/insight';
import { organisationId, type KeyScope } from '@looop-scim/provisioning/organisation';
import type { ActivityLog } from '@looop-scim/provisioning/ports';
import { eraseActivity } from '@looop-scim/provisioning/storage-support';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '../../../test/support/domain-parts.ts';
import { run } from '../../../test/support/run/run-effect.ts';
import { OKTA, recordOf } from './activity/support.ts';
import { timed } from './desk.ts';

const ID = organisationId('0199f0a1-0000-7000-8000-000000000001');
const HOUR_MS = 3_600_000;

const write = (given: Partial<ActivityRecord>): ActivityRecord => recordOf({ at: 1, ...given });
const deactivation = write({ at: 3, changes: [{ attribute: 'active', before: true, after: false }] });

const open = async () => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  const organisation = {
    id: ID,
    name: 'acme',
    scimEnabled: true,
    profile: 'interop',
    leniencies: {},
    created: 0,
  } as const;
  await run(storage.organisations.add(organisation));
  await run(storage.tokens.add({ organisationId: ID, fingerprint: OKTA, hash: 'h', created: 0 }));
  const { activity, records } = storage.forOrganisation(ID);
  const from: (string | undefined)[] = [];
  let hidden: number | undefined;
  let meanwhile: () => Promise<unknown> = () => Promise.resolve();
  const after: ActivityLog['after'] = (follow) => {
    from.push(follow.position);
    const others = meanwhile;
    meanwhile = () => Promise.resolve();
    return Effect.andThen(
      Effect.promise(others),
      Effect.map(activity.after(follow), (entries) => entries.filter(({ record }) => record.at !== hidden)),
    );
  };
  const reading = makeSetUpReading({ tokens: storage.tokens, activity: { after }, records }, ID);
  return {
    reached: () => run(reading()),
    reachedAt: (now: number) => timed(Effect.andThen(TestClock.setTime(now), reading())),
    reads: () => from.length,
    kept: () => run(records.read('setUp', 'milestones')),
    from: () => from,
    /** Has records of a time come in late. */
    hide: (at: number) => (hidden = at),
    show: () => (hidden = undefined),
    /** Has something happen while the activity is read. */
    meanwhile: (others: () => Promise<unknown>) => (meanwhile = others),
    addToken: (fingerprint: string, scopes?: readonly KeyScope[]) =>
      run(
        storage.tokens.add({
          organisationId: ID,
          fingerprint,
          hash: fingerprint,
          created: 0,
          ...(scopes && { scopes }),
        }),
      ),
    append: (record: ActivityRecord) => run(activity.append(record)),
    touch: (at: number, fingerprint = OKTA) => run(storage.tokens.touch(fingerprint, at)),
  };
};

describe('the set-up', () => {
  it('has what arrived first, with its time, also when it was looked for later', async () => {
    const { reached, append, touch } = await open();
    expect(await reached()).toEqual({});
    await touch(7 * HOUR_MS);
    expect(await reached()).toEqual({ contact: 7 * HOUR_MS });
    await append(write({ at: 2, operation: 'create' }));
    await append(deactivation);
    await append(write({ at: 4, operation: 'create', resourceType: 'Group', resourceId: 'sales' }));
    await append(write({ at: 5, operation: 'create' }));
    expect(await reached()).toEqual({ contact: 2, person: 2, deactivation: 3, group: 4 });
  });

  it('counts neither imports and the platform nor what was refused', async () => {
    const { reached, append } = await open();
    await append(write({ caller: { tokenFingerprint: 'import', requestId: 'r' } }));
    await append(write({ caller: { tokenFingerprint: 'person-1', requestId: 'r' } }));
    expect(await reached()).toEqual({});
    await append(write({ at: 9, outcome: 'refused', failure: { kind: 'InvalidValue' } }));
    await append(write({ at: 8, operation: 'authenticate', outcome: 'refused', failure: { kind: 'Unauthorized' } }));
    expect(await reached()).toEqual({ contact: 9 });
  });

  it('knows of a deactivation whose person was deleted', async () => {
    const { reached, append } = await open();
    await append(eraseActivity(deactivation));
    expect(await reached()).toEqual({ contact: 3, person: 3, deactivation: 3 });
  });

  it('looks at each record once, and at none once everything has arrived', async () => {
    const { reached, append, reads } = await open();
    for (let at = 0; at < 1200; at += 1) await append(write({ at, operation: 'create' }));
    await reached();
    const first = reads();
    await reached();
    expect(reads() - first).toBe(1);
    await append(deactivation);
    await append(write({ at: 4, operation: 'create', resourceType: 'Group', resourceId: 'sales' }));
    await reached();
    const all = reads();
    expect(await reached()).toMatchObject({ person: 0, deactivation: 3, group: 4 });
    expect(reads()).toBe(all);
  });
});

describe('the contact of a set-up', () => {
  it('is the first use of any token that is not a platform key', async () => {
    const { reached, touch, addToken } = await open();
    await addToken('second');
    await addToken('platform', ['read']);
    await touch(12 * HOUR_MS, 'second');
    await touch(9 * HOUR_MS);
    await touch(1 * HOUR_MS, 'platform');
    expect(await reached()).toEqual({ contact: 9 * HOUR_MS });
  });

  it('stays what it was when tokens are used later', async () => {
    const { reached, touch, addToken } = await open();
    await addToken('second');
    await touch(9 * HOUR_MS);
    await reached();
    await touch(11 * HOUR_MS);
    await touch(8 * HOUR_MS, 'second');
    expect(await reached()).toEqual({ contact: 9 * HOUR_MS });
  });
});

describe('looking through the activity', () => {
  const others = (count: number, at: number) =>
    Array.from({ length: count }, () => write({ at, resourceType: 'Other' }));

  it('ends after 2,000 records a call, and goes on behind them at the next one', async () => {
    const { reached, append, reads } = await open();
    for (const record of [...others(2000, 1), deactivation]) await append(record);
    expect([await reached(), reads()]).toEqual([{ contact: 1 }, 4]);
    expect(await reached()).toEqual({ contact: 1, person: 3, deactivation: 3 });
  });

  it('reads once more what is younger than ten seconds, since others may come in before it', async () => {
    const { reachedAt, append, hide, show } = await open();
    await append(write({ at: 20_000, resourceType: 'Other' }));
    await append(deactivation);
    hide(3);
    await append(write({ at: 20_001, resourceType: 'Other' }));
    expect(await reachedAt(30_000)).toEqual({ contact: 20_000 });
    show();
    expect(await reachedAt(30_000)).toEqual({ contact: 3, person: 3, deactivation: 3 });
  });

  it('does not read again what is older', async () => {
    const { reachedAt, append, from } = await open();
    for (const at of [1, 2, 20_000, 3]) await append(write({ at, resourceType: 'Other' }));
    await reachedAt(30_000);
    await reachedAt(30_001);
    await reachedAt(30_001);
    expect(from().map((position) => position?.split('.')[0])).toEqual([undefined, '2', '3']);
  });

  it('is noted once, and not again while nothing is new', async () => {
    const { reached, append, kept } = await open();
    expect(await kept()).toBeUndefined();
    await append(deactivation);
    await reached();
    await reached();
    expect(await kept()).toMatchObject({ version: 1 });
  });

  it('of two that look at once keeps what one has found', async () => {
    const { reached, append, meanwhile } = await open();
    await append(deactivation);
    meanwhile(() => reached());
    expect(await reached()).toEqual({ contact: 3, person: 3, deactivation: 3 });
  });
});

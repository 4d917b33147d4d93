// How provisioning is doing: one word, and what needs attention.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import { organisationId, type Organisation, type ProvisioningToken } from '@looop-scim/provisioning/organisation';
import { makeHealthReading } from '@looop-scim/provisioning/insight';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '../../../test/support/domain-parts.ts';
import { run } from '../../../test/support/run/run-effect.ts';
import { healthOf } from '../src/activity/health.ts';
import { timed } from './desk.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const NOW = 100 * DAY_MS;

const token = (more: Partial<ProvisioningToken> = {}): ProvisioningToken => ({
  organisationId: organisationId('acme'),
  fingerprint: 'abc',
  hash: 'abc',
  created: 0,
  ...more,
});

const record = (more: Partial<ActivityRecord>): ActivityRecord => ({
  at: NOW - 1000,
  caller: { tokenFingerprint: 'abc', requestId: '1' },
  operation: 'patch',
  outcome: 'applied',
  changes: [],
  ignored: [],
  ...more,
});

const refused = record({ outcome: 'refused', failure: { kind: 'InvalidValue' } });
const wrongToken = record({ operation: 'authenticate', outcome: 'refused', failure: { kind: 'Unauthorized' } });
const used = token({ lastUsed: NOW - 5000 });

interface Seen {
  readonly refused?: readonly ActivityRecord[];
  readonly ignored?: readonly ActivityRecord[];
  readonly served?: number;
}

const of = (tokens: readonly ProvisioningToken[], seen: Seen = {}, scimEnabled = true) =>
  healthOf({ refused: [], ignored: [], served: 0, ...seen, scimEnabled, tokens, now: NOW });

const stateOf = (...given: Parameters<typeof of>) => of(...given).state;

describe('health', () => {
  it.each([
    ['disabled', stateOf([used], {}, false)],
    ['neverContacted', stateOf([])],
    ['neverContacted', stateOf([token()])],
    ['wrongToken', stateOf([token()], { refused: [wrongToken] })],
    ['wrongToken', stateOf([used], { refused: [wrongToken] })],
    [
      'wrongToken',
      stateOf([used], { refused: [{ ...wrongToken, at: NOW - 9000, repeated: { count: 3, last: NOW - 100 } }] }),
    ],
    ['healthy', stateOf([used], { refused: [{ ...wrongToken, at: NOW - 9000 }] })],
    ['failing', stateOf([used], { refused: [refused] })],
    ['failing', stateOf([used], { refused: [{ ...refused, repeated: { count: 2, last: NOW } }], served: 1 })],
    ['healthy', stateOf([used], { refused: [refused], served: 1 })],
    ['quiet', stateOf([token({ lastUsed: NOW - 7 * DAY_MS - 1 })])],
    ['healthy', stateOf([token({ lastUsed: NOW - 7 * DAY_MS })])],
    ['neverContacted', stateOf([token()], { refused: [refused] })],
    ['quiet', stateOf([token({ lastUsed: 0 })])],
    // As late as the last use: the token that was used is a good one.
    ['healthy', stateOf([used], { refused: [{ ...wrongToken, at: NOW - 5000 }] })],
    ['healthy', stateOf([used], { refused: [{ ...refused, failure: { kind: 'Unauthorized' } }], served: 1 })],
    ['healthy', stateOf([used], { refused: [record({ operation: 'authenticate', outcome: 'refused' })] })],
    // Too many requests are no wrong token.
    ['healthy', stateOf([used], { refused: [{ ...wrongToken, failure: { kind: 'TooManyRequests' } }] })],
  ])('is %s', (expected, state) => {
    expect(state).toBe(expected);
  });

  it('names the token that was used last', () => {
    const [old, last, unused] = [
      token({ fingerprint: 'old', lastUsed: 5, lastClient: 'curl' }),
      token({ fingerprint: 'new', lastUsed: NOW - 1, lastClient: 'Okta' }),
      token({ fingerprint: 'unused' }),
    ];
    for (const tokens of [
      [old, last, unused],
      [unused, last, old],
      [last, unused, old],
    ]) {
      expect(of(tokens)).toEqual({
        state: 'healthy',
        lastToken: 'new',
        lastContact: NOW - 1,
        lastClient: 'Okta',
        attention: [],
      });
    }
  });

  it('says no more than there is to say', () => {
    expect(of([])).toEqual({ state: 'neverContacted', attention: [{ kind: 'noValidToken' }] });
    expect(of([used])).toEqual({ state: 'healthy', lastToken: 'abc', lastContact: NOW - 5000, attention: [] });
  });

  it('has when a wrong token came last, also among repeated ones', () => {
    const early = { ...wrongToken, at: NOW - 9000, repeated: { count: 2, last: NOW - 200 } };
    const late = { ...wrongToken, at: NOW - 400 };
    expect(of([], { refused: [late, early] }).lastWrongToken).toBe(NOW - 200);
    expect(of([], { refused: [late] }).lastWrongToken).toBe(NOW - 400);
  });

  it('counts what was refused as often as it was, and wrong tokens apart', () => {
    const many = { ...refused, repeated: { count: 7, last: NOW } };
    expect(of([used], { refused: [refused, many, wrongToken], served: 8 })).toMatchObject({
      state: 'wrongToken',
      attention: [{ kind: 'refusedRequests', count: 8 }],
    });
    expect(of([used], { ignored: [record({})] }).attention).toEqual([]);
  });

  it('tells of tokens that end within 30 days, the next one first, of none that is valid, and of what went wrong', () => {
    const attentionOf = (...given: Parameters<typeof of>) => of(...given).attention;
    const ending = [
      token({ fingerprint: 'late', expires: NOW + 30 * DAY_MS }),
      token({ fingerprint: 'soon', expires: NOW + 1 }),
      token({ fingerprint: 'far', expires: NOW + 30 * DAY_MS + 1 }),
      token({ fingerprint: 'gone', expires: NOW }),
      token({ fingerprint: 'revoked', expires: NOW + 2, revoked: 1 }),
    ];
    expect(attentionOf(ending).map((one) => 'fingerprint' in one && one.fingerprint)).toEqual(['soon', 'late']);
    expect(attentionOf([token({ revoked: 1 })])).toEqual([{ kind: 'noValidToken' }]);
    const ignored = [{ resourceType: 'User', attribute: 'x', why: 'unknown' }] as unknown as ActivityRecord['ignored'];
    expect(
      attentionOf([used], {
        refused: [refused, wrongToken],
        ignored: [record({ ignored }), record({ ignored, ignoredTotal: 9 })],
      }),
    ).toEqual([
      { kind: 'refusedRequests', count: 1 },
      { kind: 'ignoredAttributes', count: 10 },
    ]);
  });
});

/** A storage with an organisation and its token. */
const openAcme = async () => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  const organisation: Organisation = {
    ...{ id: organisationId('acme'), name: 'acme', scimEnabled: true },
    ...{ profile: 'interop', leniencies: {}, created: 0 },
  };
  await run(storage.organisations.add(organisation));
  await run(storage.tokens.add(token()));
  return { storage, organisation };
};

describe('the reading of health', () => {
  it('looks at tokens of identity providers, and weighs refusals against what was served in a day', async () => {
    const { storage, organisation } = await openAcme();
    await run(storage.tokens.add(token({ fingerprint: 'platform', hash: 'p', scopes: ['read'] })));
    await run(storage.tokens.touch('abc', NOW - 5000));
    await run(storage.tokens.touch('platform', NOW - 1));
    const { activity } = storage.forOrganisation(organisation.id);
    let counted = 0;
    const countByHour: typeof activity.countByHour = (...span) => {
      counted += 1;
      return activity.countByHour(...span);
    };
    const reading = makeHealthReading({ tokens: storage.tokens, activity: { ...activity, countByHour } }, organisation);
    const health = (now: number) => timed(Effect.andThen(TestClock.setTime(now), reading()));

    expect([await health(NOW), counted]).toEqual([
      { state: 'healthy', lastToken: 'abc', lastContact: NOW - 5000, attention: [] },
      // Nothing is counted while nothing was refused.
      0,
    ]);
    const append = (one: ActivityRecord) => run(activity.append(one));
    await append({ ...refused, at: NOW - DAY_MS });
    await append({ ...refused, at: NOW - 10, resourceId: 'ana' });
    await append(record({ at: NOW - DAY_MS - 1 }));
    await append(record({ at: NOW - 20 }));
    expect(await health(NOW)).toMatchObject({ state: 'failing', attention: [{ kind: 'refusedRequests', count: 2 }] });
    expect(counted).toBe(1);
    // The hour in which the day begins counts as a whole.
    expect(await health(NOW + 1)).toMatchObject({ state: 'healthy', attention: [{ count: 1 }] });
  });

  it('tells of refusals and of what was left out behind any number of later requests, and of the last day alone', async () => {
    const { storage, organisation } = await openAcme();
    const { activity } = storage.forOrganisation(organisation.id);
    const reading = makeHealthReading({ tokens: storage.tokens, activity }, organisation);
    const now = Date.now();
    await run(storage.tokens.touch('abc', now));
    const append = (at: number, more: Partial<ActivityRecord>) => run(activity.append(record({ at, ...more })));

    await append(now - DAY_MS - 1, { outcome: 'refused', failure: { kind: 'Uniqueness' } });
    await append(now - 5000, { outcome: 'refused', failure: { kind: 'InvalidValue' } });
    await append(now - 4000, {
      operation: 'read',
      outcome: 'answered',
      ignored: [{ attribute: 'x', reason: 'unknown' }],
    });
    await append(now - 4000, { outcome: 'refused', failure: { kind: 'InvalidPath' } });
    const attention = [
      { kind: 'refusedRequests', count: 2 },
      { kind: 'ignoredAttributes', count: 1 },
    ];
    expect(await run(reading())).toMatchObject({ state: 'failing', attention });

    for (let index = 0; index < 600; index += 1) {
      await append(now - 3000, { operation: 'read', outcome: 'answered', resourceId: `person-${index}` });
    }
    expect(await run(reading())).toMatchObject({ state: 'healthy', attention });
  });
});

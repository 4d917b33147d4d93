// How provisioning is doing: one word, and what needs attention.
import { describe, expect, it } from 'vitest';
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import { organisationId, type ProvisioningToken } from '@looop-scim/provisioning/organisation';
import { healthOf } from '../src/activity/health.ts';

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

const stateOf = (tokens: readonly ProvisioningToken[], records: readonly ActivityRecord[] = [], scimEnabled = true) =>
  healthOf({ scimEnabled, tokens, records, now: NOW }).state;

describe('health', () => {
  it.each([
    ['disabled', stateOf([used], [], false)],
    ['neverContacted', stateOf([])],
    ['neverContacted', stateOf([token()])],
    ['wrongToken', stateOf([token()], [wrongToken])],
    ['wrongToken', stateOf([used], [wrongToken])],
    ['wrongToken', stateOf([used], [{ ...wrongToken, at: NOW - 9000, repeated: { count: 3, last: NOW - 100 } }])],
    ['healthy', stateOf([used], [{ ...wrongToken, at: NOW - 9000 }])],
    ['failing', stateOf([used], [refused])],
    ['failing', stateOf([used], [{ ...refused, repeated: { count: 2, last: NOW } }, record({})])],
    ['healthy', stateOf([used], [refused, record({})])],
    ['quiet', stateOf([token({ lastUsed: NOW - 7 * DAY_MS - 1 })])],
    ['healthy', stateOf([token({ lastUsed: NOW - 7 * DAY_MS })])],
    // Too many requests are no wrong token.
    ['healthy', stateOf([used], [{ ...wrongToken, failure: { kind: 'TooManyRequests' } }])],
  ])('is %s', (expected, state) => {
    expect(state).toBe(expected);
  });

  it('names the token that was used last', () => {
    const tokens = [token({ fingerprint: 'old', lastUsed: 5 }), token({ fingerprint: 'new', lastUsed: NOW - 1 })];
    expect(healthOf({ scimEnabled: true, tokens, records: [], now: NOW })).toMatchObject({
      lastToken: 'new',
      lastContact: NOW - 1,
    });
  });

  it('tells of tokens that end within 30 days, the next one first, of none that is valid, and of what went wrong', () => {
    const attentionOf = (tokens: readonly ProvisioningToken[], records: readonly ActivityRecord[] = []) =>
      healthOf({ scimEnabled: true, tokens, records, now: NOW }).attention;
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
      attentionOf([used], [refused, record({ ignored }), record({ ignored, ignoredTotal: 9 }), wrongToken]),
    ).toEqual([
      { kind: 'refusedRequests', count: 1 },
      { kind: 'ignoredAttributes', count: 10 },
    ]);
  });
});

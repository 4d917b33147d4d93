import { describe, expect, it } from 'vitest';
import type { ActivityRecord } from '../../src/activity/activity-record.ts';
import { activitySentence, printable, timeOf } from '../../src/activity/activity-sentence.ts';
import { eraseActivity } from '../../src/activity/erase-activity.ts';

const record = (given: Partial<ActivityRecord>): ActivityRecord => ({
  at: 0,
  caller: { tokenFingerprint: '0123456789abcdef', requestId: 'request-1' },
  operation: 'patch',
  resourceType: 'User',
  resourceId: '0199',
  resourceName: 'ana@acme.example',
  outcome: 'applied',
  changes: [],
  ignored: [],
  ...given,
});

const set = (attribute: string, after: string | boolean) => ({ attribute, after });
const unknown = (...names: readonly string[]) => names.map((attribute) => ({ attribute, reason: 'unknown' as const }));

const cases: readonly (readonly [Partial<ActivityRecord>, string])[] = [
  [{ changes: [set('department', 'Sales')] }, 'Okta set department of the user ana@acme.example to "Sales"'],
  [
    { changes: [set('department', 'Sales'), { attribute: 'title', before: 'Coach' }] },
    'Okta changed the user ana@acme.example: department to "Sales", title cleared',
  ],
  [{ changes: [{ attribute: 'title', before: 'Coach' }] }, 'Okta cleared title of the user ana@acme.example'],
  [{ changes: [set('active', false)] }, 'Okta deactivated the user ana@acme.example'],
  [{ changes: [set('active', true)] }, 'Okta activated the user ana@acme.example'],
  [
    { changes: ['a', 'b', 'c', 'd'].map((name) => set(name, 'x')) },
    'Okta changed the user ana@acme.example: a, b, c and d',
  ],
  [
    { operation: 'create', changes: [set('userName', 'ana'), set('title', 'Coach')] },
    'Okta created the user ana@acme.example with userName and title',
  ],
  [
    { changes: [set('urn:ietf:params:scim:schemas:extension:Looop:2.0:User:department', 'Sales')] },
    'Okta set Looop:2.0:User:department of the user ana@acme.example to "Sales"',
  ],
  [
    {
      operation: 'create',
      changes: ['costCenter', 'division'].map((name) =>
        set(`urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:${name}`, 'x'),
      ),
    },
    'Okta created the user ana@acme.example with enterprise:2.0:User:costCenter and enterprise:2.0:User:division',
  ],
  [
    { changes: ['a', 'b', 'c'].map((name) => set(name, 'x')) },
    'Okta changed the user ana@acme.example: a to "x", b to "x", c to "x"',
  ],
  [{ changes: [{ attribute: 'x', after: 7 }] }, 'Okta set x of the user ana@acme.example to 7'],
  [{ changes: [{ attribute: 'x', after: [{ a: 'b' }] }] }, 'Okta set x of the user ana@acme.example to [{"a":"b"}]'],
  [{ changes: [set('primary', false)] }, 'Okta set primary of the user ana@acme.example to false'],
  [{ changes: [set('active', 'no')] }, 'Okta set active of the user ana@acme.example to "no"'],
  [
    { changes: [{ attribute: 'emails', after: [], afterTotal: 900 }] },
    'Okta set emails of the user ana@acme.example to [] (900 in all)',
  ],
  [
    { changes: [{ attribute: 'emails', after: [], afterTotal: 900 }, set('active', true)] },
    'Okta changed the user ana@acme.example: emails to [] (900 in all), activated',
  ],
  [{ changes: [set('title', 'x'.repeat(58))] }, `Okta set title of the user ana@acme.example to "${'x'.repeat(58)}"`],
  [{ changes: [set('title', 'x'.repeat(59))] }, `Okta set title of the user ana@acme.example to "${'x'.repeat(59)}...`],
  [{ operation: 'create' }, 'Okta created the user ana@acme.example'],
  [
    { operation: 'create', membersAdded: { count: 2, ids: ['a', 'b'] } },
    'Okta created the user ana@acme.example with 2 members added',
  ],
  [
    { operation: 'create', changes: [set('displayName', 'x')], membersAdded: { count: 1, ids: ['a'] } },
    'Okta created the user ana@acme.example with displayName; 1 member added',
  ],
  [
    { changes: [set('displayName', 'x')], membersRemoved: { count: 1, ids: ['a'] } },
    'Okta changed the user ana@acme.example: displayName to "x", 1 member removed',
  ],
  [{ erased: { changes: 0, ignored: 1 } }, 'Okta changed the user ana@acme.example; values erased with the person'],
  [
    { ignored: [...unknown('x'), { attribute: 'id', reason: 'readOnly' }], ignoredTotal: 150 },
    'Okta changed the user ana@acme.example; left out unknown: x',
  ],
  [{ operation: 'delete' }, 'Okta deleted the user ana@acme.example'],
  [{ outcome: 'unchanged' }, 'Okta changed nothing: the user ana@acme.example is as asked for already'],
  [
    {
      resourceType: 'Group',
      resourceName: 'Coaches',
      membersAdded: { count: 150, ids: ['a'] },
      membersRemoved: { count: 1, ids: ['b'] },
      membersUnknown: { count: 2, ids: ['x', 'y'] },
    },
    'Okta changed the group Coaches: 150 members added, 1 member removed; left out 2 unknown members',
  ],
  [
    { changes: [set('title', 'Coach')], ignored: unknown('custom_4', 'shoeSize') },
    'Okta set title of the user ana@acme.example to "Coach"; left out unknown: custom_4 and shoeSize',
  ],
  [
    { ignored: unknown(...Array.from({ length: 100 }, (_, index) => `x${index}`)), ignoredTotal: 150 },
    'Okta changed the user ana@acme.example; left out unknown: x0, x1, x2, x3, x4, x5, x6, x7 and 142 more',
  ],
  [
    {
      outcome: 'refused',
      operation: 'create',
      failure: { kind: 'Uniqueness', detail: 'userName is taken.' },
      repeated: { count: 12, last: 61_000 },
    },
    'Okta could not create the user ana@acme.example: userName is taken. (12 times, last 1970-01-01T00:01:01Z)',
  ],
  [
    {
      outcome: 'answered',
      operation: 'read',
      ignored: [{ attribute: 'em ails', reason: 'unreadable' }],
      repeated: { count: 12, last: 61_000 },
    },
    'Okta read users (12 times, last 1970-01-01T00:01:01Z); left out unreadable: em ails',
  ],
  [
    {
      outcome: 'refused',
      operation: 'authenticate',
      failure: { kind: 'Unauthorized', detail: 'The token was revoked.' },
    },
    'Okta was refused: The token was revoked.',
  ],
];

describe('the sentence of a record', () => {
  it.each(cases)('%j', (given, sentence) => {
    expect(activitySentence(record(given), 'Okta')).toBe(sentence);
  });

  it('of a creation without a readable name says so', () => {
    const { resourceName: _name, resourceId: _id, ...nameless } = record({ outcome: 'refused', operation: 'create' });
    expect(activitySentence(nameless, 'Okta')).toBe('Okta could not create a user: no reason is recorded');
  });

  it('without a name or an id says what kind of thing it was about', () => {
    const { resourceName: _name, resourceId: _id, ...nameless } = record({});
    const { resourceType: _type, ...typeless } = nameless;
    expect(
      [
        { ...nameless, operation: 'create' as const },
        { ...nameless, outcome: 'refused' as const },
        { ...typeless, outcome: 'unchanged' as const },
        { ...typeless, operation: 'read' as const, outcome: 'answered' as const },
      ].map((one) => activitySentence(one, 'Okta')),
    ).toEqual([
      'Okta created the user',
      'Okta could not change the user: no reason is recorded',
      'Okta changed nothing: the resource is as asked for already',
      'Okta read resources of all types',
    ]);
  });

  it('of a person who was deleted tells counts, and why there is no more', () => {
    const erased = eraseActivity(record({ changes: [set('title', 'Coach'), set('x', 'y')] }));
    expect(activitySentence(erased, 'Okta')).toBe(
      'Okta changed the user 0199: 2 attributes; values erased with the person',
    );
  });

  it('is one line that steers no terminal', () => {
    const evil = '\u001b[2J\r\nOkta deleted everybody\u202e\u009b31m';
    const sentence = activitySentence(record({ resourceName: evil, changes: [set('title', evil)] }), evil);
    expect(
      [...sentence].every((character) => character >= ' ' && character !== '\u009b' && character !== '\u202e'),
    ).toBe(true);
    expect(printable('a\u0007b')).toBe('a\\u0007b');
  });

  it('is bounded', () => {
    const long = 'x'.repeat(5000);
    const changes = [set(long, long), set('b', long), set('c', long)];
    expect(activitySentence(record({ resourceName: long, changes }), 'Okta').length).toBeLessThan(6000);
  });
});

it('a time is in UTC, to the second', () => {
  expect(timeOf(1_767_225_600_999)).toBe('2026-01-01T00:00:00Z');
});

import { describe, expect, it } from 'vitest';
import { interopPolicy, strictPolicy } from '../../src/interop/policy-rules.ts';
import { ENTERPRISE_USER_SCHEMA } from '../../src/schema/urns.ts';
import { CATALOGUE, courseType } from '../support/course-type.ts';
import { userType } from '../support/standard-types.ts';
import { outcome, patched, refusal } from '../support/apply-operations.ts';

const user = (document: object = {}) => ({ type: userType, document: { userName: 'ana', ...document } });
const course = (document: object = {}) => ({ type: courseType, document: { title: 'Listening', ...document } });

const emailsAfter = (emails: readonly object[] | undefined, operation: Parameters<typeof patched>[1]) =>
  patched(user(emails && { emails }), operation)['emails'];

const work = { value: 'ana@acme.example', type: 'work' };
const home = { value: 'ana@home.example', type: 'home' };

describe('PATCH of a single value', () => {
  it('adds and replaces alike: there is one value (RFC 7644 section 3.5.2.1)', () => {
    for (const op of ['add', 'replace'] as const) {
      expect(patched(user({ title: 'Coach' }), { op, path: 'title', value: 'Trainer' })).toMatchObject({
        title: 'Trainer',
      });
    }
  });

  it.each([null, '', []])('unassigns with %j (RFC 7643 section 2.5, OKTA-33)', (value) => {
    expect(patched(user({ title: 'Coach' }), { op: 'replace', path: 'title', value })).toEqual({ userName: 'ana' });
  });

  it('removes whatever value is sent along', () => {
    expect(patched(user({ title: 'Coach' }), { op: 'remove', path: 'title', value: 'Trainer' })).toEqual({
      userName: 'ana',
    });
  });
});

describe('PATCH of a complex value', () => {
  const named = user({ name: { givenName: 'Ana', familyName: 'Pop' } });

  it('writes the sub-attributes that the value names and keeps the others (RFC 7644 section 3.5.2.3)', () => {
    for (const op of ['add', 'replace'] as const) {
      expect(patched(named, { op, path: 'name', value: { FamilyName: 'Popescu', middleName: 'M' } })).toEqual({
        userName: 'ana',
        name: { familyName: 'Popescu', givenName: 'Ana', middleName: 'M' },
      });
    }
  });

  it('replaces as a whole where the policy says so, but not extensions and not with add', () => {
    const policy = { ...interopPolicy, mergeOnReplace: false };
    const value = { familyName: 'Popescu' };
    expect(patched({ ...named, policy }, { op: 'replace', path: 'name', value })).toEqual({
      userName: 'ana',
      name: value,
    });
    expect(patched({ ...named, policy }, { op: 'add', path: 'name', value })).toMatchObject({
      name: { givenName: 'Ana', familyName: 'Popescu' },
    });
    const placed = { ...course({ [CATALOGUE]: { shelf: '3' } }), policy };
    expect(patched(placed, { op: 'replace', path: CATALOGUE, value: { keeper: { value: 'u1' } } })).toMatchObject({
      [CATALOGUE]: { shelf: '3', keeper: { value: 'u1' } },
    });
  });

  it('removes it with all sub-attributes, and with the last of them (RFC 7644 section 3.5.2.2)', () => {
    expect(patched(named, { op: 'remove', path: 'name' })).toEqual({ userName: 'ana' });
    expect(patched(named, { op: 'remove', path: 'name.givenName' }, { op: 'remove', path: 'name.familyName' })).toEqual(
      { userName: 'ana' },
    );
    expect(patched(named, { op: 'replace', path: 'name', value: { givenName: null, familyName: '' } })).toEqual({
      userName: 'ana',
    });
  });

  it('is removed whatever value is sent along', () => {
    expect(patched(named, { op: 'remove', path: 'name', value: { givenName: 'Ana' } })).toEqual({ userName: 'ana' });
  });

  it.each([null, [], ''])('unassigns with %j (RFC 7643 section 2.5)', (value) => {
    expect(patched(named, { op: 'replace', path: 'name', value })).toEqual({ userName: 'ana' });
  });

  it('takes a bare value for its value where the policy wraps (ENTRA-21)', () => {
    const path = `${ENTERPRISE_USER_SCHEMA}:manager`;
    expect(patched(user(), { op: 'replace', path, value: 'u7' })).toMatchObject({
      [ENTERPRISE_USER_SCHEMA]: { manager: { value: 'u7' } },
    });
    expect(refusal({ ...user(), policy: strictPolicy }, { op: 'replace', path, value: 'u7' })).toMatchObject({
      _tag: 'InvalidValue',
      attribute: path,
      reason: 'must be an object, not a string',
    });
  });

  it('leaves out readOnly and unknown sub-attributes and reports them', () => {
    const value = { room: '7', seats: 20, colour: 'blue' };
    expect(outcome(course(), { op: 'add', path: 'venue', value })).toEqual({
      document: { title: 'Listening', venue: { room: '7' } },
      memberships: [],
      ignored: [
        { attribute: 'venue.seats', reason: 'readOnly' },
        { attribute: 'venue.colour', reason: 'unknown' },
      ],
    });
    expect(outcome(course(), { op: 'add', path: CATALOGUE, value: { colour: 'blue' } })).toMatchObject({
      document: { title: 'Listening' },
      ignored: [{ attribute: `${CATALOGUE}:colour`, reason: 'unknown' }],
    });
  });

  it('refuses unknown sub-attributes under a strict policy, and values that do not fit', () => {
    const strict = { ...course(), policy: strictPolicy };
    expect(refusal(strict, { op: 'add', path: 'venue', value: { colour: 'blue' } })).toMatchObject({
      attribute: 'venue.colour',
    });
    expect(refusal(course(), { op: 'add', path: 'venue', value: { room: {} } })).toMatchObject({
      attribute: 'venue.room',
      reason: 'must be a string, not an object',
    });
  });

  it('judges each sub-attribute by its mutability', () => {
    const placed = course({ venue: { room: '7', door: 'north' } });
    const immutable = { _tag: 'Mutability', attribute: 'venue.door' };
    expect(refusal(placed, { op: 'replace', path: 'venue', value: { door: 'south' } })).toMatchObject(immutable);
    expect(refusal(placed, { op: 'replace', path: 'venue', value: { room: null } })).toMatchObject({
      _tag: 'Mutability',
      attribute: 'venue.room',
    });
    expect(patched(placed, { op: 'replace', path: 'venue', value: { door: 'North', building: 'B' } })).toMatchObject({
      venue: { room: '7', building: 'B', door: 'north' },
    });
  });
});

describe('PATCH of a list: add (RFC 7644 section 3.5.2.1)', () => {
  it('appends what is not there yet, in order', () => {
    expect(emailsAfter(undefined, { op: 'add', path: 'emails', value: [work, home, work] })).toEqual([work, home]);
    expect(emailsAfter([work], { op: 'add', path: 'emails', value: [home, work] })).toEqual([work, home]);
  });

  it('changes nothing when all is there, whatever the order of the keys', () => {
    const given = user({ emails: [work] });
    const value = [{ type: 'work', value: 'ana@acme.example' }];
    expect(patched(given, { op: 'add', path: 'emails', value })['emails']).toEqual([work]);
  });

  it('takes one element for a list, whatever the policy (RFC 7644 section 3.5.2.1, ENTRA-18)', () => {
    expect(emailsAfter([work], { op: 'add', path: 'emails', value: home })).toEqual([work, home]);
    expect(patched(course({ tags: ['a'] }), { op: 'add', path: 'tags', value: 'b' })).toMatchObject({
      tags: ['a', 'b'],
    });
    const strict = { ...user(), policy: strictPolicy };
    expect(patched(strict, { op: 'add', path: 'emails', value: home })).toMatchObject({ emails: [home] });
    expect(patched({ ...course(), policy: strictPolicy }, { op: 'add', path: 'tags', value: '[b]' })).toMatchObject({
      tags: ['[b]'],
    });
    expect(refusal(strict, { op: 'replace', path: 'emails', value: home })).toMatchObject({
      reason: 'must be a list, not an object',
    });
    expect(refusal(strict, { op: 'add', path: 'emails', value: 'ana@acme.example' })).toMatchObject({
      reason: 'must be an object, not a string (element 1 of 1)',
    });
  });

  it('tells elements apart by what a client can send: readOnly sub-attributes do not count', () => {
    const given = course({ sessions: [{ value: 's1', seats: 20 }] });
    expect(patched(given, { op: 'add', path: 'sessions', value: [{ value: 's1' }, { value: 'S1' }] })).toMatchObject({
      sessions: [{ value: 's1', seats: 20 }, { value: 'S1' }],
    });
  });

  it('changes nothing when the primary element is added once more', () => {
    const primary = { ...work, primary: true };
    expect(emailsAfter([primary, home], { op: 'add', path: 'emails', value: [primary] })).toEqual([primary, home]);
  });

  it('adds nothing for null and an empty list', () => {
    for (const value of [null, []]) {
      expect(emailsAfter([work], { op: 'add', path: 'emails', value })).toEqual([work]);
      expect(emailsAfter(undefined, { op: 'add', path: 'emails', value })).toBeUndefined();
    }
  });
});

describe('PATCH of a list: replace (RFC 7644 section 3.5.2.3)', () => {
  it('replaces all elements', () => {
    expect(emailsAfter([work], { op: 'replace', path: 'emails', value: [home] })).toEqual([home]);
    expect(patched(course({ credits: [1, 2] }), { op: 'replace', path: 'credits', value: ['3', 3] })).toMatchObject({
      credits: [3],
    });
  });

  it('keeps what the service provider knows of elements that stay', () => {
    const given = course({
      sessions: [
        { value: 's1', seats: 20 },
        { value: 's2', seats: 5 },
      ],
    });
    const value = [{ value: 's2' }, { value: 's3' }];
    expect(patched(given, { op: 'replace', path: 'sessions', value })).toMatchObject({
      sessions: [{ value: 's2', seats: 5 }, { value: 's3' }],
    });
  });

  it.each([null, []])('unassigns with %j (RFC 7643 section 2.5)', (value) => {
    expect(emailsAfter([work], { op: 'replace', path: 'emails', value })).toBeUndefined();
  });
});

describe('PATCH of a list: remove (RFC 7644 section 3.5.2.2)', () => {
  it('removes all elements without a value', () => {
    expect(emailsAfter([work, home], { op: 'remove', path: 'emails' })).toBeUndefined();
  });

  it.each([
    ['the whole element', [work], [home]],
    ['an element outside a list', work, [home]],
    ['some of its sub-attributes', [{ type: 'home' }], [work]],
    ['another case of what is not case-exact', [{ value: 'ANA@acme.example' }], [home]],
    ['several elements', [{ type: 'work' }, { type: 'home' }], undefined],
    ['equal elements twice', [work, work], [home]],
    ['a sub-attribute that no element has', [{ ...work, display: 'Ana' }], [work, home]],
    ['another value', [{ ...work, type: 'home' }], [work, home]],
    ['nothing', [], [work, home]],
    ['null', null, [work, home]],
  ])('removes what the value lists: %s (ENTRA-25)', (_what, value, left) => {
    expect(emailsAfter([work, home], { op: 'remove', path: 'emails', value })).toEqual(left);
  });

  it('compares simple elements, and lists in elements, by value', () => {
    expect(patched(course({ tags: ['Voice', 'Ear'] }), { op: 'remove', path: 'tags', value: ['ear'] })).toMatchObject({
      tags: ['Voice'],
    });
    const given = course({
      sessions: [
        { value: 's1', labels: ['x', 'y'] },
        { value: 's2', labels: ['y'] },
      ],
    });
    expect(patched(given, { op: 'remove', path: 'sessions', value: [{ value: 's1', labels: ['Y'] }] })).toMatchObject({
      sessions: [{ value: 's2' }],
    });
    expect(
      patched(given, { op: 'remove', path: 'sessions', value: [{ value: 's2', labels: ['x', 'y'] }] }),
    ).toMatchObject({ sessions: [{ value: 's1' }, { value: 's2' }] });
    expect(patched(given, { op: 'remove', path: 'sessions', value: [{ value: 'S1' }] })).toMatchObject({
      sessions: [{ value: 's1' }, { value: 's2' }],
    });
  });

  it('lists elements as they are: two may be primary', () => {
    const value = [
      { ...work, primary: true },
      { ...home, primary: true },
    ];
    expect(emailsAfter([{ ...work, primary: true }, home], { op: 'remove', path: 'emails', value })).toEqual([home]);
  });

  it('names the listed element that cannot be read', () => {
    expect(refusal(user({ emails: [work] }), { op: 'remove', path: 'emails', value: [{ value: {} }] })).toMatchObject({
      attribute: 'emails.value',
      reason: 'must be a string, not an object (element 1 of 1)',
    });
  });
});

describe('PATCH and primary (RFC 7644 section 3.5.2, RFC 7643 section 2.4)', () => {
  it('makes the added primary element the only one', () => {
    expect(
      emailsAfter([{ ...work, primary: true }], { op: 'add', path: 'emails', value: [{ ...home, primary: true }] }),
    ).toEqual([
      { ...work, primary: false },
      { ...home, primary: true },
    ]);
  });

  it('keeps one of two elements that become equal when another one is made primary', () => {
    const before = [
      { value: 'a@acme.example', primary: false },
      { value: 'a@acme.example', primary: true },
    ];
    expect(emailsAfter(before, { op: 'add', path: 'emails', value: [{ type: 'work', primary: true }] })).toEqual([
      { value: 'a@acme.example', primary: false },
      { type: 'work', primary: true },
    ]);
  });

  it('does not add what a settled element has become', () => {
    const before = [{ ...work, primary: true }];
    const value = [
      { ...work, primary: false },
      { ...home, primary: true },
    ];
    expect(emailsAfter(before, { op: 'add', path: 'emails', value })).toEqual([
      { ...work, primary: false },
      { ...home, primary: true },
    ]);
  });

  it('tells settled elements from added ones by what a client can send', () => {
    const given = course({ sessions: [{ value: 's1', seats: 20, primary: true }] });
    const value = [
      { value: 's1', primary: false },
      { value: 's2', primary: true },
    ];
    expect(patched(given, { op: 'add', path: 'sessions', value })['sessions']).toEqual([
      { value: 's1', seats: 20, primary: false },
      { value: 's2', primary: true },
    ]);
  });

  it('makes an element primary that a filter selects, and the others not', () => {
    const before = [{ ...work, primary: true }, home];
    const path = 'emails[type eq "home"].primary';
    expect(emailsAfter(before, { op: 'replace', path, value: true })).toEqual([
      { ...work, primary: false },
      { ...home, primary: true },
    ]);
    expect(emailsAfter(before, { op: 'replace', path, value: false })).toEqual([
      { ...work, primary: true },
      { ...home, primary: false },
    ]);
  });

  it('leaves the last of several that one operation makes primary, or refuses them', () => {
    const given = user({ emails: [work, home] });
    const operation = { op: 'replace', path: 'emails.primary', value: true } as const;
    expect(patched(given, operation)['emails']).toEqual([
      { ...work, primary: false },
      { ...home, primary: true },
    ]);
    expect(refusal({ ...given, policy: strictPolicy }, operation)).toMatchObject({
      _tag: 'InvalidValue',
      attribute: 'emails.primary',
      reason: 'would be true in 2 elements; at most one may be primary',
    });
  });

  it('counts as made primary what was not before, under any policy', () => {
    const given = user({ emails: [work, { ...home, primary: true }] });
    const settled = [
      { ...work, primary: true },
      { ...home, primary: false },
    ];
    const operation = { op: 'replace', path: 'emails.primary', value: true } as const;
    expect(patched(given, operation)['emails']).toEqual(settled);
    expect(patched({ ...given, policy: strictPolicy }, operation)['emails']).toEqual(settled);
  });
});

describe('PATCH of the elements that a filter selects, with a list as value', () => {
  const given = user({ emails: [work, home] });

  it('takes a list of one for its element', () => {
    const value = [{ value: 'new@acme.example' }];
    expect(patched(given, { op: 'replace', path: 'emails[type eq "work"]', value })['emails']).toEqual([
      ...value,
      home,
    ]);
  });

  it('refuses a list of several, of which only one could be kept', () => {
    const value = [{ value: '1@acme.example' }, { value: '2@acme.example' }];
    for (const op of ['add', 'replace'] as const) {
      expect(refusal(given, { op, path: 'emails[type eq "work"]', value })).toMatchObject({
        _tag: 'InvalidValue',
        attribute: 'emails',
        reason: 'must be a single value, not a list of 2',
      });
    }
  });
});

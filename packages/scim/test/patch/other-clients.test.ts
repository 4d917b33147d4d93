// What clients beside Okta and Entra ID send in PATCH requests, each behind a leniency of its own.
import { describe, expect, it } from 'vitest';
import { interopPolicy, strictPolicy, type PolicyRule } from '../../src/interop/policy-rules.ts';
import { ENTERPRISE_USER_SCHEMA, LOOOP_USER_SCHEMA, USER_SCHEMA } from '../../src/schema/urns.ts';
import { courseType } from '../support/course-type.ts';
import { userType } from '../support/standard-types.ts';
import { outcome, patched, refusal } from '../support/apply-operations.ts';

const E = ENTERPRISE_USER_SCHEMA;
const user = (document: object = {}) => ({ type: userType, document: { userName: 'ana', ...document } });
const managed = user({ [E]: { manager: { value: '42', displayName: 'Eva' } } });
const without = (rule: PolicyRule) => ({ ...interopPolicy, [rule]: false });
const managerOf = (document: object) => Reflect.get(document, E)?.manager;

describe('a filter on a single value (filterSingleValues)', () => {
  const at = (id: string, rest = '') => `${E}:manager[value eq "${id}"]${rest}`;

  it('removes the value when it is that one, and changes nothing otherwise', () => {
    expect(patched(managed, { op: 'remove', path: at('42') })).toEqual({ userName: 'ana' });
    expect(patched(managed, { op: 'remove', path: 'manager[value eq "42"]' })).toEqual({ userName: 'ana' });
    expect(patched(managed, { op: 'remove', path: at('41') })).toBe(managed.document);
    expect(patched(managed, { op: 'remove', path: at('42', '.displayName') })).toMatchObject({
      [E]: { manager: { value: '42' } },
    });
    expect(patched(user(), { op: 'remove', path: at('42') })).toEqual({ userName: 'ana' });
  });

  it('writes it when it is that one, and makes it only where there is none', () => {
    const named = patched(managed, { op: 'replace', path: at('42', '.displayName'), value: 'Zoe' });
    expect(managerOf(named)).toEqual({ value: '42', displayName: 'Zoe' });
    const merged = patched(managed, { op: 'replace', path: at('42'), value: { $ref: '../Users/42' } });
    expect(managerOf(merged)).toEqual({ value: '42', $ref: '../Users/42', displayName: 'Eva' });
    expect(refusal(managed, { op: 'replace', path: at('41'), value: { displayName: 'Zoe' } })).toMatchObject({
      _tag: 'NoTarget',
      reason: 'the one value that there is does not match',
    });
    const made = patched(user(), { op: 'add', path: at('41', '.displayName'), value: 'Zoe' });
    expect(managerOf(made)).toEqual({ value: '41', displayName: 'Zoe' });
    expect(
      refusal({ ...user(), policy: without('createOnFilterMiss') }, { op: 'add', path: at('1'), value: {} }),
    ).toMatchObject({ _tag: 'NoTarget' });
  });

  it('is refused elsewhere: without the leniency, for simple attributes, for extensions', () => {
    const reason = 'so that there are no elements which brackets could select';
    for (const [policy, path] of [
      [without('filterSingleValues'), at('42')],
      [interopPolicy, 'title[value eq "x"]'],
      [interopPolicy, `${E}[costCenter eq "x"]`],
    ] as const) {
      const { _tag, ...failure } = refusal({ ...managed, policy }, { op: 'remove', path });
      expect([_tag, JSON.stringify(failure)]).toEqual(['InvalidPath', expect.stringContaining(reason)]);
    }
  });
});

describe('names of extension attributes alone (bareExtensionNames)', () => {
  it('are paths, and keys of a value', () => {
    expect(patched(managed, { op: 'replace', path: 'manager', value: '' })).toEqual({ userName: 'ana' });
    expect(managerOf(patched(user(), { op: 'add', path: 'manager.value', value: '7' }))).toEqual({ value: '7' });
    expect(patched(user(), { op: 'add', value: { area: 'North', 'manager.value': '7' } })).toEqual({
      userName: 'ana',
      [E]: { manager: { value: '7' } },
      [LOOOP_USER_SCHEMA]: { area: 'North' },
    });
  });

  it('are unknown where two extensions have one, and without the leniency', () => {
    const unknown = (attribute: string) => ({
      document: { userName: 'ana' },
      ignored: [{ attribute, reason: 'unknown' }],
    });
    expect(outcome(user(), { op: 'add', path: 'department', value: 'x' })).toMatchObject(unknown('department'));
    expect(
      outcome({ ...user(), policy: without('bareExtensionNames') }, { op: 'add', path: 'area', value: 'x' }),
    ).toMatchObject(unknown('area'));
  });
});

describe('paths that no schema has (ignoreUnknownAttributes)', () => {
  it.each(['shoeSize', `${E}:nope`, 'urn:x:y:User:role', 'emails.nope', 'name.nope'])(
    '%s is skipped with its operation and reported as it was sent, or refused',
    (path) => {
      for (const op of ['add', 'replace', 'remove'] as const) {
        const operations = [
          { op, path, value: 'x' },
          { op: 'add', path: 'title', value: 'Coach' },
        ] as const;
        const skipped = {
          document: { userName: 'ana', title: 'Coach' },
          ignored: [{ attribute: path, reason: 'unknown' }],
        };
        expect(outcome(user(), ...operations)).toMatchObject(skipped);
        expect(refusal({ ...user(), policy: without('ignoreUnknownAttributes') }, ...operations)).toMatchObject({
          _tag: 'InvalidPath',
        });
      }
    },
  );

  it('does not skip what is no path', () => {
    expect(refusal(user(), { op: 'add', path: 'na me', value: 'x' })).toMatchObject({ _tag: 'InvalidPath' });
    expect(refusal(user(), { op: 'add', path: 'emails[nope eq "x"]', value: 'x' })).toMatchObject({
      _tag: 'InvalidFilter',
    });
  });

  it('does not skip a sub-attribute that there is not behind a filter', () => {
    const path = 'emails[type eq "work"].valu';
    const expected = { _tag: 'InvalidPath', suggestion: 'emails.value' };
    expect(refusal(user(), { op: 'add', path, value: 'x' })).toMatchObject(expected);
    expect(refusal(user(), { op: 'add', value: { [path]: 'x' } })).toMatchObject(expected);
    expect(outcome(user(), { op: 'add', value: { 'a b': 1 } }).ignored).toEqual([
      { attribute: 'a b', reason: 'unknown' },
    ]);
  });
});

describe('an element without its value (dropBareLabels)', () => {
  const mobile = { value: '1', type: 'mobile', display: 'Mobile', primary: true };
  const given = (phone: object = mobile) => user({ phoneNumbers: [phone, { value: '2', type: 'work' }] });
  const path = 'phoneNumbers[type eq "mobile"].value';
  const rest = { phoneNumbers: [{ value: '2', type: 'work' }] };

  it.each([
    { op: 'replace', path, value: '' },
    { op: 'replace', path, value: null },
    { op: 'remove', path },
  ] as const)('goes as a whole by %j, when only its label is left', (operation) => {
    expect(patched(given(), operation)).toMatchObject(rest);
    const kept = { ...given(), policy: { ...without('dropBareLabels') } };
    expect(patched(kept, operation)).toMatchObject({
      phoneNumbers: [{ type: 'mobile', display: 'Mobile', primary: true }, rest.phoneNumbers[0]],
    });
  });

  it('stays where it has more, had no value, or loses its label alone', () => {
    const home = { type: 'home', locality: 'Cluj', country: 'RO' };
    const address = user({ addresses: [home] });
    expect(patched(address, { op: 'remove', path: 'addresses[type eq "home"].locality' })).toMatchObject({
      addresses: [{ type: 'home', country: 'RO' }],
    });
    const hollow = given({ type: 'mobile' });
    expect(patched(hollow, { op: 'remove', path })).toMatchObject({ phoneNumbers: [{ type: 'mobile' }, {}] });
    const labelled = given({ type: 'mobile', primary: true });
    expect(patched(labelled, { op: 'remove', path: 'phoneNumbers[type eq "mobile"].primary' })).toMatchObject({
      phoneNumbers: [{ type: 'mobile' }, {}],
    });
    expect(patched(given(), { op: 'replace', path, value: '3' })).toMatchObject({ phoneNumbers: [{ value: '3' }, {}] });
  });
});

describe('names of a former value (dropStaleNames)', () => {
  const path = `${E}:manager`;

  it('go with the value that they belonged to', () => {
    for (const value of ['43', { value: '43' }, [{ value: '43' }]]) {
      expect(managerOf(patched(managed, { op: 'replace', path, value }))).toEqual({ value: '43' });
    }
    const kept = { ...managed, policy: without('dropStaleNames') };
    expect(managerOf(patched(kept, { op: 'replace', path, value: '43' }))).toEqual({ value: '43', displayName: 'Eva' });
    expect(patched(managed, { op: 'replace', path, value: { value: null } })).toEqual({ userName: 'ana' });
    const role = user({ roles: [{ value: 'a', display: 'A', type: 'x' }] });
    expect(patched(role, { op: 'add', path: 'roles[type eq "x"]', value: { value: 'b' } })).toMatchObject({
      roles: [{ value: 'b', type: 'x' }],
    });
  });

  it('stay with the same value, in any case that the attribute does not distinguish', () => {
    expect(managerOf(patched(managed, { op: 'replace', path, value: '42' }))).toEqual({
      value: '42',
      displayName: 'Eva',
    });
    const email = user({ emails: [{ value: 'a@acme.example', display: 'A', type: 'work' }] });
    expect(
      patched(email, { op: 'add', path: 'emails[type eq "work"]', value: { value: 'A@ACME.example' } }),
    ).toMatchObject({
      emails: [{ display: 'A' }],
    });
    const first = user({ [E]: { manager: { displayName: 'Eva' } } });
    expect(managerOf(patched(first, { op: 'replace', path, value: '7' }))).toEqual({ value: '7', displayName: 'Eva' });
  });

  it('stay when the request gives them, before or with the value, and when the path is that of the value alone', () => {
    const given = { value: '43', displayName: 'Eva' };
    expect(managerOf(patched(managed, { op: 'replace', path, value: given }))).toEqual(given);
    const before = { op: 'replace', path: `${path}.displayName`, value: 'Zoe' } as const;
    expect(managerOf(patched(managed, before, { op: 'replace', path, value: '43' }))).toEqual({
      value: '43',
      displayName: 'Zoe',
    });
    expect(managerOf(patched(managed, { op: 'replace', path: `${path}.value`, value: '43' }))).toEqual(given);
  });
});

describe('a value that names the attribute once more (unwrapNamedValue)', () => {
  it('is read as the inner value', () => {
    expect(patched(user(), { op: 'add', path: 'title', value: { Title: 'Coach' } })).toMatchObject({ title: 'Coach' });
    expect(patched(user(), { op: 'add', path: 'emails', value: { emails: [{ value: 'a' }] } })).toMatchObject({
      emails: [{ value: 'a' }],
    });
    expect(patched(user(), { op: 'add', value: { title: { title: 'Coach' } } })).toMatchObject({ title: 'Coach' });
    const email = user({ emails: [{ value: 'a', type: 'work' }] });
    const inElement = { op: 'replace', path: 'emails[type eq "work"].value', value: { value: 'b' } } as const;
    expect(patched(email, inElement)).toMatchObject({ emails: [{ value: 'b' }] });
  });

  it('is not where it has more, or another name, or the leniency is off', () => {
    const refused = { _tag: 'InvalidValue', attribute: 'title', reason: 'must be a string, not an object' };
    for (const value of [{ title: 'a', more: 'b' }, { other: 'a' }, {}]) {
      expect(refusal(user(), { op: 'add', path: 'title', value })).toMatchObject(refused);
    }
    const strict = { ...user(), policy: without('unwrapNamedValue') };
    expect(refusal(strict, { op: 'add', path: 'title', value: { title: 'a' } })).toMatchObject(refused);
  });
});

describe('a value without path (parseJsonText, urnKeysInBody)', () => {
  it('may be the text of its JSON', () => {
    expect(patched(user(), { op: 'replace', value: '{"title":"Coach"}' })).toMatchObject({ title: 'Coach' });
    for (const value of ['{"title":', '["title"]', '7', 7]) {
      expect(refusal(user(), { op: 'replace', value })).toMatchObject({ _tag: 'InvalidValue', attribute: 'value' });
    }
    expect(refusal({ ...user(), policy: without('parseJsonText') }, { op: 'replace', value: '{}' })).toMatchObject({
      reason: 'must be an object of attributes when there is no path, not a string',
    });
  });

  it('may have core attributes under the URN of their schema, which is a path as well', () => {
    const value = { title: 'Coach' };
    for (const operation of [
      { op: 'replace', value: { [USER_SCHEMA]: value } },
      { op: 'add', value: { [USER_SCHEMA.toLowerCase()]: JSON.stringify(value) } },
      { op: 'replace', path: USER_SCHEMA, value },
    ] as const) {
      expect(patched(user(), operation)).toMatchObject(value);
      const { ignored, document } = outcome({ ...user(), policy: without('urnKeysInBody') }, operation);
      expect([document, ignored.map(({ reason }) => reason)]).toEqual([{ userName: 'ana' }, ['unknown']]);
    }
    expect(outcome(user(), { op: 'remove', path: USER_SCHEMA })).toMatchObject({
      document: { userName: 'ana' },
      ignored: [{ attribute: USER_SCHEMA, reason: 'unknown' }],
    });
    expect(refusal(user(), { op: 'add', value: { [USER_SCHEMA]: 'x' } })).toMatchObject({ attribute: USER_SCHEMA });
  });
});

describe('objects of which nothing can be read', () => {
  it('do not take the place of a value', () => {
    const emails = user({ emails: [{ value: 'a', type: 'work' }] });
    for (const path of ['emails', 'emails[type eq "work"]']) {
      expect(refusal(emails, { op: 'replace', path, value: [{ vlaue: 'b' }] })).toMatchObject({ _tag: 'InvalidValue' });
    }
    expect(refusal(emails, { op: 'remove', path: 'emails', value: [{ vlaue: 'a' }] })).toMatchObject({
      _tag: 'InvalidValue',
    });
    const policy = without('mergeOnReplace');
    const named = { ...user({ name: { givenName: 'Ana' } }), policy };
    expect(refusal(named, { op: 'replace', path: 'name', value: { nick: 'A' } })).toMatchObject({ attribute: 'name' });
    expect(patched(named, { op: 'replace', path: 'name', value: { givenName: null } })).toEqual({ userName: 'ana' });
    expect(patched({ ...user(), policy }, { op: 'replace', path: 'name', value: { nick: 'A' } })).toEqual({
      userName: 'ana',
    });
    const kept = user({ name: { givenName: 'Ana' } });
    expect(patched(kept, { op: 'replace', path: 'name', value: { nick: 'A' } })).toEqual(kept.document);
  });
});

describe('lists within lists (RFC 7644 section 3.5.2)', () => {
  const sessions = [{ value: '1', labels: ['a', 'b'] }, { value: '2' }];
  const course = { type: courseType, document: { title: 'Listening', sessions } };
  const labelsAfter = (...operations: readonly Parameters<typeof patched>[1][]) => {
    const after = patched(course, ...operations)['sessions'];
    return Array.isArray(after) ? after.map((one) => [one.value, one.labels]) : after;
  };

  it('are written in each element', () => {
    expect(labelsAfter({ op: 'add', path: 'sessions.labels', value: ['x'] })).toEqual([
      ['1', ['a', 'b', 'x']],
      ['2', ['x']],
    ]);
    expect(labelsAfter({ op: 'replace', path: 'sessions.labels', value: ['x'] })).toEqual([
      ['1', ['x']],
      ['2', ['x']],
    ]);
    expect(labelsAfter({ op: 'remove', path: 'sessions.labels' })).toEqual([
      ['1', undefined],
      ['2', undefined],
    ]);
    expect(labelsAfter({ op: 'remove', path: 'sessions.labels', value: ['a'] })).toEqual([
      ['1', ['b']],
      ['2', undefined],
    ]);
  });

  it('are selected from in each element', () => {
    expect(labelsAfter({ op: 'remove', path: 'sessions.labels[value eq "a"]' })).toEqual([
      ['1', ['b']],
      ['2', undefined],
    ]);
    expect(labelsAfter({ op: 'replace', path: 'sessions.labels[value eq "a"]', value: 'x' })).toEqual([
      ['1', ['x', 'b']],
      ['2', undefined],
    ]);
  });

  it('are refused where no element has what is selected (RFC 7644 section 3.12, noTarget)', () => {
    const operation = { op: 'replace', path: 'sessions.labels[value eq "z"]', value: 'x' } as const;
    expect(refusal(course, operation)).toMatchObject({ _tag: 'NoTarget', path: operation.path });
    expect(patched(course, { op: 'remove', path: operation.path })).toEqual(course.document);
    const bare = { type: courseType, document: { title: 'Listening' } };
    expect(refusal(bare, operation)).toMatchObject({ _tag: 'NoTarget' });
  });

  it('make the element that there is not', () => {
    const none = { type: courseType, document: { title: 'Listening' } };
    const operation = { op: 'add', path: 'sessions.labels', value: ['x'] } as const;
    expect(patched(none, operation)).toEqual({ title: 'Listening', sessions: [{ labels: ['x'] }] });
    expect(patched({ ...none, policy: strictPolicy }, operation)).toMatchObject({ sessions: [{ labels: ['x'] }] });
    expect(patched(none, { op: 'remove', path: 'sessions.labels' })).toBe(none.document);
  });
});

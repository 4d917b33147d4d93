import { describe, expect, it } from 'vitest';
import { strictPolicy, zollner02Policy } from '../../src/interop/policy-rules.ts';
import { ENTERPRISE_USER_SCHEMA, LOOOP_USER_SCHEMA, USER_SCHEMA } from '../../src/schema/urns.ts';
import { CATALOGUE, courseType } from '../support/course-type.ts';
import { userType } from '../support/standard-types.ts';
import { outcome, patched, refusal } from '../support/apply-operations.ts';

const user = (document: object = { userName: 'ana' }) => ({ type: userType, document: { ...document } });
const course = (document: object = { title: 'Listening' }) => ({ type: courseType, document: { ...document } });

describe('applyPatch: one after the other, all or none (RFC 7644 section 3.5.2)', () => {
  it('applies each operation to the outcome of the one before', () => {
    const operations = [
      { op: 'add', path: 'title', value: 'Coach' },
      { op: 'replace', path: 'title', value: 'Trainer' },
      { op: 'remove', path: 'title' },
      { op: 'add', path: 'nickName', value: 'Ani' },
    ] as const;
    expect(patched(user(), ...operations)).toEqual({ userName: 'ana', nickName: 'Ani' });
  });

  it('changes nothing in place, and nothing at all when one operation fails', () => {
    const given = user({ userName: 'ana', name: { givenName: 'Ana' }, emails: [{ value: 'a@acme.example' }] });
    const before = structuredClone(given.document);
    const failure = refusal(
      given,
      { op: 'replace', path: 'name.givenName', value: 'Anna' },
      { op: 'remove', path: 'emails' },
      { op: 'replace', path: 'active', value: 'perhaps' },
    );
    expect(failure).toMatchObject({
      _tag: 'InvalidValue',
      attribute: 'active',
      reason: 'must be true or false, not a string (operation 3 of 3)',
    });
    expect(given.document).toEqual(before);
  });

  it('gives back the very document where nothing changes', () => {
    const given = user({ userName: 'ana', name: { givenName: 'Ana' } });
    expect(patched(given, { op: 'remove', path: 'title' })).toBe(given.document);
    expect(patched(given, { op: 'replace', path: 'userName', value: 'ana' })).toBe(given.document);
    expect(patched(given, { op: 'remove', path: 'name.familyName' })).toEqual(given.document);
  });

  it('keeps values in the order of the schema, so that equal documents have equal texts', () => {
    const given = user({ userName: 'ana', active: true });
    const after = patched(given, { op: 'add', path: 'name.givenName', value: 'Ana' });
    expect(Object.keys(after)).toEqual(['userName', 'name', 'active']);
    expect(Object.keys(patched(user(after), { op: 'replace', path: 'userName', value: 'ben' }))).toEqual([
      'userName',
      'name',
      'active',
    ]);
  });

  it('tells of no members and of nothing left out where there are none', () => {
    expect(outcome(user(), { op: 'add', path: 'title', value: 'Coach' })).toEqual({
      document: { userName: 'ana', title: 'Coach' },
      memberships: [],
      ignored: [],
    });
  });
});

describe('applyPatch: paths (RFC 7644 sections 3.5.2 and 3.10)', () => {
  it.each([
    ['title', { userName: 'ana', title: 'x' }],
    ['TITLE', { userName: 'ana', title: 'x' }],
    [`${USER_SCHEMA}:title`, { userName: 'ana', title: 'x' }],
    ['name.familyName', { userName: 'ana', name: { familyName: 'x' } }],
    [`${ENTERPRISE_USER_SCHEMA}:department`, { userName: 'ana', [ENTERPRISE_USER_SCHEMA]: { department: 'x' } }],
    [`${LOOOP_USER_SCHEMA}:department`, { userName: 'ana', [LOOOP_USER_SCHEMA]: { department: 'x' } }],
    [
      `${ENTERPRISE_USER_SCHEMA}:manager.value`,
      { userName: 'ana', [ENTERPRISE_USER_SCHEMA]: { manager: { value: 'x' } } },
    ],
  ])('adds, replaces and removes at %s', (path, document) => {
    expect(patched(user(), { op: 'add', path, value: 'x' })).toEqual(document);
    expect(patched(user(), { op: 'replace', path, value: 'x' })).toEqual(document);
    expect(patched(user(document), { op: 'remove', path })).toEqual({ userName: 'ana' });
  });

  it('refuses a path that names no attribute (RFC 7644 section 3.12, invalidPath)', () => {
    expect(refusal({ ...user(), policy: strictPolicy }, { op: 'add', path: 'shoeSize', value: 41 })).toMatchObject({
      _tag: 'InvalidPath',
      path: 'shoeSize',
      reason: 'User has no such attribute',
      unknown: true,
    });
    expect(refusal({ ...user(), policy: zollner02Policy }, { op: 'add', path: 'shoeSize', value: 41 })).toMatchObject({
      _tag: 'InvalidSyntax',
      attribute: 'shoeSize',
      reason: 'is not defined by the schemas of the resource',
    });
  });

  it('compares literals in the filter of a path as the policy says (RFC 7644 section 3.4.2.2)', () => {
    const emails = { userName: 'ana', emails: [{ value: 'a@acme.example', primary: true }] };
    const operation = { op: 'remove', path: 'emails[primary eq "True"]' } as const;
    expect(patched(user(emails), operation)).toEqual({ userName: 'ana' });
    expect(refusal({ ...user(emails), policy: strictPolicy }, operation)).toMatchObject({ _tag: 'InvalidFilter' });
  });

  it('refuses a path that cannot be read', () => {
    expect(refusal(user(), { op: 'remove', path: 'title title' })).toMatchObject({ _tag: 'InvalidPath', position: 6 });
    expect(refusal(user(), { op: 'remove', path: 'emails[type eq]' })).toMatchObject({
      _tag: 'InvalidFilter',
      position: 14,
    });
  });

  it('shows a long path cut', () => {
    const path = `x${'y'.repeat(500)}`;
    expect(refusal({ ...user(), policy: strictPolicy }, { op: 'remove', path })).toMatchObject({
      path: `${path.slice(0, 128)}...`,
    });
  });
});

describe('applyPatch: mutability (RFC 7644 section 3.5.2, RFC 7643 section 7)', () => {
  it.each(['id', 'meta.created', 'schemas', 'groups', 'groups[value eq "g1"].display'])(
    'refuses a path to %s, which is readOnly',
    (path) => {
      for (const op of ['add', 'replace', 'remove'] as const) {
        expect(refusal(user(), { op, path, value: 'x' })).toMatchObject({ _tag: 'Mutability', reason: 'is readOnly' });
      }
    },
  );

  it('names the readOnly attribute that the path leads through', () => {
    expect(refusal(user(), { op: 'remove', path: 'meta.created' })).toMatchObject({ attribute: 'meta' });
    expect(refusal(course(), { op: 'replace', path: 'venue.seats', value: 3 })).toMatchObject({
      attribute: 'venue.seats',
    });
    expect(refusal(course(), { op: 'replace', path: 'sessions.seats', value: 3 })).toMatchObject({
      attribute: 'sessions.seats',
    });
  });

  it('refuses to remove what is required, and to replace it with nothing (RFC 7644 section 3.5.2.2)', () => {
    const required = { _tag: 'Mutability', attribute: 'userName', reason: 'is required and cannot be removed' };
    expect(refusal(user(), { op: 'remove', path: 'userName' })).toMatchObject(required);
    expect(refusal(user(), { op: 'replace', path: 'userName', value: null })).toMatchObject(required);
    const venue = { venue: { room: '1', building: 'A' } };
    expect(refusal(course(venue), { op: 'remove', path: 'venue.room' })).toMatchObject({ attribute: 'venue.room' });
    expect(patched(course(venue), { op: 'remove', path: 'venue' })).toEqual({});
  });

  it('lets what is required and has no value stay without one', () => {
    expect(patched(course({}), { op: 'remove', path: 'title' })).toEqual({});
    expect(patched(course({}), { op: 'replace', path: 'venue.building', value: 'A' })).toEqual({
      venue: { building: 'A' },
    });
  });

  it('lets an immutable attribute be set once and repeated in any case, not changed or removed', () => {
    expect(patched(course(), { op: 'add', path: 'code', value: 'L-1' })).toEqual({ title: 'Listening', code: 'L-1' });
    const coded = course({ title: 'Listening', code: 'L-1' });
    expect(patched(coded, { op: 'replace', path: 'code', value: 'l-1' })).toBe(coded.document);
    const immutable = { _tag: 'Mutability', attribute: 'code', reason: 'is immutable and has another value already' };
    expect(refusal(coded, { op: 'replace', path: 'code', value: 'L-2' })).toMatchObject(immutable);
    expect(refusal(coded, { op: 'remove', path: 'code' })).toMatchObject(immutable);
    const sealed = course({ title: 'Listening', [CATALOGUE]: { shelf: '3', sealed: 'yes' } });
    expect(refusal(sealed, { op: 'remove', path: `${CATALOGUE}:sealed` })).toMatchObject({
      attribute: `${CATALOGUE}:sealed`,
    });
  });
});

describe('applyPatch without path (RFC 7644 sections 3.5.2.1 and 3.5.2.3)', () => {
  it('writes each attribute of the value by itself', () => {
    const given = user({ userName: 'ana', name: { givenName: 'Ana', familyName: 'Pop' } });
    const value = {
      Title: 'Coach',
      name: { familyName: 'Popescu' },
      [ENTERPRISE_USER_SCHEMA]: { department: 'Field' },
    };
    const document = {
      userName: 'ana',
      name: { givenName: 'Ana', familyName: 'Popescu' },
      title: 'Coach',
      [ENTERPRISE_USER_SCHEMA]: { department: 'Field' },
    };
    expect(patched(given, { op: 'add', value })).toEqual(document);
    expect(patched(given, { op: 'replace', value })).toEqual(document);
  });

  it.each([
    ['title', 'a string'],
    [null, 'null'],
    [[{ title: 'Coach' }], 'a list of 1'],
  ])('refuses the value %j (RFC 7644 section 3.12, invalidValue)', (value, kind) => {
    expect(refusal(user(), { op: 'add', value })).toMatchObject({
      _tag: 'InvalidValue',
      attribute: 'value',
      reason: `must be an object of attributes when there is no path, not ${kind}`,
    });
  });

  it('is refused where a policy wants a path', () => {
    const operation = { op: 'add', value: { title: 'Coach' } } as const;
    expect(patched({ ...user(), policy: strictPolicy }, operation)).toMatchObject({ title: 'Coach' });
    expect(refusal({ ...user(), policy: zollner02Policy }, operation)).toMatchObject({
      _tag: 'InvalidSyntax',
      reason: 'the operation must have a path',
    });
  });

  it('takes keys for paths: dotted, filtered, with URN (ENTRA-13)', () => {
    const value = {
      'name.givenName': 'Ana',
      'emails[type eq "work"].value': 'ana@acme.example',
      [`${ENTERPRISE_USER_SCHEMA}:department`]: 'Field',
    };
    expect(patched(user(), { op: 'add', value })).toEqual({
      userName: 'ana',
      name: { givenName: 'Ana' },
      emails: [{ value: 'ana@acme.example', type: 'work' }],
      [ENTERPRISE_USER_SCHEMA]: { department: 'Field' },
    });
  });

  it('takes keys under a strict policy for names of attributes alone, with their URN', () => {
    const strict = { ...user(), policy: strictPolicy };
    expect(
      patched(strict, { op: 'add', value: { [`${ENTERPRISE_USER_SCHEMA}:department`]: 'Field', title: 'Coach' } }),
    ).toMatchObject({ title: 'Coach', [ENTERPRISE_USER_SCHEMA]: { department: 'Field' } });
    for (const key of ['name.givenName', 'emails[type eq "work"].value', 'emails[type eq "work"]', 'emails.value']) {
      expect(refusal(strict, { op: 'add', value: { [key]: 'x' } })).toMatchObject({
        _tag: 'InvalidValue',
        attribute: key,
        reason: 'is a path; without path the keys of a value are names of attributes',
      });
    }
  });

  it('leaves out and reports what is readOnly, as Okta sends the id along (OKTA-27)', () => {
    const value = { id: 'u1', active: false, meta: { version: 'W/"1"' }, 'groups[value eq "g1"].display': 'x' };
    expect(outcome(user(), { op: 'replace', value })).toEqual({
      document: { userName: 'ana', active: false },
      memberships: [],
      ignored: [
        { attribute: 'id', reason: 'readOnly' },
        { attribute: 'meta', reason: 'readOnly' },
        { attribute: 'groups', reason: 'readOnly' },
      ],
    });
    expect(refusal({ ...user(), policy: strictPolicy }, { op: 'replace', value: { id: 'u1' } })).toMatchObject({
      _tag: 'Mutability',
      attribute: 'id',
    });
  });

  it('leaves out and reports what no schema has, and refuses it under a strict policy (ENTRA-6)', () => {
    const value = { shoeSize: 41, 'emials[type eq "work"].value': 'x', title: 'Coach' };
    expect(outcome(user(), { op: 'add', value })).toMatchObject({
      document: { userName: 'ana', title: 'Coach' },
      ignored: [
        { attribute: 'shoeSize', reason: 'unknown' },
        { attribute: 'emials[type eq "work"].value', reason: 'unknown' },
      ],
    });
    expect(refusal({ ...user(), policy: strictPolicy }, { op: 'add', value })).toMatchObject({
      _tag: 'InvalidValue',
      attribute: 'shoeSize',
      reason: 'is not defined by the schemas of the resource',
    });
    const draft = { ...user(), policy: { ...zollner02Policy, patchWithoutPath: true } };
    expect(refusal(draft, { op: 'add', value })).toMatchObject({
      _tag: 'InvalidSyntax',
      attribute: 'shoeSize',
      reason: 'is not defined by the schemas of the resource',
    });
  });

  it('fails as a whole where a key is a path that cannot be read, or its value does not fit', () => {
    const broken = { title: 'Coach', 'emails[type eq].value': 'x' };
    expect(refusal(user(), { op: 'add', value: broken })).toMatchObject({ _tag: 'InvalidFilter' });
    expect(refusal(user(), { op: 'add', value: { title: 'Coach', active: 'perhaps' } })).toMatchObject({
      attribute: 'active',
    });
  });
});

import { describe, expect, it } from 'vitest';
import { strictPolicy } from '../../src/interop/policy-rules.ts';
import { ENTERPRISE_USER_SCHEMA, GROUP_SCHEMA, LOOOP_USER_SCHEMA, USER_SCHEMA } from '../../src/schema/urns.ts';
import { courseType } from '../support/course-type.ts';
import { groupType, read, refusal, userType } from '../support/standard-types.ts';

describe('readDocument', () => {
  it("reads the body of Okta's create, password included, groups left out (RFC 7644 section 3.3, OKTA-19)", () => {
    const body = {
      schemas: [USER_SCHEMA],
      userName: 'Ana.Pop@acme.example',
      name: { givenName: 'Ana', familyName: 'Pop' },
      emails: [{ primary: true, value: 'ana.pop@acme.example', type: 'work' }],
      externalId: '00u4x7k2mQbLwZpRt5d7',
      groups: [],
      password: 'qT7x2Lm9',
      active: true,
    };
    const { schemas: _schemas, groups: _groups, ...document } = body;
    expect(read(userType, body)).toEqual({
      document,
      memberIds: undefined,
      ignored: [{ attribute: 'groups', reason: 'readOnly' }],
    });
  });

  it('ignores id, meta and groups that come back in a PUT (RFC 7644 section 3.5.1, OKTA-25)', () => {
    const body = { userName: 'ana', id: 'u1', meta: { version: 'W/"1"' }, groups: [{ value: 'g1' }] };
    expect(read(userType, body).document).toEqual({ userName: 'ana' });
    expect(read(userType, body).ignored.map(({ attribute }) => attribute)).toEqual(['id', 'meta', 'groups']);
  });

  it('matches keys and extension URNs in any case and answers in the spelling of the schema (RFC 7643 section 2.1, ENTRA-4)', () => {
    const body = {
      USERNAME: 'ana',
      Emails: [{ Value: 'ana@acme.example', Primary: true }],
      [ENTERPRISE_USER_SCHEMA.toUpperCase()]: { Department: 'Field', Manager: { Value: 'u2' } },
    };
    expect(read(userType, body).document).toEqual({
      userName: 'ana',
      emails: [{ value: 'ana@acme.example', primary: true }],
      [ENTERPRISE_USER_SCHEMA]: { department: 'Field', manager: { value: 'u2' } },
    });
  });

  it('reads extensions that schemas does not list, and keeps both departments apart (RFC 7643 section 3.3, ENTRA-7, OKTA-40)', () => {
    const body = {
      schemas: [USER_SCHEMA],
      userName: 'ana',
      [ENTERPRISE_USER_SCHEMA]: { department: 'Field' },
      [LOOOP_USER_SCHEMA]: { department: 'Coaching', custom_1: 'A' },
    };
    const { schemas: _schemas, ...document } = body;
    expect(read(userType, body).document).toEqual(document);
  });

  it('treats null, an empty list and an empty object as unassigned (RFC 7643 section 2.5, ENTRA-6, OKTA-33)', () => {
    const body = {
      userName: 'ana',
      title: null,
      addresses: null,
      roles: [],
      name: { givenName: null },
      emails: [{}, null],
    };
    expect(read(userType, body).document).toStrictEqual({ userName: 'ana' });
  });

  it('reports unknown and misspelt attributes and leaves them out (ENTRA-6)', () => {
    const misspelt = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0User';
    const body = { userName: 'ana', adreses: [], [misspelt]: {}, name: { nick: 'A' }, manager: null };
    const { document, ignored } = read(userType, body);
    expect(document).toEqual({ userName: 'ana' });
    expect(ignored.map(({ attribute }) => attribute)).toEqual(['adreses', misspelt, 'manager', 'name.nick']);
  });

  it('lets no key of a client name a property: __proto__ is an unknown attribute', () => {
    const body = JSON.parse(
      '{"userName":"ana","__proto__":{"active":true},"name":{"__proto__":{"polluted":1},"givenName":"Ana"}}',
    );
    const { document } = read(userType, body);
    expect(document).toEqual({ userName: 'ana', name: { givenName: 'Ana' } });
    expect(Object.getPrototypeOf(document['name'])).toBe(Object.prototype);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('takes the last of keys that differ in case alone (RFC 7643 section 2.1)', () => {
    expect(read(userType, { userName: 'first', USERNAME: 'last' }).document).toEqual({ userName: 'last' });
  });

  it('reads members into ids, each once, and not into the document (RFC 7643 section 4.2)', () => {
    const members = [{ value: 'b', display: 'Ben', type: 'User' }, { Value: 'a', $ref: null }, { value: 'b' }];
    expect(read(groupType, { displayName: 'Coaches', members })).toEqual({
      document: { displayName: 'Coaches' },
      memberIds: ['b', 'a'],
      ignored: [],
    });
  });

  it('tells a group without members from a body that says nothing of them', () => {
    expect(read(groupType, { members: null }).memberIds).toEqual([]);
    expect(read(groupType, {}).memberIds).toBeUndefined();
  });

  it('names the member without an id by its place (RFC 7644 section 3.12)', () => {
    const failure = refusal(groupType, { members: [{ value: 'a' }, { display: 'Ben' }] });
    expect(failure).toMatchObject({
      _tag: 'InvalidValue',
      attribute: 'members.value',
      reason: 'is missing (element 2 of 2)',
    });
  });

  it('refuses a body that is no object (RFC 7644 section 3.12, invalidSyntax)', () => {
    for (const body of [undefined, null, [], 'ana', 1, true]) {
      expect(refusal(userType, body)._tag).toBe('InvalidSyntax');
    }
  });

  it('refuses schemas that is no list of strings (RFC 7643 section 3)', () => {
    for (const schemas of [USER_SCHEMA, {}, [1], [null], 7]) {
      expect(refusal(userType, { schemas, userName: 'ana' })._tag).toBe('InvalidSyntax');
    }
  });

  it('holds foreign and missing URNs in schemas against a body only under a strict policy (OL-2, GOOG-1, OKTA-35)', () => {
    const foreign = { schemas: ['urn:scim:schemas:core:1.0', USER_SCHEMA], userName: 'ana' };
    expect(read(userType, foreign).document).toEqual({ userName: 'ana' });
    expect(refusal(userType, foreign, strictPolicy)).toMatchObject({ _tag: 'InvalidValue', attribute: 'schemas' });
    expect(refusal(userType, { schemas: [GROUP_SCHEMA] }, strictPolicy)._tag).toBe('InvalidValue');
    expect(refusal(userType, { schemas: [ENTERPRISE_USER_SCHEMA] }, strictPolicy)._tag).toBe('InvalidValue');
    expect(refusal(userType, { userName: 'ana' }, strictPolicy)._tag).toBe('InvalidSyntax');
  });

  it('says what is wrong with schemas and with the body', () => {
    const strict = (schemas: unknown) => refusal(userType, { schemas, userName: 'ana' }, strictPolicy).reason;
    expect(strict(undefined)).toBe('schemas is missing from the body');
    expect(strict(null)).toBe('schemas is missing from the body');
    expect(strict(USER_SCHEMA)).toBe('schemas must be a list of URNs, not a string');
    expect(strict(['urn:example:other', USER_SCHEMA])).toBe('must list schemas of User alone');
    expect(refusal(userType, { schemas: [LOOOP_USER_SCHEMA] }, strictPolicy)).toMatchObject({
      attribute: 'schemas',
      reason: `must list ${USER_SCHEMA}`,
    });
    const both = { schemas: [ENTERPRISE_USER_SCHEMA, USER_SCHEMA], userName: 'ana' };
    expect(read(userType, both, strictPolicy).document).toEqual({ userName: 'ana' });
    expect(refusal(userType, { schemas: [USER_SCHEMA, 7] })._tag).toBe('InvalidSyntax');
    expect(read(userType, { schemas: [USER_SCHEMA.toUpperCase()], userName: 'ana' }, strictPolicy).document).toEqual({
      userName: 'ana',
    });
    expect(refusal(userType, []).reason).toBe('the body must be an object, not a list');
    expect(refusal(userType, { schemas: [7] }).reason).toBe(
      'schemas must be a list of URNs, not a list of other values',
    );
    expect(read(userType, { schemas: null, userName: 'ana' }).ignored).toEqual([]);
  });

  it('calls an unknown attribute a matter of syntax where the policy does', () => {
    const draft = { ...strictPolicy, unknownIsInvalidValue: false };
    const body = { schemas: [USER_SCHEMA], userName: 'ana', adreses: [] };
    expect(refusal(userType, body, strictPolicy)).toMatchObject({ _tag: 'InvalidValue', attribute: 'adreses' });
    expect(refusal(userType, body, draft)).toMatchObject({
      _tag: 'InvalidSyntax',
      attribute: 'adreses',
      reason: 'is not defined by the schemas of the resource',
      suggestion: 'addresses',
    });
    expect(refusal(userType, { schemas: ['urn:example:other'] }, draft)).toMatchObject({ _tag: 'InvalidSyntax' });
    expect(refusal(userType, { schemas: [USER_SCHEMA], active: 7 }, draft)).toMatchObject({ _tag: 'InvalidValue' });
  });

  it('says which schema was probably meant, and what was sent instead, under each policy', () => {
    const misspelt = `${USER_SCHEMA}s`;
    const near = { schemas: [misspelt, USER_SCHEMA], userName: 'ana' };
    const far = { schemas: ['urn:example:other', USER_SCHEMA], userName: 'ana' };
    const draft = { ...strictPolicy, unknownIsInvalidValue: false };
    for (const policy of [strictPolicy, draft]) {
      expect(refusal(userType, near, policy)).toMatchObject({ suggestion: USER_SCHEMA, received: misspelt });
      expect(refusal(userType, far, policy)).toMatchObject({ received: 'urn:example:other' });
      expect(refusal(userType, far, policy)).not.toHaveProperty('suggestion');
    }
    const nameless = { schemas: [USER_SCHEMA], userName: 'ana', zzzzzzzzzz: 1 };
    for (const policy of [strictPolicy, draft]) {
      expect(refusal(userType, nameless, policy)).not.toHaveProperty('suggestion');
      expect(refusal(userType, nameless, policy)).not.toHaveProperty('received');
    }
  });

  it('says of members whether a bare text stood for one, and of nothing else', () => {
    const bare = { displayName: 'Coaches', members: ['u1'] };
    expect(read(groupType, bare)).toMatchObject({ memberIds: ['u1'], membersMustExist: true });
    const named = read(groupType, { displayName: 'Coaches', members: [{ value: 'u1' }] });
    expect(named.memberIds).toEqual(['u1']);
    expect(named).not.toHaveProperty('membersMustExist');
    expect(named).not.toHaveProperty('unreadable');
    expect(read(userType, { userName: 'ana', members: ['u1'] })).not.toHaveProperty('membersMustExist');
    const both = read(groupType, { displayName: 'Coaches', members: [{ value: 'u1' }, 'u2'] });
    expect(both).toMatchObject({ memberIds: ['u1', 'u2'], membersMustExist: true });
    const empty = refusal(groupType, { displayName: 'Coaches', members: [null] });
    expect(empty).toMatchObject({ attribute: 'members', reason: 'names no member in a list of 1' });
  });

  it('names the attribute whose value does not fit, also in extensions and members', () => {
    expect(refusal(userType, { name: { givenName: {} } })).toMatchObject({ attribute: 'name.givenName' });
    expect(refusal(userType, { [ENTERPRISE_USER_SCHEMA]: { department: {} } })).toMatchObject({
      attribute: `${ENTERPRISE_USER_SCHEMA}:department`,
    });
    expect(refusal(groupType, { members: [{}] })).toMatchObject({ attribute: 'members.value' });
  });

  it('leaves out a readOnly attribute of the document, and reads types without memberships', () => {
    expect(read(courseType, { title: 'Listening', enrolled: 7 })).toEqual({
      document: { title: 'Listening' },
      memberIds: undefined,
      ignored: [{ attribute: 'enrolled', reason: 'readOnly' }],
    });
  });

  it('leaves memberships of users to the groups, also in another case', () => {
    expect(read(userType, { GROUPS: [{ value: 'g1' }] })).toEqual({
      document: {},
      memberIds: undefined,
      ignored: [{ attribute: 'groups', reason: 'readOnly' }],
    });
    expect(read(groupType, { MEMBERS: [{ value: 'u1' }] }).memberIds).toEqual(['u1']);
  });

  it('keeps the list of what was left out short, whatever the body', () => {
    const body = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [`unknown${index}${'x'.repeat(999)}`, 1]),
    );
    const { ignored } = read(userType, body);
    expect(ignored).toHaveLength(100);
    expect(ignored.every(({ attribute }) => attribute.length < 150)).toBe(true);
  });

  it('reads 20,000 members and 20,000 values, each once', () => {
    const members = Array.from({ length: 20_000 }, (_, index) => ({ value: `u${index % 15_000}` }));
    const emails = Array.from({ length: 20_000 }, (_, index) => ({ value: `${index % 15_000}@acme.example` }));
    expect(read(groupType, { members }).memberIds).toHaveLength(15_000);
    expect(read(userType, { emails }).document['emails']).toHaveLength(15_000);
  });
});

import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { interopPolicy, strictPolicy, type InteropPolicy } from '../../src/interop/policy-rules.ts';
import { readDocument } from '../../src/read/read-document.ts';
import { ENTERPRISE_USER_SCHEMA, GROUP_SCHEMA, LOOOP_USER_SCHEMA, USER_SCHEMA } from '../../src/schema/urns.ts';
import { groupType, userType } from '../support/standard-types.ts';

const read = (body: object, policy: InteropPolicy = interopPolicy) =>
  Result.getOrThrow(readDocument(userType, body, policy));
const refused = (body: object, policy: InteropPolicy = interopPolicy) =>
  Result.getOrThrow(Result.flip(readDocument(userType, body, policy)));

describe('URNs as keys of a body (RFC 7644 section 3.10)', () => {
  it('reads core attributes under the URN of their schema', () => {
    const core = { userName: 'ana', title: 'Coach', name: { givenName: 'Ana' } };
    expect(read({ [USER_SCHEMA]: core })).toEqual({ document: { ...core, name: { givenName: 'Ana' } }, ignored: [] });
    expect(read({ [USER_SCHEMA.toUpperCase()]: { TITLE: 'Coach' } }).document).toEqual({ title: 'Coach' });
    expect(read({ [USER_SCHEMA]: JSON.stringify({ title: 'Coach' }) }).document).toEqual({ title: 'Coach' });
    expect(read({ [USER_SCHEMA]: null, userName: 'ana' }).document).toEqual({ userName: 'ana' });
    const group = { [GROUP_SCHEMA]: { displayName: 'Coaches', members: [{ value: 'u1' }] } };
    expect(Result.getOrThrow(readDocument(groupType, group, interopPolicy))).toMatchObject({
      document: { displayName: 'Coaches' },
      memberIds: ['u1'],
    });
  });

  it('reads attributes under their whole URNs', () => {
    const body = {
      [`${USER_SCHEMA}:title`]: 'Coach',
      [`${LOOOP_USER_SCHEMA}:AREA`]: 'North',
      [`${ENTERPRISE_USER_SCHEMA}:manager`]: '7',
      [`${ENTERPRISE_USER_SCHEMA}:manager.displayName`]: 'Eva',
      [`${USER_SCHEMA}:name.givenName`]: 'Ana',
      name: { familyName: 'Pop' },
    };
    expect(read(body)).toEqual({
      document: {
        name: { familyName: 'Pop', givenName: 'Ana' },
        title: 'Coach',
        [ENTERPRISE_USER_SCHEMA]: { manager: { value: '7', displayName: 'Eva' } },
        [LOOOP_USER_SCHEMA]: { area: 'North' },
      },
      ignored: [],
    });
  });

  it('counts a whole URN more than an object of the schema, and keeps the rest of that', () => {
    const body = { [`${LOOOP_USER_SCHEMA}:area`]: 'South', [LOOOP_USER_SCHEMA]: { Area: 'North', custom_1: 'x' } };
    expect(read(body).document).toEqual({ [LOOOP_USER_SCHEMA]: { area: 'South', custom_1: 'x' } });
    const text = { [`${LOOOP_USER_SCHEMA}:area`]: 'South', [LOOOP_USER_SCHEMA]: '{"custom_1":"x"}' };
    expect(read(text).document).toEqual({ [LOOOP_USER_SCHEMA]: { area: 'South', custom_1: 'x' } });
  });

  it('leaves out and reports what such a key does not name', () => {
    const keys = [`${LOOOP_USER_SCHEMA}:custom_4`, 'urn:x:y:User:role', `${USER_SCHEMA}:emails.value`];
    expect(read(Object.fromEntries(keys.map((key) => [key, 'x'])))).toEqual({
      document: {},
      ignored: keys.map((attribute) => ({ attribute, reason: 'unknown' })),
    });
    expect(read({ [`${USER_SCHEMA}:id`]: 'x' }).ignored).toEqual([{ attribute: 'id', reason: 'readOnly' }]);
  });

  it('refuses what is no object where one is due', () => {
    const reason = 'must be an object of attributes, not an empty list';
    expect(refused({ [USER_SCHEMA]: [] })).toMatchObject({ _tag: 'InvalidValue', attribute: USER_SCHEMA, reason });
    expect(refused({ [LOOOP_USER_SCHEMA]: 'x', [`${LOOOP_USER_SCHEMA}:area`]: 'y' })).toMatchObject({
      attribute: LOOOP_USER_SCHEMA,
      reason: 'must be an object, not a string',
    });
    expect(refused({ [USER_SCHEMA]: '{' })).toMatchObject({
      reason: 'must be an object, not a text of JSON that has a fault in it',
    });
  });

  it('is a leniency', () => {
    const schemas = [USER_SCHEMA];
    for (const key of [USER_SCHEMA, `${LOOOP_USER_SCHEMA}:area`]) {
      expect(refused({ schemas, userName: 'ana', [key]: {} }, strictPolicy)).toMatchObject({ attribute: key });
    }
    const policy = { ...interopPolicy, urnKeysInBody: false };
    expect(read({ [USER_SCHEMA]: { title: 'Coach' } }, policy)).toEqual({
      document: {},
      ignored: [{ attribute: USER_SCHEMA, reason: 'unknown' }],
    });
  });
});

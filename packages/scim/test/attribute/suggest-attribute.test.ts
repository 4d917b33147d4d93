import { describe, expect, it } from 'vitest';
import { closestName, suggestAttribute } from '../../src/attribute/index.ts';
import { ENTERPRISE_USER_SCHEMA, groupType, LOOOP_USER_SCHEMA, USER_SCHEMA, userType } from '../../src/schema/index.ts';

const LOOOP = LOOOP_USER_SCHEMA;
const ENTERPRISE = ENTERPRISE_USER_SCHEMA;

describe('suggestAttribute', () => {
  it.each([
    ['misspelled', 'userNme', 'userName'],
    ['two letters changed places', 'titel', 'title'],
    ['another case', 'USERNAME', 'userName'],
    ['underscores for capitals', 'user_name', 'userName'],
    ['a slash in front', '/title', 'title'],
    ['slashes for dots', '/name/givenName', 'name.givenName'],
    ['camel case for dots', 'nameGivenName', 'name.givenName'],
    ['a sub-attribute alone', 'givenName', 'name.givenName'],
    ['a misspelled sub-attribute', 'name.givnName', 'name.givenName'],
    ['a filter behind it', 'emials[type eq "work"].value', 'emails'],
    ['the name of other systems', 'firstName', 'name.givenName'],
    ['the name of other systems', 'email', 'emails'],
    ['the name of other systems', 'mobilePhone', 'phoneNumbers'],
    ['the name of other systems, misspelled', 'fristName', 'name.givenName'],
    ['the name of other systems, in an extension', 'employeeId', `${ENTERPRISE}:employeeNumber`],
    ['an extension without its URN', 'area', `${LOOOP}:area`],
    ['one number too high', 'custom_4', `${LOOOP}:custom_1`],
    ['no underscore', 'custom1', `${LOOOP}:custom_1`],
    ['a misspelled URN', 'urn:ietf:params:scim:schemas:extension:Loop:2.0:User:area', `${LOOOP}:area`],
    ['a misspelled name behind a URN', `${LOOOP}:aera`, `${LOOOP}:area`],
    ['the URN of another extension', `${ENTERPRISE}:area`, `${LOOOP}:area`],
    ['the URN of the core schema', `${USER_SCHEMA}:titel`, 'title'],
    ['a misspelled URN alone', 'urn:ietf:params:scim:schemas:extension:Loop:2.0:User', LOOOP],
    ['the URN of the core schema, misspelled', 'urn:ietf:params:scim:schemas:core:2.0:Usr', USER_SCHEMA],
    ['a short name behind a URN', `${LOOOP}:are`, `${LOOOP}:area`],
    ['a URN of nobody', 'urn:acme:User:department', `${ENTERPRISE}:department`],
  ])('knows what is meant by %s: %s', (_, name, meant) => {
    expect(suggestAttribute(userType, name)).toBe(meant);
  });

  it.each([
    ['name', 'displayName'],
    ['users', 'members'],
    ['member', 'members'],
  ])('knows what is meant by %s of a group', (name, meant) => {
    expect(suggestAttribute(groupType, name)).toBe(meant);
  });

  it.each([
    '',
    '.',
    ':',
    '[',
    'shoeSize',
    'notes',
    'x',
    'zz',
    'hasOwnProperty',
    'constructor',
    'urn:acme:User:shoeSize',
  ])('suggests nothing for %j, which is near to nothing', (name) => {
    expect(suggestAttribute(userType, name)).toBeUndefined();
  });

  it('does not compare long names', () => {
    expect(suggestAttribute(userType, `userName${'x'.repeat(300)}`)).toBeUndefined();
    expect(closestName('x'.repeat(129), ['x'.repeat(128)])).toBeUndefined();
    expect(closestName('x'.repeat(128), ['x'.repeat(127)])).toBe('x'.repeat(127));
  });
});

import { describe, expect, it } from 'vitest';
import { resolveAttribute } from '@looop-scim/scim/attribute';
import { groupType as group, userType as user } from '../support/standard-types.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const LOOOP = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User';

describe('resolveAttribute (RFC 7644 section 3.10)', () => {
  it.each([
    ['userName', 'userName'],
    ['USERNAME', 'userName'],
    ['name.givenname', 'name.givenName'],
    [`${CORE}:name.givenName`, 'name.givenName'],
    [`${CORE.toUpperCase()}:NAME`, 'name'],
    [`${ENTERPRISE}:department`, `${ENTERPRISE}:department`],
    [`${LOOOP.toLowerCase()}:custom_1`, `${LOOOP}:custom_1`],
    [`${LOOOP}.department`, `${LOOOP}:department`],
    [`${ENTERPRISE}:manager.value`, `${ENTERPRISE}:manager.value`],
    [ENTERPRISE, ENTERPRISE],
    ['emails.value', 'emails.value'],
    ['meta.version', 'meta.version'],
  ])('%s is %s', (spelling, path) => {
    expect(resolveAttribute(user, spelling)?.path).toBe(path);
  });

  it.each([
    '',
    'shoeSize',
    'name.',
    '.name',
    'name..givenName',
    'userName.value',
    'department',
    CORE,
    `${CORE}:`,
    `${CORE}:department`,
    `${CORE}:${ENTERPRISE}:department`,
    `${ENTERPRISE}:`,
    `${ENTERPRISE}:manager.shoeSize`,
    `${ENTERPRISE}2:department`,
    'urn:example:other:userName',
    '__proto__',
    'constructor',
    'toString',
  ])('%s names nothing', (spelling) => {
    expect(resolveAttribute(user, spelling)).toBeUndefined();
  });

  it('knows the attributes of its own type alone', () => {
    expect(resolveAttribute(group, 'members.value')?.path).toBe('members.value');
    expect(resolveAttribute(group, 'userName')).toBeUndefined();
  });
});

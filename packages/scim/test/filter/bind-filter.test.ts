import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import type { Complex } from '@looop-scim/scim/attribute';
import { bindFilter, evaluateFilter, parseFilter } from '@looop-scim/scim/filter';
import { interopPolicy } from '@looop-scim/scim/interop';
import { groupType as group, userType as user } from '../support/standard-types.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const LOOOP = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User';

const bound = (text: string, type = user) => Result.flatMap(parseFilter(text), (filter) => bindFilter(type, filter));
const refused = (text: string, type = user) => Result.getOrThrow(Result.flip(bound(text, type)));

const ana: Complex = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', ENTERPRISE, LOOOP],
  id: '2819c223',
  externalId: 'Ext-1',
  userName: 'Ana.Pop@acme.example',
  name: { givenName: 'Ana', familyName: 'Straße' },
  active: true,
  emails: [
    { value: 'ana@acme.example', type: 'work', primary: true },
    { value: 'ana@home.example', type: 'home' },
  ],
  meta: {
    resourceType: 'User',
    created: '2026-01-02T03:04:05.000Z',
    lastModified: '2026-11-01T09:00:00.000Z',
    version: 'W/"3"',
  },
  [ENTERPRISE]: { department: 'Field', manager: { value: '77' } },
  [LOOOP]: { department: 'Coaching' },
};
const matches = (text: string) => evaluateFilter(Result.getOrThrow(bound(text)), ana);

describe('bindFilter and evaluateFilter on a user (RFC 7644 section 3.4.2.2)', () => {
  it.each([
    ['userName eq "ana.pop@ACME.example"', 'userName is not case-exact'],
    ['externalId eq "Ext-1"', 'externalId is case-exact'],
    ['name.familyName eq "STRASSE"', 'folding knows sharp s'],
    ['emails eq "ana@home.example"', 'a complex attribute stands for its value'],
    ['emails.type eq "home"', 'any element may fulfil it'],
    ['emails[type eq "work" and value co "@acme"]', 'one element fulfils both'],
    ['active eq "True"', 'a boolean in quotes'],
    ['active ne false', 'ne is the negation of eq'],
    ['title ne "x"', 'ne holds without a value'],
    ['title eq null', 'eq null is not present'],
    ['not (title pr)', 'not present'],
    ['meta.lastModified gt "2026-10-31T23:59:59Z"', 'an instant'],
    ['meta.lastModified eq "2026-11-01T10:00:00+01:00"', 'the same instant elsewhere'],
    ['meta.version eq "W/\\"3\\""', 'the entity tag'],
    [`${ENTERPRISE}:department eq "Field"`, 'enterprise department'],
    [`${LOOOP}:department eq "coaching"`, 'Looop department'],
    [`${LOOOP.toLowerCase()}:DEPARTMENT sw "coach"`, 'URNs in any case'],
    [`${ENTERPRISE}:manager.value eq "77"`, 'below an extension'],
    [`${ENTERPRISE}:manager eq "77"`, 'a complex attribute of an extension'],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName pr', 'the core URN'],
    [`schemas eq "${ENTERPRISE}"`, 'an extension that the user has'],
    ['meta.resourceType eq "User"', 'decided by the type'],
  ])('%s: %s', (text) => {
    expect(matches(text)).toBe(true);
    expect(matches(`not (${text})`)).toBe(false);
  });

  it.each([
    'externalId eq "ext-1"',
    'emails[type eq "home" and primary eq true]',
    'emails[type eq "home" and primary eq false]',
    'userName gt "b"',
    'title eq "x"',
    'meta.version eq "3"',
    `${ENTERPRISE}:department eq "Coaching"`,
  ])('%s does not hold', (text) => {
    expect(matches(text)).toBe(false);
  });
});

describe('bindFilter: what is refused', () => {
  it.each([
    ['shoeSize eq 1', 'shoeSize'],
    ['name eq "x"', 'name'],
    [`${LOOOP} eq "x"`, LOOOP],
    ['password eq "x"', 'password'],
    ['password pr', 'password'],
    ['userName eq true', 'userName'],
    ['active gt true', 'active'],
    ['active eq "yes"', 'active'],
    ['userName gt null', 'userName'],
    ['meta.created eq "yesterday"', 'meta.created'],
    ['meta.location eq "x"', 'meta.location'],
    ['userName[value eq "x"]', 'userName'],
    ['emails[shoeSize eq 1]', 'shoeSize'],
    ['urn:example:unknown:2.0:User:x pr', 'urn:example:unknown:2.0:User:x'],
  ])('%s names the attribute', (text, attribute) => {
    expect(refused(text)).toMatchObject({ _tag: 'InvalidFilter', attribute });
  });

  it.each([
    ['active eq "True"', 'coerceBooleans'],
    ['emails[primary eq "true"]', 'coerceBooleans'],
    ['userName eq 5', 'coerceScalars'],
  ])('%s by a policy without %s', (text, leniency) => {
    const syntax = Result.getOrThrow(parseFilter(text));
    const outcome = bindFilter(user, syntax, { literals: { ...interopPolicy, [leniency]: false } });
    expect(Result.isFailure(outcome) && outcome.failure._tag).toBe('InvalidFilter');
    expect(Result.isSuccess(bindFilter(user, syntax, { literals: interopPolicy }))).toBe(true);
  });

  it('members can be filtered by their value, not by links', () => {
    expect(Result.isSuccess(bound('members.value eq "1"', group))).toBe(true);
    expect(Result.isSuccess(bound('members[value eq "1"]', group))).toBe(true);
    expect(refused('members.$ref eq "x"', group).reason).toContain('use value');
  });
});

// The default sets on what Okta and Entra ID send (OKTA-19, OKTA-37, OKTA-39, OKTA-40, ENTRA-5).
import * as Result from 'effect/Result';
import { describe, expect, it } from 'vitest';
import {
  applyMappingSet,
  checkMappingSet,
  fullMappingSet,
  minimumMappingSet,
  STANDARD_FIELDS,
  type MappingSet,
} from '@looop-scim/provisioning/mapping';
import { ENTERPRISE_USER_SCHEMA as ENTERPRISE, LOOOP_USER_SCHEMA as LOOOP, userType } from '@looop-scim/scim/schema';
import { sent } from './support.ts';

const mapped = (set: MappingSet, body: object) =>
  applyMappingSet(Result.getOrThrow(checkMappingSet(userType, set)), sent(body));

/** A creation by Okta. */
const okta = {
  userName: 'Ana.Pop@acme.example',
  name: { givenName: 'Ana', familyName: 'Pop' },
  emails: [{ primary: true, value: 'ana.pop@acme.example', type: 'work' }],
  displayName: 'Ana Pop',
  locale: 'en-US',
  externalId: '00u4x7k2mQbLwZpRt5d7',
  groups: [],
  password: 'qT7x2Lm9',
  active: true,
};

/** The same with the attributes of both extensions. */
const oktaWithExtensions = {
  ...okta,
  title: 'Coach',
  timezone: 'America/Los_Angeles',
  [ENTERPRISE]: {
    employeeNumber: '1041',
    costCenter: '42',
    organization: 'Acme',
    division: 'East',
    department: 'Field',
    manager: { value: '77', displayName: 'Ion Rus' },
  },
  [LOOOP]: {
    area: 'North',
    department: 'Coaching',
    location: 'Cluj',
    position: 'Trainer',
    custom_1: 'A',
    custom_2: 'B',
    custom_3: 'C',
  },
};

const entra = {
  externalId: 'ana.pop',
  userName: 'ana.pop@acme.example',
  active: 'True',
  displayName: 'Ana Pop',
  name: { givenName: 'Ana', familyName: 'Pop', formatted: 'Ana Pop' },
  emails: [{ type: 'work', value: 'ana.pop@acme.example', primary: true }],
  roles: [],
  [ENTERPRISE]: { department: 'Field', employeeNumber: '1041' },
};

const minimum = {
  username: 'Ana.Pop@acme.example',
  givenName: 'Ana',
  familyName: 'Pop',
  email: 'ana.pop@acme.example',
  active: true,
};

describe('the default set minimum', () => {
  it('makes the five fields of what Okta sends', () => {
    expect(mapped(minimumMappingSet, oktaWithExtensions)).toEqual({ profile: minimum, issues: [] });
  });

  it('names what is missing, and makes the rest', () => {
    expect(mapped(minimumMappingSet, { userName: 'ana', active: false })).toEqual({
      profile: { username: 'ana', active: false },
      issues: ['givenName', 'familyName', 'email'].map((field) => ({ field, issue: 'missing' })),
    });
  });
});

describe('the default set full', () => {
  it('maps every standard field once', () => {
    expect(fullMappingSet.mappings.map(({ field }) => field).toSorted()).toEqual(
      STANDARD_FIELDS.map(({ name }) => name).toSorted(),
    );
  });

  it('makes a profile of the attributes of Okta, of both extensions', () => {
    expect(mapped(fullMappingSet, oktaWithExtensions)).toEqual({
      profile: {
        ...minimum,
        displayName: 'Ana Pop',
        title: 'Coach',
        locale: 'en-US',
        timezone: 'America/Los_Angeles',
        area: 'North',
        department: 'Coaching',
        location: 'Cluj',
        position: 'Trainer',
        custom1: 'A',
        custom2: 'B',
        custom3: 'C',
        employeeNumber: '1041',
        costCenter: '42',
        division: 'East',
        organization: 'Acme',
        manager: '77',
      },
      issues: [],
    });
  });

  it("takes the department of the enterprise extension where Looop's has none (Entra ID's default mapping)", () => {
    expect(mapped(fullMappingSet, entra).profile).toEqual({
      ...minimum,
      username: 'ana.pop@acme.example',
      displayName: 'Ana Pop',
      department: 'Field',
      employeeNumber: '1041',
    });
  });

  it('joins the names where there is no displayName', () => {
    const { displayName: _none, ...unnamed } = okta;
    expect(mapped(fullMappingSet, unnamed).profile['displayName']).toBe('Ana Pop');
    expect(mapped(fullMappingSet, { ...unnamed, name: { givenName: 'Ana' } }).profile['displayName']).toBe('Ana');
    expect(mapped(fullMappingSet, { userName: 'ana' }).profile['displayName']).toBe(undefined);
  });

  it('takes whoever is not said to be inactive for active', () => {
    const { active: _active, ...silent } = okta;
    expect(mapped(fullMappingSet, silent).profile['active']).toBe(true);
    expect(mapped(fullMappingSet, { ...okta, active: false }).profile['active']).toBe(false);
  });
});

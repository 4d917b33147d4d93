// Organisations and tokens as rows of a database, and what is said of a value that is taken.
import { describe, expect, it } from 'vitest';
import { organisationFrom, storedSettings, taken, tokenFrom } from '@looop-scim/provisioning/storage-support';

const ACME = '0199f0a1-0000-7000-8000-000000000001';

describe('an organisation as a row', () => {
  const row = {
    id: ACME,
    name: 'acme',
    scimEnabled: true,
    profile: 'strict',
    leniencies: '{"coerceBooleans":true}',
    created: 7,
  };
  const organisation = { ...row, leniencies: { coerceBooleans: true } };

  it('is read back as it was, with its leniencies', () => {
    expect(organisationFrom(row)).toEqual(organisation);
    expect(organisationFrom({ ...row, scimEnabled: false, leniencies: '{}' })).toEqual({
      ...organisation,
      scimEnabled: false,
      leniencies: {},
    });
  });

  it('has settings that change, and fields that never do', () => {
    const { scimEnabled, profile, leniencies } = row;
    expect(storedSettings(organisationFrom(row))).toEqual({ scimEnabled, profile, leniencies });
  });
});

describe('a token as a row', () => {
  const least = { organisationId: ACME, fingerprint: '0123456789abcdef', hash: '00', created: 7 };
  const rest = {
    expires: 0,
    revoked: 9,
    lastUsed: 8,
    lastClient: 'Okta',
    subject: 'ana',
    label: '',
    scopes: ['read'] as const,
  };
  const names = Object.keys(rest);

  it('has every field that the row has, also 0 and the empty text', () => {
    expect(tokenFrom({ ...least, ...rest })).toStrictEqual({ ...least, ...rest });
  });

  it.each([null, undefined])('has no field of which the row has %s', (nothing) => {
    expect(tokenFrom({ ...least, ...Object.fromEntries(names.map((name) => [name, nothing])) })).toStrictEqual(least);
    expect(tokenFrom(least)).toStrictEqual(least);
  });
});

describe('a value that is taken', () => {
  const key = { attribute: 'userName' };

  it('names its holder, and whether that one is inactive, unless it has gone', () => {
    expect(taken('User', key, undefined)).toMatchObject({ _tag: 'Uniqueness', resourceType: 'User', ...key });
    expect(taken('User', key, undefined)).not.toHaveProperty('holder');
    expect(taken('User', key, { id: 'a', document: { active: false } }).holder).toEqual({ id: 'a', inactive: true });
    for (const document of [{ active: true }, {}, { active: 'false' }]) {
      expect(taken('User', key, { id: 'a', document }).holder).toEqual({ id: 'a', inactive: false });
    }
  });
});

// What the page about the mapping works out by itself: spellings, drafts on top of others, sums of coverage.
import { describe, expect, it } from 'vitest';
import { addedUp } from '../src/pages/mapping/added-up.ts';
import type { MappingSet } from '../src/pages/mapping/mapping-set.ts';
import { rebased } from '../src/pages/mapping/rebase.ts';
import { spellingOf } from '../src/pages/mapping/spelling.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const LOOOP = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const attribute = (path: string, schema: string, name: string, isList = false) => ({
  ...{ path, schema, name, type: 'string', description: '', isList },
  ...(isList && { types: ['work', 'home', 'other'] }),
});

const catalogue = {
  fields: [],
  attributes: [
    attribute('name.givenName', CORE, 'name.givenName'),
    attribute('emails.value', CORE, 'emails.value', true),
    attribute(`${LOOOP}:department`, LOOOP, 'department'),
    attribute(`${ENTERPRISE}:manager.value`, ENTERPRISE, 'manager.value'),
  ],
};

describe('the spelling of an attribute', () => {
  it.each([
    [{ attribute: 'name.givenName' }, ['name.givenName', CORE], 'name.givenName'],
    [{ attribute: 'emails.value' }, ['emails.^[primary==true].value', CORE], 'emails[type eq "work"].value'],
    [
      { attribute: 'emails[type eq "home"].value' },
      ["emails.^[type=='home'].value", CORE],
      'emails[type eq "home"].value',
    ],
    [
      { attribute: 'emails.value', pick: [{ type: 'other' }] },
      ["emails.^[type=='other'].value", CORE],
      'emails[type eq "other"].value',
    ],
    [{ attribute: `${LOOOP}:department` }, ['department', LOOOP], `${LOOOP}:department`],
    [{ attribute: `${ENTERPRISE}:manager.value` }, ['manager.value', ENTERPRISE], `${ENTERPRISE}:manager`],
  ])('is what docs/mapping.md says: %j', (source, [name, namespace], entra) => {
    expect(spellingOf(source, catalogue)).toEqual({ okta: { name, namespace }, entra });
  });

  it('is unknown for what the organisation does not have', () => {
    expect(spellingOf({ attribute: 'shoeSize' }, catalogue)).toBe(undefined);
  });
});

describe('a draft on top of what somebody else saved', () => {
  const from = (field: string, path = field) => ({ field, from: [{ attribute: path }] });
  const base: MappingSet = { mappings: [from('title'), from('area'), from('locale')] };

  it('keeps both, field by field: what is changed, added and removed', () => {
    const mine: MappingSet = {
      fields: [{ name: 'region', type: 'string' }],
      mappings: [from('title', 'nickName'), from('locale'), from('region')],
    };
    const theirs: MappingSet = {
      fields: [{ name: 'team', type: 'string' }],
      mappings: [from('title'), from('area'), from('locale', 'preferredLanguage'), from('team')],
    };
    expect(rebased(base, mine, theirs)).toEqual({
      fields: [
        { name: 'team', type: 'string' },
        { name: 'region', type: 'string' },
      ],
      mappings: [from('title', 'nickName'), from('locale', 'preferredLanguage'), from('team'), from('region')],
    });
  });

  it('is theirs when nothing was changed, and mine when they changed nothing', () => {
    const changed: MappingSet = { mappings: [from('title', 'nickName')] };
    expect(rebased(base, base, changed)).toEqual(changed);
    expect(rebased(base, changed, base)).toEqual(changed);
  });
});

describe('parts of a coverage', () => {
  const part = (people: number, having: number, values: readonly string[]) => ({
    people,
    hasMore: true,
    fields: [
      {
        ...{ field: 'title', people: having, otherwise: 1 },
        attributes: [{ attribute: 'title', people: having }],
        unknownValues: values.map((value) => ({ value, people: 1 })),
      },
    ],
  });

  it('add up', () => {
    expect(addedUp([part(10, 4, ['a', 'b']), part(5, 5, ['b', 'c'])])).toEqual({
      people: 15,
      fields: [
        {
          ...{ field: 'title', people: 9, otherwise: 2 },
          attributes: [{ attribute: 'title', people: 9 }],
          unknownValues: [
            { value: 'a', people: 1 },
            { value: 'b', people: 2 },
            { value: 'c', people: 1 },
          ],
        },
      ],
    });
    expect(addedUp([])).toEqual({ people: 0, fields: [] });
  });
});

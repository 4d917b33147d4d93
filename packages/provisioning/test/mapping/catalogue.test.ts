// What a mapping set can be made of.
import { describe, expect, it } from 'vitest';
import { STANDARD_FIELDS } from '@looop-scim/provisioning/mapping';
import { ENTERPRISE_USER_SCHEMA as ENTERPRISE, USER_SCHEMA, userType } from '@looop-scim/scim/schema';
import { mappingCatalogueOf } from '../../src/mapping/catalogue.ts';
import { gadgetType } from './gadget.ts';

const named = (path: string) => mappingCatalogueOf(userType).attributes.find((one) => one.path === path);

describe('the catalogue of a resource type', () => {
  it('has each attribute that can be mapped, of what type it is, and whether there are several', () => {
    const { attributes } = mappingCatalogueOf(gadgetType);
    const text = (...names: readonly string[]) => names.map((name) => [name, 'string', false] as const);
    expect(attributes.map(({ path, type, isList }) => [path, type, isList])).toEqual([
      ...text('externalId', 'name', 'computed', 'serial'),
      ['size', 'decimal', false],
      ['builtAt', 'dateTime', false],
      ['home', 'reference', false],
      ['labels', 'string', true],
      ['flags', 'boolean', true],
      ...text('seal.number'),
      ['parts.value', 'string', true],
      ['parts.type', 'string', true],
      ['parts.primary', 'boolean', true],
      ['kinds.label', 'string', true],
      ['kinds.type', 'integer', true],
    ]);
  });

  it('names attributes of an extension without its URN', () => {
    expect(named(`${ENTERPRISE}:manager.value`)).toMatchObject({
      schema: ENTERPRISE,
      name: 'manager.value',
      isList: false,
    });
    expect(named('name.givenName')).toMatchObject({ schema: USER_SCHEMA, name: 'name.givenName' });
    expect(named('name.givenName')?.description).toMatch(/given name/iu);
  });

  it('has the types by which an element is picked, where there are such', () => {
    expect(named('emails.value')?.types).toEqual(['work', 'home', 'other']);
    expect(named('title')).not.toHaveProperty('types');
    const labels = mappingCatalogueOf(gadgetType).attributes.find(({ path }) => path === 'labels');
    expect(labels).not.toHaveProperty('types');
  });

  it('has the standard fields', () => {
    expect(mappingCatalogueOf(userType).fields).toBe(STANDARD_FIELDS);
  });
});

// What definitions make of the registry: what is served, what is stored, and what has to be indexed anew.
import { describe, expect, it } from 'vitest';
import { organisationSchema, plainSchema, type DefinedAttribute } from '@looop-scim/provisioning/attributes';
import { resolveAttribute } from '@looop-scim/scim/attribute';
import { STRING_LIMITS, standardRegistry, type SchemaRegistry } from '@looop-scim/scim/schema';
import { definitions, kept, LOOOP, URN } from './support.ts';

const schemaOf = (...attributes: readonly DefinedAttribute[]) =>
  organisationSchema(standardRegistry, definitions(...attributes));

const definitionIn = (registry: SchemaRegistry, path: string) => {
  const type = registry.resourceType('User');
  return type === undefined ? undefined : resolveAttribute(type, path)?.definition;
};

describe('the schema of an organisation', () => {
  it('without attributes of its own is the one of everybody', () => {
    const { registry, stored } = organisationSchema(standardRegistry, { version: 0, attributes: [] });
    expect(registry).toBe(standardRegistry);
    expect(stored).toEqual(plainSchema(standardRegistry));
    expect(schemaOf(kept({}, { state: 'removed' })).registry).toBe(standardRegistry);
  });

  it('has an own attribute with all its characteristics', () => {
    const { registry } = schemaOf(
      kept({ canonicalValues: ['a', 'b'], description: 'A badge', returned: 'request', mutability: 'immutable' }),
      kept({ name: 'levels', schema: URN, type: 'integer', multiValued: true }),
      kept({ name: 'home', schema: URN, type: 'reference' }),
      kept({ name: 'code', lookedUp: true, caseExact: true }),
    );
    expect(definitionIn(registry, `${LOOOP}:badge`)).toMatchObject({
      ...{ name: 'badge', type: 'string', multiValued: false, description: 'A badge', canonicalValues: ['a', 'b'] },
      ...{ restricted: true, caseExact: false, mutability: 'immutable', returned: 'request', referenceTypes: [] },
    });
    expect(definitionIn(registry, `${LOOOP}:badge`)?.maxLength).toBeGreaterThan(STRING_LIMITS.name);
    expect(definitionIn(registry, `${URN}:levels`)).toMatchObject({
      ...{ type: 'integer', multiValued: true, restricted: false, referenceTypes: [] },
    });
    expect(definitionIn(registry, `${URN}:home`)).toMatchObject({ referenceTypes: ['external'], caseExact: true });
    expect(definitionIn(registry, `${LOOOP}:code`)).toMatchObject({ maxLength: STRING_LIMITS.name, caseExact: true });
    // Shipped attributes stay, and groups are what they were.
    expect(definitionIn(registry, `${LOOOP}:area`)).toBeDefined();
    expect(registry.resourceType('Group')?.definition).toEqual(standardRegistry.resourceType('Group')?.definition);
  });

  it('has one extension for each URN, which is not required', () => {
    const { registry } = schemaOf(
      ...[kept({ name: 'a', schema: URN }), kept({ name: 'b' }), kept({ name: 'c', schema: URN })],
    );
    const found = registry.schemas.find(({ id }) => id === URN);
    expect(found).toMatchObject({ name: 'scim', description: 'Attributes of the organisation.' });
    expect(found?.attributes.map(({ name }) => name)).toEqual(['a', 'c']);
    expect(registry.schemas.length).toBe(standardRegistry.schemas.length + 1);
    const { schemaExtensions = [] } = registry.resourceType('User')?.definition ?? {};
    const before = standardRegistry.resourceType('User')?.definition.schemaExtensions ?? [];
    expect(schemaExtensions).toEqual([...before, { schema: URN, required: false }]);
  });

  it.each([
    ['urn:acme:scim:1.0:User', 'scim'],
    ['urn:acme:people:Badge', 'Badge'],
    ['urn:acme:badge:2', 'badge'],
    ['urn:acme:badge::user', 'badge'],
    ['urn:acme:1.0:x9', 'x9'],
    ['urn:user:1.0', 'urn'],
    ['urn:acme:2-0', '2-0'],
    ['urn:acme:badge:9', 'badge'],
  ])('calls the extension %s after what says most: %s', (schema, name) => {
    const { registry } = schemaOf(kept({ schema }));
    expect(registry.schemas.find(({ id }) => id === schema)?.name).toBe(name);
  });

  it('serves what is visible, and stores what was removed, too, until it is purged', () => {
    for (const [state, isServed, isStored] of [
      ['visible', true, true],
      ['removed', false, true],
      ['purging', false, false],
    ] as const) {
      const { registry, stored } = schemaOf(kept({}, { state }), kept({ name: 'other' }));
      const path = `${LOOOP}:badge`;
      expect([definitionIn(registry, path), definitionIn(stored.registry, path)].map((one) => one !== undefined)).toEqual([
        isServed,
        isStored,
      ]);
      expect(stored.registry === registry).toBe(isServed === isStored);
    }
  });

  it('has an index for what users are looked up by, since the version that made it', () => {
    const { stored } = organisationSchema(standardRegistry, {
      version: 9,
      attributes: [
        kept({ name: 'a', lookedUp: true }, { lookedUpSince: 4 }),
        kept({ name: 'b', lookedUp: true }, { lookedUpSince: 6, state: 'removed' }),
        kept({ name: 'c', lookedUp: true }, { lookedUpSince: 8, state: 'purging', stateSince: 2 }),
        kept({ name: 'd' }, { stateSince: 9 }),
      ],
    });
    expect(stored.version).toBe(9);
    expect(stored.lookups).toEqual({ [`${LOOOP}:a`]: 4, [`${LOOOP}:b`]: 6 });
    expect(stored.refreshBelow).toBe(6);
  });

  it.each([
    [[], 0],
    [[kept()], 0],
    [[kept({}, { state: 'removed', stateSince: 5 })], 0],
    [[kept({}, { state: 'purging', stateSince: 5 })], 5],
    [[kept({ lookedUp: true }, { lookedUpSince: 3 })], 3],
    [[kept({ lookedUp: true }, { lookedUpSince: 3 }), kept({ name: 'x' }, { state: 'purging', stateSince: 7 })], 7],
    [[kept({ lookedUp: true }, { lookedUpSince: 8 }), kept({ name: 'x' }, { state: 'purging', stateSince: 7 })], 8],
  ])('of %# has users refreshed that were stored before version %i', (attributes, version) => {
    expect(schemaOf(...attributes).stored.refreshBelow).toBe(version);
  });
});

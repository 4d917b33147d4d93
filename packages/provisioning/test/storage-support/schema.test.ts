// What a storage asks of a schema: types, what they are looked up by, and whether a write comes too late.
import { describe, expect, it } from 'vitest';
import {
  bindSchema,
  LOOKUP_ATTRIBUTES,
  lookupNodes,
  makeTypeOf,
  membershipTypes,
  outdatedBy,
  textsAt,
} from '@looop-scim/provisioning/storage-support';
import { resolveAttribute, type Complex } from '@looop-scim/scim/attribute';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import {
  attribute,
  groupType,
  LOOOP_USER_SCHEMA as LOOOP,
  makeSchemaRegistry,
  standardRegistry,
  userType,
} from '@looop-scim/scim/schema';

const GADGET = 'urn:example:params:scim:schemas:core:2.0:Gadget';

/** A registry with a type of this name; its attribute userName is no text. */
const registryOf = (name: string) =>
  makeSchemaRegistry(
    [
      {
        id: GADGET,
        name,
        description: '',
        attributes: [attribute({ name: 'userName', type: 'boolean' }), attribute({ name: 'displayName' })],
      },
    ],
    [{ name, description: '', endpoint: '/Gadgets', schema: GADGET, schemaExtensions: [] }],
  );

const pathsOf = (registry: ReturnType<typeof registryOf>) =>
  registry.resourceTypes.flatMap((type) => lookupNodes(type).map(({ path }) => path));

const schema = (lookups: Readonly<Record<string, number>>, version = 3) => ({
  version,
  registry: standardRegistry,
  lookups,
  refreshBelow: 0,
});

describe('the attributes by which resources are looked up', () => {
  it('are those of the type, as far as they are texts of the document', () => {
    expect(lookupNodes(userType).map(({ path }) => path)).toEqual(LOOKUP_ATTRIBUTES['User']);
    expect(lookupNodes(groupType).map(({ path }) => path)).toEqual(LOOKUP_ATTRIBUTES['Group']);
    expect(pathsOf(registryOf('User'))).toEqual(['externalId', 'displayName']);
    expect(pathsOf(registryOf('toString'))).toEqual([]);
  });

  it('are for users those of the organisation besides, each with the version since which it is kept', () => {
    const { lookupsOf } = bindSchema(
      schema({ [`${LOOOP}:area`]: 2, title: 3, active: 1, groups: 1, 'groups.display': 1, nobody: 1 }),
    );
    expect(lookupsOf(userType).map(({ node, since }) => [node.path, since])).toEqual([
      ...(LOOKUP_ATTRIBUTES['User'] ?? []).map((path) => [path, 0]),
      [`${LOOOP}:area`, 2],
      ['title', 3],
    ]);
    expect(lookupsOf(groupType).map(({ node, since }) => [node.path, since])).toEqual([
      ['displayName', 0],
      ['externalId', 0],
    ]);
  });

  it('are worked out once for each type', () => {
    const { lookupsOf } = bindSchema(schema({}));
    expect(lookupsOf(userType)).toBe(lookupsOf(userType));
    expect(lookupsOf(groupType)).not.toBe(lookupsOf(userType));
  });
});

describe('the texts of an attribute', () => {
  const texts = (path: string, document: Complex) => {
    const node = resolveAttribute(userType, path);
    return node === undefined ? undefined : textsAt(node, document);
  };

  it.each<readonly [string, Complex, readonly string[]]>([
    ['userName', { userName: 'ana' }, ['ana']],
    ['userName', {}, []],
    ['active', { active: true }, []],
    ['name.givenName', { name: { givenName: 'Ana' } }, ['Ana']],
    ['name.givenName', { name: 'Ana' }, []],
    ['emails.value', { emails: [{ value: 'a' }, { type: 'work' }, { value: 'b' }] }, ['a', 'b']],
    ['emails.value', { emails: [] }, []],
    [`${LOOOP}:area`, { [LOOOP]: { area: 'North' } }, ['North']],
  ])('%s of %j are %j', (path, document, found) => {
    expect(texts(path, document)).toEqual(found);
  });

  it('are those of the document alone, and not what every object has', () => {
    expect(texts('userName', Object.create({ userName: 'inherited' }) as Complex)).toEqual([]);
  });
});

describe('the types of a registry', () => {
  it('are found by name; another name is a mistake of the program', () => {
    const typeOf = makeTypeOf(standardRegistry);
    expect(typeOf('User')).toBe(userType);
    expect(bindSchema(schema({})).typeOf('Group')).toBe(groupType);
    expect(() => typeOf('Gadget')).toThrow(new TypeError('No resource type Gadget in the registry'));
  });

  it('are members or have members, when they have memberships', () => {
    expect([...membershipTypes(standardRegistry)]).toEqual(['User', 'Group']);
    expect([...membershipTypes(standardRegistry, 'group')]).toEqual(['Group']);
    expect([...membershipTypes(registryOf('Gadget'))]).toEqual([]);
  });
});

describe('a write under definitions that are older than those of the stored resource', () => {
  it('is to be tried again; under the same or newer ones it comes in time', () => {
    expect([outdatedBy(schema({}, 3), 3), outdatedBy(schema({}, 3), 0)]).toEqual([undefined, undefined]);
    const refusal = outdatedBy(schema({}, 3), 4);
    expect(refusal).toBeInstanceOf(StorageUnavailable);
    expect(refusal).toMatchObject({ retryAfterSeconds: 5, cause: { _tag: 'SchemaOutdated', known: 3, stored: 4 } });
  });
});

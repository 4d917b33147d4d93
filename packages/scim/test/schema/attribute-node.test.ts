import { describe, expect, it } from 'vitest';
import { attributeNode, extensionNode, multiValuedAncestor } from '../../src/schema/attribute-node.ts';
import { attribute } from '../../src/schema/characteristics.ts';
import { ENTERPRISE_USER_SCHEMA, GROUP_SCHEMA, LOOOP_USER_SCHEMA, USER_SCHEMA } from '../../src/schema/urns.ts';
import { resolveAttribute, resolveSubAttribute } from '../../src/attribute/attribute-path.ts';
import { compileResourceType } from '../../src/schema/resource-type.ts';
import { makeSchemaRegistry } from '../../src/schema/schema-registry.ts';
import { coreGroupSchema, groupResourceType } from '../../src/schema/core-group.ts';
import { CATALOGUE, courseType } from '../support/course-type.ts';
import { groupType, userType } from '../support/standard-types.ts';

describe('attribute (RFC 7643 section 7)', () => {
  it('has the default characteristics where nothing else is said, sub-attributes too', () => {
    const byDefault = {
      type: 'string',
      multiValued: false,
      description: '',
      required: false,
      canonicalValues: [],
      caseExact: false,
      mutability: 'readWrite',
      returned: 'default',
      uniqueness: 'none',
      referenceTypes: [],
      maxLength: 65_536,
      restricted: false,
    };
    expect(attribute({ name: 'title' })).toEqual({ ...byDefault, name: 'title', subAttributes: [] });
    expect(attribute({ name: 'venue', type: 'complex', required: true, subAttributes: [{ name: 'room' }] })).toEqual({
      ...byDefault,
      name: 'venue',
      type: 'complex',
      maxLength: Number.MAX_SAFE_INTEGER,
      required: true,
      subAttributes: [{ ...byDefault, name: 'room', subAttributes: [] }],
    });
  });
});

describe('nodes', () => {
  const manager = attribute({ name: 'manager', type: 'complex', subAttributes: [{ name: 'displayName' }] });

  it('know their place: keys, path and schema', () => {
    const node = attributeNode(manager, { schema: 'urn:example:User', storedIn: 'metadata', parent: undefined });
    expect(node).toMatchObject({
      kind: 'attribute',
      keys: ['manager'],
      path: 'manager',
      schema: 'urn:example:User',
      storedIn: 'metadata',
      parent: undefined,
    });
    const child = node.children.get('displayname');
    expect(child).toMatchObject({
      kind: 'attribute',
      keys: ['manager', 'displayName'],
      path: 'manager.displayName',
      schema: 'urn:example:User',
      storedIn: 'metadata',
    });
    expect(child?.parent).toBe(node);
  });

  it('of an extension are one object under its URN (RFC 7643 section 3.3)', () => {
    const urn = 'urn:example:extension:User';
    const extension = extensionNode(attribute({ name: urn, type: 'complex', subAttributes: [manager] }));
    expect(extension).toMatchObject({ kind: 'extension', keys: [urn], path: urn, schema: urn, storedIn: 'document' });
    const child = extension.children.get('manager');
    expect(child).toMatchObject({ keys: [urn, 'manager'], path: `${urn}:manager`, schema: urn, storedIn: 'document' });
    expect(child?.parent).toBe(extension);
    expect(child?.children.get('displayname')?.path).toBe(`${urn}:manager.displayName`);
  });

  it('know the list that they lie in', () => {
    const pathOfList = (spelling: string) => {
      const node = resolveAttribute(courseType, spelling);
      return node && multiValuedAncestor(node)?.path;
    };
    expect(['tags', 'sessions', 'sessions.rank', 'sessions.labels', 'venue.room', CATALOGUE].map(pathOfList)).toEqual([
      'tags',
      'sessions',
      'sessions',
      'sessions.labels',
      undefined,
      undefined,
    ]);
  });
});

describe('resource types (RFC 7643 section 6)', () => {
  it('keep memberships and the record outside the document', () => {
    const namesStoredIn = (type: typeof userType, store: string) =>
      [...type.attributes.values()].filter((node) => node.storedIn === store).map(({ path }) => path);
    expect(namesStoredIn(userType, 'metadata')).toEqual(['schemas', 'id', 'meta']);
    expect(namesStoredIn(userType, 'memberships')).toEqual(['groups']);
    expect(namesStoredIn(groupType, 'memberships')).toEqual(['members']);
    expect(namesStoredIn(groupType, 'document')).toEqual(['externalId', 'displayName']);
    expect(groupType.membership).toBe(groupType.attributes.get('members'));
    expect(courseType.membership).toBeUndefined();
  });

  it('name their schemas, the core schema first', () => {
    expect(userType.schemas.map(({ id }) => id)).toEqual([USER_SCHEMA, ENTERPRISE_USER_SCHEMA, LOOOP_USER_SCHEMA]);
    expect(userType.attributes.get('username')?.schema).toBe(USER_SCHEMA);
    expect(userType.attributes.get('externalid')?.schema).toBe('');
    expect(userType.attributes.get(LOOOP_USER_SCHEMA.toLowerCase())?.definition).toMatchObject({
      type: 'complex',
      multiValued: false,
      description: userType.schemas[2]?.description,
    });
  });

  it('find the membership attribute in any case', () => {
    const definition = { ...groupResourceType, membership: { attribute: 'Members', side: 'group' } as const };
    expect(compileResourceType(definition, coreGroupSchema, []).membership?.path).toBe('members');
  });

  it('find schemas by URN in any case, and say which one is missing', () => {
    const shouted = { ...groupResourceType, schema: GROUP_SCHEMA.toUpperCase() };
    const registry = makeSchemaRegistry([coreGroupSchema], [shouted]);
    expect(registry.resourceType('Group')?.schemas).toEqual([coreGroupSchema]);
    expect(registry.schemas).toEqual([coreGroupSchema]);
    const extended = { ...groupResourceType, schemaExtensions: [{ schema: 'urn:example:none', required: false }] };
    expect(() => makeSchemaRegistry([coreGroupSchema], [extended])).toThrow(
      'Schema urn:example:none is not in the registry',
    );
  });
});

describe('resolveAttribute where one URN begins with another (RFC 7644 section 3.10)', () => {
  const short = 'urn:example:User';
  const long = 'urn:example:User:more';
  const schema = (id: string, name: string) => ({ id, name, description: '', attributes: [attribute({ name })] });
  const compile = (...order: readonly string[]) =>
    compileResourceType(
      {
        name: 'User',
        description: '',
        endpoint: '/Users',
        schema: 'urn:example:core',
        schemaExtensions: order.map((urn) => ({ schema: urn, required: false })),
      },
      schema('urn:example:core', 'userName'),
      order.map((urn) => schema(urn, urn === short ? 'more' : 'level')),
    );

  it.each([
    ['the short one first', compile(short, long)],
    ['the long one first', compile(long, short)],
  ])('the longest wins, %s', (_order, type) => {
    expect(resolveAttribute(type, `${long}:level`)?.path).toBe(`${long}:level`);
    expect(resolveAttribute(type, long)?.path).toBe(long);
    expect(resolveAttribute(type, `${short}.more`)?.path).toBe(`${short}:more`);
    expect(resolveAttribute(type, `${short}:level`)).toBeUndefined();
  });

  it('looks below extensions and attributes alone', () => {
    expect(resolveAttribute(userType, `${USER_SCHEMA}x`)).toBeUndefined();
    expect(resolveAttribute(userType, `${USER_SCHEMA};userName`)).toBeUndefined();
    expect(resolveAttribute(userType, `${ENTERPRISE_USER_SCHEMA}:userName`)).toBeUndefined();
    expect(resolveAttribute(userType, `${USER_SCHEMA}:${LOOOP_USER_SCHEMA}`)).toBeUndefined();
    expect(resolveAttribute(userType, `${LOOOP_USER_SCHEMA}.`)).toBeUndefined();
    expect(resolveAttribute(userType, `x${USER_SCHEMA}:userName`)).toBeUndefined();
    const emails = userType.attributes.get('emails');
    expect(emails && resolveSubAttribute(emails, 'VALUE')?.path).toBe('emails.value');
    expect(emails && resolveSubAttribute(emails, 'nonsense')).toBeUndefined();
  });
});

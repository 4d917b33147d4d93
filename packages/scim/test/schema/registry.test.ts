import { describe, expect, it } from 'vitest';
import { resolveAttribute } from '@looop-scim/scim/attribute';
import {
  attribute,
  coreUserSchema,
  makeSchemaRegistry,
  multiValuedAncestor,
  standardRegistry,
  userResourceType,
} from '@looop-scim/scim/schema';

const badges = {
  id: 'urn:example:params:scim:schemas:extension:badges:2.0:User',
  name: 'Badges',
  description: 'What somebody has learned.',
  attributes: [attribute({ name: 'level', type: 'integer' }), attribute({ name: 'badges', multiValued: true })],
};

describe('makeSchemaRegistry (RFC 7643 section 6)', () => {
  it('serves User with both extensions, and Group', () => {
    expect(standardRegistry.resourceTypes.map(({ name }) => name)).toEqual(['User', 'Group']);
    expect(standardRegistry.resourceType('User')?.extensions.map(({ path }) => path)).toEqual([
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
      'urn:ietf:params:scim:schemas:extension:Looop:2.0:User',
    ]);
    expect(standardRegistry.resourceType('user')).toBeUndefined();
  });

  it('takes an extension as data', () => {
    const own = makeSchemaRegistry(
      [coreUserSchema, badges],
      [{ ...userResourceType, schemaExtensions: [{ schema: badges.id, required: false }] }],
    ).resourceType('User');
    expect(own && resolveAttribute(own, `${badges.id}:LEVEL`)?.definition.type).toBe('integer');
  });

  it('says which schema is missing', () => {
    expect(() => makeSchemaRegistry([badges], [userResourceType])).toThrow(userResourceType.schema);
  });

  it('lets the common attributes outrank what a schema says of them (RFC 7643 section 3.1)', () => {
    const schema = {
      ...badges,
      attributes: [attribute({ name: 'id', mutability: 'readWrite' }), ...badges.attributes],
    };
    const type = makeSchemaRegistry(
      [schema],
      [{ name: 'Badge', description: '', endpoint: '/Badges', schema: badges.id, schemaExtensions: [] }],
    ).resourceType('Badge');
    expect(type?.attributes.get('id')?.definition.mutability).toBe('readOnly');
  });

  it('knows whether a value lies in a list', () => {
    const user = standardRegistry.resourceType('User');
    const pathOfList = (spelling: string) => {
      const node = user && resolveAttribute(user, spelling);
      return node && multiValuedAncestor(node)?.path;
    };
    expect(pathOfList('emails.value')).toBe('emails');
    expect(pathOfList('emails')).toBe('emails');
    expect(pathOfList('name.givenName')).toBeUndefined();
  });
});

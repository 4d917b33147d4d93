// The core Group schema (RFC 7643 sections 4.2 and 8.7.1) with the verified errata applied.
import { attribute, STRING_LIMITS } from './characteristics.ts';
import type { ResourceTypeDefinition, SchemaDefinition } from './schema-definition.ts';
import { GROUP_SCHEMA } from './urns.ts';

/** Core Group. Erratum 5368: displayName is required; 6011: members have `display`. */
export const coreGroupSchema: SchemaDefinition = {
  id: GROUP_SCHEMA,
  name: 'Group',
  description: 'Group of users and groups.',
  attributes: [
    attribute({
      name: 'displayName',
      required: true,
      maxLength: STRING_LIMITS.name,
      description: 'Name for people to read.',
    }),
    attribute({
      name: 'members',
      type: 'complex',
      multiValued: true,
      description: 'Direct members.',
      subAttributes: [
        { name: 'value', caseExact: true, mutability: 'immutable', required: true, description: 'Id of the member.' },
        {
          name: '$ref',
          type: 'reference',
          caseExact: true,
          mutability: 'immutable',
          referenceTypes: ['User', 'Group'],
          description: 'URI of the member.',
        },
        {
          name: 'type',
          mutability: 'immutable',
          canonicalValues: ['User', 'Group'],
          description: 'Resource type of the member.',
        },
        {
          name: 'display',
          mutability: 'readOnly',
          returned: 'request',
          description: 'Name of the member, taken from its resource; shown to who asks for members.display.',
        },
      ],
    }),
  ],
};

/** The resource type Group at /Groups. */
export const groupResourceType: ResourceTypeDefinition = {
  name: 'Group',
  description: 'Group of users and groups.',
  endpoint: '/Groups',
  schema: GROUP_SCHEMA,
  schemaExtensions: [],
  membership: { attribute: 'members', side: 'group' },
};

// Attributes that every resource has and no schema lists (RFC 7643 section 3.1), plus `schemas` (section 3).
import { attribute, STRING_LIMITS, type AttributeDefinition } from './characteristics.ts';

/** Definitions of `schemas`, `id`, `externalId` and `meta`; they outrank any listing in a schema. RFC 7643 section 3.1. */
export const COMMON_ATTRIBUTES: readonly AttributeDefinition[] = [
  attribute({
    name: 'schemas',
    type: 'reference',
    multiValued: true,
    required: true,
    mutability: 'readOnly',
    returned: 'always',
    referenceTypes: ['uri'],
    description: 'URNs of the schemas whose attributes the resource has.',
  }),
  attribute({
    name: 'id',
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    uniqueness: 'server',
    description: 'Identifier issued by the service provider.',
  }),
  attribute({
    name: 'externalId',
    caseExact: true,
    maxLength: STRING_LIMITS.name,
    description: 'Identifier issued by the provisioning client.',
  }),
  attribute({
    name: 'meta',
    type: 'complex',
    mutability: 'readOnly',
    description: 'What the service provider records about the resource.',
    subAttributes: [
      { name: 'resourceType', caseExact: true, mutability: 'readOnly', description: 'Name of the resource type.' },
      { name: 'created', type: 'dateTime', mutability: 'readOnly', description: 'When the resource was created.' },
      { name: 'lastModified', type: 'dateTime', mutability: 'readOnly', description: 'When it last changed.' },
      {
        name: 'location',
        type: 'reference',
        caseExact: true,
        mutability: 'readOnly',
        referenceTypes: ['uri'],
        description: 'URI of the resource.',
      },
      { name: 'version', caseExact: true, mutability: 'readOnly', description: 'Entity tag of the resource.' },
    ],
  }),
];

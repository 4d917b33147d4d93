// A resource type that has every data type and every characteristic, also those that User and Group lack.
import fc from 'fast-check';
import {
  attribute,
  makeSchemaRegistry,
  standardRegistry,
  type ResourceType,
  type SchemaDefinition,
} from '@looop-scim/scim/schema';

const GADGET = 'urn:example:params:scim:schemas:core:2.0:Gadget';
const GADGET_EXTENSION = 'urn:example:params:scim:schemas:extension:lab:2.0:Gadget';

const characteristics = [
  attribute({ name: 'computed', mutability: 'readOnly' }),
  attribute({ name: 'serial', mutability: 'immutable', caseExact: true }),
  attribute({ name: 'secret', mutability: 'writeOnly', returned: 'never' }),
  attribute({ name: 'note', returned: 'request' }),
  attribute({ name: 'tag', returned: 'always' }),
];

const simple = [
  attribute({ name: 'size', type: 'decimal' }),
  attribute({ name: 'count', type: 'integer' }),
  attribute({ name: 'builtAt', type: 'dateTime' }),
  attribute({ name: 'image', type: 'binary', caseExact: true }),
  attribute({ name: 'home', type: 'reference', caseExact: true, referenceTypes: ['external'] }),
  attribute({ name: 'flag', type: 'boolean' }),
  attribute({ name: 'labels', multiValued: true }),
  attribute({ name: 'counts', type: 'integer', multiValued: true }),
  attribute({ name: 'flags', type: 'boolean', multiValued: true }),
  attribute({ name: 'dates', type: 'dateTime', multiValued: true }),
];

const complex = [
  attribute({
    name: 'lock',
    type: 'complex',
    subAttributes: [
      { name: 'open', type: 'boolean' },
      { name: 'token', returned: 'never' },
    ],
  }),
  attribute({
    name: 'spec',
    type: 'complex',
    subAttributes: [
      { name: 'value', required: true },
      { name: 'weight', type: 'decimal' },
      { name: 'checked', type: 'boolean', mutability: 'readOnly' },
      { name: 'code', mutability: 'immutable' },
      { name: 'hint', returned: 'request' },
      { name: 'token', returned: 'never' },
      { name: 'stamp', returned: 'always' },
      { name: 'labels', multiValued: true },
      { name: 'counts', type: 'integer', multiValued: true },
    ],
  }),
  attribute({
    name: 'parts',
    type: 'complex',
    multiValued: true,
    subAttributes: [
      { name: 'value', required: true, caseExact: true },
      { name: 'type', canonicalValues: ['lid', 'box'] },
      { name: 'rank', type: 'integer' },
      { name: 'since', type: 'dateTime' },
      { name: 'checked', mutability: 'readOnly' },
      { name: 'hint', returned: 'request' },
      { name: 'token', returned: 'never' },
      { name: 'stamp', returned: 'always' },
      { name: 'labels', multiValued: true },
      { name: 'sizes', type: 'decimal', multiValued: true },
      { name: 'dates', type: 'dateTime', multiValued: true, caseExact: true },
      { name: 'primary', type: 'boolean' },
    ],
  }),
];

const gadgetSchema: SchemaDefinition = {
  id: GADGET,
  name: 'Gadget',
  description: 'One attribute of each kind.',
  attributes: [
    attribute({ name: 'name', required: true, uniqueness: 'server' }),
    ...characteristics,
    ...simple,
    ...complex,
  ],
};

const gadgetExtension: SchemaDefinition = {
  id: GADGET_EXTENSION,
  name: 'LabGadget',
  description: 'The same kinds once more, in an extension.',
  attributes: [attribute({ name: 'name' }), ...characteristics, ...complex],
};

const registry = makeSchemaRegistry(
  [gadgetSchema, gadgetExtension],
  [
    {
      name: 'Gadget',
      description: gadgetSchema.description,
      endpoint: '/Gadgets',
      schema: GADGET,
      schemaExtensions: [{ schema: GADGET_EXTENSION, required: false }],
    },
  ],
);

/** The type with a name for counterexamples: written out, its attributes would hide what the case is about. */
export const shownByName = (type: ResourceType): ResourceType =>
  Object.defineProperty({ ...type }, fc.toStringMethod, { value: () => type.name });

/** Resource types to try laws on: User, Group and one that has every data type and characteristic. */
export const sampleTypes: readonly ResourceType[] = [...standardRegistry.resourceTypes, ...registry.resourceTypes].map(
  shownByName,
);

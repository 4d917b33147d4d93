// A resource type with what User and Group lack: immutable and readOnly sub-attributes, simple lists, every data type.
import { attribute } from '../../src/schema/characteristics.ts';
import { compileResourceType, type ResourceType } from '../../src/schema/resource-type.ts';
import type { SchemaDefinition } from '../../src/schema/schema-definition.ts';

const COURSE = 'urn:example:params:scim:schemas:core:2.0:Course';
export const CATALOGUE = 'urn:example:params:scim:schemas:extension:catalogue:2.0:Course';

const course: SchemaDefinition = {
  id: COURSE,
  name: 'Course',
  description: 'A course of the learning platform.',
  attributes: [
    attribute({ name: 'title', required: true }),
    attribute({ name: 'code', mutability: 'immutable' }),
    attribute({ name: 'level', type: 'integer' }),
    attribute({ name: 'enrolled', type: 'integer', mutability: 'readOnly' }),
    attribute({ name: 'price', type: 'decimal' }),
    attribute({ name: 'opensAt', type: 'dateTime' }),
    attribute({ name: 'cover', type: 'binary' }),
    attribute({ name: 'home', type: 'reference', caseExact: true }),
    attribute({ name: 'free', type: 'boolean' }),
    attribute({ name: 'exam', returned: 'never' }),
    attribute({
      name: 'badge',
      type: 'complex',
      subAttributes: [{ name: 'value', returned: 'never' }, { name: 'label' }],
    }),
    attribute({ name: 'vault', type: 'complex', returned: 'never', subAttributes: [{ name: 'shelf' }] }),
    attribute({ name: 'tags', multiValued: true }),
    attribute({ name: 'credits', type: 'integer', multiValued: true }),
    attribute({
      name: 'venue',
      type: 'complex',
      subAttributes: [
        { name: 'room', required: true },
        { name: 'building' },
        { name: 'door', mutability: 'immutable' },
        { name: 'seats', type: 'integer', mutability: 'readOnly' },
      ],
    }),
    attribute({
      name: 'sessions',
      type: 'complex',
      multiValued: true,
      subAttributes: [
        { name: 'value', required: true, caseExact: true },
        { name: 'kind' },
        { name: 'rank', type: 'integer' },
        { name: 'slot', mutability: 'immutable' },
        { name: 'seats', type: 'integer', mutability: 'readOnly' },
        { name: 'labels', multiValued: true },
        { name: 'primary', type: 'boolean' },
      ],
    }),
  ],
};

const catalogue: SchemaDefinition = {
  id: CATALOGUE,
  name: 'Catalogue',
  description: 'Where a course stands in the catalogue.',
  attributes: [
    attribute({ name: 'shelf' }),
    attribute({ name: 'value' }),
    attribute({ name: 'keeper', type: 'complex', subAttributes: [{ name: 'value' }, { name: 'phone' }] }),
    attribute({ name: 'sealed', mutability: 'immutable' }),
  ],
};

/** The resource type Course with the extension Catalogue. */
export const courseType: ResourceType = compileResourceType(
  {
    name: 'Course',
    description: course.description,
    endpoint: '/Courses',
    schema: COURSE,
    schemaExtensions: [{ schema: CATALOGUE, required: false }],
  },
  course,
  [catalogue],
);

// A resource type with characteristics that User and Group lack: immutable and readOnly sub-attributes, simple lists, numbers.
import { Result } from 'effect';
import type { Complex } from '../../src/attribute/value.ts';
import { interopPolicy, type InteropPolicy } from '../../src/interop/leniencies.ts';
import { applyPatch, type PatchedResource } from '../../src/patch/apply-patch.ts';
import type { PatchFailure } from '../../src/patch/patch-failure.ts';
import type { PatchOperation } from '../../src/patch/patch-operation.ts';
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

/** What operations are applied to, and under which policy. */
export interface Given {
  readonly type: ResourceType;
  readonly document: Complex;
  readonly policy?: InteropPolicy;
}

const attempt = ({ type, document, policy = interopPolicy }: Given, operations: readonly PatchOperation[]) =>
  applyPatch(type, document, operations, policy);

/** All that the operations come to. */
export const outcome = (given: Given, ...operations: readonly PatchOperation[]): PatchedResource =>
  Result.getOrThrow(attempt(given, operations));

/** The document after the operations. */
export const patched = (given: Given, ...operations: readonly PatchOperation[]): Complex =>
  outcome(given, ...operations).document;

/** Why the operations are refused. */
export const refusal = (given: Given, ...operations: readonly PatchOperation[]): PatchFailure =>
  Result.getOrThrow(Result.flip(attempt(given, operations)));

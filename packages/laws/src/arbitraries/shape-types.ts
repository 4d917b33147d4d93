// Resource types that together have an attribute of every shape that a schema definition allows: each data type, single and
// multi-valued, with each mutability and each `returned`, at the top, in a single complex attribute, in a multi-valued one,
// and the same in extensions (RFC 7643 sections 2.2, 2.3 and 7).
import {
  attribute,
  makeSchemaRegistry,
  type AttributeSource,
  type ResourceType,
  type ResourceTypeDefinition,
  type SchemaDefinition,
} from '@looop-scim/scim/schema';
import { shownByName } from './sample-type.ts';

const TYPES = ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'binary', 'reference'] as const;
const MUTABILITIES = ['readWrite', 'readOnly', 'immutable', 'writeOnly'] as const;
const RETURNED = ['default', 'request', 'always', 'never'] as const;

/** Every combination; neighbours differ in mutability first, so that any eight of them have a writable, visible one. */
const SHAPES: readonly AttributeSource[] = TYPES.flatMap((type) =>
  [false, true].flatMap((multiValued) =>
    RETURNED.flatMap((returned) =>
      MUTABILITIES.map((mutability) => ({ name: '', type, multiValued, returned, mutability })),
    ),
  ),
);

const CHUNK = 8;

/** A shape with a name, and with what does not decide where its values go: case, canonical values, required. */
const named = (shape: AttributeSource, index: number): AttributeSource => ({
  ...shape,
  name: `a${index}`,
  caseExact: shape.type === 'binary' || index % 3 === 0,
  required: index % 11 === 0 && shape.mutability === 'readWrite' && shape.returned !== 'never',
  ...(shape.type === 'string' && index % 5 === 0 && { canonicalValues: ['lid', 'Box'] }),
});

/** What RFC 7643 section 2.4 gives the elements of a list, in half of the types. */
const ELEMENT_PARTS: readonly AttributeSource[] = [
  { name: 'value', caseExact: true },
  { name: 'type', canonicalValues: ['work', 'home'] },
  { name: 'display', mutability: 'readOnly' },
  { name: 'primary', type: 'boolean' },
];

const attributesOf = (shapes: readonly AttributeSource[], chunk: number): readonly AttributeSource[] => {
  const subAttributes = shapes;
  const mutability = MUTABILITIES[chunk % 3 === 0 ? Math.floor(chunk / 3) % MUTABILITIES.length : 0] ?? 'readWrite';
  const parts = chunk % 2 === 0 ? ELEMENT_PARTS : [];
  return [
    { name: 'plain' },
    ...shapes,
    { name: 'one', type: 'complex', mutability, subAttributes: [...subAttributes, { name: 'free' }] },
    { name: 'pair', type: 'complex', subAttributes: [...parts, { name: 'free' }, ...subAttributes] },
    { name: 'many', type: 'complex', multiValued: true, subAttributes: [...parts, { name: 'free' }, ...subAttributes] },
    { name: 'kept', type: 'complex', multiValued: true, mutability, subAttributes: [{ name: 'free' }] },
  ];
};

const schemaOf = (id: string, name: string, attributes: readonly AttributeSource[]): SchemaDefinition => ({
  id,
  name,
  description: 'Attributes of eight shapes.',
  attributes: attributes.map(attribute),
});

interface Definition {
  readonly schemas: readonly SchemaDefinition[];
  readonly type: ResourceTypeDefinition;
}

const definitionOf = (chunk: number): Definition => {
  const shapes = SHAPES.slice(chunk * CHUNK, (chunk + 1) * CHUNK).map((shape, index) =>
    named(shape, chunk * CHUNK + index),
  );
  const name = `Shape${chunk}`;
  const core = `urn:example:params:scim:schemas:core:2.0:${name}`;
  const extension = `urn:example:params:scim:schemas:extension:more:2.0:${name}`;
  const attributes = attributesOf(shapes, chunk);
  return {
    // Half of the types have the shapes in the extension alone.
    schemas: [
      schemaOf(core, name, chunk % 2 === 0 ? attributes : [{ name: 'plain' }]),
      schemaOf(extension, `More${name}`, chunk % 2 === 0 ? [{ name: 'plain' }] : attributes),
    ],
    type: {
      name,
      description: 'Eight shapes.',
      endpoint: `/${name}s`,
      schema: core,
      schemaExtensions: [{ schema: extension, required: false }],
    },
  };
};

const definitions = Array.from({ length: SHAPES.length / CHUNK }, (_none, chunk) => definitionOf(chunk));

const registry = makeSchemaRegistry(
  definitions.flatMap(({ schemas }) => schemas),
  definitions.map(({ type }) => type),
);

/** The resource types, named Shape0 and on. */
export const shapeTypes: readonly ResourceType[] = registry.resourceTypes.map(shownByName);

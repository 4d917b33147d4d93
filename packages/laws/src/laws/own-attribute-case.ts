// Cases of the laws of own attributes: definitions, and requests that are about them.
import { OWN_MUTABILITY, OWN_RETURNED, OWN_TYPES, type OwnAttribute } from '@looop-scim/provisioning/attributes';
import { printFilter } from '@looop-scim/scim/filter';
import {
  attribute,
  LOOOP_USER_SCHEMA,
  makeSchemaRegistry,
  STRING_LIMITS,
  USER_SCHEMA,
  type AttributeDefinition,
  type AttributeNode,
  type ResourceType,
  type SchemaRegistry,
} from '@looop-scim/scim/schema';
import fc from 'fast-check';
import { filterFor } from '../arbitraries/filter.ts';
import { valueOf } from '../arbitraries/resource.ts';
import { contractRegistry } from '../contract/contract-registry.ts';

const OWN_URN = 'urn:acme:scim:1.0:User';

type Shape = Omit<OwnAttribute, 'schema' | 'name' | 'description'>;

const shapes: fc.Arbitrary<Shape> = fc
  .record({
    type: fc.constantFrom(...OWN_TYPES),
    multiValued: fc.boolean(),
    canonicalValues: fc.constantFrom<readonly string[]>([], [], ['North', 'Straße', '12']),
    caseExact: fc.boolean(),
    mutability: fc.constantFrom(...OWN_MUTABILITY, 'readWrite' as const),
    returned: fc.constantFrom(...OWN_RETURNED, 'default' as const, 'default' as const),
    lookedUp: fc.boolean(),
  })
  .map(({ canonicalValues, lookedUp, ...shape }) => {
    const isString = shape.type === 'string';
    return { ...shape, canonicalValues: isString ? canonicalValues : [], lookedUp: isString && lookedUp };
  });

/** One to four definitions, in Looop's extension and in one of the organisation's. */
export const definitions: fc.Arbitrary<readonly OwnAttribute[]> = fc
  .array(fc.tuple(shapes, fc.boolean()), { minLength: 1, maxLength: 4 })
  .map((drawn) =>
    drawn.map(([shape, isLooops], index) => ({
      schema: isLooops ? LOOOP_USER_SCHEMA : OWN_URN,
      name: `own-${index}`,
      description: `Number ${index}.`,
      ...shape,
    })),
  );

/** The definition as somebody writes it who ships it with the server. */
const shippedDefinition = (own: OwnAttribute): AttributeDefinition => {
  const alwaysExact = own.type === 'reference' || own.type === 'binary';
  return attribute({
    ...{ name: own.name, type: own.type, multiValued: own.multiValued, description: own.description },
    ...{ mutability: own.mutability, returned: own.returned, canonicalValues: own.canonicalValues },
    caseExact: own.caseExact || alwaysExact,
    restricted: own.canonicalValues.length > 0,
    ...(own.type === 'reference' && { referenceTypes: ['external'] }),
    ...(own.lookedUp && { maxLength: STRING_LIMITS.name }),
  });
};

/** The registry of a server whose shipped schemas have the attributes. */
export const shippedRegistry = (own: readonly OwnAttribute[]): SchemaRegistry => {
  const of = (urn: string) => own.filter(({ schema }) => schema === urn).map(shippedDefinition);
  const looops = contractRegistry.schemas.map((schema) =>
    schema.id === LOOOP_USER_SCHEMA ? { ...schema, attributes: [...schema.attributes, ...of(schema.id)] } : schema,
  );
  const hasOwn = of(OWN_URN).length > 0;
  const added = { id: OWN_URN, name: 'scim', description: 'Attributes of the organisation.', attributes: of(OWN_URN) };
  return makeSchemaRegistry(
    hasOwn ? [...looops, added] : looops,
    contractRegistry.resourceTypes.map(({ name, definition }) =>
      name === 'User' && hasOwn
        ? { ...definition, schemaExtensions: [...definition.schemaExtensions, { schema: OWN_URN, required: false }] }
        : definition,
    ),
  );
};

/** A type with userName and the attributes alone: what is drawn for it is about them. */
const narrowType = (own: readonly OwnAttribute[]): ResourceType => {
  const urns = [...new Set(own.map(({ schema }) => schema))];
  const core = { id: USER_SCHEMA, name: 'User', description: '', attributes: [attribute({ name: 'userName' })] };
  const registry = makeSchemaRegistry(
    [
      core,
      ...urns.map((id) => ({
        ...{ id, name: id, description: '' },
        attributes: own.filter(({ schema }) => schema === id).map(shippedDefinition),
      })),
    ],
    [
      {
        ...{ name: 'User', description: '', endpoint: '/Users', schema: USER_SCHEMA },
        schemaExtensions: urns.map((schema) => ({ schema, required: false })),
      },
    ],
  );
  const type = registry.resourceType('User');
  if (type === undefined) throw new TypeError('The registry has no User');
  return type;
};

const nodesOf = (type: ResourceType): readonly AttributeNode[] =>
  type.extensions.flatMap(({ children }) => [...children.values()]);

/** A value as a client sends it, sometimes one of another type. */
const sentValue = (node: AttributeNode): fc.Arbitrary<unknown> =>
  fc.oneof(
    { arbitrary: valueOf(node), weight: 6 },
    { arbitrary: fc.constantFrom(...node.definition.canonicalValues, 'NORTH', null), weight: 1 },
    { arbitrary: fc.constantFrom<unknown>('no number', 12, true, [], ['a'], {}), weight: 1 },
  );

const sentExtensions = (type: ResourceType): fc.Arbitrary<Readonly<Record<string, unknown>>> =>
  fc.record(
    Object.fromEntries(
      type.extensions.map(({ path, children }) => [
        path,
        fc.record(Object.fromEntries([...children.values()].map((node) => [node.definition.name, sentValue(node)])), {
          requiredKeys: [],
        }),
      ]),
    ),
    { requiredKeys: [] },
  );

/** One request, or a step of the upkeep that no client sees. `user` names one of those that were created. */
export type Step =
  | { readonly kind: 'create'; readonly extensions: object }
  | { readonly kind: 'replace'; readonly user: number; readonly extensions: object }
  | { readonly kind: 'patch'; readonly user: number; readonly operation: object }
  | { readonly kind: 'remove'; readonly user: number }
  | {
      readonly kind: 'list';
      readonly filter?: string;
      readonly sortBy?: string;
      readonly attributes?: readonly string[];
    }
  | { readonly kind: 'walk'; readonly sortBy?: string }
  | { readonly kind: 'hide'; readonly attribute: number }
  | { readonly kind: 'upkeep' };

const operations = (nodes: readonly AttributeNode[]): fc.Arbitrary<object> =>
  fc.constantFrom(...nodes).chain((node) =>
    fc.oneof(
      sentValue(node).chain((value) => fc.constantFrom('add', 'replace').map((op) => ({ op, path: node.path, value }))),
      fc.constant({ op: 'remove', path: node.path }),
      sentValue(node).map((value) => ({ op: 'add', value: { [node.schema]: { [node.definition.name]: value } } })),
    ),
  );

/** Requests about the attributes. */
export const stepsAbout = (own: readonly OwnAttribute[]): fc.Arbitrary<readonly Step[]> => {
  const type = narrowType(own);
  const nodes = nodesOf(type);
  const user = fc.nat({ max: 5 });
  const path = fc.constantFrom(...nodes.map((node) => node.path));
  const create = fc.record({ kind: fc.constant('create' as const), extensions: sentExtensions(type) });
  return fc
    .tuple(
      fc.array(create, { minLength: 1, maxLength: 4 }),
      fc.array(
        fc.oneof<fc.Arbitrary<Step>[]>(
          create,
          fc.record({ kind: fc.constant('replace' as const), user, extensions: sentExtensions(type) }),
          fc.record({ kind: fc.constant('patch' as const), user, operation: operations(nodes) }),
          fc.record({ kind: fc.constant('remove' as const), user }),
          filterFor(type).map((filter) => ({ kind: 'list', filter: printFilter(filter) })),
          filterFor(type).map((filter) => ({ kind: 'list', filter: printFilter(filter) })),
          fc.record({ kind: fc.constant('list' as const), sortBy: path, attributes: fc.array(path, { maxLength: 2 }) }),
          fc.record({ kind: fc.constant('walk' as const), sortBy: path }),
          fc.record({ kind: fc.constant('hide' as const), attribute: fc.nat({ max: own.length - 1 }) }),
          fc.constant({ kind: 'upkeep' }),
        ),
        { minLength: 4, maxLength: 12 },
      ),
    )
    .map(([first, others]) => [...first, ...others]);
};

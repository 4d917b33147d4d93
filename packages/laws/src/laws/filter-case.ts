// What filter laws are tried on: a type, a representation of it, filters with values of that representation.
import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { represent } from '@looop-scim/scim/answer';
import type { Complex } from '@looop-scim/scim/attribute';
import { bindFilter, evaluateFilter, type BoundFilter, type Filter } from '@looop-scim/scim/filter';
import type { ResourceType } from '@looop-scim/scim/schema';
import * as Result from 'effect/Result';
import { filterFor } from '../arbitraries/filter.ts';
import { resourceOf, type DocumentOptions } from '../arbitraries/resource.ts';
import { sampleTypes } from '../arbitraries/sample-type.ts';
import { shapeTypes } from '../arbitraries/shape-types.ts';

/** Types by name, so that counterexamples show the name alone. */
const typesByName = new Map([...sampleTypes, ...shapeTypes].map((type) => [type.name, type]));

/** The type of a case. */
export const typeNamed = (name: string): ResourceType => {
  const type = typesByName.get(name);
  if (type === undefined) throw new TypeError(`no sample type ${name}`);
  return type;
};

/** Names of types: one half of the time of a sample type, otherwise of one that has shapes which those lack. */
export const typeNames: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...sampleTypes.map(({ name }) => name)),
  fc.constantFrom(...shapeTypes.map(({ name }) => name)),
);

/** Types, drawn as their names are. */
export const anyType: fc.Arbitrary<ResourceType> = typeNames.map(typeNamed);

/** Types that have what a law is about. */
export const typesWith = (has: (type: ResourceType) => boolean): fc.Arbitrary<ResourceType> => {
  const [sample, shapes] = [sampleTypes.filter(has), shapeTypes.filter(has)];
  return fc.oneof(...[sample, shapes].filter(({ length }) => length > 0).map((types) => fc.constantFrom(...types)));
};

/** The location of a resource. */
export const locate = (resourceType: string, id: string): string =>
  `https://scim.example/scim/v2/${resourceType}s/${id}`;

/** Full representations of a type. */
export const representationOf = (type: ResourceType, options: DocumentOptions = {}): fc.Arbitrary<Complex> =>
  resourceOf(type, options).map((resource) => represent(type, resource, locate));

/** A representation and filters on it. */
export interface FilterCase {
  readonly typeName: string;
  readonly representation: Complex;
  readonly filters: readonly [Filter, Filter, Filter];
}

/** Representations of all sample types with three filters each. */
export const filterCases: fc.Arbitrary<FilterCase> = typeNames.chain((typeName) =>
  representationOf(typeNamed(typeName)).chain((representation) => {
    const filter = filterFor(typeNamed(typeName), { documents: [representation] });
    return fc.record({
      typeName: fc.constant(typeName),
      representation: fc.constant(representation),
      filters: fc.tuple(filter, filter, filter),
    });
  }),
);

/** The bound filter; throws with the failure when it does not bind. */
export const bindOn = (typeName: string, filter: Filter): BoundFilter =>
  Result.getOrThrow(bindFilter(typeNamed(typeName), filter));

/** Whether a filter holds, all the way from its syntax tree. */
export const holdsOn = (
  { typeName, representation }: Pick<FilterCase, 'typeName' | 'representation'>,
  filter: Filter,
): boolean => evaluateFilter(bindOn(typeName, filter), representation);

/** A bound filter as text: equal texts, equal filters. */
export const showBound = (bound: BoundFilter): string => {
  switch (bound.kind) {
    case 'constant':
      return String(bound.value);
    case 'not':
      return `not(${showBound(bound.operand)})`;
    case 'and':
    case 'or':
      return `${bound.kind}(${bound.operands.map(showBound).join(', ')})`;
    case 'present':
      return `${bound.attribute.path} pr`;
    case 'element':
      return `${bound.attribute.path}[${showBound(bound.filter)}]`;
    case 'compare':
      return `${bound.attribute.path} ${bound.operator} ${JSON.stringify(bound.value)}`;
  }
};

/** Fails with both sides when they differ. */
export const same = (actual: unknown, expected: unknown): void => deepStrictEqual(actual, expected);

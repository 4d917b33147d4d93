// What mapping laws are tried on: a type, an accepted set over it, documents of the type.
import fc from 'fast-check';
import {
  checkMappingSet,
  mappingFaultText,
  type BoundMappingSet,
  type InvalidMappingSet,
  type MappingSet,
} from '@looop-scim/provisioning/mapping';
import type { Complex, Value } from '@looop-scim/scim/attribute';
import type { ResourceType } from '@looop-scim/scim/schema';
import * as Result from 'effect/Result';
import { mappingSetOf } from '../arbitraries/mapping.ts';
import { documentOf } from '../arbitraries/resource.ts';
import { typeNamed, typeNames } from './filter-case.ts';

/** A set with a document. */
export interface MappingCase {
  readonly typeName: string;
  readonly set: MappingSet;
  readonly document: Complex;
}

/** The bound set; throws with all faults when it is refused. */
export const boundOn = (type: ResourceType, set: MappingSet): BoundMappingSet => {
  const checked = checkMappingSet(type, set);
  if (Result.isSuccess(checked)) return checked.success;
  throw new Error(checked.failure.faults.map(mappingFaultText).join('\n'));
};

/** The faults of a result; none when it is accepted. */
export const faultsIn = <Accepted>(result: Result.Result<Accepted, InvalidMappingSet>) =>
  Result.isFailure(result) ? result.failure.faults : [];

/** Any values in canonical form, whatever the type says of them. */
const anyComplex = fc.letrec<{ complex: Complex; value: Value; element: Value }>((tie) => ({
  element: fc.oneof({ maxDepth: 3 }, fc.string(), fc.double({ noNaN: true }), fc.boolean(), tie('complex')),
  value: fc.oneof({ maxDepth: 3 }, tie('element'), fc.array(tie('element'), { maxLength: 3 }) as fc.Arbitrary<Value>),
  complex: fc.dictionary(fc.constantFrom('value', 'type', 'primary', 'givenName', '__proto__'), tie('value'), {
    maxKeys: 3,
    noNullPrototype: true,
  }),
})).complex;

/** Documents whose attributes have values of other types than the schema says. */
const strangeDocument = (type: ResourceType): fc.Arbitrary<Complex> => {
  const value = fc.oneof(anyComplex, fc.array(anyComplex, { maxLength: 3 }), fc.string(), fc.boolean(), fc.integer());
  const names = [...type.attributes.values()].map(({ definition }) => definition.name);
  return fc.dictionary(fc.constantFrom(...names), value, { noNullPrototype: true });
};

/** Sets over any type with a document of it. */
export const mappingCases: fc.Arbitrary<MappingCase> = typeNames.chain((typeName) =>
  fc.record({
    typeName: fc.constant(typeName),
    set: mappingSetOf(typeNamed(typeName)),
    document: documentOf(typeNamed(typeName)),
  }),
);

/** The same, and documents that no schema allows. */
export const strangeCases: fc.Arbitrary<MappingCase> = typeNames.chain((typeName) =>
  fc.record({
    typeName: fc.constant(typeName),
    set: mappingSetOf(typeNamed(typeName)),
    document: strangeDocument(typeNamed(typeName)),
  }),
);

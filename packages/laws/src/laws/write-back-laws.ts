// Laws of write-back: a profile field and its attributes are two views of one value.
import fc from 'fast-check';
import {
  applyMappingSet,
  writeBackLens,
  type Mapping,
  type MappingSet,
  type ProfileValue,
  type WriteBackLens,
} from '@looop-scim/provisioning/mapping';
import { sameValue, type Complex } from '@looop-scim/scim/attribute';
import type { ResourceType } from '@looop-scim/scim/schema';
import * as Result from 'effect/Result';
import { word } from '../arbitraries/mapping.ts';
import { documentOf } from '../arbitraries/resource.ts';
import { writableAttributes, writeBackMappingOf } from '../arbitraries/write-back.ts';
import { law, type Law } from '../law.ts';
import { same, typesWith } from './filter-case.ts';
import { boundOn } from './mapping-case.ts';

interface LensCase {
  readonly type: ResourceType;
  readonly mapping: Mapping;
  readonly document: Complex;
  readonly values: readonly [ProfileValue, ProfileValue];
}

/** Values that a field of the mapping can have. */
const writableValue = ({ field, steps: [step] }: Mapping): fc.Arbitrary<ProfileValue> => {
  if (field === 'active') {
    return typeof step === 'object' && 'lookup' in step
      ? fc.constantFrom(...Object.values(step.lookup.table))
      : fc.boolean();
  }
  if (typeof step === 'object' && 'lookup' in step) return fc.constantFrom(...Object.values(step.lookup.table));
  return word;
};

const lensCases: fc.Arbitrary<LensCase> = typesWith((type) => writableAttributes(type).length > 0).chain((type) =>
  writeBackMappingOf(writableAttributes(type)).chain((mapping) =>
    fc.record({
      type: fc.constant(type),
      mapping: fc.constant(mapping),
      document: documentOf(type),
      values: fc.tuple(writableValue(mapping), writableValue(mapping)),
    }),
  ),
);

const setOf = ({ mapping }: LensCase): MappingSet => ({ fields: [], mappings: [mapping] });

const lensOf = (one: LensCase): WriteBackLens => {
  const lens = writeBackLens(boundOn(one.type, setOf(one)), one.mapping.field);
  if (lens === undefined) throw new Error('a field that is written back has a lens');
  return lens;
};

const put = (lens: WriteBackLens, document: Complex, value: ProfileValue): Complex =>
  Result.getOrThrow(lens.put(document, value));

const sameDocument = (actual: Complex, expected: Complex): void => {
  if (!sameValue(actual, expected)) same(actual, expected);
};

/** Laws of write-back. */
export const writeBackLaws: readonly Law[] = [
  law(
    'write-back: get(put v u) = v',
    fc.property(lensCases, (one) => {
      const lens = lensOf(one);
      const [value] = one.values;
      same(lens.get(put(lens, one.document, value)), value);
    }),
  ),
  law(
    'write-back: put (get u) u = u, where the field has a value',
    fc.property(lensCases, (one) => {
      const lens = lensOf(one);
      // Half of the documents have the value.
      const document = one.values[0] === one.values[1] ? one.document : put(lens, one.document, one.values[1]);
      const value = lens.get(document);
      if (value !== undefined) sameDocument(put(lens, document, value), document);
    }),
  ),
  law(
    'write-back: put w (put v u) = put w u',
    fc.property(lensCases, (one) => {
      const lens = lensOf(one);
      const [v, w] = one.values;
      sameDocument(put(lens, put(lens, one.document, v), w), put(lens, one.document, w));
    }),
  ),
  law(
    'write-back: a cleared field has no value, can be set again, and clearing twice is clearing once',
    fc.property(lensCases, (one) => {
      const lens = lensOf(one);
      const cleared = lens.clear(one.document);
      same(lens.get(cleared), undefined);
      sameDocument(lens.clear(cleared), cleared);
      same(lens.get(put(lens, cleared, one.values[0])), one.values[0]);
    }),
  ),
  law(
    'write-back: the lens and the profile show the same value, apart from what stands in for a missing one',
    fc.property(lensCases, (one) => {
      const bound = boundOn(one.type, setOf(one));
      const { otherwise, field } = one.mapping;
      const standIn = otherwise === 'empty' ? undefined : otherwise.value;
      same(applyMappingSet(bound, one.document).profile[field], lensOf(one).get(one.document) ?? standIn);
    }),
  ),
];

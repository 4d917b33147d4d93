// Laws of refused mapping sets: whatever is wrong is named, with its place, and every kind of fault can be provoked.
import fc from 'fast-check';
import {
  acceptMappingSet,
  checkMappingSet,
  MAPPING_FAULT_KINDS,
  printMappingSet,
  readMappingSet,
  type InvalidMappingSet,
  type MappingFault,
  type MappingSet,
} from '@looop-scim/provisioning/mapping';
import type { ResourceType } from '@looop-scim/scim/schema';
import * as Result from 'effect/Result';
import { mappingSetOf } from '../arbitraries/mapping.ts';
import { law, type Law } from '../law.ts';
import { same, typeNamed } from './filter-case.ts';
import { faultsIn, mappingCases } from './mapping-case.ts';
import { PROVOCATIONS, type Provocation } from './mapping-provocations.ts';

const readAndCheck = (type: ResourceType, json: unknown) =>
  Result.flatMap(readMappingSet(json), (set): Result.Result<unknown, InvalidMappingSet> => checkMappingSet(type, set));

interface PrintedSet {
  readonly fields?: readonly object[];
  readonly mappings: readonly object[];
}

/** A set as JSON. */
const printed = (set: MappingSet): PrintedSet => JSON.parse(JSON.stringify(printMappingSet(set))) as PrintedSet;

const withMore = (set: MappingSet, provocations: readonly Provocation[]): unknown => {
  const { fields = [], mappings } = printed(set);
  return {
    fields: [...fields, { name: 'extra', type: 'string' }, ...provocations.flatMap((each) => each.fields ?? [])],
    mappings: [...mappings, ...provocations.flatMap((each) => each.mappings)],
  };
};

const isNamed = ({ kind, at, reason }: MappingFault): boolean =>
  MAPPING_FAULT_KINDS.includes(kind) && typeof at === 'string' && reason !== '';

/** Replaces what is at a place of a JSON value; the place is chosen by numbers. */
const spoiled = (json: unknown, [place, ...rest]: readonly number[], value: unknown): unknown => {
  const keys = typeof json === 'object' && json !== null ? Object.keys(json) : [];
  if (place === undefined || keys.length === 0) return value;
  const key = keys[place % keys.length];
  const entries = Object.entries(json as object).map(([name, each]) => [
    name,
    name === key ? spoiled(each, rest, value) : each,
  ]);
  return Array.isArray(json) ? entries.map(([, each]) => each as unknown) : (Object.fromEntries(entries) as unknown);
};

const provoked = fc.constantFrom(
  ...MAPPING_FAULT_KINDS.flatMap((kind) => PROVOCATIONS[kind].map((provocation) => ({ kind, provocation }))),
);

const provokedSets = provoked.chain(({ kind, provocation }) => {
  const type = typeNamed(provocation.typeName ?? 'User');
  return fc.record({ kind: fc.constant(kind), provocation: fc.constant(provocation), set: mappingSetOf(type) });
});

/** Laws of refused sets. */
export const refusalLaws: readonly Law[] = [
  law(
    'a refused set says why: whatever JSON is put anywhere into a set, it is accepted or every fault has kind, place and reason',
    fc.property(
      mappingCases,
      fc.array(fc.nat({ max: 99 }), { maxLength: 6 }),
      fc.oneof(fc.jsonValue(), fc.constantFrom('title', 'emails', 'emails[', 'email', 'active', 'keep', 7, '')),
      ({ typeName, set }, places, value) => {
        const json = spoiled(printed(set), places, value);
        const result = readAndCheck(typeNamed(typeName), json);
        const faults = faultsIn(result);
        same(Result.isFailure(result), faults.length > 0);
        const atOnce = faultsIn(acceptMappingSet(typeNamed(typeName), json));
        // The faults of reading, and beside them those of what could be read.
        same(atOnce.slice(0, faults.length), faults);
        same(atOnce.length > 0, faults.length > 0);
        same(
          faults.filter((fault) => !isNamed(fault)),
          [],
        );
      },
    ),
  ),
  law(
    'every kind of fault is found beside any sound mappings, and names the field',
    fc.property(provokedSets, ({ kind, provocation, set }) => {
      const json = withMore(set, [provocation]);
      const faults = faultsIn(readAndCheck(typeNamed(provocation.typeName ?? 'User'), json));
      same([...new Set(faults.map((fault) => fault.kind))].includes(kind), true);
      same(
        faults.filter(({ field, at }) => field === undefined && !at.startsWith('mappings[')),
        [],
      );
    }),
  ),
];

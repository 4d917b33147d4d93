// How many people have what a mapping set needs, and which values its tables do not know. Counts of some people and of others add up.
import type { Complex } from '@looop-scim/scim/attribute';
import type { BoundMapping, BoundMappingSet, BoundSource, BoundStep } from './bound-mapping-set.ts';
import { explainMapping, type StepTrace } from './explain.ts';
import { isTextList, type ProfileValue } from './profile.ts';
import { readingOf, type Reading } from './reading.ts';
import { isKnownTo } from './run-step.ts';
import { traceSource } from './select-value.ts';

/** Different values of one field that a table does not know, told apart. */
const MOST_VALUES = 20;
/** Characters of such a value. */
const VALUE_CHARACTERS = 200;

/** An attribute that a field comes from. */
export interface AttributeCoverage {
  /** Path as the mapping has it. */
  readonly attribute: string;
  /** People who have a value of it. */
  readonly people: number;
}

/** A value that a table does not know. */
export interface UnknownValue {
  readonly value: string;
  readonly people: number;
}

/** One field of the profile. */
export interface FieldCoverage {
  readonly field: string;
  /** People who have a value, be it the one that stands in for a missing one. */
  readonly people: number;
  /** People for whom the other value stands in. */
  readonly otherwise: number;
  readonly attributes: readonly AttributeCoverage[];
  /** At most 20, in the order in which they were met. */
  readonly unknownValues: readonly UnknownValue[];
}

/** What was counted. */
export interface CoverageCount {
  /** People who were looked at. */
  readonly people: number;
  /** In the order of the mappings. */
  readonly fields: readonly FieldCoverage[];
}

interface Counting {
  readonly mapping: BoundMapping;
  readonly attributes: ReadonlyMap<string, BoundSource>;
  readonly having: Map<string, number>;
  readonly unknown: Map<string, number>;
  people: number;
  otherwise: number;
}

const attributesOf = (sources: readonly BoundSource[]): readonly (readonly [string, BoundSource])[] =>
  sources.flatMap((source) => {
    if (source.kind === 'attribute') return [[source.source.attribute, source] as const];
    return source.kind === 'join' ? attributesOf(source.parts) : [];
  });

const countUp = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

const elementsOf = (value: ProfileValue): readonly string[] => (isTextList(value) ? value : [String(value)]);

const noteUnknown = ({ unknown }: Counting, step: BoundStep, { input }: StepTrace): void => {
  for (const element of new Set(elementsOf(input))) {
    if (isKnownTo(step, element)) continue;
    const shown = element.slice(0, VALUE_CHARACTERS).toWellFormed();
    if (unknown.has(shown) || unknown.size < MOST_VALUES) countUp(unknown, shown);
  }
};

const noteSources = ({ attributes, having }: Counting, reading: Reading): void => {
  for (const [path, source] of attributes) {
    if (traceSource(source, reading).value !== undefined) countUp(having, path);
  }
};

/** Counts people. The result is a sum: whoever adds up counts of several parts has that of the whole. */
export const makeCoverage = (set: BoundMappingSet) => {
  const counts = set.mappings.map((mapping): Counting => ({
    mapping,
    attributes: new Map(attributesOf(mapping.sources)),
    having: new Map(),
    unknown: new Map(),
    people: 0,
    otherwise: 0,
  }));
  let people = 0;
  return {
    add: (document: Complex): void => {
      people += 1;
      const reading = readingOf(document);
      for (const [index, trace] of explainMapping(set, document).fields.entries()) {
        const counting = counts[index];
        if (counting === undefined) continue;
        if (trace.result !== undefined) counting.people += 1;
        if (trace.otherwise !== undefined) counting.otherwise += 1;
        noteSources(counting, reading);
        for (const [at, step] of trace.steps.entries()) {
          const bound = counting.mapping.steps[at];
          if (bound !== undefined) noteUnknown(counting, bound, step);
        }
      }
    },
    count: (): CoverageCount => ({
      people,
      fields: counts.map(({ mapping, attributes, having, unknown, ...totals }) => ({
        field: mapping.mapping.field,
        people: totals.people,
        otherwise: totals.otherwise,
        attributes: [...attributes.keys()].map((attribute) => ({ attribute, people: having.get(attribute) ?? 0 })),
        unknownValues: Array.from(unknown, ([value, number]) => ({ value, people: number })),
      })),
    }),
  };
};

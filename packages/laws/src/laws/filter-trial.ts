// What laws of filter engines are tried on, and how an engine is asked.
import fc from 'fast-check';
import type { Complex } from '@looop-scim/scim/attribute';
import { printFilter, type Filter } from '@looop-scim/scim/filter';
import type { ResourceType } from '@looop-scim/scim/schema';
import { filterFor } from '../arbitraries/filter.ts';
import type { FilterEngine, JsonObject } from '../subjects/subject.ts';
import { representationOf } from './filter-case.ts';
import { subjectType, type SubjectLaw } from './subject-case.ts';

/** A type, a representation of it, and filters with values of that representation. */
export interface Trial {
  readonly type: ResourceType;
  readonly representation: Complex;
  readonly filters: readonly [Filter, Filter, Filter];
}

/** A law over filter engines. */
export type FilterLaw = SubjectLaw<FilterEngine>;
/** Draws what laws are tried on. */
export type Trials = (types: fc.Arbitrary<ResourceType>) => fc.Arbitrary<Trial>;

/** Trials with plain filters, or with all that bind. */
export const trialsOf =
  (plain: boolean): Trials =>
  (types) =>
    types.chain((type) =>
      representationOf(type).chain((representation) => {
        const filter = filterFor(type, { documents: [representation], plain });
        return fc.record({
          type: fc.constant(type),
          representation: fc.constant(representation),
          filters: fc.tuple(filter, filter, filter),
        });
      }),
    );

/** Whether the text of a filter holds; fails when a filter that is valid is refused. */
export const textHolds = async (
  engine: FilterEngine,
  type: ResourceType,
  representation: JsonObject,
  text: string,
): Promise<boolean> => {
  const outcome = await engine.matches(subjectType(type), structuredClone(representation), text);
  if (!outcome.ok) throw new Error(`a valid filter is refused as ${outcome.scimType ?? 'wrong'}: ${text}`);
  return outcome.matches;
};

/** Whether a filter holds, from its canonical text. */
export const holds = (
  engine: FilterEngine,
  { type, representation }: Pick<Trial, 'type' | 'representation'>,
  filter: Filter,
): Promise<boolean> => textHolds(engine, type, representation, printFilter(filter));

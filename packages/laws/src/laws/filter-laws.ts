// Laws of filters over any implementation: what anybody can observe (RFC 7644 section 3.4.2.2).
import fc from 'fast-check';
import { isComplex, isList, resolveAttribute, valueAt, type Complex } from '@looop-scim/scim/attribute';
import type { Filter } from '@looop-scim/scim/filter';
import { multiValuedAncestor, type AttributeNode, type ResourceType } from '@looop-scim/scim/schema';
import { chooser, decisions } from '../arbitraries/choices.ts';
import { respellFilter } from '../arbitraries/filter-syntax.ts';
import { anyFilterText } from '../arbitraries/filter-text.ts';
import { law, type Law } from '../law.ts';
import type { FilterEngine } from '../subjects/subject.ts';
import { representationOf } from './filter-case.ts';
import { filterHolds } from './filter-oracle.ts';
import { holds, textHolds, trialsOf, type FilterLaw, type Trials } from './filter-trial.ts';
import { filterValueLaws } from './filter-value-laws.ts';
import { lawsOver, same, subjectType, type SubjectOptions } from './subject-case.ts';

/** What filters the laws try. */
export interface FilterLawOptions extends SubjectOptions {
  /**
   * Whether filters also have what the RFC leaves open, which must then be read as this project does: `ne` is the opposite of `eq`
   * on lists and on what is unassigned, too; strings are ordered by code points; null stands for unassigned; a boolean or a number
   * may be written as a string; an object may be compared by its `value`. Default: no.
   */
  readonly openReadings?: boolean;
}

type MakeLaw = (trials: Trials) => FilterLaw;

const not = (operand: Filter): Filter => ({ kind: 'not', operand });
const both = (...operands: readonly Filter[]): Filter => ({ kind: 'and', operands });
const either = (...operands: readonly Filter[]): Filter => ({ kind: 'or', operands });

/** Two filters that hold for the same representations. */
const logic =
  (name: string, sides: (f: Filter, g: Filter, h: Filter) => readonly [Filter, Filter]): MakeLaw =>
  (trials) => ({
    law: (engine, types) =>
      law(
        name,
        fc.asyncProperty(trials(types), async ({ filters, ...rest }) => {
          const [left, right] = sides(...filters);
          same(await holds(engine, rest, left), await holds(engine, rest, right));
        }),
      ),
  });

const connectives: MakeLaw = (trials) => ({
  law: (engine, types) =>
    law(
      'not holds when its operand does not, and when all of them do, or when any does',
      fc.asyncProperty(trials(types), async ({ filters: [f, g], ...rest }) => {
        const [left, right] = [await holds(engine, rest, f), await holds(engine, rest, g)];
        const asked = [not(f), both(f, g), either(f, g)];
        const answers: boolean[] = [];
        for (const filter of asked) answers.push(await holds(engine, rest, filter));
        same(answers, [!left, left && right, left || right]);
      }),
    ),
});

const meaning: MakeLaw = (trials) => ({
  law: (engine, types) =>
    law(
      'a filter means what its syntax tree says, attribute by attribute as the schemas have them',
      fc.asyncProperty(trials(types), async ({ type, representation, filters }) => {
        for (const filter of filters) {
          const expected = filterHolds(type, filter, representation);
          same(await holds(engine, { type, representation }, filter), expected);
        }
      }),
    ),
});

const spelling: MakeLaw = (trials) => ({
  law: (engine, types) =>
    law(
      'case of names, operators and URNs, the core URN in front, white space, parentheses and escapes do not change what a filter means',
      fc.asyncProperty(trials(types), decisions, async ({ type, representation, filters: [filter] }, sequence) => {
        const text = respellFilter(filter, { choose: chooser(sequence), coreSchema: type.definition.schema });
        const expected = await holds(engine, { type, representation }, filter);
        same(await textHolds(engine, type, representation, text), expected);
      }),
    ),
});

/** The representation with only one element left in a list. */
const withElement = (representation: Complex, keys: readonly string[], at: number): Complex => {
  const [key = '', ...rest] = keys;
  const value = representation[key];
  if (isList(value)) return { ...representation, [key]: value.slice(at, at + 1) };
  return value !== undefined && isComplex(value)
    ? { ...representation, [key]: withElement(value, rest, at) }
    : representation;
};

/** The list that a condition outside of any other one is about. */
const listOf = (type: ResourceType, filter: Filter): AttributeNode | undefined => {
  if (!('attribute' in filter)) return undefined;
  const node = resolveAttribute(type, filter.attribute);
  const list = node && multiValuedAncestor(node);
  return list?.storedIn === 'metadata' ? undefined : list;
};

const oneElement: MakeLaw = (trials) => ({
  law: (engine, types) =>
    law(
      'a condition on a list holds when one element fulfils all of it: exactly when it holds for one of the elements alone',
      fc.asyncProperty(trials(types), async ({ type, representation, filters }) => {
        for (const filter of filters) {
          const list = listOf(type, filter);
          const elements = list && valueAt(representation, list.keys);
          const isOpposite = filter.kind === 'compare' && (filter.operator === 'ne' || filter.value === null);
          if (list === undefined || elements === undefined || !isList(elements) || isOpposite) continue;
          const alone: boolean[] = [];
          for (const at of elements.keys()) {
            const single = withElement(representation, list.keys, at);
            alone.push(await holds(engine, { type, representation: single }, filter));
          }
          same(await holds(engine, { type, representation }, filter), alone.includes(true));
        }
      }),
    ),
});

const totality: FilterLaw = {
  law: (engine, types) =>
    law(
      'every text is answered or refused, whatever the resource',
      fc.asyncProperty(
        types.chain((type) => representationOf(type).map((representation) => ({ type, representation }))),
        anyFilterText,
        async ({ type, representation }, text) => {
          const outcome = await engine.matches(subjectType(type), structuredClone(representation), text);
          same(typeof (outcome.ok ? outcome.matches : false), 'boolean');
        },
      ),
    ),
};

const made: readonly MakeLaw[] = [
  connectives,
  logic('not (not (f)) is f', (f) => [not(not(f)), f]),
  logic('de Morgan: not (f and g) is not (f) or not (g)', (f, g) => [not(both(f, g)), either(not(f), not(g))]),
  logic('de Morgan: not (f or g) is not (f) and not (g)', (f, g) => [not(either(f, g)), both(not(f), not(g))]),
  logic('and is commutative', (f, g) => [both(f, g), both(g, f)]),
  logic('or is commutative', (f, g) => [either(f, g), either(g, f)]),
  logic('and distributes over or', (f, g, h) => [both(f, either(g, h)), either(both(f, g), both(f, h))]),
  meaning,
  spelling,
  oneElement,
];

/**
 * Laws of filters over an implementation: logic, presence, lists and brackets, case of values, spelling, the meaning of each
 * operator on each type of attribute. RFC 7644 section 3.4.2.2, RFC 7643 section 2.5.
 */
export const filterLaws = (engine: FilterEngine, options: FilterLawOptions = {}): readonly Law[] => {
  const trials = trialsOf(options.openReadings !== true);
  const laws = [...made.map((make) => make(trials)), ...filterValueLaws, totality];
  return lawsOver(engine, options, laws);
};

// The shape that every compiler of bound filters has in common: a store says what becomes of the logical operators once, and of
// conditions for each place where attributes are stored.
import type { AttributeNode } from '../schema/attribute-node.ts';
import type { BoundComparison, BoundFilter } from './bound-filter.ts';

/** The condition that any value of the attribute is assigned. */
export type BoundPresence = Extract<BoundFilter, { readonly kind: 'present' }>;

/** The condition that one element of the attribute fulfils a whole filter. */
export type BoundElementFilter = Extract<BoundFilter, { readonly kind: 'element' }>;

/** A part of a filter that looks at an attribute. */
export type BoundCondition = BoundComparison | BoundPresence | BoundElementFilter;

/** What the logical operators become, for example pieces of SQL. Operands come in the order of the filter. */
export interface FilterLogic<Compiled> {
  readonly constant: (value: boolean) => Compiled;
  readonly and: (operands: readonly Compiled[]) => Compiled;
  readonly or: (operands: readonly Compiled[]) => Compiled;
  readonly not: (operand: Compiled) => Compiled;
}

/** What the conditions on attributes become where they stand. */
export interface FilterConditions<Compiled> {
  readonly compare: (condition: BoundComparison) => Compiled;
  readonly present: (condition: BoundPresence) => Compiled;
  readonly element: (condition: BoundElementFilter) => Compiled;
}

/** Conditions by the place where the attribute is stored. */
export type ConditionsByStorage<Compiled> = Readonly<Record<AttributeNode['storedIn'], FilterConditions<Compiled>>>;

/** Compiles a filter whose conditions are all of one place: what stands between the brackets of an element filter. */
export const foldConditions = <Compiled>(
  filter: BoundFilter,
  logic: FilterLogic<Compiled>,
  conditions: FilterConditions<Compiled>,
): Compiled => {
  switch (filter.kind) {
    case 'constant':
      return logic.constant(filter.value);
    case 'and':
    case 'or':
      return logic[filter.kind](filter.operands.map((operand) => foldConditions(operand, logic, conditions)));
    case 'not':
      return logic.not(foldConditions(filter.operand, logic, conditions));
    case 'compare':
      return conditions.compare(filter);
    case 'present':
      return conditions.present(filter);
    case 'element':
      return conditions.element(filter);
  }
};

/**
 * Compiles a filter as `bindFilter` makes it: each condition goes to the functions for the place where its attribute is stored.
 * What comes out must hold exactly where `evaluateFilter` does. RFC 7644 section 3.4.2.2.
 */
export const foldFilter = <Compiled>(
  filter: BoundFilter,
  logic: FilterLogic<Compiled>,
  byStorage: ConditionsByStorage<Compiled>,
): Compiled =>
  foldConditions(filter, logic, {
    compare: (condition) => byStorage[condition.attribute.storedIn].compare(condition),
    present: (condition) => byStorage[condition.attribute.storedIn].present(condition),
    element: (condition) => byStorage[condition.attribute.storedIn].element(condition),
  });

/** The parts of a filter that all have to hold; the filter itself when it is no conjunction. */
export const conjunctsOf = (filter: BoundFilter): readonly BoundFilter[] =>
  filter.kind === 'and' ? filter.operands.flatMap(conjunctsOf) : [filter];

/** The conditions of a filter in order; those between brackets belong to the condition around them. */
export const conditionsOf = (filter: BoundFilter): readonly BoundCondition[] => {
  switch (filter.kind) {
    case 'constant':
      return [];
    case 'and':
    case 'or':
      return filter.operands.flatMap(conditionsOf);
    case 'not':
      return conditionsOf(filter.operand);
    default:
      return [filter];
  }
};

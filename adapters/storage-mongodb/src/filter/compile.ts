// The logical shape of a filter, whatever its conditions are compiled to.
import type { BoundComparison, BoundFilter } from '@looop-scim/scim/filter';
import { allOf, ALWAYS, anyOf, NEVER, noneOf, type Query } from './query.ts';

/** Kinds of conditions in a filter. */
export type Present = Extract<BoundFilter, { readonly kind: 'present' }>;
export type ElementFilter = Extract<BoundFilter, { readonly kind: 'element' }>;
export type Condition = BoundComparison | Present | ElementFilter;

/** How the conditions are compiled where they stand. */
export interface Scope {
  readonly compare: (filter: BoundComparison) => Query;
  readonly present: (filter: Present) => Query;
  readonly element: (filter: ElementFilter) => Query;
}

/** Compiles a filter whose conditions the scope knows. */
export const compile = (filter: BoundFilter, scope: Scope): Query => {
  switch (filter.kind) {
    case 'constant':
      return filter.value ? ALWAYS : NEVER;
    case 'and':
      return allOf(filter.operands.map((operand) => compile(operand, scope)));
    case 'or':
      return anyOf(filter.operands.map((operand) => compile(operand, scope)));
    case 'not':
      return noneOf(compile(filter.operand, scope));
    case 'compare':
      return scope.compare(filter);
    case 'present':
      return scope.present(filter);
    case 'element':
      return scope.element(filter);
  }
};

/** The parts that all have to hold. */
export const conjuncts = (filter: BoundFilter): readonly BoundFilter[] =>
  filter.kind === 'and' ? filter.operands.flatMap(conjuncts) : [filter];

/** The conditions of a filter in order; those between brackets belong to the condition around them. */
export const conditionsOf = (filter: BoundFilter): readonly Condition[] => {
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

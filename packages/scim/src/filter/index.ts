export { FILTER_LIMITS, type ComparisonOperator, type Filter, type FilterLiteral } from './filter-ast.ts';
export { type BoundComparison, type BoundFilter, type BoundOperator } from './bound-filter.ts';
export { parseFilter, type FilterOptions } from './filter-parser.ts';
export { parseValuePath, type ValuePath } from './value-path-parser.ts';
export { printFilter } from './filter-printer.ts';
export { bindElementFilter, bindFilter, type BindOptions } from './bind-filter.ts';
export { combine as combineFilters } from './combine-bound.ts';
export { evaluateFilter } from './evaluate-filter.ts';
export { mergeElementConditions } from './merge-element-conditions.ts';
export { comparableDocument } from './comparable-document.ts';
export {
  conditionsOf,
  conjunctsOf,
  foldConditions,
  foldFilter,
  type BoundCondition,
  type BoundElementFilter,
  type BoundPresence,
  type ConditionsByStorage,
  type FilterConditions,
  type FilterLogic,
} from './fold-filter.ts';

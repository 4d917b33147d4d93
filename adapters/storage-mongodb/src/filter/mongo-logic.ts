// The logical operators of a filter as queries.
import { foldConditions, type BoundFilter, type FilterConditions, type FilterLogic } from '@looop-scim/scim/filter';
import { allOf, ALWAYS, anyOf, NEVER, noneOf, type Query } from './query.ts';

/** Queries for `and`, `or`, `not` and constants. */
export const MONGO_LOGIC: FilterLogic<Query> = {
  constant: (value) => (value ? ALWAYS : NEVER),
  and: allOf,
  or: anyOf,
  not: noneOf,
};

/** How conditions become queries where they stand. */
export type Conditions = FilterConditions<Query>;

/** Compiles a filter whose conditions are all of one place. */
export const compile = (filter: BoundFilter, conditions: Conditions): Query =>
  foldConditions(filter, MONGO_LOGIC, conditions);

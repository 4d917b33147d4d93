// The logical operators of a filter as SQL. They meet conditions that are 0 or 1, never NULL.
import { foldConditions, type BoundFilter, type FilterConditions, type FilterLogic } from '@looop-scim/scim/filter';
import { FALSE, joinSql, sql, TRUE, type Sql } from '../sql.ts';

/** More operands than this in a row are split into halves: SQLite bounds the depth of an expression. */
const MAX_OPERANDS = 16;

const combine = (pieces: readonly Sql[], operator: ' AND ' | ' OR '): Sql => {
  if (pieces.length === 0) return operator === ' AND ' ? TRUE : FALSE;
  if (pieces.length <= MAX_OPERANDS) return sql`(${joinSql(pieces, operator)})`;
  const half = Math.ceil(pieces.length / 2);
  const halves = [combine(pieces.slice(0, half), operator), combine(pieces.slice(half), operator)];
  return sql`(${joinSql(halves, operator)})`;
};

/** SQL for `and`, `or`, `not` and constants. */
export const SQL_LOGIC: FilterLogic<Sql> = {
  constant: (value) => (value ? TRUE : FALSE),
  and: (operands) => combine(operands, ' AND '),
  or: (operands) => combine(operands, ' OR '),
  not: (operand) => sql`(NOT ${operand})`,
};

/** How conditions become SQL where they stand. */
export type SqlConditions = FilterConditions<Sql>;

/** Compiles a filter whose conditions are all of one place. */
export const compile = (filter: BoundFilter, conditions: SqlConditions): Sql =>
  foldConditions(filter, SQL_LOGIC, conditions);

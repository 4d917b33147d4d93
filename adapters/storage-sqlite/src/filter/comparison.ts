// One comparison with a value that SQL can name. Every condition made here is 0 or 1, never NULL, so that NOT is exact.
// Texts compare as bytes of UTF-8, which is the order of code points.
import type { Scalar } from '@looop-scim/scim/attribute';
import type { BoundOperator } from '@looop-scim/scim/filter';
import type { AttributeDefinition } from '@looop-scim/scim/schema';
import { sql, type Sql } from '../sql.ts';

/** What the value of an attribute is compared with. */
export interface Comparison {
  readonly operator: BoundOperator;
  readonly value: Scalar;
}

const bound = (value: Scalar): string | number => (typeof value === 'boolean' ? Number(value) : value);

const codePoints = (text: string): number => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

const ORDER = { gt: sql`>`, ge: sql`>=`, lt: sql`<`, le: sql`<=` } as const;

const textCondition = (value: Sql, operator: 'co' | 'sw' | 'ew', part: string): Sql => {
  // Every text contains the empty one; SQLite's substr has no suffix of length 0.
  if (part === '') return sql`${value} IS NOT NULL`;
  if (operator === 'co') return sql`instr(${value}, ${part}) > 0`;
  const length = codePoints(part);
  return operator === 'sw'
    ? sql`substr(${value}, 1, ${length}) = ${part}`
    : sql`substr(${value}, ${-length}) = ${part}`;
};

const condition = (value: Sql, { operator, value: operand }: Comparison): Sql => {
  switch (operator) {
    case 'eq':
      return sql`${value} = ${bound(operand)}`;
    case 'co':
    case 'sw':
    case 'ew':
      return textCondition(value, operator, String(operand));
    default:
      return sql`${value} ${ORDER[operator]} ${bound(operand)}`;
  }
};

/** Compares a column that is never NULL; an index on it can be used. */
export const compareColumn = (column: Sql, comparison: Comparison): Sql => sql`(${condition(column, comparison)})`;

/** Compares a value that may be NULL: then nothing holds. */
export const compareValue = (value: Sql, definition: AttributeDefinition, comparison: Comparison): Sql => {
  // JSON texts of large whole numbers are read as integers, one digit off the number that was stored.
  const isNumber = definition.type === 'decimal' || definition.type === 'integer';
  const comparable = isNumber ? sql`CAST(${value} AS REAL)` : value;
  return sql`ifnull(${condition(comparable, comparison)}, 0)`;
};

const HIGHEST = 0x10_ff_ff;

const codePointAfter = (codePoint: number): number => (codePoint === 0xd7ff ? 0xe000 : codePoint + 1);

/** The least text greater than all that start with the prefix; undefined when there is none. */
export const afterPrefix = (prefix: string): string | undefined => {
  const points = [...prefix].map((character) => character.codePointAt(0) ?? 0);
  while (points.at(-1) === HIGHEST) points.pop();
  const last = points.pop();
  return last === undefined ? undefined : String.fromCodePoint(...points, codePointAfter(last));
};

/** The comparison as a range of an index; undefined for those that no index helps. */
export const rangeOf = (column: Sql, comparison: Comparison): Sql | undefined => {
  const { operator, value } = comparison;
  if (operator === 'co' || operator === 'ew') return undefined;
  if (operator !== 'sw') return condition(column, comparison);
  const prefix = String(value);
  const end = afterPrefix(prefix);
  const from = sql`${column} >= ${prefix}`;
  return end === undefined ? from : sql`${from} AND ${column} < ${end}`;
};

// Pieces of SQL with their bound values. Text enters a statement only through template literals of this code base; whatever
// comes from outside is a bound value by construction.

/** What SQLite takes as a bound value here. */
export type SqlValue = string | number | null;

/** A piece of SQL; `values` are bound to its question marks in order. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

const isSql = (part: Sql | SqlValue): part is Sql => typeof part === 'object' && part !== null;

/** Puts a piece of SQL together: pieces are inserted as they are, everything else is bound. */
export const sql = (texts: TemplateStringsArray, ...parts: readonly (Sql | SqlValue)[]): Sql => {
  let text = texts[0] ?? '';
  const values: SqlValue[] = [];
  parts.forEach((part, index) => {
    if (isSql(part)) {
      text += part.text;
      values.push(...part.values);
    } else {
      text += '?';
      values.push(part);
    }
    text += texts[index + 1] ?? '';
  });
  return { text, values };
};

/**
 * A bound value that has no say in the plan. SQLite looks at values that are compared with a column of the ORDER BY, or that stand
 * behind LIMIT, while it plans, and then compiles the statement anew at each execution.
 */
export const unplanned = (value: SqlValue): Sql => sql`(SELECT ${value})`;

/** Joins pieces by a separator such as ` AND `. */
export const joinSql = (pieces: readonly Sql[], separator: ' AND ' | ' OR ' | ' UNION '): Sql => ({
  text: pieces.map(({ text }) => text).join(separator),
  values: pieces.flatMap(({ values }) => values),
});

/** The conditions that are always and never true. */
export const TRUE: Sql = { text: '1', values: [] };
export const FALSE: Sql = { text: '0', values: [] };

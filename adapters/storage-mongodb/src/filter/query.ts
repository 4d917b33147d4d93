// Pieces of queries. Whatever comes from outside stands behind an operator ($eq, $gt, $in ...), never where the database would look
// for an operator or a field path.

/** A part of a query: fields with conditions, or logical operators. */
export type Query = Readonly<Record<string, unknown>>;

/** A stage of an aggregation. */
export type Stage = Readonly<Record<string, unknown>>;

/** The conditions that are always and never true. */
export const ALWAYS: Query = {};
export const NEVER: Query = { $nor: [{}] };

/** All of the conditions. */
export const allOf = (queries: readonly Query[]): Query => {
  const [only, ...others] = queries.filter((query) => query !== ALWAYS);
  if (only === undefined) return ALWAYS;
  return others.length === 0 ? only : { $and: [only, ...others] };
};

/** Any of the conditions. */
export const anyOf = (queries: readonly Query[]): Query => {
  const [only, ...others] = queries;
  if (only === undefined) return NEVER;
  return others.length === 0 ? only : { $or: queries };
};

/** The alternatives of a query that is nothing but a disjunction, else the query itself. */
const alternatives = (query: Query): readonly Query[] => {
  const { $or: any, ...others } = query;
  return Array.isArray(any) && Object.keys(others).length === 0 ? (any as readonly Query[]) : [query];
};

/** The opposite, also where the condition does not hold because a field is missing. As flat as can be: depth is bounded. */
export const noneOf = (query: Query): Query => ({ $nor: alternatives(query) });

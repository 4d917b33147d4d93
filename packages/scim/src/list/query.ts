// The query parameters of GET and of writes (RFC 7644 sections 3.4.2 and 3.9), from text to numbers and names.
import * as Result from 'effect/Result';
import { InvalidValue } from '../errors.ts';
import { shortScalar } from '../attribute/received.ts';
import type { ProjectionNames } from '../answer/projection.ts';

/** Page sizes: without `count`, and at most. */
export const PAGE_SIZES = { default: 100, maximum: 1000 } as const;

/** How long a cursor opens its page. */
export const CURSOR_LIFETIME_SECONDS = 86_400;

/** A query for a list, not yet bound to a resource type. RFC 7644 section 3.4.2. */
export interface ListQuery extends ProjectionNames {
  /** 1-based, at least 1. */
  readonly startIndex: number;
  /** 0 to 1000; 0 asks for the number of matches alone. */
  readonly count: number;
  readonly filter?: string;
  readonly sortBy?: string;
  readonly sortOrder?: string;
  /** Asks for pages by cursor; empty for the first page. RFC 9865 section 2. */
  readonly cursor?: string;
}

/** Query parameters by lower-case name. */
export type QueryParameters = ReadonlyMap<string, string>;

const isDigits = (text: string): boolean => {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 48 || code > 57) return false;
  }
  return text.length > 0;
};

/** A parameter as a whole number, cut to the safe range. Fails: `InvalidValue` naming the parameter. */
const integerOf = (parameters: QueryParameters, name: string): Result.Result<number | undefined, InvalidValue> => {
  const text = parameters.get(name.toLowerCase())?.trim();
  if (text === undefined) return Result.succeed(undefined);
  if (!isDigits(text.startsWith('-') || text.startsWith('+') ? text.slice(1) : text)) {
    const received = shortScalar(text);
    const reason = 'must be a whole number';
    return Result.fail(new InvalidValue({ attribute: name, reason, ...(received !== undefined && { received }) }));
  }
  return Result.succeed(Math.min(Number(text), Number.MAX_SAFE_INTEGER));
};

/** The parts of a text between commas; one between brackets or quotes belongs to the filter of a path. */
const partsOf = (text: string): readonly string[] => {
  const parts: string[] = [];
  let [start, depth, quoted] = [0, 0, false];
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (quoted && char === '\\') index += 1;
    else if (char === '"' && depth > 0) quoted = !quoted;
    else if (quoted) continue;
    else if (char === '[') depth += 1;
    else if (char === ']') depth = Math.max(0, depth - 1);
    else if (char === ',' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, text.slice(start)];
};

const namesOf = (parameters: QueryParameters, name: string): readonly string[] =>
  partsOf(parameters.get(name.toLowerCase()) ?? '')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const textOf = (parameters: QueryParameters, name: string): string | undefined => {
  const text = parameters.get(name.toLowerCase())?.trim();
  return text === '' ? undefined : text;
};

/** The attributes that a request names; empty names are dropped, an empty list counts as absent. RFC 7644 section 3.9. */
export const parseProjectionQuery = (parameters: QueryParameters): ProjectionNames => {
  const attributes = namesOf(parameters, 'attributes');
  const excludedAttributes = namesOf(parameters, 'excludedAttributes');
  return {
    ...(attributes.length > 0 && { attributes }),
    ...(excludedAttributes.length > 0 && { excludedAttributes }),
  };
};

/** Two ways to page at once. RFC 9865 section 2.4. */
export const refuseBoth = Result.fail(
  new InvalidValue({ attribute: 'cursor', reason: 'cannot be combined with startIndex; leave one of the two out' }),
);

/** Numbers of a query as they are meant: startIndex below 1 is 1, count below 0 is 0, above the maximum the maximum. */
export const clampPage = (
  startIndex = 1,
  count: number = PAGE_SIZES.default,
): Pick<ListQuery, 'startIndex' | 'count'> => ({
  startIndex: Math.max(1, startIndex),
  count: Math.min(Math.max(0, count), PAGE_SIZES.maximum),
});

/**
 * Reads the parameters of a query: startIndex below 1 means 1, count below 0 means 0, above 1000 means 1000, without one
 * 100. The filter is taken as it is, an empty one too: it must not turn into a list of everybody.
 * Fails: `InvalidValue` naming startIndex or count when it is no whole number, or when there are a cursor and a startIndex. RFC 7644 sections 3.4.2.4 and 3.9.
 */
export const parseListQuery = (parameters: QueryParameters): Result.Result<ListQuery, InvalidValue> =>
  Result.gen(function* () {
    const startIndex = yield* integerOf(parameters, 'startIndex');
    const count = yield* integerOf(parameters, 'count');
    const filter = parameters.get('filter');
    const cursor = parameters.get('cursor')?.trim();
    if (cursor !== undefined && startIndex !== undefined) yield* refuseBoth;
    const sortBy = textOf(parameters, 'sortBy');
    const sortOrder = textOf(parameters, 'sortOrder');
    return {
      ...clampPage(startIndex, count),
      ...(filter !== undefined && { filter }),
      ...(sortBy !== undefined && { sortBy }),
      ...(sortOrder !== undefined && { sortOrder }),
      ...(cursor !== undefined && { cursor }),
      ...parseProjectionQuery(parameters),
    };
  });

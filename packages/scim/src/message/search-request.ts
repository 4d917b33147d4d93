// A query by POST, so that what it looks for stays out of the URI (RFC 7644 section 3.4.3).
import * as Result from 'effect/Result';
import { isJsonNumber } from '../attribute/json-number.ts';
import { InvalidFilter, InvalidSyntax, InvalidValue } from '../errors.ts';
import type { InteropPolicy } from '../interop/policy-rules.ts';
import { byLowerCase, isJsonObject, kindOfJson, listsUrn, whyNoObject } from '../attribute/json-value.ts';
import { shortScalar } from '../attribute/received.ts';
import { SEARCH_REQUEST } from '../schema/urns.ts';
import { clampPage, refuseBoth, type ListQuery } from '../list/query.ts';

type Lookup = (name: string) => unknown;

const refuse = (attribute: string, reason: string) => Result.fail(new InvalidValue({ attribute, reason }));

const shown = (json: unknown) => {
  const received = shortScalar(json);
  return received === undefined ? {} : { received };
};

const textAt = (at: Lookup, name: string): Result.Result<string | undefined, InvalidValue> => {
  const value = at(name) ?? undefined;
  return value === undefined || typeof value === 'string'
    ? Result.succeed(value)
    : refuse(name, `must be a string, not ${kindOfJson(value)}`);
};

/** A whole number; by leniency also as a text, which a client library sends (LIB-8). */
const integerAt = (
  at: Lookup,
  name: string,
  { coerceScalars }: InteropPolicy,
): Result.Result<number | undefined, InvalidValue> => {
  const received = at(name) ?? undefined;
  if (received === undefined) return Result.succeed(undefined);
  const isNumericText = coerceScalars && typeof received === 'string' && isJsonNumber(received);
  const value = isNumericText ? Number(received) : received;
  return typeof value === 'number' && Number.isInteger(value)
    ? Result.succeed(Math.min(value, Number.MAX_SAFE_INTEGER))
    : Result.fail(new InvalidValue({ attribute: name, reason: 'must be a whole number', ...shown(received) }));
};

const namesAt = (at: Lookup, name: string): Result.Result<readonly string[], InvalidValue> => {
  const value = at(name) ?? [];
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
    ? Result.succeed(value.map((one) => one.trim()).filter((one) => one !== ''))
    : refuse(name, `must be a list of strings, not ${kindOfJson(value)}`);
};

const checkSchemas = (schemas: unknown, policy: InteropPolicy): Result.Result<void, InvalidSyntax> => {
  if (policy.ignoreForeignSchemas || listsUrn(schemas, SEARCH_REQUEST)) return Result.void;
  return Result.fail(new InvalidSyntax({ reason: `schemas must list ${SEARCH_REQUEST}` }));
};

const checkFilter = (filter: string | undefined, policy: InteropPolicy): Result.Result<void, InvalidFilter> =>
  filter === undefined || policy.filterByPost
    ? Result.void
    : Result.fail(new InvalidFilter({ reason: 'a query by POST takes no filter here; use GET' }));

/**
 * Reads the body of a query by POST; what the parameters mean is what they mean in a URI.
 * Fails: `InvalidSyntax` (no object, the URN missing under a strict policy); `InvalidValue` naming the parameter;
 * `InvalidFilter` where a policy allows filters in URIs alone. RFC 7644 section 3.4.3.
 */
export const parseSearchRequest = (
  json: unknown,
  policy: InteropPolicy,
): Result.Result<ListQuery, InvalidSyntax | InvalidValue | InvalidFilter> =>
  Result.gen(function* () {
    if (!isJsonObject(json)) {
      return yield* Result.fail(new InvalidSyntax({ reason: whyNoObject(json) }));
    }
    const received = byLowerCase(json);
    const at: Lookup = (name) => received.get(name.toLowerCase())?.value;
    yield* checkSchemas(at('schemas'), policy);
    const filter = yield* textAt(at, 'filter');
    yield* checkFilter(filter, policy);
    const sortBy = yield* textAt(at, 'sortBy');
    const sortOrder = yield* textAt(at, 'sortOrder');
    const attributes = yield* namesAt(at, 'attributes');
    const excludedAttributes = yield* namesAt(at, 'excludedAttributes');
    const cursor = yield* textAt(at, 'cursor');
    const startIndex = yield* integerAt(at, 'startIndex', policy);
    if (cursor !== undefined && startIndex !== undefined) yield* refuseBoth;
    return {
      ...clampPage(startIndex, yield* integerAt(at, 'count', policy)),
      ...(cursor !== undefined && { cursor }),
      ...(filter !== undefined && { filter }),
      ...(sortBy && { sortBy }),
      ...(sortOrder && { sortOrder }),
      ...(attributes.length > 0 && { attributes }),
      ...(excludedAttributes.length > 0 && { excludedAttributes }),
    };
  });

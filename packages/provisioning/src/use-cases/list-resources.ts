import { Effect } from 'effect';
import {
  bindFilter,
  bindSort,
  InvalidValue,
  parseFilter,
  type BindOptions,
  type BoundFilter,
  type Complex,
  type InvalidFilter,
  type ListQuery,
  type ResourceType,
  type StorageUnavailable,
} from '@looop-scim/scim';
import { makeAnswer, projectionOf, showsMemberships } from './answer.ts';
import type { ScimDependencies } from './dependencies.ts';

/** One page of resources as they are answered. */
export interface ListAnswer {
  readonly totalResults: number;
  /** 1-based. */
  readonly startIndex: number;
  readonly representations: readonly Complex[];
}

/** What a query asks for. */
export interface ListRequest {
  readonly type: ResourceType;
  readonly query: ListQuery;
}

type QueryFailure = InvalidFilter | InvalidValue | StorageUnavailable;

interface Part extends ListRequest, BindOptions {
  /** 0-based. */
  readonly offset: number;
  readonly limit: number;
}

/** Makes the reading of one part of the list of a type. */
const makeReadPart = (deps: ScimDependencies) => {
  const answer = makeAnswer(deps);

  const filterOf = Effect.fnUntraced(function* (
    type: ResourceType,
    text: string | undefined,
    options: BindOptions,
  ): Effect.fn.Return<BoundFilter | undefined, InvalidFilter> {
    if (text === undefined) return undefined;
    const parsed = yield* Effect.fromResult(parseFilter(text, { bareValues: deps.policy.bareFilterValues }));
    return yield* Effect.fromResult(bindFilter(type, parsed, options));
  });

  return Effect.fnUntraced(function* ({
    type,
    query,
    offset,
    limit,
    unknownAttributes,
  }: Part): Effect.fn.Return<Pick<ListAnswer, 'totalResults' | 'representations'>, QueryFailure> {
    const projection = yield* projectionOf(type, query);
    const filter = yield* filterOf(type, query.filter, { unknownAttributes });
    const sort = yield* Effect.fromResult(bindSort(type, query.sortBy, query.sortOrder));
    const page = yield* deps.resources.list({
      resourceType: type.name,
      ...(filter !== undefined && { filter }),
      ...(sort !== undefined && { sort }),
      offset,
      limit,
      withMemberships: showsMemberships(type, projection),
    });
    const representations = page.resources.map((resource) => answer(type, resource, projection).representation);
    return { totalResults: page.total, representations };
  });
};

/**
 * Makes the query of a resource type by filter, sort and index paging; inactive users are listed like any other.
 * Fails: `InvalidFilter`; `InvalidValue` (projection, sort). RFC 7644 section 3.4.2.
 */
export const makeListResources = (deps: ScimDependencies) => {
  const readPart = makeReadPart(deps);
  return Effect.fnUntraced(function* ({ type, query }: ListRequest): Effect.fn.Return<ListAnswer, QueryFailure> {
    const { startIndex, count } = query;
    const part = { type, query, offset: startIndex - 1, limit: count, unknownAttributes: 'refuse' } as const;
    return { startIndex, ...(yield* readPart(part)) };
  });
};

/**
 * Makes the query across all resource types: one type after the other in the order of the registry, each as a query of
 * that type alone. An attribute that a type does not have counts as unassigned.
 * Fails: `InvalidFilter`; `InvalidValue` (projection; sortBy, for types have no common order).
 * RFC 7644 sections 3.4.2.1 and 3.4.3.
 */
export const makeSearchAllTypes = (deps: ScimDependencies) => {
  const readPart = makeReadPart(deps);
  return Effect.fnUntraced(function* (query: ListQuery): Effect.fn.Return<ListAnswer, QueryFailure> {
    if (query.sortBy !== undefined) {
      const reason = 'cannot be used across resource types; search /Users or /Groups';
      return yield* new InvalidValue({ attribute: 'sortBy', reason });
    }
    const representations: Complex[] = [];
    let totalResults = 0;
    for (const type of deps.registry.resourceTypes) {
      const offset = Math.max(0, query.startIndex - 1 - totalResults);
      const limit = query.count - representations.length;
      const part = yield* readPart({ type, query, offset, limit, unknownAttributes: 'noValue' });
      totalResults += part.totalResults;
      representations.push(...part.representations);
    }
    return { totalResults, startIndex: query.startIndex, representations };
  });
};

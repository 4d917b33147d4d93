import { Effect } from 'effect';
import {
  bindFilter,
  bindSort,
  parseFilter,
  type BoundFilter,
  type Complex,
  type InvalidFilter,
  type InvalidValue,
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

/**
 * Makes the query of a resource type by filter, sort and index paging; inactive users are listed like any other.
 * Fails: `InvalidFilter`; `InvalidValue` (projection, sort). RFC 7644 section 3.4.2.
 */
export const makeListResources = (deps: ScimDependencies) => {
  const answer = makeAnswer(deps);

  const filterOf = Effect.fnUntraced(function* (
    type: ResourceType,
    text: string | undefined,
  ): Effect.fn.Return<BoundFilter | undefined, InvalidFilter> {
    if (text === undefined) return undefined;
    const parsed = yield* Effect.fromResult(parseFilter(text, { bareValues: deps.policy.bareFilterValues }));
    return yield* Effect.fromResult(bindFilter(type, parsed));
  });

  return Effect.fnUntraced(function* ({
    type,
    query,
  }: ListRequest): Effect.fn.Return<ListAnswer, InvalidFilter | InvalidValue | StorageUnavailable> {
    const projection = yield* projectionOf(type, query);
    const filter = yield* filterOf(type, query.filter);
    const sort = yield* Effect.fromResult(bindSort(type, query.sortBy, query.sortOrder));
    const page = yield* deps.resources.list({
      resourceType: type.name,
      ...(filter !== undefined && { filter }),
      ...(sort !== undefined && { sort }),
      offset: query.startIndex - 1,
      limit: query.count,
      withMemberships: showsMemberships(type, projection),
    });
    const representations = page.resources.map((resource) => answer(type, resource, projection).representation);
    return { totalResults: page.total, startIndex: query.startIndex, representations };
  });
};

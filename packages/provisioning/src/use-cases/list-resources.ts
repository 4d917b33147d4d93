import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { Projection } from '@looop-scim/scim/answer';
import type { Complex } from '@looop-scim/scim/attribute';
import { InvalidValue, type InvalidFilter } from '@looop-scim/scim/errors';
import { bindFilter, combineFilters, parseFilter, type BindOptions, type BoundFilter } from '@looop-scim/scim/filter';
import {
  filterAfter,
  bindSort,
  supportsCursor,
  positionOf,
  type ListQuery,
  type CursorPosition,
} from '@looop-scim/scim/list';
import type { ListPage } from '@looop-scim/scim/message';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { ListAllRequest, ListRequest } from '../ports/inbound/requests.ts';
import type { CursorFailure, QueryFailure } from '../ports/inbound/scim-service.ts';
import { makeAnswer, projectionOf, showsMemberships } from './answer.ts';
import { makeNoteProjection } from './record-reads.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { ScimDependencies } from './dependencies.ts';

/** What a page holds at most, in characters of its documents as JSON: they are in memory all at once, and so is the answer. */
const PAGE_CHARACTERS = 16_777_216;

interface Part extends Pick<ListRequest, 'type' | 'query'>, Pick<BindOptions, 'unknownAttributes'> {
  /** 0-based. */
  readonly offset: number;
  readonly limit: number;
  /** Only what comes after it. */
  readonly after?: CursorPosition;
}

interface PartAnswer extends Pick<ListPage, 'totalResults' | 'representations'> {
  /** Where the part ends; undefined when it is empty, or when the query has no cursor. */
  readonly last: CursorPosition | undefined;
  readonly projection: Projection;
}

/** Makes the reading of one part of the list of a type. */
const makeReadPart = (deps: ScimDependencies) => {
  const { answerOf, representationOf } = makeAnswer(deps);

  const filterOf = Effect.fnUntraced(function* (
    type: ResourceType,
    text: string | undefined,
    unknownAttributes: BindOptions['unknownAttributes'],
  ): Effect.fn.Return<BoundFilter | undefined, InvalidFilter> {
    if (text === undefined) return undefined;
    const parsed = yield* Effect.fromResult(parseFilter(text, { bareValues: deps.policy.bareFilterValues }));
    return yield* Effect.fromResult(
      bindFilter(type, parsed, {
        unknownAttributes,
        literals: deps.policy,
        bareExtensionNames: deps.policy.bareExtensionNames,
      }),
    );
  });

  return Effect.fnUntraced(function* ({
    type,
    query,
    offset,
    limit,
    unknownAttributes,
    after,
  }: Part): Effect.fn.Return<PartAnswer, QueryFailure> {
    const projection = yield* projectionOf(deps, type, query);
    const asked = yield* filterOf(type, query.filter, unknownAttributes);
    const sort = yield* Effect.fromResult(bindSort(type, query.sortBy, query.sortOrder));
    if (query.cursor !== undefined && sort !== undefined && !supportsCursor(sort)) {
      const reason = `cannot be ${sort.attribute.path} with a cursor, since it may have several values; use startIndex`;
      return yield* new InvalidValue({ attribute: 'sortBy', reason });
    }
    const filter =
      after === undefined ? asked : combineFilters('and', [...(asked ? [asked] : []), filterAfter(type, sort, after)]);
    const page = yield* deps.resources.list({
      resourceType: type.name,
      ...(filter !== undefined && { filter }),
      ...(sort !== undefined && { sort }),
      offset,
      limit,
      maxCharacters: PAGE_CHARACTERS,
      withMemberships: showsMemberships(type, projection),
    });
    const representations = page.resources.map((resource) => answerOf(type, resource, projection).representation);
    // Index paging continues by a number; only cursor paging needs the position of the last resource.
    const lastResource = query.cursor === undefined ? undefined : page.resources.at(-1);
    const last = lastResource === undefined ? undefined : positionOf(sort, representationOf(type, lastResource));
    return { totalResults: page.total, representations, last, projection };
  });
};

/**
 * Makes the query of a resource type by filter and sort, in pages by index or by cursor; inactive users are listed like any
 * other. Pages by cursor meet every resource that matches from the first page to the last exactly once, whatever comes and
 * goes meanwhile; their total is that of the first page.
 * Fails: `InvalidFilter`; `InvalidValue` (projection, sort); `InvalidCursor`, `ExpiredCursor`, `InvalidCount`.
 * RFC 7644 section 3.4.2, RFC 9865 section 2.
 */
export const makeListResources = (deps: ScimDependencies) => {
  const readPart = makeReadPart(deps);
  const noteProjection = makeNoteProjection(deps);

  const pageByCursor = Effect.fnUntraced(function* (
    { type, caller }: ListRequest,
    query: ListQuery & { readonly cursor: string },
  ): Effect.fn.Return<ListPage, QueryFailure | CursorFailure> {
    const at = yield* Clock.currentTimeMillis;
    const begun =
      query.cursor === '' ? undefined : yield* Effect.fromResult(readCursor(deps.cursorCipher, type, query, at));
    const part = yield* readPart({
      type,
      query,
      offset: 0,
      limit: query.count,
      unknownAttributes: 'refuse',
      ...(begun !== undefined && { after: begun.position }),
    });
    yield* noteProjection(part.projection, caller, type);
    const totalResults = begun?.totalResults ?? part.totalResults;
    const more = part.last !== undefined && part.totalResults > part.representations.length;
    return {
      totalResults,
      representations: part.representations,
      ...(more && {
        nextCursor: writeCursor(deps.cursorCipher, type, query, {
          position: part.last,
          totalResults,
          count: query.count,
          at,
        }),
      }),
    };
  });

  return Effect.fnUntraced(function* (request: ListRequest): Effect.fn.Return<ListPage, QueryFailure | CursorFailure> {
    const { type, query, caller } = request;
    const { startIndex, count, cursor } = query;
    if (cursor !== undefined) return yield* pageByCursor(request, { ...query, cursor });
    const part = { type, query, offset: startIndex - 1, limit: count, unknownAttributes: 'refuse' } as const;
    const { totalResults, representations, projection } = yield* readPart(part);
    yield* noteProjection(projection, caller, type);
    return { totalResults, startIndex, representations };
  });
};

/**
 * Makes the query across all resource types: one type after the other in the order of the registry, each as a query of
 * that type alone. An attribute that a type does not have counts as unassigned.
 * Fails: `InvalidFilter`; `InvalidValue` (projection; sortBy, for types have no common order).
 * RFC 7644 sections 3.4.2.1 and 3.4.3.
 */
export const makeListAllTypes = (deps: ScimDependencies) => {
  const readPart = makeReadPart(deps);
  const noteProjection = makeNoteProjection(deps);
  return Effect.fnUntraced(function* ({ query, caller }: ListAllRequest): Effect.fn.Return<ListPage, QueryFailure> {
    const attribute = (['cursor', 'sortBy'] as const).find((name) => query[name] !== undefined);
    if (attribute !== undefined) {
      const reason = 'cannot be used across resource types; query /Users or /Groups';
      return yield* new InvalidValue({ attribute, reason });
    }
    const representations: Complex[] = [];
    let totalResults = 0;
    // Whether a name is an attribute path does not depend on the type.
    let projection: Projection | undefined;
    let isCut = false;
    for (const type of deps.registry.resourceTypes) {
      const offset = Math.max(0, query.startIndex - 1 - totalResults);
      const limit: number = isCut ? 0 : query.count - representations.length;
      const part: PartAnswer = yield* readPart({ type, query, offset, limit, unknownAttributes: 'noValue' });
      // Nothing follows a part that ended early: a client would take it for the missing rest of that part.
      isCut ||= part.representations.length < Math.min(limit, part.totalResults - offset);
      totalResults += part.totalResults;
      representations.push(...part.representations);
      ({ projection } = part);
    }
    if (projection !== undefined) yield* noteProjection(projection, caller);
    return { totalResults, startIndex: query.startIndex, representations };
  });
};

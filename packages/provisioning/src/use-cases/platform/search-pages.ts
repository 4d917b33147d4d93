// Pages of what a filter matches, in the order of ids: each continues behind the last one of the page before.
import * as Effect from 'effect/Effect';
import type { Resource } from '@looop-scim/scim/attribute';
import { bindFilter, combineFilters, parseFilter, type BoundFilter } from '@looop-scim/scim/filter';
import type { InvalidFilter } from '@looop-scim/scim/errors';
import { filterAfter } from '@looop-scim/scim/list';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { ListFailure, PlatformList, PlatformListRequest } from '../../ports/inbound/platform-service.ts';
import type { ScimDependencies } from '../dependencies.ts';
import {
  listPosition,
  pageOf,
  positionOf,
  printListPosition,
  type ListPosition,
  type PageSource,
} from './walk-pages.ts';

/** Characters of the documents of a page. */
const PAGE_CHARACTERS = 4_194_304;

type SearchDependencies = Pick<ScimDependencies, 'resources' | 'cursorCipher' | 'policy'> & Pick<PageSource, 'events'>;

/** Makes the reading of pages of a type that a filter matches. Fails: `InvalidFilter`; `InvalidCursor`; `TooMany`. */
export const makeSearchPage = ({ resources, cursorCipher, policy, events }: SearchDependencies, type: ResourceType) => {
  const bound = (text: string): Effect.Effect<BoundFilter, InvalidFilter> =>
    Effect.flatMap(Effect.fromResult(parseFilter(text, { bareValues: policy.bareFilterValues })), (parsed) =>
      Effect.fromResult(
        bindFilter(type, parsed, {
          unknownAttributes: 'refuse',
          literals: policy,
          bareExtensionNames: policy.bareExtensionNames,
        }),
      ),
    );

  return Effect.fnUntraced(function* (
    request: PlatformListRequest & { readonly filter: string },
  ): Effect.fn.Return<PlatformList<Resource>, ListFailure> {
    const { filter: text, limit } = request;
    // A cursor is for one filter alone.
    const list = `platform ${type.name} ${text}`;
    const asked = yield* bound(text);
    const position = yield* positionOf(cursorCipher, request, list);
    // Before the first resource is read.
    const { feed, from }: ListPosition =
      position === undefined ? { feed: yield* events.last() } : listPosition(position);
    const rest = from === undefined ? [] : [filterAfter(type, undefined, { id: from })];
    const { total, resources: found } = yield* resources.list({
      resourceType: type.name,
      filter: combineFilters('and', [asked, ...rest]),
      offset: 0,
      limit,
      maxCharacters: PAGE_CHARACTERS,
      withMemberships: false,
    });
    const last = total > found.length ? found.at(-1)?.id : undefined;
    const next = last === undefined ? undefined : printListPosition(feed, last);
    return { ...pageOf(cursorCipher, list, found, next), feedPosition: feed, ...(from === undefined && { total }) };
  });
};

// Pages of a walk: each begins where the cursor says, and is read in short portions, so that no page keeps others waiting.
import * as Effect from 'effect/Effect';
import type { Resource } from '@looop-scim/scim/attribute';
import { InvalidCursor, type StorageUnavailable } from '@looop-scim/scim/errors';
import type { PlatformList, PlatformPage, PlatformPageRequest } from '../../ports/inbound/platform-service.ts';
import type { DirectoryEventLog } from '../../ports/outbound/event-log.ts';
import type { CursorCipher } from '../../ports/outbound/identifiers.ts';
import type { ResourceRepository } from '../../ports/outbound/resource-repository.ts';

/** Characters of documents that are read at once. */
const PORTION_CHARACTERS = 65_536;
/** Portions of a page; a page with longer documents ends early. */
const MOST_PORTIONS = 64;

/** What pages are read from. */
export interface PageSource {
  readonly resources: Pick<ResourceRepository, 'walk'>;
  readonly cursorCipher: CursorCipher;
  readonly events: Pick<DirectoryEventLog, 'last'>;
}

/** Reads the position of a cursor that was given out for the same list. Fails: `InvalidCursor`. */
export const positionOf = (
  cipher: CursorCipher,
  { cursor }: PlatformPageRequest,
  list: string,
): Effect.Effect<string | undefined, InvalidCursor> => {
  if (cursor === undefined) return Effect.succeed(undefined);
  const position = cipher.decrypt(cursor, list);
  return position === undefined ? Effect.fail(new InvalidCursor()) : Effect.succeed(position);
};

/** The page of items, with the cursor of the next one. */
export const pageOf = <Item>(
  cipher: CursorCipher,
  list: string,
  items: readonly Item[],
  next: string | undefined,
): PlatformPage<Item> => ({ items, ...(next !== undefined && { next: cipher.encrypt(next, list) }) });

/** Where a list goes on, and where the feed stood when it began. */
interface ListPosition {
  readonly feed: number;
  readonly from?: string;
}

/** Cursors of earlier versions have an id alone: whoever follows one is told of everything that the feed has. */
const listPosition = (text: string): ListPosition => {
  const space = text.indexOf(' ');
  return space === -1 ? { feed: 0, from: text } : { feed: Number(text.slice(0, space)), from: text.slice(space + 1) };
};

/** Makes the reading of pages of a type. */
export const makeReadPage = ({ resources, cursorCipher, events }: PageSource, resourceType: string) => {
  const list = `platform ${resourceType}`;
  return Effect.fnUntraced(function* (
    request: PlatformPageRequest,
  ): Effect.fn.Return<PlatformList<Resource>, InvalidCursor | StorageUnavailable> {
    const items: Resource[] = [];
    const position = yield* positionOf(cursorCipher, request, list);
    // Before the first resource is read.
    const { feed, ...begin } = position === undefined ? { feed: yield* events.last() } : listPosition(position);
    let { from }: Pick<ListPosition, 'from'> = begin;
    for (let portion = 0; portion < MOST_PORTIONS; portion += 1) {
      const limit = request.limit - items.length;
      const walked = yield* resources.walk({
        resourceType,
        limit,
        maxCharacters: PORTION_CHARACTERS,
        ...(from !== undefined && { from }),
      });
      items.push(...walked.resources);
      from = walked.next;
      if (from === undefined || items.length >= request.limit) break;
      yield* Effect.yieldNow;
    }
    const next = from === undefined ? undefined : `${feed} ${from}`;
    return { ...pageOf(cursorCipher, list, items, next), feedPosition: feed };
  });
};

// Makes the feed of an organisation: the implementation of its inbound port.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { SequencedEvent } from '../events/directory-event.ts';
import type { CommitSignal } from '../events/commit-signal.ts';
import { eventId, renderEvent, sequenceOfEventId } from '../events/render-event.ts';
import type { OrganisationId } from '../organisation/organisation.ts';
import type { DirectoryEventLog } from '../ports/outbound/event-log.ts';
import {
  CursorExpired,
  type EventFeed,
  type FeedEvent,
  type FeedFailure,
  type FeedPage,
  type FeedRequest,
} from '../ports/inbound/event-feed.ts';

/** Events that are read at once. */
const PORTION = 100;
/** Events that one page looks at: of those of other types a page must not look at any number. */
const LOOKED_AT = 2000;
/** Characters after which a page ends. */
const PAGE_CHARACTERS = 4_194_304;
/** How often is asked whether another process has committed something. */
const POLL_MS = 500;

/** What the feed works with. */
export interface FeedDependencies {
  readonly organisation: OrganisationId;
  readonly events: DirectoryEventLog;
  /** Default: nothing is announced, and only asking tells. */
  readonly signal?: CommitSignal;
}

/** The page as far as it is made. */
const makePage = (organisation: OrganisationId, { after, limit, types }: FeedRequest) => {
  const events: FeedEvent[] = [];
  let [next, looked, characters] = [after, 0, 0];
  return {
    isFull: () => events.length >= limit || looked >= LOOKED_AT || characters >= PAGE_CHARACTERS,
    /** How many events to read next: one more than can be taken, which says whether more follows. */
    size: () => (types === undefined ? Math.min(PORTION, limit - events.length + 1) : PORTION),
    /** Where the page ends; `hasMore` is whether anything follows. */
    end: (hasMore: boolean): FeedPage => ({ events, next, hasMore }),
    next: () => next,
    look: (sequenced: SequencedEvent): void => {
      next = sequenced.sequence;
      looked += 1;
      if (types !== undefined && !types.has(sequenced.event.type)) return;
      const text = renderEvent(organisation, sequenced);
      characters += text.length;
      events.push({ ...sequenced, id: eventId(sequenced), text });
    },
  };
};

/** Makes the feed. */
export const makeEventFeed = ({ organisation, events: log, signal }: FeedDependencies): EventFeed => {
  const expired = Effect.fnUntraced(function* (after: number): Effect.fn.Return<void, FeedFailure> {
    const last = yield* log.last();
    if (after === last) return;
    const oldest = yield* log.oldest();
    if (after > last || after + 1 < oldest) return yield* new CursorExpired({ after, oldest, last });
  });

  /** Reads on; `isKnown` says that the position was checked already. */
  const readOn = Effect.fnUntraced(function* (
    request: FeedRequest,
    isKnown: boolean,
  ): Effect.fn.Return<FeedPage, FeedFailure> {
    const page = makePage(organisation, request);
    let isFirst = !isKnown;
    for (;;) {
      const size = page.size();
      const portion = yield* log.after(page.next(), size);
      const [first] = portion;
      // There are no gaps: what does not follow says that something was removed, and nothing that the end may be before.
      if (isFirst && first?.sequence !== request.after + 1) yield* expired(request.after);
      if (first !== undefined && first.sequence !== page.next() + 1) yield* expired(page.next());
      isFirst = false;
      for (const sequenced of portion) {
        if (page.isFull()) return page.end(true);
        page.look(sequenced);
      }
      if (portion.length < size) return page.end(false);
      if (page.isFull()) return page.end((yield* log.after(page.next(), 1)).length > 0);
    }
  });

  const pause = (seen: number, milliseconds: number): Effect.Effect<void> => {
    const sleep = Effect.sleep(Math.min(POLL_MS, milliseconds));
    return signal === undefined ? sleep : Effect.race(signal.next(organisation, seen), sleep);
  };

  return {
    read: (request) => readOn(request, false),
    readOrWait: Effect.fnUntraced(function* (request, milliseconds): Effect.fn.Return<FeedPage, FeedFailure> {
      const until = (yield* Clock.currentTimeMillis) + milliseconds;
      let seen = signal?.count(organisation) ?? 0;
      let page = yield* readOn(request, false);
      while (page.events.length === 0) {
        const left = until - (yield* Clock.currentTimeMillis);
        if (left <= 0) break;
        if (!page.hasMore) yield* pause(seen, left);
        seen = signal?.count(organisation) ?? 0;
        page = yield* readOn({ ...request, after: page.next }, true);
      }
      return page;
    }),
    position: () => log.last(),
    positionOf: Effect.fnUntraced(function* (id): Effect.fn.Return<number | undefined, FeedFailure> {
      const sequence = sequenceOfEventId(id);
      if (sequence === undefined) return undefined;
      const [found] = yield* log.after(sequence - 1, 1);
      // One that is not kept any more may still be the position before the oldest one that is.
      if (found?.sequence !== sequence || eventId(found) === id) return sequence;
      return yield* new CursorExpired({ after: sequence, oldest: yield* log.oldest(), last: yield* log.last() });
    }),
  };
};

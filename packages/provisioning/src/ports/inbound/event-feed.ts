// The inbound port of the feed: the events of one organisation, read in order by the platform, by streams and by webhooks.
import * as Data from 'effect/Data';
import type * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { EventType, SequencedEvent } from '../../events/directory-event.ts';

/** Most events of one page. */
export const MAX_FEED_EVENTS = 1000;

/**
 * A position that the log does not know any more: the events after it were removed, or the log ends before it, as after the restore
 * of a backup. Whoever follows the feed has to load the lists again and to go on from their `feedPosition`.
 */
export class CursorExpired extends Data.TaggedError('CursorExpired')<{
  readonly after: number;
  /** The sequence of the oldest event that is kept; one more than `last` when there is none. */
  readonly oldest: number;
  readonly last: number;
}> {}

/** What is read. */
export interface FeedRequest {
  /** Events after this sequence; 0: from the beginning. */
  readonly after: number;
  /** 1 to `MAX_FEED_EVENTS`. A page may be shorter; whether more follows is said by `hasMore` alone. */
  readonly limit: number;
  /** Only events of these types; the position moves past the others. Absent: all. */
  readonly types?: ReadonlySet<EventType>;
}

/** An event as it is handed out. */
export interface FeedEvent extends SequencedEvent {
  readonly id: string;
  /** JSON: the same text wherever the event goes. */
  readonly text: string;
}

/** A part of the feed. */
export interface FeedPage {
  readonly events: readonly FeedEvent[];
  /** `after` of the next page. */
  readonly next: number;
  /** Whether there is more already. */
  readonly hasMore: boolean;
}

/** How the feed fails. */
export type FeedFailure = CursorExpired | StorageUnavailable;

/** The feed of one organisation. */
export interface EventFeed {
  readonly read: (request: FeedRequest) => Effect.Effect<FeedPage, FeedFailure>;
  /**
   * The same, but waits for events while there are none, `milliseconds` at most. A commit of the same process ends the wait at
   * once, one of another process within half a second. It may be interrupted.
   */
  readonly readOrWait: (request: FeedRequest, milliseconds: number) => Effect.Effect<FeedPage, FeedFailure>;
  /**
   * The position of an event by its id; undefined when the text is no id. Fails: `CursorExpired` (the log has another event there, as
   * after the restore of a backup).
   */
  readonly positionOf: (id: string) => Effect.Effect<number | undefined, FeedFailure>;
  /** The position of the end: a read of people and groups that begins later sees all changes before it. */
  readonly position: () => Effect.Effect<number, StorageUnavailable>;
}

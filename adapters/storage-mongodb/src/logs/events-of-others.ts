// Events that come first: a write that another process has acknowledged before one of this process has begun may still have its
// events to append. They are appended along with those of this process, so that the log has the order of the writes.
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { Collections } from '../collections.ts';
import { effectsOf, type Unfinished } from '../commit/pending-effects.ts';
import type { PendingEvent } from './event-document.ts';

/** What a write has to append. */
export interface WriteEvents {
  readonly w: string;
  readonly events: readonly PendingEvent[];
}

/** The events of commits of other processes that are not finished and came before the write `w`. */
export type EventsOfOthers = (organisation: OrganisationId, w: string) => Promise<readonly WriteEvents[]>;

/** Makes this function. `isOwn` tells the writes of this process. */
export const makeEventsOfOthers =
  (collections: Collections, isOwn: (w: string) => boolean): EventsOfOthers =>
  async (organisation, w) => {
    const unfinished = await collections.resources
      .find({ o: organisation, 'intent.w': { $lt: w, $exists: true } })
      .project<Unfinished>({ o: 1, id: 1, intent: 1 })
      .toArray();
    const others = unfinished.filter(({ intent }) => !isOwn(intent.w));
    return await Promise.all(
      others.map(async (other) => ({ w: other.intent.w, events: (await effectsOf(collections, other))?.events ?? [] })),
    );
  };

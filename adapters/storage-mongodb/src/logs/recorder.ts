// Stores what writes leave in the logs of their organisation. Writes that finish at the same time share the statements.
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { Collections } from '../collections.ts';
import { refusedPositions } from '../mongo-error.ts';
import { activityDocument } from './activity-document.ts';
import type { PendingEvent } from './event-document.ts';
import { inOrder, type AppendEvents } from './event-appender.ts';
import type { EventsOfOthers } from './events-of-others.ts';

/** What one write leaves; may be stored again with the same `w`. */
export interface LogEntry {
  /** Id of the write. */
  readonly w: string;
  readonly activity: ActivityRecord | undefined;
  readonly events: readonly PendingEvent[];
}

/** The logs of all organisations. */
export interface Recorder {
  /** Done when the entry is stored. */
  readonly record: (organisation: OrganisationId, entry: LogEntry) => Promise<void>;
}

interface Waiting {
  readonly entry: LogEntry;
  readonly stored: () => void;
  readonly failed: (cause: unknown) => void;
}

/** Entries that share the statements at most. */
const MAX_ENTRIES = 200;

/** Makes the recorder of a process. */
export const makeRecorder = (
  collections: Collections,
  appendEvents: AppendEvents,
  eventsOfOthers: EventsOfOthers,
): Recorder => {
  const queues = new Map<string, Waiting[]>();

  const storeActivity = async (organisation: OrganisationId, entries: readonly LogEntry[]): Promise<void> => {
    const documents = entries.flatMap(({ w, activity }) =>
      activity === undefined ? [] : [activityDocument(organisation, w, activity)],
    );
    if (documents.length === 0) return;
    try {
      await collections.activity.insertMany(documents, { ordered: false });
    } catch (cause) {
      if (refusedPositions(cause) === undefined) throw cause;
    }
  };

  const storeEvents = async (organisation: OrganisationId, entries: readonly LogEntry[]): Promise<void> => {
    const own = entries.filter(({ events }) => events.length > 0);
    const last = own.reduce((latest, { w }) => (w > latest ? w : latest), '');
    if (own.length > 0)
      await appendEvents(organisation, inOrder([...(await eventsOfOthers(organisation, last)), ...own]));
  };

  const store = async (organisation: OrganisationId, entries: readonly LogEntry[]): Promise<void> => {
    await Promise.all([storeActivity(organisation, entries), storeEvents(organisation, entries)]);
  };

  const work = async (organisation: OrganisationId, queue: Waiting[]): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue.splice(0, MAX_ENTRIES);
      try {
        await store(
          organisation,
          batch.map(({ entry }) => entry),
        );
        for (const { stored } of batch) stored();
      } catch (cause) {
        for (const { failed } of batch) failed(cause);
      }
    }
    queues.delete(organisation);
  };

  return {
    record: (organisation, entry) =>
      new Promise((stored, failed) => {
        const waiting = { entry, stored, failed };
        const queue = queues.get(organisation);
        if (queue !== undefined) {
          queue.push(waiting);
          return;
        }
        const opened = [waiting];
        queues.set(organisation, opened);
        void work(organisation, opened);
      }),
  };
};

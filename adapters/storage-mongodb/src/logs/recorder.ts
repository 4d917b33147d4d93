// Stores what writes leave in the logs of their organisation. Writes that finish at the same time share the statements.
import type { ActivityRecord, DirectoryEvent } from '@looop-scim/provisioning';
import type { Collections } from '../collections.ts';
import { refusedPositions } from '../mongo-error.ts';
import { activityDocument } from './activity-document.ts';
import { inOrder, type AppendEvents } from './event-appender.ts';
import type { EventsOfOthers } from './events-of-others.ts';

/** What one write leaves; may be stored again with the same `w`. */
export interface LogEntry {
  /** Id of the write. */
  readonly w: string;
  readonly activity: ActivityRecord | undefined;
  readonly events: readonly DirectoryEvent[];
}

/** The logs of all organisations. */
export interface Recorder {
  /** Done when the entry is stored. */
  readonly record: (o: string, entry: LogEntry) => Promise<void>;
}

interface Waiting {
  readonly entry: LogEntry;
  readonly stored: () => void;
  readonly failed: (cause: unknown) => void;
}

/** Entries that share the statements at most. */
const AT_ONCE = 200;

/** Makes the recorder of a process. */
export const makeRecorder = (
  collections: Collections,
  appendEvents: AppendEvents,
  eventsOfOthers: EventsOfOthers,
): Recorder => {
  const queues = new Map<string, Waiting[]>();

  const storeActivity = async (o: string, entries: readonly LogEntry[]): Promise<void> => {
    const documents = entries.flatMap(({ w, activity }) =>
      activity === undefined ? [] : [activityDocument(o, w, activity)],
    );
    if (documents.length === 0) return;
    try {
      await collections.activity.insertMany(documents, { ordered: false });
    } catch (cause) {
      if (refusedPositions(cause) === undefined) throw cause;
    }
  };

  const storeEvents = async (o: string, entries: readonly LogEntry[]): Promise<void> => {
    const own = entries.filter(({ events }) => events.length > 0);
    const last = own.reduce((latest, { w }) => (w > latest ? w : latest), '');
    if (own.length > 0) await appendEvents(o, inOrder([...(await eventsOfOthers(o, last)), ...own]));
  };

  const store = async (o: string, entries: readonly LogEntry[]): Promise<void> => {
    await Promise.all([storeActivity(o, entries), storeEvents(o, entries)]);
  };

  const work = async (o: string, queue: Waiting[]): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue.splice(0, AT_ONCE);
      try {
        await store(
          o,
          batch.map(({ entry }) => entry),
        );
        for (const { stored } of batch) stored();
      } catch (cause) {
        for (const { failed } of batch) failed(cause);
      }
    }
    queues.delete(o);
  };

  return {
    record: (o, entry) =>
      new Promise((stored, failed) => {
        const waiting = { entry, stored, failed };
        const queue = queues.get(o);
        if (queue !== undefined) {
          queue.push(waiting);
          return;
        }
        const opened = [waiting];
        queues.set(o, opened);
        void work(o, opened);
      }),
  };
};

// Appends directory events so that their sequence numbers have no gap at any time: the next number is used only where the one
// before is stored, hence a reader that remembers a number never misses an event. Writers of several processes compete for the
// next number; one wins, the others take the one after.
import type { OrganisationId } from '@looop-scim/provisioning';
import type { Collections, EventDocument } from '../collections.ts';
import { isDuplicateKey, refusedPositions } from '../mongo-error.ts';
import { makeBackoff } from '../backoff.ts';
import { lastSequence } from './event-sequence.ts';
import type { WriteEvents } from './events-of-others.ts';
import { LONGEST_TEXT, writePieces } from '../pieces.ts';

/** An event to be appended; the same key is appended once. */
export interface KeyedEvent {
  readonly key: string;
  /** When the change was made. */
  readonly at: number;
  /** JSON. */
  readonly text: string;
}

/** The events of writes as they are appended: in the order of the writes. */
export const inOrder = (writes: readonly WriteEvents[]): readonly KeyedEvent[] =>
  writes
    .toSorted((left, right) => (left.w < right.w ? -1 : Number(left.w > right.w)))
    .flatMap(({ w, events }) =>
      events.map((event, index) => ({
        key: `${w}:${index}`,
        at: event.at,
        text: JSON.stringify(event),
      })),
    );

/** Appends events of one organisation in order. Calls for one organisation must not overlap. */
export type AppendEvents = (organisation: OrganisationId, events: readonly KeyedEvent[]) => Promise<void>;

const toStore = async (collections: Collections, organisation: OrganisationId, { key, at, text }: KeyedEvent) => {
  if (text.length <= LONGEST_TEXT) return { key, at, event: text };
  await writePieces(collections, { o: organisation, key }, text);
  return { key, at };
};

/** Makes the appender of a process. */
export const makeAppendEvents = (collections: Collections): AppendEvents => {
  const { events: log } = collections;
  /** The last number that this process has seen, to spare the look. */
  const seen = new Map<string, number>();

  const notYetThere = async (
    organisation: OrganisationId,
    events: readonly KeyedEvent[],
  ): Promise<readonly KeyedEvent[]> => {
    const keys = await log
      .find({ o: organisation, key: { $in: events.map(({ key }) => key) } })
      .project<Pick<EventDocument, 'key'>>({ key: 1 })
      .toArray();
    const known = new Set(keys.map(({ key }) => key));
    return events.filter(({ key }) => !known.has(key));
  };

  return async (organisation, events) => {
    const wait = makeBackoff();
    let rest = events;
    while (rest.length > 0) {
      const last = seen.get(organisation) ?? (await lastSequence(collections, organisation));
      const stored = [];
      for (const [index, event] of rest.entries()) {
        stored.push({ o: organisation, seq: last + 1 + index, ...(await toStore(collections, organisation, event)) });
      }
      try {
        await log.insertMany(stored, { ordered: true });
        seen.set(organisation, last + stored.length);
        return;
      } catch (cause) {
        seen.delete(organisation);
        if (refusedPositions(cause) === undefined && !isDuplicateKey(cause)) throw cause;
        rest = await notYetThere(organisation, rest);
        if (rest.length > 0) await wait('other processes append events');
      }
    }
  };
};

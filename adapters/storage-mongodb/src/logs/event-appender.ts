// Appends directory events so that their sequence numbers have no gap at any time: the next number is used only where the one
// before is stored, hence a reader that remembers a number never misses an event. Writers of several processes compete for the
// next number; one wins, the others take the one after.
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { Collections, EventDocument } from '../collections.ts';
import { isDuplicateKey, refusedPositions } from '../mongo-error.ts';
import { makeBackoff } from '../backoff.ts';
import { eventFields, logOf, placeText, type EventFields } from './event-document.ts';
import { lastSequence, type EventLogName } from './event-sequence.ts';
import type { WriteEvents } from './events-of-others.ts';

/** An event to be appended; the same key is appended once. */
export interface KeyedEvent {
  readonly key: string;
  readonly log: EventLogName;
  readonly fields: EventFields;
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
        log: logOf(event),
        fields: eventFields(event),
        text: JSON.stringify(event),
      })),
    );

/** Appends events of one organisation in order. Calls for one organisation must not overlap. */
export type AppendEvents = (organisation: OrganisationId, events: readonly KeyedEvent[]) => Promise<void>;

/** Makes the appender of a process to one of the logs. */
const makeAppendTo = (collections: Collections, name: EventLogName): AppendEvents => {
  const { [name]: log } = collections;
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

  const toStore = async (organisation: OrganisationId, seq: number, { key, fields, text }: KeyedEvent) => ({
    ...{ o: organisation, seq, key, ...fields },
    ...(await placeText(collections, organisation, key, text)),
  });

  return async (organisation, events) => {
    const wait = makeBackoff();
    let rest = events;
    while (rest.length > 0) {
      const last = seen.get(organisation) ?? (await lastSequence(collections, name, organisation));
      const stored: EventDocument[] = [];
      for (const [index, event] of rest.entries()) {
        stored.push(await toStore(organisation, last + 1 + index, event));
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

/** Makes the appender of a process. Events of format 1 come from writes of an earlier version that it did not finish. */
export const makeAppendEvents = (collections: Collections): AppendEvents => {
  const [toFeed, toEarlier] = [makeAppendTo(collections, 'feed'), makeAppendTo(collections, 'events')];
  return async (organisation, events) => {
    const earlier = events.filter(({ log }) => log === 'events');
    if (earlier.length > 0) await toEarlier(organisation, earlier);
    await toFeed(
      organisation,
      events.filter(({ log }) => log === 'feed'),
    );
  };
};

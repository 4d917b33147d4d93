// Events as documents: the event as JSON, and beside it by what it is erased.
import type { DirectoryEvent, EarlierEvent } from '@looop-scim/provisioning/events';
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { Collections, EventDocument } from '../collections.ts';
import { LONGEST_TEXT, readPieces, removePieces, writePieces } from '../pieces.ts';
import type { EventLogName } from './event-sequence.ts';

/** An event as a commit leaves it to be stored; those of earlier versions have another form. */
export type PendingEvent = DirectoryEvent | EarlierEvent;

/** The log to which an event belongs. */
export const logOf = (event: PendingEvent): EventLogName => ('subject' in event ? 'feed' : 'events');

/** Under which a person's values are found. */
export type EventFields = Pick<EventDocument, 'at' | 'person' | 'lastProfile'>;

/** What stands beside the text of an event. */
export const eventFields = (event: PendingEvent): EventFields => {
  const { at } = event;
  if (!('subject' in event) || event.subject.type !== 'user') return { at };
  if (event.erased === true) return { at };
  return event.type === 'user.deleted' ? { at, lastProfile: true } : { at, person: event.subject.id };
};

/** The text of an event, wherever it stands. */
export const eventText = async (
  collections: Collections,
  { o: organisation, key, event, seq }: Pick<EventDocument, 'o' | 'key' | 'event' | 'seq'>,
): Promise<string> => {
  const text = event ?? (await readPieces(collections, { o: organisation, key }));
  if (text === undefined) throw new Error(`Event ${seq} has lost its text`);
  return text;
};

/** Stores a text where it fits; answers what of it stands in the event's own document. */
export const placeText = async (
  collections: Collections,
  organisation: OrganisationId,
  key: string,
  text: string,
): Promise<Pick<EventDocument, 'event'>> => {
  if (text.length <= LONGEST_TEXT) return { event: text };
  await writePieces(collections, { o: organisation, key }, text);
  return {};
};

/** Replaces an event of the feed by what is left of it. May be repeated, and done by several processes at once. */
export const replaceErased = async (
  collections: Collections,
  document: EventDocument,
  erase: (event: DirectoryEvent) => DirectoryEvent,
): Promise<void> => {
  const { o, seq, key } = document;
  // Written by the recorder alone.
  const event = erase(JSON.parse(await eventText(collections, document)) as DirectoryEvent);
  await collections.feed.updateOne(
    { o, seq },
    { $set: { event: JSON.stringify(event) }, $unset: { person: 1, lastProfile: 1 } },
  );
  if (document.event === undefined) await removePieces(collections, { o, key });
};

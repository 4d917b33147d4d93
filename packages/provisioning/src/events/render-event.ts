// An event as it leaves: the same bytes in feed, stream and webhook.
import * as DateTime from 'effect/DateTime';
import { EVENT_FORMAT, type SequencedEvent } from './directory-event.ts';

const PREFIX = 'evt_';

/** Digits of a subject's id that are part of the ids of its events: the last group of a UUID. */
const SUBJECT_DIGITS = 12;

/**
 * The id of an event: unique and always the same. It is made of what is never erased: sequence, time and subject. Hence a log that
 * was restored from a backup does not give an id that was seen to another event.
 */
export const eventId = ({ sequence, event: { at, subject } }: SequencedEvent): string =>
  `${PREFIX}${sequence}_${at.toString(36)}${subject.id.slice(-SUBJECT_DIGITS)}`;

/** The sequence in an event id; undefined when the text is none. */
export const sequenceOfEventId = (id: string): number | undefined => {
  if (!id.startsWith(PREFIX)) return undefined;
  const end = id.indexOf('_', PREFIX.length);
  const digits = id.slice(PREFIX.length, end);
  const sequence = Number(digits);
  return end > PREFIX.length && String(sequence) === digits && Number.isSafeInteger(sequence) && sequence > 0
    ? sequence
    : undefined;
};

/** JSON of an event. */
export const renderEvent = (organisationId: string, sequenced: SequencedEvent): string => {
  const { sequence, event } = sequenced;
  const { type, at, cause, data, erased } = event;
  return JSON.stringify({
    id: eventId(sequenced),
    type,
    timestamp: DateTime.formatIso(DateTime.makeUnsafe(at)),
    organisationId,
    sequence,
    format: EVENT_FORMAT,
    cause,
    data,
    erased,
  });
};

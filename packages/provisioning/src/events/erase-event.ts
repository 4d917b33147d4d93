// What stays of an event when the person whom it is about is deleted: that there was a change, of what kind, when, and of whom.
import type { DirectoryEvent, EventUser } from './directory-event.ts';

/** The event without values of the person. */
export const eraseEvent = ({ type, at, subject, cause }: DirectoryEvent): DirectoryEvent => ({
  type,
  at,
  subject,
  cause,
  data: { user: { id: subject.id } },
  erased: true,
});

const externalIdOf = ({ data }: DirectoryEvent): Pick<EventUser, 'externalId'> =>
  'user' in data && data.user.externalId !== undefined ? { externalId: data.user.externalId } : {};

/** The event of a deletion with id and externalId alone: by them a consumer recognises the person. */
export const eraseDeletion = (event: DirectoryEvent): DirectoryEvent => ({
  ...eraseEvent(event),
  data: { user: { id: event.subject.id, ...externalIdOf(event) } },
});

// From what a write did to its events: one of a person, of the most telling type; of a group one of itself and some of its members.
import type { Complex, Resource } from '@looop-scim/scim/attribute';
import type { BoundMappingSet } from '../mapping/bound-mapping-set.ts';
import { applyMappingSet, type MappedProfile } from '../mapping/explain.ts';
import { profileDifference } from '../mapping/profile.ts';
import type { WriteOutcome } from '../ports/outbound/resource-repository.ts';
import {
  MAX_EVENT_MEMBERS,
  type DirectoryEvent,
  type EventCause,
  type EventData,
  type EventMember,
  type EventSubject,
  type EventType,
} from './directory-event.ts';
import { eventGroup, eventUser, groupChanges, isActive, type SetInForce } from './event-subjects.ts';

/** The kinds of writes as events tell them apart. */
export type Happening = 'created' | 'changed' | 'deleted';

/** What is known of a write, whatever the write is of. */
export interface EventNotes {
  readonly at: number;
  readonly cause: EventCause;
  readonly happening: Happening;
  /** The document before the write; {} of a creation. */
  readonly before: Complex;
  /** Whether the document becomes another one. */
  readonly rewritten: boolean;
}

/** What is known of the write of a person. */
export interface UserNotes extends EventNotes {
  /** The set by which the person is told of from now on. */
  readonly telling: SetInForce;
  /** The set by which the person was told of before; undefined when it is not kept any more, or for a creation. */
  readonly toldBy: BoundMappingSet | undefined;
}

/** Makes the events of a write. */
export type DescribeEvents = (outcome: WriteOutcome) => readonly DirectoryEvent[];

const makeEvent =
  ({ at, cause }: Pick<EventNotes, 'at' | 'cause'>, subject: EventSubject) =>
  (type: EventType, data: EventData): DirectoryEvent => ({ type, at, subject, cause, data });

const userType = (happening: Happening, before: Complex, after: Complex): EventType => {
  if (happening !== 'changed') return happening === 'created' ? 'user.created' : 'user.deleted';
  if (isActive(before) === isActive(after)) return 'user.updated';
  return isActive(after) ? 'user.reactivated' : 'user.deactivated';
};

/** The events of a person's write. */
export const describeUser =
  (notes: UserNotes): DescribeEvents =>
  ({ changed, resource }) => {
    if (!changed) return [];
    const { happening, before, telling, toldBy } = notes;
    const user = eventUser(resource, telling);
    const event = makeEvent(notes, { type: 'user', id: resource.id });
    const type = userType(happening, before, resource.document);
    if (happening === 'deleted') return [event(type, { user })];
    const profileBefore = toldBy === undefined ? {} : applyMappingSet(toldBy, before).profile;
    return [event(type, { user, changes: profileDifference(profileBefore, user.profile) })];
  };

const inParts = (members: readonly EventMember[]): readonly (readonly EventMember[])[] =>
  Array.from({ length: Math.ceil(members.length / MAX_EVENT_MEMBERS) }, (_, part) =>
    members.slice(part * MAX_EVENT_MEMBERS, (part + 1) * MAX_EVENT_MEMBERS),
  );

/** The events of a group's write. Of a deletion one: it ends all memberships. */
export const describeGroup =
  (notes: EventNotes): DescribeEvents =>
  ({ changed, resource, membersAdded, membersRemoved, membersNested }) => {
    if (!changed) return [];
    const { happening, before, rewritten } = notes;
    const group = eventGroup(resource);
    const event = makeEvent(notes, { type: 'group', id: resource.id });
    if (happening === 'deleted') return [event('group.deleted', { group })];
    const nested = new Set(membersNested);
    const ofMembers = (type: EventType, ids: readonly string[]): readonly DirectoryEvent[] =>
      inParts(ids.map((id) => ({ type: nested.has(id) ? 'group' : 'user', id }))).map((members) =>
        event(type, { group, members }),
      );
    const type = happening === 'created' ? 'group.created' : 'group.updated';
    const changes = groupChanges(before, resource.document);
    return [
      ...(rewritten ? [event(type, { group, changes })] : []),
      ...ofMembers('group.members_removed', membersRemoved),
      ...ofMembers('group.members_added', membersAdded),
    ];
  };

const issueTexts = ({ issues }: MappedProfile): string =>
  JSON.stringify(issues.map(({ field, issue }) => `${field}:${issue}`).toSorted());

/** The events of telling of a person by another set: none when the profile is the same. */
export const describeRetelling = (
  resource: Resource,
  { at, telling, toldBy }: Pick<UserNotes, 'at' | 'telling' | 'toldBy'>,
): readonly DirectoryEvent[] => {
  const user = eventUser(resource, telling);
  const before = toldBy === undefined ? undefined : applyMappingSet(toldBy, resource.document);
  const changes = profileDifference(before?.profile ?? {}, user.profile);
  if (before !== undefined && changes.length === 0 && issueTexts(before) === issueTexts(user)) return [];
  const event = makeEvent({ at, cause: { kind: 'mapping' } }, { type: 'user', id: resource.id });
  return [event('user.updated', { user, changes })];
};

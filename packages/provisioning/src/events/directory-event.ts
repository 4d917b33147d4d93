// What changed, for the learning platform: stored with the write that caused it, read in order. Format 2.
import type { ProfileIssue } from '../mapping/explain.ts';
import type { Profile, ProfileChange } from '../mapping/profile.ts';

/** The version of the form in which events are rendered. */
export const EVENT_FORMAT = 2;

/** Types of events. */
export const EVENT_TYPES = [
  'user.created',
  'user.updated',
  'user.deactivated',
  'user.reactivated',
  'user.deleted',
  'group.created',
  'group.updated',
  'group.deleted',
  'group.members_added',
  'group.members_removed',
] as const;

/** Type of an event. */
export type EventType = (typeof EVENT_TYPES)[number];

/** Who caused a change: an identity provider, an import, a change of the mapping, a person in the console, the learning platform. */
export type EventCauseKind = 'scim' | 'import' | 'mapping' | 'administrator' | 'platform';

/** What caused a change. */
export interface EventCause {
  readonly kind: EventCauseKind;
  /** The request, as the activity and the server's log name it. */
  readonly requestId?: string;
  /** Fingerprint of the token or key of the request. */
  readonly token?: string;
}

/** What an event is about. */
export interface EventSubject {
  readonly type: 'user' | 'group';
  readonly id: string;
}

/** A person as an event shows it, with the whole profile. */
export interface EventUser {
  readonly id: string;
  readonly externalId?: string;
  readonly userName: string;
  readonly active: boolean;
  readonly version: number;
  /** Version of the mapping set that made the profile; 0 is the default set. */
  readonly mappingVersion: number;
  readonly issues: readonly ProfileIssue[];
  readonly profile: Profile;
}

/** What is left of a person who was deleted. */
export interface ErasedUser {
  readonly id: string;
  readonly externalId?: string;
}

/** A group as an event shows it. */
export interface EventGroup {
  readonly id: string;
  readonly displayName: string;
  readonly externalId?: string;
  readonly version: number;
}

/** A member. Its name is left out: it would be a value of a person in an event of another subject. */
export interface EventMember {
  readonly type: 'user' | 'group';
  readonly id: string;
}

/** What an event says of its subject, as it is after the change. */
export type EventData =
  | { readonly user: EventUser | ErasedUser; readonly changes?: readonly ProfileChange[] }
  | {
      readonly group: EventGroup;
      readonly changes?: readonly ProfileChange[];
      readonly members?: readonly EventMember[];
    };

/** Members that one event names at most. */
export const MAX_EVENT_MEMBERS = 100;

/** One change of a user or group. */
export interface DirectoryEvent {
  readonly type: EventType;
  /** When the change was made, in milliseconds since 1970. */
  readonly at: number;
  readonly subject: EventSubject;
  readonly cause: EventCause;
  readonly data: EventData;
  /** The person was deleted: the values are gone. */
  readonly erased?: true;
}

/** An event with its place in the organisation's order. */
export interface SequencedEvent {
  /** 1, 2, 3 ... without gaps within the organisation, in the order of the commits; never issued again. */
  readonly sequence: number;
  readonly event: DirectoryEvent;
}

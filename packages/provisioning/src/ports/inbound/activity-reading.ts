// The inbound port of whoever asks what identity providers did to one organisation: operators, and the pages of its
// administrators. It is made for one organisation, so no method takes an organisation.
import type * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { ActivityOutcome } from '../../activity/activity-record.ts';
import type { ValueOrigin } from '../../activity/value-origins.ts';
import type { ActivityEntry, InvalidPosition } from '../outbound/activity-log.ts';

/** Which records are asked for; a record must fulfil all that is said. */
export interface ActivitySelection {
  /** `ignored`: something was left out of the request, whatever became of the rest. */
  readonly outcome?: ActivityOutcome | 'ignored';
  /** Id or userName of a user, also of one who could not be created; the userName in any case. */
  readonly user?: string;
  /** At or after this time, in milliseconds since 1970. */
  readonly since?: number;
  /** Before this time, in milliseconds since 1970. */
  readonly until?: number;
  /** Fingerprint of the token by which the request came. */
  readonly client?: string;
  /** Id of a request, text of an error, name or attribute, or what has one of the first two within. At most 2,000 characters. */
  readonly text?: string;
}

/** A request for a page, newest first. */
export interface ActivityPageRequest extends ActivitySelection {
  /** `next` of the page before; absent: from the newest. */
  readonly position?: string;
  /** Records of a page; 1 to 1000. */
  readonly limit: number;
}

/** A page of the activity. With a text or a client it may be short, or empty, before the end: one call looks at so many records. */
export interface ActivityPage {
  /** Newest first. */
  readonly entries: readonly ActivityEntry[];
  /** Where the list goes on; absent at its end. */
  readonly next?: string;
}

/** Which requests are counted. Times in milliseconds since 1970. */
export interface CountsRequest {
  readonly since: number;
  readonly until: number;
  /** Length of a span, whole hours; spans begin at whole multiples of it. The last one is counted to its end. */
  readonly spanMs: number;
}

/** Requests of one span of time. */
export interface SpanCounts {
  /** When the span begins, in milliseconds since 1970. */
  readonly at: number;
  readonly applied: number;
  readonly unchanged: number;
  readonly answered: number;
  readonly refused: number;
}

/** Requests by time. */
export interface ActivityCounts {
  /** Every span, the oldest first, also those without a request. */
  readonly spans: readonly SpanCounts[];
}

/** Reads what comes. Calls must not overlap. */
export interface ActivityFollower {
  /** The records that were stored since the call before, oldest first; every record once. */
  readonly next: () => Effect.Effect<readonly ActivityEntry[], StorageUnavailable>;
}

/** An attribute that requests named and that the organisation's schemas do not have. */
export interface UnknownAttribute {
  readonly resourceType: string;
  /** As it was sent. */
  readonly attribute: string;
  /** How many different people, or groups, it was sent for. */
  readonly resources: number;
  /** Whether there may be more than `resources`: counting ends at a bound. */
  readonly isAtLeast: boolean;
  /** When it was sent last, in milliseconds since 1970. */
  readonly last: number;
  /** Path of the attribute that was probably meant. */
  readonly suggestion?: string;
}

/** Members that were pushed into a group and that the organisation does not know. */
export interface UnknownMembersOfGroup {
  readonly groupId?: string;
  readonly groupName?: string;
  /** How many different ids. */
  readonly members: number;
  /** Whether there may be more than `members`: of a push of many only a sample of ids is kept. */
  readonly isAtLeast: boolean;
  /** At most 5 of the ids. */
  readonly ids: readonly string[];
  /** Milliseconds since 1970. */
  readonly last: number;
}

/** What requests had in `attributes` or `excludedAttributes` and is no attribute path. */
export interface UnreadableName {
  /** As it was sent; of a text with a filter what comes before the filter. */
  readonly name: string;
  /** Absent for queries of all types. */
  readonly resourceType?: string;
  /** How many requests had it. */
  readonly requests: number;
  /** When it was sent last, in milliseconds since 1970. */
  readonly last: number;
  /** Path of the attribute that was probably meant. */
  readonly suggestion?: string;
}

/** What requests named in vain within a time. */
export interface ActivitySummary {
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Those that were sent for most people first, at most 100. */
  readonly unknownAttributes: readonly UnknownAttribute[];
  /** Those with most unknown members first, at most 100. */
  readonly unknownMembers: readonly UnknownMembersOfGroup[];
  /** Those that most requests had first, at most 100. */
  readonly unreadableNames: readonly UnreadableName[];
  /** Whether there were more kinds than are counted. */
  readonly isPartial: boolean;
}

/** Where the values of one user come from. */
export interface ValueOrigins {
  readonly origins: readonly ValueOrigin[];
  /** Whether older records were left unread, so that origins may be missing. */
  readonly isPartial: boolean;
}

/** When attributes arrived last. */
export interface Arrivals {
  /** Of each attribute of users the newest request that changed it. */
  readonly arrivals: readonly Pick<ValueOrigin, 'attribute' | 'at'>[];
  /** Whether older requests were left unread. */
  readonly isPartial: boolean;
}

/** Reads the activity of one organisation. */
export interface ActivityReading {
  readonly page: (request: ActivityPageRequest) => Effect.Effect<ActivityPage, InvalidPosition | StorageUnavailable>;

  /** The record at a position; undefined when there is none any more. */
  readonly entry: (position: string) => Effect.Effect<ActivityEntry | undefined, InvalidPosition | StorageUnavailable>;

  /** Counts requests by time, of 400 spans at most: the last ones. */
  readonly counts: (request: CountsRequest) => Effect.Effect<ActivityCounts, StorageUnavailable>;

  /** Begins to follow the activity: from now on. */
  readonly follow: (selection: ActivitySelection) => Effect.Effect<ActivityFollower, StorageUnavailable>;

  /** Of each attribute of a user (id or userName) the request that changed it last, as far as the newest 1,000 records say. */
  readonly origins: (user: string) => Effect.Effect<ValueOrigins, StorageUnavailable>;

  /** When each attribute of users was changed last by a request, as far as the newest 5,000 of them say. */
  readonly arrivals: () => Effect.Effect<Arrivals, StorageUnavailable>;

  /**
   * What requests since a time (milliseconds since 1970) named and nobody knows; its memory is bounded. `mostRecords` bounds the
   * records that are read as well: the newest ones count.
   */
  readonly summary: (since: number, mostRecords?: number) => Effect.Effect<ActivitySummary, StorageUnavailable>;
}

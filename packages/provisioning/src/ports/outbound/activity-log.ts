// The port to read the activity of one organisation, and to record requests that wrote nothing.
import * as Data from 'effect/Data';
import type * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { ActivityOutcome, ActivityRecord } from '../../activity/activity-record.ts';

/** A text that names no position in the activity. */
export class InvalidPosition extends Data.TaggedError('InvalidPosition')<{ readonly position: string }> {}

/** Which records are read; a record must fulfil all that is said. */
export interface ActivityFilter {
  /** `ignored`: something was left out of the request, whatever became of the rest: unknown attributes, unreadable names or unknown members. */
  readonly outcome?: ActivityOutcome | 'ignored';
  /** Records of the resource with this id, and those without a resource that have this name in any case. */
  readonly resource?: { readonly id?: string; readonly name?: string };
  /** At or after this time, in milliseconds since 1970; of requests that are counted as one, the last one counts. */
  readonly since?: number;
  /** Before this time, in milliseconds since 1970. */
  readonly until?: number;
}

/** A part of the activity, from the newest record back. */
export interface ActivityQuery extends ActivityFilter {
  /** The records that come after this position in the list, hence are older; absent: from the newest. */
  readonly position?: string;
  readonly limit: number;
}

/** The records that were stored after another one. */
export interface ActivityFollow {
  /** Absent: from the first record that is kept. */
  readonly position?: string;
  readonly limit: number;
}

/** A record with its position. */
export interface ActivityEntry {
  readonly position: string;
  readonly record: ActivityRecord;
}

/** How many requests of one outcome there were in an hour. */
export interface HourCount {
  /** When the hour begins, in milliseconds since 1970: a multiple of 3,600,000. */
  readonly hour: number;
  readonly outcome: ActivityOutcome;
  readonly count: number;
}

/**
 * The activity of one organisation. Applied writes are recorded by the repository, in the same commit.
 *
 * Refusals of one kind (same token, operation, resource, failure and detail) within ten minutes are one record that counts
 * them, whichever processes record them; it stays where the first one was. So are reads of one kind (same token, resource type
 * and names).
 */
export interface ActivityLog {
  /**
   * Records a request that was refused, or a read. One whose record says how often it was repeated counts as many. What is
   * recorded of a person who was deleted already is stored erased.
   */
  readonly append: (record: ActivityRecord) => Effect.Effect<void, StorageUnavailable>;

  /** Records by the time of their request, newest first; those of one time in the reverse order in which they were stored. */
  readonly page: (
    query: ActivityQuery,
  ) => Effect.Effect<readonly ActivityEntry[], InvalidPosition | StorageUnavailable>;

  /**
   * Counts requests by the hour in which their record stands, of the hours that begin at or after `since` and before `until`
   * (milliseconds since 1970), in any order; hours without a request are left out. What retention removes is not counted any
   * more, except in the hour in which its bound lies.
   */
  readonly countByHour: (since: number, until: number) => Effect.Effect<readonly HourCount[], StorageUnavailable>;

  /**
   * Records in the order in which they were stored. Where several processes write (`Storage.isolation` is `resource`), one may
   * come in a few seconds late, before records that were read already: who must not miss it reads these seconds once more.
   */
  readonly after: (
    follow: ActivityFollow,
  ) => Effect.Effect<readonly ActivityEntry[], InvalidPosition | StorageUnavailable>;
}

// Ports to read what was stored beside the writes of one organisation, and to record requests that wrote nothing.
import type * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { ActivityRecord } from '../../activity/activity-record.ts';
import type { SequencedEvent } from '../../activity/directory-event.ts';

/** The activity of one organisation. Applied writes are recorded by the repository, in the same commit. */
export interface ActivityLog {
  /** Records a request that was refused. */
  readonly append: (record: ActivityRecord) => Effect.Effect<void, StorageUnavailable>;
  /** The newest records, newest first. */
  readonly newest: (limit: number) => Effect.Effect<readonly ActivityRecord[], StorageUnavailable>;
}

/** The directory events of one organisation. */
export interface DirectoryEventLog {
  /** Events after a sequence number (0: from the first), in order, at most `limit`. */
  readonly after: (sequence: number, limit: number) => Effect.Effect<readonly SequencedEvent[], StorageUnavailable>;
}

// Ports to read the directory events of one organisation. Events are appended by the repository, in the commit of their change.
import type * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { SequencedEvent } from '../../events/directory-event.ts';
import type { SequencedEarlierEvent } from '../../events/earlier-event.ts';

/**
 * The directory events of one organisation: sequences 1, 2, 3 ... without gaps at any time, in the order of the commits. The oldest
 * ones are removed with time, so that what is kept is always the end of the log.
 */
export interface DirectoryEventLog {
  /** Events after a sequence (0: from the first that is kept), in order, at most `limit`. */
  readonly after: (sequence: number, limit: number) => Effect.Effect<readonly SequencedEvent[], StorageUnavailable>;
  /** The last sequence that was issued, 0 when there was none: a read of resources that begins later sees all changes up to it. */
  readonly last: () => Effect.Effect<number, StorageUnavailable>;
  /** The sequence of the oldest event that is kept; one more than `last` when there is none. */
  readonly oldest: () => Effect.Effect<number, StorageUnavailable>;
}

/** The events of one organisation that earlier versions wrote, in format 1. The log above does not go on with their numbers. */
export interface EarlierEventLog {
  /** Events after a number (0: from the first that is kept), in order, at most `limit`. */
  readonly after: (
    sequence: number,
    limit: number,
  ) => Effect.Effect<readonly SequencedEarlierEvent[], StorageUnavailable>;
}

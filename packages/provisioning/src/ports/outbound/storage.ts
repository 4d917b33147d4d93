// Everything a storage technology provides, in one value that the composition root opens and closes.
import type * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { OrganisationId } from '../../organisation/organisation.ts';
import type { ActivityLog } from './activity-log.ts';
import type { DirectoryEventLog, EarlierEventLog } from './event-log.ts';
import type { LogBounds } from './log-bounds.ts';
import type { OrganisationStore, TokenStore } from './organisation-store.ts';
import type { RecordStore } from './record-store.ts';
import type { ResourceRepository } from './resource-repository.ts';
import type { RevisionStore } from './revision-store.ts';
import type { StoredSchema } from './stored-schema.ts';
import type { UnknownTokenLog } from './unknown-tokens.ts';

/** The ports that belong to one organisation. */
export interface OrganisationStorage {
  readonly resources: ResourceRepository;
  readonly activity: ActivityLog;
  readonly events: DirectoryEventLog;
  readonly earlierEvents: EarlierEventLog;
  readonly revisions: RevisionStore;
  readonly records: RecordStore;
}

/**
 * What a write sees of other resources than its own (whether members exist, their names, the groups of a user): `snapshot`, all
 * of it as it is at the commit; `resource`, each as it was at a moment between the beginning of the write and its commit. Of the
 * resource itself, its members included, every write sees the state that it changes, and memberships of what is deleted end
 * whatever is written at the same time.
 */
export type Isolation = 'snapshot' | 'resource';

/**
 * Bounds on the work of one call, given when a storage is opened that does the work in this process. A call that needs more
 * fails with `TooMany`.
 */
export interface StorageLimits {
  /** Rows that a read may look at: resources, memberships, elements of lists. Default: any number. */
  readonly maxRows?: number;
  /** Characters of documents and of memberships that a call may read. A page ends before it has more. Default: no bound. */
  readonly maxCharacters?: number;
  /** Seconds that one query of a list may take. A storage that cannot stop a query by itself leaves this to `isCancelled`. */
  readonly maxSeconds?: number;
  /** Asked now and then during a long call; true makes it fail with `TooMany`, as after `maxSeconds`. */
  readonly isCancelled?: () => boolean;
}

/** An open storage. */
export interface Storage {
  readonly isolation: Isolation;
  readonly organisations: OrganisationStore;
  readonly tokens: TokenStore;
  /** Requests with tokens that nobody issued. */
  readonly unknownTokens: UnknownTokenLog;
  /** Records that belong to no organisation. */
  readonly records: RecordStore;
  /**
   * Hands out the ports of one organisation; cheap, opens nothing. `schema` is what its resources are stored with; absent: the
   * registry that the storage was opened with, which is right for an organisation without attributes of its own.
   */
  readonly forOrganisation: (id: OrganisationId, schema?: StoredSchema) => OrganisationStorage;
  /**
   * The secret that all processes on this storage share: the one kept, or `fresh` when there is none, which is kept from then
   * on. Of callers at once all get the same.
   */
  readonly installationSecret: (fresh: string) => Effect.Effect<string, StorageUnavailable>;
  /** Succeeds when the storage answers a read at this moment. */
  readonly ping: () => Effect.Effect<void, StorageUnavailable>;
  /**
   * One step of removing what organisations leave that were deleted: at most `limit` records (1 or more), in a time that does
   * not depend on how many there are. The result is how many were removed, 0 when there is nothing left. Any process may do any
   * step, at the same time as others and between the requests of other organisations.
   */
  readonly purgeRemoved: (limit: number) => Effect.Effect<number, StorageUnavailable>;
  /**
   * One step of keeping the logs short: removes records and events of all organisations that are older than the bounds, and
   * unknown tokens that were used last before `activityBefore`, and records of low volume (`records`) whose end has come, takes last
   * profiles out of the events of deletions, and goes on with erasures that are not finished. Of the events, only the oldest ones
   * go: where times go back, an event may wait for an older one. A step is short enough to go on beside requests. True while another
   * step may find something; the next call begins anew after false.
   */
  readonly trimLogs: (bounds: LogBounds) => Effect.Effect<boolean, StorageUnavailable>;
  /** Finishes what is under way, then closes; later calls fail with StorageUnavailable. */
  readonly close: () => Effect.Effect<void>;
}

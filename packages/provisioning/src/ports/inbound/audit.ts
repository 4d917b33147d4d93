// The inbound port of the audit log.
import type * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { AuditEntry, StoredAuditEntry } from '../../accounts/audit-entry.ts';

/** A request for a page, newest first. */
export interface AuditPageRequest {
  /** `next` of the page before; absent: from the newest. */
  readonly after?: string;
  /** Entries of a page; 1 to 1000. */
  readonly limit: number;
}

/** A page of the audit log. */
export interface AuditPage {
  readonly entries: readonly StoredAuditEntry[];
  /** Where the list goes on; absent at its end. */
  readonly next?: string;
}

/** What was done in one organisation, or to the installation. Entries end after the retention and are removed by `Storage.trimLogs`. */
export interface AuditLog {
  /**
   * Notes what somebody is about to do; the result is its position. Until `done` or `withdraw` it is an unfinished entry, so that
   * nothing that is done is missing, whenever a process stops. Durable when the Effect succeeds.
   */
  readonly begin: (entry: AuditEntry) => Effect.Effect<string, StorageUnavailable>;
  /** It was done, as the entry says now. */
  readonly done: (position: string, entry: AuditEntry) => Effect.Effect<void, StorageUnavailable>;
  /** Nothing was done. */
  readonly withdraw: (position: string) => Effect.Effect<void, StorageUnavailable>;
  /** Records what was done already. Durable when the Effect succeeds. */
  readonly record: (entry: AuditEntry) => Effect.Effect<void, StorageUnavailable>;
  readonly page: (request: AuditPageRequest) => Effect.Effect<AuditPage, StorageUnavailable>;
}

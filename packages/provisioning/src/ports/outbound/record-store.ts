// The port behind which records of low volume are stored: webhook endpoints and their deliveries, jobs, accounts, sessions. It is
// small and the same for all of them: a storage keeps texts under keys and does not look into them.
import type * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { VersionConflict } from './revision-store.ts';

/** What is kept in records. */
export type RecordKind =
  | 'webhookOrganisation'
  | 'webhookEndpoint'
  | 'webhookDelivery'
  | 'job'
  | 'account'
  | 'session'
  | 'invitation'
  | 'administrator'
  | 'departure'
  | 'auditEntry'
  | 'signInFailures'
  | 'signInRequest'
  | 'signInSettings'
  | 'setUp'
  | 'tokenEnding'
  | 'letIn';

/** What a record holds. */
export interface RecordContent {
  /** JSON, at most 1,048,576 characters. */
  readonly content: string;
  /** When the record ends, in milliseconds since 1970: from then on it is not read, and `Storage.trimLogs` removes it. Absent: never. */
  readonly expiresAt?: number;
}

/** A record as it is stored. */
export interface StoredRecord extends RecordContent {
  /** 1 to 200 printable ASCII characters without spaces. */
  readonly key: string;
  /** Counts the writes of the record, from 1. A record that is written after it was removed begins at 1 again. */
  readonly version: number;
}

/** A part of the records of a kind. */
export interface RecordPage {
  /** Records whose keys come after this one; absent: from the first. */
  readonly after?: string;
  /** Records whose keys begin with this text; absent: all. */
  readonly prefix?: string;
  readonly limit: number;
}

/**
 * Records of one organisation, or of the installation. What a call sees is as it was stored last, whichever process did it;
 * a record whose end has come is as if it were not there.
 */
export interface RecordStore {
  /** The record of a key; undefined when there is none. */
  readonly read: (kind: RecordKind, key: string) => Effect.Effect<StoredRecord | undefined, StorageUnavailable>;

  /**
   * Stores a record in place of the one with version `expected` (0: there must be none) and answers it with its new version. Of
   * several callers with the same `expected` one succeeds. Durable when the Effect succeeds.
   * Fails: `VersionConflict`; then nothing was stored. `StorageUnavailable`; then it may have been stored.
   */
  readonly write: (
    kind: RecordKind,
    key: string,
    record: RecordContent,
    expected: number,
  ) => Effect.Effect<StoredRecord, VersionConflict | StorageUnavailable>;

  /**
   * Removes the record with version `expected` (1 or more).
   * Fails: `VersionConflict` when it has another version or is not there; then nothing was removed.
   */
  readonly remove: (
    kind: RecordKind,
    key: string,
    expected: number,
  ) => Effect.Effect<void, VersionConflict | StorageUnavailable>;

  /** Records ordered by key, at most `limit`. */
  readonly page: (kind: RecordKind, page: RecordPage) => Effect.Effect<readonly StoredRecord[], StorageUnavailable>;
}

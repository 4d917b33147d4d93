// The port behind which settings are stored whose history is kept, such as mapping sets. It is small and the same for all of them:
// a storage keeps numbered texts and does not look into them.
import * as Data from 'effect/Data';
import type * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';

/** What is kept in revisions. */
export type RevisionKind = 'mappingSet' | 'ownAttributes';

/** How many revisions of a kind an organisation keeps; the oldest ones make room. */
export const MAX_REVISIONS = 100;

/** A revision: never changed once it is stored. */
export interface Revision {
  /** 1, 2, 3 ... without gaps. */
  readonly version: number;
  /** When it was saved, in milliseconds since 1970. */
  readonly at: number;
  /** Who saved it, as a person reads it. */
  readonly author: string;
  /** JSON. */
  readonly content: string;
}

/** Somebody else has saved in the meantime. */
export class VersionConflict extends Data.TaggedError('VersionConflict')<{
  /** The version from which the caller went out; 0 for none. */
  readonly expected: number;
  /** The version that there is. */
  readonly current: number;
}> {}

/** The revisions of one organisation. */
export interface RevisionStore {
  /**
   * Stores a revision with the version after `expected`, which must be the newest one (0 when there is none), and removes those
   * that are beyond `MAX_REVISIONS`. Of several callers with the same `expected` one succeeds. Durable when the Effect succeeds.
   * Fails: `VersionConflict`; then nothing was stored.
   */
  readonly append: (
    kind: RevisionKind,
    revision: Omit<Revision, 'version'>,
    expected: number,
  ) => Effect.Effect<Revision, VersionConflict | StorageUnavailable>;

  /** The newest revision; undefined when there is none. */
  readonly newest: (kind: RevisionKind) => Effect.Effect<Revision | undefined, StorageUnavailable>;

  /** The revision of a version; undefined when there is none, or none any more. */
  readonly read: (kind: RevisionKind, version: number) => Effect.Effect<Revision | undefined, StorageUnavailable>;

  /** The revisions before a version, newest first, at most `limit`; without `before`, from the newest one. */
  readonly page: (
    kind: RevisionKind,
    page: { readonly before?: number; readonly limit: number },
  ) => Effect.Effect<readonly Revision[], StorageUnavailable>;
}

// The port behind which the mapping sets of one organisation are kept: every saved set is a version, and none is ever changed.
import type * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { MappingSet } from '../../mapping/mapping-set.ts';
import type { VersionConflict } from './revision-store.ts';

/** A set that is saved. */
export interface SavedMappingSet {
  /** 1, 2, 3 ... without gaps. */
  readonly version: number;
  /** When it was saved, in milliseconds since 1970. */
  readonly at: number;
  /** Who saved it, as a person reads it; at most 200 characters. */
  readonly author: string;
  /** The version that was restored; 0 for the default set. */
  readonly restoredFrom?: number;
  readonly set: MappingSet;
}

/** The mapping sets of one organisation; the newest 100 are kept. */
export interface MappingRepository {
  /**
   * Saves a set as the version after `expected`, which must be the newest one (0 when none was saved).
   * Fails: `VersionConflict`; then nothing was saved.
   */
  readonly save: (
    set: Omit<SavedMappingSet, 'version'>,
    expected: number,
  ) => Effect.Effect<SavedMappingSet, VersionConflict | StorageUnavailable>;

  /** The newest set; undefined when none was saved. */
  readonly current: () => Effect.Effect<SavedMappingSet | undefined, StorageUnavailable>;

  /** The set of a version; undefined when there is none, or none any more. */
  readonly version: (version: number) => Effect.Effect<SavedMappingSet | undefined, StorageUnavailable>;

  /** Sets before a version, newest first, at most `limit`; without `before`, from the newest one. */
  readonly history: (page: {
    readonly before?: number;
    readonly limit: number;
  }) => Effect.Effect<readonly SavedMappingSet[], StorageUnavailable>;
}

// The inbound port of whoever looks after the attribute mappings of one organisation: operators, and the pages of its
// administrators. It is made for one organisation, so no method takes an organisation.
import * as Data from 'effect/Data';
import type * as Effect from 'effect/Effect';
import type { IgnoredAttribute } from '@looop-scim/scim/attribute';
import type { InvalidSyntax, InvalidValue, StorageUnavailable, TooMany } from '@looop-scim/scim/errors';
import type { MappingCatalogue } from '../../mapping/catalogue.ts';
import type { Explanation } from '../../mapping/explain.ts';
import type { InvalidMappingSet } from '../../mapping/mapping-fault.ts';
import type { MappingSet } from '../../mapping/mapping-set.ts';
import type { ProfileChange } from '../../mapping/profile.ts';
import type { SavedMappingSet } from '../outbound/mapping-repository.ts';
import type { NoSuchEntry } from '../outbound/organisation-store.ts';
import type { VersionConflict } from '../outbound/revision-store.ts';

/** There is no saved set of this version, or none any more. */
export class NoSuchMappingVersion extends Data.TaggedError('NoSuchMappingVersion')<{ readonly version: number }> {}

/** A set with its version; 0 is the default set, which nobody saved. */
export type MappingVersion = Pick<SavedMappingSet, 'version' | 'set'> & Partial<SavedMappingSet>;

/** Who changes the mappings, and which version is meant to be replaced. */
export interface MappingAuthor {
  /** As a person reads it; cut to 200 characters. */
  readonly author: string;
  /** The version that the author has seen; absent: the newest one, whichever it is. */
  readonly expectedVersion?: number;
}

/** A request for a page of the history, newest first. */
export interface MappingHistoryRequest {
  /** `next` of the page before; absent: from the newest. */
  readonly before?: number;
  /** Versions of a page; 1 to 100. */
  readonly limit: number;
}

/** A page of the history. */
export interface MappingHistory {
  readonly versions: readonly SavedMappingSet[];
  /** Where the list goes on; absent at its end. */
  readonly next?: number;
}

/** Whose profile is shown: a stored user by id or userName, or a resource as it would be sent. */
export type PreviewSubject = { readonly user: string } | { readonly resource: unknown };

/** What a preview shows. */
export interface PreviewRequest {
  readonly subject: PreviewSubject;
  /** The JSON form of a set that is not saved; absent: the current one. */
  readonly proposed?: unknown;
  /** Instead: the set of a saved version; 0 is the default set. */
  readonly version?: number;
}

/** A profile with the way to it, and what would change. */
export interface MappingPreview extends Explanation {
  /** Id and userName of a stored user. */
  readonly user?: { readonly id: string; readonly name?: string };
  /** From the profile of the current set to this one; empty when no other set was named. */
  readonly difference: readonly ProfileChange[];
  /** What no schema has of a resource that was not stored. */
  readonly ignored: readonly IgnoredAttribute[];
}

/** How a change of the mappings may fail. */
export type MappingChangeFailure = InvalidMappingSet | VersionConflict | StorageUnavailable;

/** Looks after the mappings of one organisation. As long as no set was saved, the default set `full` is in force. */
export interface MappingAdministration {
  /** The set in force. */
  readonly current: () => Effect.Effect<MappingVersion, StorageUnavailable>;

  /** The set of a version; 0 is the default set. */
  readonly version: (version: number) => Effect.Effect<MappingVersion, NoSuchMappingVersion | StorageUnavailable>;

  /** The standard fields, and the attributes of the organisation that can be mapped. */
  readonly catalogue: () => MappingCatalogue;

  /** Reads and checks the JSON form of a set, and stores nothing. Fails: `InvalidMappingSet` with every fault. */
  readonly check: (json: unknown) => Effect.Effect<MappingSet, InvalidMappingSet>;

  /** Checks a set and saves it as the next version. Fails: `VersionConflict` when another version came in between. */
  readonly save: (json: unknown, author: MappingAuthor) => Effect.Effect<SavedMappingSet, MappingChangeFailure>;

  /** Saves the set of an older version as the next one, once it is checked against the attributes of today. */
  readonly restore: (
    version: number,
    author: MappingAuthor,
  ) => Effect.Effect<SavedMappingSet, NoSuchMappingVersion | MappingChangeFailure>;

  /** Saved versions, newest first; the newest 100 are kept. */
  readonly history: (request: MappingHistoryRequest) => Effect.Effect<MappingHistory, StorageUnavailable>;

  /**
   * The profile that a set makes of a user or of a resource, with its trace. Fails: `NoSuchEntry` (no such user); `NoSuchMappingVersion`;
   * `InvalidSyntax` and `InvalidValue` (the resource cannot be read); `InvalidMappingSet` (of the proposed set); `TooMany` (a user with more
   * characters than a call may read).
   */
  readonly preview: (
    request: PreviewRequest,
  ) => Effect.Effect<
    MappingPreview,
    InvalidMappingSet | NoSuchMappingVersion | NoSuchEntry | InvalidSyntax | InvalidValue | TooMany | StorageUnavailable
  >;
}

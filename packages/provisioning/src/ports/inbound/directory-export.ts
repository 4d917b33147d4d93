// The inbound port of whoever takes people and groups of one organisation out into a file.
import type * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { InvalidColumns } from '../../directory/column-fault.ts';
import type { ProfileValue } from '../../mapping/profile.ts';

/** A user: values in the order of the columns; undefined where there is none. */
export type ExportedUser = readonly (ProfileValue | undefined)[];

/** A group with its members: users by userName, groups by id. */
export interface ExportedGroup {
  readonly displayName: string | undefined;
  readonly externalId: string | undefined;
  readonly members: readonly string[];
}

/** A part of an export. */
export interface ExportPage<Row> {
  readonly rows: readonly Row[];
  /** Where the export goes on; absent at its end. */
  readonly next?: string;
}

/** An export under way: its columns, and its pages in the order of ids. */
export interface UserExport {
  readonly columns: readonly string[];
  /** `after` is `next` of the page before. */
  readonly page: (after: string | undefined) => Effect.Effect<ExportPage<ExportedUser>, StorageUnavailable>;
}

/** Exports users and groups of one organisation. */
export interface DirectoryExport {
  /**
   * Begins an export of users. `columns` are fields of the profile and attribute paths; absent: userName, externalId, and each
   * field that can be imported again. Fails: `InvalidColumns`.
   */
  readonly users: (
    columns: readonly string[] | undefined,
  ) => Effect.Effect<UserExport, InvalidColumns | StorageUnavailable>;

  /** A page of groups. A group is whole in one page. */
  readonly groups: (after: string | undefined) => Effect.Effect<ExportPage<ExportedGroup>, StorageUnavailable>;
}

// The inbound port of whoever brings people and groups in from a file, beside what identity providers send: it is made for one
// organisation. The caller reads the file and hands its lines over in batches, so that no more than a batch is held at once.
import * as Data from 'effect/Data';
import type * as Effect from 'effect/Effect';
import type * as Result from 'effect/Result';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { AttributeChange } from '@looop-scim/scim/write';
import type { LineFault } from '../../directory/apply-line.ts';
import type { Cells } from '../../directory/cell.ts';
import type { InvalidColumns } from '../../directory/column-fault.ts';

/** What the caller of an import is called in the activity, in place of a token's fingerprint. */
export const IMPORT_CALLER = 'import';

/** What is imported, and how. */
export interface ImportSettings {
  readonly of: 'users' | 'groups';
  /** The attribute by which lines find their resource. */
  readonly match: 'userName' | 'displayName' | 'externalId';
  /** Whether it is only told what would happen. */
  readonly dryRun: boolean;
  /** Whether blank cells clear their column; otherwise they leave it as it is. `null` clears in any case. */
  readonly clearBlank: boolean;
  /** Stands in the activity, so that the writes of one import can be told from those of another. */
  readonly requestId: string;
  /** When it began, in milliseconds since 1970, of an import that is begun anew. Default: now. */
  readonly begun?: number;
}

/** A line of a file; `fault` says why it could not be read. */
export type ImportLine =
  { readonly line: number; readonly cells: Cells } | { readonly line: number; readonly fault: string };

/** What became of a line, or would become of it. */
export type LineOutcome =
  | {
      readonly line: number;
      readonly kind: 'created' | 'changed' | 'unchanged';
      /** userName or displayName. */
      readonly name: string;
      /** Of `created` and `changed`: what differs. */
      readonly changes: readonly AttributeChange[];
      readonly membersAdded?: number;
      readonly membersRemoved?: number;
    }
  | ({ readonly line: number; readonly kind: 'refused' } & LineFault);

/** How many users a deactivation is about, and some of their userNames. */
export interface MissingUsers {
  readonly count: number;
  /** At most 20. */
  readonly names: readonly string[];
}

/** What became of the people who are missing, or why it cannot be told who they are: lines were refused, or there were none. */
export type MissingReport = MissingUsers | { readonly unknown: 'refusedLines' | 'noLines' };

/**
 * The file cannot say who is missing: lines were refused, and each may be about one of those; or it has no lines, which would mean
 * everybody.
 */
export class IncompleteImport extends Data.TaggedError('IncompleteImport')<{
  readonly lines: number;
  readonly refused: number;
}> {}

/** An import under way. Its methods must not be called at the same time. */
export interface ImportRun {
  /**
   * Checks the columns of the file. The columns of JSON lines are checked with each line as well.
   * Fails: `InvalidColumns` with every column that cannot be written, and the one that is missing to find resources by.
   */
  readonly checkColumns: (names: readonly string[]) => Result.Result<void, InvalidColumns>;

  /**
   * Imports lines and says what became of each, in their order. A line that is refused leaves the others alone. A line whose
   * resource is as it says costs a read and writes nothing, so that an import which ended early is started again from the
   * beginning. Fails: `StorageUnavailable`; then any of the lines may have been imported.
   */
  readonly take: (lines: readonly ImportLine[]) => Effect.Effect<readonly LineOutcome[], StorageUnavailable>;

  /**
   * The active users that were there when the import began and that no line was about. Of an import of groups there are none.
   * `between` is done again and again meanwhile. Fails: `IncompleteImport`.
   */
  readonly missing: (
    between?: Effect.Effect<void>,
  ) => Effect.Effect<MissingUsers, IncompleteImport | StorageUnavailable>;

  /**
   * Deactivates them, unless it is a dry run. The result is how many they were; those that somebody else deleted meanwhile do not
   * count. Fails: `IncompleteImport`; `StorageUnavailable`, then any of them may be deactivated.
   */
  readonly deactivateMissing: (
    between?: Effect.Effect<void>,
  ) => Effect.Effect<number, IncompleteImport | StorageUnavailable>;
}

/** Imports users and groups into one organisation. */
export interface DirectoryImport {
  /** Begins an import with the mapping set in force. */
  readonly begin: (settings: ImportSettings) => Effect.Effect<ImportRun, StorageUnavailable>;
}

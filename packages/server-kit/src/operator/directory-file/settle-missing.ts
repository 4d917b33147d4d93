// What becomes of the people whom a file does not have, once all of its lines were taken.
import * as Effect from 'effect/Effect';
import {
  IncompleteImport,
  type ImportRun,
  type MissingReport,
  type MissingUsers,
} from '@looop-scim/provisioning/directory';

/** How the people who are missing are dealt with. */
export interface MissingOptions {
  /** They are only counted. */
  readonly dryRun: boolean;
  /** Asked before any of them is deactivated; it throws when they must stay as they are. */
  readonly confirm?: (missing: MissingUsers) => Promise<void>;
  /** Done again and again meanwhile. */
  readonly between?: Effect.Effect<void>;
}

/** Counts them and deactivates them; or says why it cannot be told who they are. Rejects: `StorageUnavailable`. */
export const settleMissing = async (
  importRun: Pick<ImportRun, 'missing' | 'deactivateMissing'>,
  { dryRun, confirm, between = Effect.void }: MissingOptions,
): Promise<MissingReport> => {
  try {
    const missing = await Effect.runPromise(importRun.missing(between));
    if (missing.count === 0 || dryRun) return missing;
    await confirm?.(missing);
    return { ...missing, count: await Effect.runPromise(importRun.deactivateMissing(between)) };
  } catch (error) {
    if (!(error instanceof IncompleteImport)) throw error;
    return { unknown: error.lines === 0 ? 'noLines' : 'refusedLines' };
  }
};

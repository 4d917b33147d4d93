// Carries the lines of a file to an import, a batch at a time, and counts what becomes of them.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { ImportLine, ImportRun, LineOutcome } from '@looop-scim/provisioning/directory';
import type { FilePart } from './read-csv.ts';

/** Lines that are held at once. */
export const BATCH_LINES = 100;

/** Changes that a report shows. */
const SAMPLES = 20;

/** What became of the lines so far. */
export interface ImportCounts {
  lines: number;
  created: number;
  changed: number;
  unchanged: number;
  refused: number;
}

/** What became of a file. */
export interface ImportReport {
  readonly counts: Readonly<ImportCounts>;
  /** The first lines that changed something. */
  readonly samples: readonly LineOutcome[];
  /** Whether it ended before the end of the file, because too many lines were refused. */
  readonly isStopped: boolean;
}

/** Who is told while an import goes on. */
export interface ImportListener {
  readonly onRefused: (outcome: LineOutcome & { readonly kind: 'refused' }) => void;
  readonly onProgress: (counts: Readonly<ImportCounts>) => void;
}

/** How far an import goes. */
export interface ImportBounds {
  /** Refused lines after which it stops. */
  readonly maxErrors: number;
}

/** A file without any line, not even one with the names of columns. */
class EmptyFile extends Error {
  override readonly name = 'EmptyFile';
}

const isSample = ({ kind }: LineOutcome): boolean => kind === 'created' || kind === 'changed';

/**
 * Imports the parts of a file. Columns are checked before the first line is looked at.
 * Rejects: `InvalidColumns`, `StorageUnavailable`, and what the reading of the file throws.
 */
export const importFile = async (
  parts: AsyncIterable<FilePart>,
  importRun: Pick<ImportRun, 'checkColumns' | 'take'>,
  { onRefused, onProgress }: ImportListener,
  { maxErrors }: ImportBounds,
): Promise<ImportReport> => {
  const counts: ImportCounts = { lines: 0, created: 0, changed: 0, unchanged: 0, refused: 0 };
  const samples: LineOutcome[] = [];
  let batch: ImportLine[] = [];
  let isEmpty = true;

  const takeBatch = async (): Promise<void> => {
    const lines = batch;
    batch = [];
    for (const outcome of await Effect.runPromise(importRun.take(lines))) {
      counts.lines += 1;
      counts[outcome.kind] += 1;
      if (outcome.kind === 'refused') onRefused(outcome);
      else if (isSample(outcome) && samples.length < SAMPLES) samples.push(outcome);
    }
    onProgress(counts);
  };

  for await (const part of parts) {
    isEmpty = false;
    if ('columns' in part) {
      Result.getOrThrow(importRun.checkColumns(part.columns));
      continue;
    }
    batch.push(part);
    if (batch.length < BATCH_LINES) continue;
    await takeBatch();
    if (counts.refused >= maxErrors) return { counts, samples, isStopped: true };
  }
  if (isEmpty) throw new EmptyFile('The file has no lines, not even one with the names of columns');
  if (batch.length > 0) await takeBatch();
  return { counts, samples, isStopped: false };
};

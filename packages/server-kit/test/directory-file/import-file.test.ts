// A file is carried to an import a batch at a time.
import type { ImportLine, ImportRun, LineOutcome } from '@looop-scim/provisioning/directory';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import { describe, expect, it } from 'vitest';
import { BATCH_LINES, importFile } from '../../src/operator/directory-file/import-file.ts';
import type { FilePart } from '../../src/operator/directory-file/read-csv.ts';

const outcomeOf = ({ line }: ImportLine): LineOutcome =>
  line % 10 === 0
    ? { line, kind: 'refused', reason: 'as it is' }
    : { line, kind: 'created', name: `person ${line}`, changes: [] };

describe('importFile', () => {
  /** An import that counts how many lines were read and not yet taken. */
  const counting = (lines: number) => {
    let [read, taken, most] = [0, 0, 0];
    const parts = async function* (): AsyncGenerator<FilePart> {
      yield { columns: ['username'] };
      for (let line = 2; line < lines + 2; line += 1) {
        read += 1;
        most = Math.max(most, read - taken);
        yield { line, cells: new Map([['username', `person ${line}`]]) };
        await Promise.resolve();
      }
    };
    const importRun: Pick<ImportRun, 'checkColumns' | 'take'> = {
      checkColumns: () => Result.void,
      take: (batch) =>
        Effect.sync(() => {
          taken += batch.length;
          return batch.map(outcomeOf);
        }),
    };
    return { parts, importRun, most: () => most, read: () => read };
  };

  const silent = { onRefused: () => undefined, onProgress: () => undefined };

  it('holds no more lines at once than a batch has', async () => {
    const { parts, importRun, most } = counting(10_050);
    const { counts } = await importFile(parts(), importRun, silent, { maxErrors: Number.POSITIVE_INFINITY });
    expect(counts).toEqual({ lines: 10_050, created: 9045, changed: 0, unchanged: 0, refused: 1005 });
    expect(most()).toBe(BATCH_LINES);
  });

  it('tells refused lines as they come, keeps few samples, and stops after too many errors', async () => {
    const { parts, importRun, read } = counting(10_000);
    const refused: number[] = [];
    const listener = { ...silent, onRefused: ({ line }: { readonly line: number }) => void refused.push(line) };
    const report = await importFile(parts(), importRun, listener, { maxErrors: 15 });
    expect(report.isStopped).toBe(true);
    expect(refused).toHaveLength(20);
    expect(report.samples).toHaveLength(20);
    expect(read()).toBe(200);
  });
});

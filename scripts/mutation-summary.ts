// Keeps of a run of Stryker what docs/mutation.md is made of: counts by file, and the mutants that survived where each of
// them has to be explained. What is known of files that the run did not mutate is kept. Times, test names and places in files
// stay out, so that equal code gives an equal summary.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { isExplained, SUMMARY, type FileSummary, type MutationSummary, type Survivor } from './mutation-document.ts';
import { ROOT } from './tracked-files.ts';

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Mutant {
  readonly status: string;
  readonly replacement?: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

/** Where Stryker leaves its report. */
export const REPORT = join(ROOT, '.stryker-tmp/mutation.json');

const oneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim();

const textBetween = (lines: readonly string[], { start, end }: Mutant['location']): string =>
  lines
    .slice(start.line - 1, end.line)
    .map((line, index, all) => (index === all.length - 1 ? line.slice(0, end.column - 1) : line))
    .join('\n')
    .slice(start.column - 1);

const survivorsOf = (file: string, source: string, mutants: readonly Mutant[]): readonly Survivor[] => {
  const lines = source.split('\n');
  return mutants
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .toSorted((left, right) => left.location.start.line - right.location.start.line)
    .map(({ location, replacement = '' }) => ({
      file,
      line: (lines[location.start.line - 1] ?? '').trim(),
      mutant: `${oneLine(textBetween(lines, location))} -> ${oneLine(replacement)}`,
    }));
};

const countsOf = (mutants: readonly Mutant[]): FileSummary => {
  const count = (wanted: string): number => mutants.filter(({ status }) => status === wanted).length;
  return {
    killed: count('Killed'),
    timeout: count('Timeout'),
    survived: count('Survived'),
    noCoverage: count('NoCoverage'),
  };
};

/** Adds a report to what is known. */
export const addToSummary = async (): Promise<void> => {
  const { files }: Report = JSON.parse(readFileSync(REPORT, 'utf8'));
  const known: MutationSummary = JSON.parse(readFileSync(SUMMARY, 'utf8'));
  const isKept = (file: string): boolean => !(file in files) && existsSync(join(ROOT, file));
  const counts = [
    ...Object.entries(known.files).filter(([file]) => isKept(file)),
    ...Object.entries(files).map(([file, { mutants }]) => [file, countsOf(mutants)] as const),
  ];
  const survivors = [
    ...known.survivors.filter(({ file }) => isKept(file)),
    ...Object.entries(files)
      .filter(([file]) => isExplained(file))
      .flatMap(([file, { source, mutants }]) => survivorsOf(file, source, mutants)),
  ];
  const summary: MutationSummary = {
    files: Object.fromEntries(counts.toSorted(([left], [right]) => (left < right ? -1 : 1))),
    // Sorting is stable: those of a file stay in the order of its lines.
    survivors: survivors.toSorted((left, right) => (left.file < right.file ? -1 : left.file > right.file ? 1 : 0)),
  };
  writeFileSync(SUMMARY, await format(JSON.stringify(summary), { parser: 'json' }));
};

// docs/mutation.md: what became of the mutants of packages/scim, and why those that live may.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SURVIVORS, type Explanation } from './mutation-survivors.ts';
import { ROOT } from './tracked-files.ts';

/** What became of the mutants of one file. */
export interface FileSummary {
  readonly killed: number;
  readonly timeout: number;
  readonly survived: number;
  readonly noCoverage: number;
}

/** A mutant that no test noticed: the source line where it begins, and what it made of which code. */
export interface Survivor {
  readonly file: string;
  readonly line: string;
  readonly mutant: string;
}

/** What docs/mutation.json holds; `survivors` are those of the explained folders. */
export interface MutationSummary {
  readonly files: Readonly<Record<string, FileSummary>>;
  readonly survivors: readonly Survivor[];
}

/** Where the summary of the last run is. */
export const SUMMARY = join(ROOT, 'docs/mutation.json');

const SOURCES = 'packages/scim/src/';

/** Folders in which every surviving mutant needs an explanation. */
export const EXPLAINED_FOLDERS: readonly string[] = [`${SOURCES}filter/`, `${SOURCES}patch/`];

const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

const code = (text: string): string => {
  const escaped = text.replaceAll('|', '\\|');
  return escaped.includes('`') ? `\`\` ${escaped} \`\`` : `\`${escaped}\``;
};

const total = (summaries: readonly FileSummary[]): FileSummary => {
  const sum = { killed: 0, timeout: 0, survived: 0, noCoverage: 0 };
  for (const { killed, timeout, survived, noCoverage } of summaries) {
    sum.killed += killed;
    sum.timeout += timeout;
    sum.survived += survived;
    sum.noCoverage += noCoverage;
  }
  return sum;
};

const countCells = ({ killed, timeout, survived, noCoverage }: FileSummary): readonly (string | number)[] => {
  const all = killed + timeout + survived + noCoverage;
  const score = all === 0 ? '' : `${((100 * (killed + timeout)) / all).toFixed(1)} %`;
  return [all, killed, timeout, survived, noCoverage, score];
};

const COUNTS = ['Mutants', 'Killed', 'Timeout', 'Survived', 'No coverage', 'Score'];

const table = (name: string, rows: readonly (readonly [string, FileSummary])[]): string =>
  [
    row(name, ...COUNTS),
    row('---', ...COUNTS.map(() => '--:')),
    ...rows.map(([label, summary]) => row(label, ...countCells(summary))),
  ].join('\n');

const folderOf = (file: string): string => dirname(file).slice(SOURCES.length) || '(root)';

const folderRows = (files: MutationSummary['files']): readonly (readonly [string, FileSummary])[] => {
  const byFolder = Object.groupBy(Object.entries(files), ([file]) => folderOf(file));
  const rows = Object.entries(byFolder).map(
    ([folder, entries = []]) => [folder, total(entries.map(([, summary]) => summary))] as const,
  );
  return [...rows, ['**all**', total(Object.values(files))]];
};

const fileRows = (files: MutationSummary['files']): readonly (readonly [string, FileSummary])[] =>
  Object.entries(files).map(([file, summary]) => [`[${file.slice(SOURCES.length)}](../${file})`, summary]);

const explains = ({ file, line, mutants }: Explanation, survivor: Survivor): boolean =>
  file === survivor.file && line === survivor.line && mutants.includes(survivor.mutant);

/** Fails for a survivor without a reason, and for a reason whose mutant or whose line of code is no more. */
const checkExplanations = (survivors: readonly Survivor[]): void => {
  const faults = survivors
    .filter((survivor) => !SURVIVORS.some((explanation) => explains(explanation, survivor)))
    .map(({ file, line, mutant }) => `${file}: no reason why this may survive: ${mutant} in: ${line}`);
  for (const { file, line, mutants } of SURVIVORS) {
    const path = join(ROOT, file);
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
    if (!lines.some((one) => one.trim() === line)) faults.push(`${file}: the explained line is gone: ${line}`);
    const lived = (mutant: string) =>
      survivors.some((one) => one.file === file && one.line === line && one.mutant === mutant);
    faults.push(...mutants.filter((one) => !lived(one)).map((one) => `${file}: did not survive: ${one} in: ${line}`));
  }
  if (faults.length > 0) throw new Error(`scripts/mutation-survivors.ts\n${faults.join('\n')}`);
};

const explanationRows = (): readonly string[] =>
  SURVIVORS.map(({ file, line, mutants, reason }) =>
    row(`[${file.slice(SOURCES.length)}](../${file})`, code(line), mutants.map(code).join('<br>'), reason),
  );

/** The text of docs/mutation.md. */
export const mutationDocument = (): string => {
  const { files, survivors }: MutationSummary = JSON.parse(readFileSync(SUMMARY, 'utf8'));
  checkExplanations(survivors);
  return `# Mutation testing

\`npx -y pnpm@12.21.0 mutation\` makes small mistakes in the code of \`packages/scim\`, one at a time, and runs the example tests of the package (\`packages/scim/test/\`) on each: a mutant is killed when a test fails, times out when it never ends, and survives when no test notices. It fails below 90 %. What is mutated and what is not says [stryker.config.mjs](../stryker.config.mjs).

This file is written from [docs/mutation.json](mutation.json), the summary of the last run, and from the explanations in \`scripts/mutation-survivors.ts\`.

## By folder

${table('Folder', folderRows(files))}

## By file

${table('File', fileRows(files))}

## Survivors in filter and patch

Each was looked at: it cannot be told from the code by any test, for the reason given. A survivor without a reason fails \`npx -y pnpm@12.21.0 generated\`, and so does a reason whose line of code is gone.

${[row('File', 'Code', 'Mutants', 'Why no test can notice'), row('---', '---', '---', '---'), ...explanationRows()].join('\n')}
`;
};

// docs/mutation.md: what became of the mutants of each package, and why those that live may.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MUTATED_PACKAGES } from './mutation-packages.ts';
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

/** What docs/mutation.json holds; `survivors` are those that have to be explained. */
export interface MutationSummary {
  readonly files: Readonly<Record<string, FileSummary>>;
  readonly survivors: readonly Survivor[];
}

/** Where the summary of the last run is. */
export const SUMMARY = join(ROOT, 'docs/mutation.json');

/** Folders and files in which every surviving mutant needs an explanation: meaning, durability, tenancy, security, paging. */
const EXPLAINED: readonly string[] = [
  'packages/scim/src/filter/',
  'packages/scim/src/patch/',
  'packages/provisioning/src/storage-support/page-meter.ts',
  'packages/provisioning/src/use-cases/authenticate.ts',
  'packages/provisioning/src/use-cases/cursor.ts',
  'packages/provisioning/src/use-cases/refusals.ts',
  'adapters/http-scim/src/tenant.ts',
  'adapters/http-scim/src/unanswered.ts',
  'adapters/storage-memory/src/while-open.ts',
  'adapters/storage-sqlite/src/connection.ts',
  'adapters/storage-sqlite/src/reader.ts',
  'adapters/storage-sqlite/src/statement-cache.ts',
  'adapters/storage-sqlite/src/tenants.ts',
  'adapters/storage-sqlite/src/write-queue.ts',
];

/** Whether each mutant of the file that survives needs an explanation. */
export const isExplained = (file: string): boolean => EXPLAINED.some((path) => file.startsWith(path));

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

/** The package of a file, as the script `mutation` names it, and the path below its sources. */
const placeOf = (file: string): { readonly name: string; readonly path: string } => {
  for (const [name, { folder }] of Object.entries(MUTATED_PACKAGES)) {
    const [whole = ''] = name.split(':');
    if (file.startsWith(`${folder}/src/`)) return { name: whole, path: file.slice(`${folder}/src/`.length) };
  }
  return { name: '', path: file };
};

type Rows = readonly (readonly [string, FileSummary])[];

/** The sums of files that share a label, in the order of the files. */
const grouped = (files: MutationSummary['files'], labelOf: (file: string) => string): Rows => {
  const groups = Object.groupBy(Object.entries(files), ([file]) => labelOf(file));
  return Object.entries(groups).map(
    ([label, entries = []]) => [label, total(entries.map(([, summary]) => summary))] as const,
  );
};

const packageRows = (files: MutationSummary['files']): Rows => [
  ...grouped(files, (file) => placeOf(file).name),
  ['**all**', total(Object.values(files))],
];

const folderRows = (files: MutationSummary['files']): Rows =>
  grouped(files, (file) => {
    const { name, path } = placeOf(file);
    return `${name}: ${dirname(path) === '.' ? '(root)' : dirname(path)}`;
  });

const linkTo = (file: string): string => {
  const { name, path } = placeOf(file);
  return `[${name}: ${path}](../${file})`;
};

const fileRows = (files: MutationSummary['files']): Rows =>
  Object.entries(files).map(([file, summary]) => [linkTo(file), summary]);

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
    row(linkTo(file), code(line), mutants.map(code).join('<br>'), reason),
  );

/** The text of docs/mutation.md. */
export const mutationDocument = (): string => {
  const { files, survivors }: MutationSummary = JSON.parse(readFileSync(SUMMARY, 'utf8'));
  checkExplanations(survivors);
  return `# Mutation testing

\`npx -y pnpm@12.21.0 mutation\` makes small mistakes in the code of a package, one at a time, and runs the fast suites of that package on each: a mutant is killed when a test fails, times out when it never ends, and survives when no test notices. Mutants that keep a module from loading count neither way, nor do those of \`provisioning\` and \`http-scim\` in what runs only while a module loads: tables. Suites run in a process that stays warm ([scripts/mutation-runner/warm-runner.ts](../scripts/mutation-runner/warm-runner.ts)); a test that notices a mutant is run once more without it, and when it fails then, too, the mutant is tried again in a new process. Which packages there are and which suites belong to each says [scripts/mutation-packages.ts](../scripts/mutation-packages.ts), what is not mutated [stryker.config.mjs](../stryker.config.mjs). A run fails below 90 %.

This file is written from [docs/mutation.json](mutation.json), which holds of each file the last run that mutated it, and from the explanations in \`scripts/mutation-survivors.ts\`. A file that is not here was not run yet.

## By package

${table('Package', packageRows(files))}

## By folder

${table('Folder', folderRows(files))}

## By file

${table('File', fileRows(files))}

## Survivors that are explained

Where meaning, durability, tenancy, security or paging is decided, each survivor was looked at: it cannot be told from the code by any test, for the reason given. A survivor without a reason fails \`npx -y pnpm@12.21.0 generated\`, and so does a reason whose line of code is gone. So it is in:

${EXPLAINED.map((path) => `- \`${path}\``).join('\n')}

${[row('File', 'Code', 'Mutants', 'Why no test can notice'), row('---', '---', '---', '---'), ...explanationRows()].join('\n')}
`;
};

// operator export
import type { Command } from 'commander';
import { stringify } from 'csv-stringify/sync';
import * as Effect from 'effect/Effect';
import type { DirectoryExport, ExportedGroup, ExportPage } from '@looop-scim/provisioning/directory';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { named, organisationCommand } from '../about-organisation.ts';
import { countOf } from '../columns.ts';
import { delimiterOption, formatOf, formatOption, type FileFormat } from '../directory-file/file-format.ts';
import { makeProgress } from '../directory-file/progress.ts';
import { writeTextFile, type WriteText } from '../directory-file/write-file.ts';
import { jsonOption, jsonText } from '../answer.ts';
import { print, remark, type OpenInstallation, type Session } from '../session.ts';
import { temporaryBeside } from './backup.ts';

interface Options {
  readonly groups?: boolean;
  readonly columns?: readonly string[];
  readonly format?: FileFormat;
  readonly delimiter: string;
  readonly escapeFormulas?: boolean;
  readonly force: boolean;
  readonly json?: boolean;
}

type Row = readonly unknown[];

interface Rows {
  readonly columns: readonly string[];
  readonly page: (after: string | undefined) => Effect.Effect<ExportPage<Row>, StorageUnavailable>;
}

/** A group of CSV has a line for each member, and a line without one when it has none. */
const memberRows = ({ displayName, members }: ExportedGroup): readonly Row[] =>
  members.length === 0 ? [[displayName, undefined]] : members.map((member) => [displayName, member]);

const groupRow = ({ displayName, externalId, members }: ExportedGroup): Row => [displayName, externalId, members];

const groupRows = ({ groups }: DirectoryExport, format: FileFormat): Rows => ({
  columns: format === 'csv' ? ['group', 'member'] : ['displayName', 'externalId', 'members'],
  page: (after) =>
    Effect.map(groups(after), ({ rows, ...next }) => ({
      rows: rows.flatMap((group) => (format === 'csv' ? memberRows(group) : [groupRow(group)])),
      ...next,
    })),
});

const cellOf = (value: unknown): unknown => {
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? JSON.stringify(value) : value;
};

const makeText = (format: FileFormat, columns: readonly string[], { delimiter, escapeFormulas }: Options) => {
  const csv = (rows: readonly Row[]): string =>
    // A carriage return alone would end a line for other programs.
    stringify(
      rows.map((row) => row.map(cellOf)),
      { delimiter, quoted_match: '\r', escape_formulas: escapeFormulas === true },
    );
  const jsonLine = (row: Row): string =>
    `${JSON.stringify(Object.fromEntries(columns.map((name, index) => [name, row[index]])))}\n`;
  return {
    header: format === 'csv' ? csv([columns]) : '',
    textOf: (rows: readonly Row[]): string => (format === 'csv' ? csv(rows) : rows.map(jsonLine).join('')),
  };
};

const writeRows = async ({ columns, page }: Rows, format: FileFormat, options: Options, write: WriteText) => {
  const { header, textOf } = makeText(format, columns, options);
  const progress = makeProgress(process.stderr.isTTY);
  let isRead = header === '' || (await write(header));
  let count = 0;
  let after: string | undefined;
  do {
    const { rows, next } = await Effect.runPromise(page(after));
    if (rows.length > 0) isRead = await write(textOf(rows));
    count += rows.length;
    progress.tell(() => countOf(count, 'line'));
    after = next;
  } while (after !== undefined && isRead);
  progress.end();
  return count;
};

const exportFrom = async (
  { administration, directoryOf }: OpenInstallation,
  name: string,
  file: string,
  options: Options,
) => {
  const format = formatOf(file, options.format);
  const organisation = await Effect.runPromise(administration.organisation(name));
  const { exporting } = await Effect.runPromise(directoryOf(organisation));
  const rows =
    options.groups === true ? groupRows(exporting, format) : await Effect.runPromise(exporting.users(options.columns));
  const target = { file, temporary: temporaryBeside(file), force: options.force };
  const count = await writeTextFile(target, (write) => writeRows(rows, format, options, write));
  // Where the lines themselves go to standard output, nothing else does.
  if (options.json === true && file !== '-') print(jsonText({ file, format, lines: count }));
  else remark(`${countOf(count, 'line')} exported`);
};

/** Exports users or groups into a file. */
export const exportCommand = (session: Session): Command =>
  organisationCommand(session, 'export')
    .argument('<file>', 'a new file, for its owner alone; - is standard output')
    .description('write users, or groups with their members, into a file that import reads')
    .option('--groups', 'groups with their members: users by userName, groups by id')
    .option(
      '--columns <names...>',
      'fields of the profile and SCIM attribute paths (default: userName, externalId, and each field that can be imported again)',
    )
    .addOption(formatOption())
    .addOption(delimiterOption())
    .option(
      '--escape-formulas',
      "put ' before cells that a spreadsheet would take for a formula; import does not take it away",
    )
    .option('--force', 'replace the file when it exists', false)
    .addOption(jsonOption('one JSON object about the file, unless the lines go to standard output'))
    .action(
      named(session, (name, file: string, options: Options) =>
        session.work((installation) => exportFrom(installation, name, file, options)),
      ),
    );

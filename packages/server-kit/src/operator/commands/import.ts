// operator import
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { InvalidArgumentError, Option, type Command } from 'commander';
import * as Effect from 'effect/Effect';
import { uuidV7Generator } from '@looop-scim/crypto-node';
import {
  defaultMatch,
  settingFault,
  type ImportRun,
  type ImportSettings,
  type SettingFault,
} from '@looop-scim/provisioning/directory';
import { named, organisationCommand } from '../about-organisation.ts';
import { countOf } from '../columns.ts';
import { confirm } from '../confirm.ts';
import { delimiterOption, formatOf, formatOption, type FileFormat } from '../directory-file/file-format.ts';
import { importFile, type ImportReport } from '../directory-file/import-file.ts';
import { countsText, outcomeJson, refusedLineText, reportJson, reportLines } from '../directory-file/import-lines.ts';
import { makeProgress } from '../directory-file/progress.ts';
import { readCsv } from '../directory-file/read-csv.ts';
import { readJsonLines } from '../directory-file/read-json-lines.ts';
import { settleMissing } from '../directory-file/settle-missing.ts';
import { print, remark, type OpenInstallation, type Session } from '../session.ts';

interface Options {
  readonly groups?: boolean;
  readonly match?: 'userName' | 'displayName' | 'externalId';
  readonly format?: FileFormat;
  readonly delimiter: string;
  readonly dryRun?: boolean;
  readonly clearBlank?: boolean;
  readonly maxErrors?: number;
  readonly deactivateMissing?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** Exit status of an import that refused lines. */
const REFUSED = 2;

/** What to do about a setting that does not go with the others. */
const WAYS_OUT: Readonly<Record<SettingFault['setting'], string>> = {
  match: 'change --match',
  deactivateMissing: 'leave out --deactivate-missing',
};

/** Options that do not go together. */
class NotTogether extends Error {
  override readonly name = 'NotTogether';
}

const maxErrorsOf = (text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('must be a whole number from 1.');
};

const settingsOf = async ({
  groups,
  match,
  dryRun,
  clearBlank,
  deactivateMissing,
}: Options): Promise<ImportSettings> => {
  const of = groups === true ? 'groups' : 'users';
  const found = { of, match: match ?? defaultMatch(of) } as const;
  const fault = settingFault({ ...found, deactivateMissing: deactivateMissing === true });
  if (fault !== undefined) throw new NotTogether(`${fault.reason}: ${WAYS_OUT[fault.setting]}`);
  return {
    ...found,
    dryRun: dryRun === true,
    clearBlank: clearBlank === true,
    requestId: `import-${await Effect.runPromise(uuidV7Generator.next)}`,
  };
};

const openFile = (file: string): Readable => (file === '-' ? process.stdin : createReadStream(file));

/** Deactivates whom the file does not have, once the operator has confirmed their number. undefined when it could not be told. */
const deactivateMissing = async (
  importRun: ImportRun,
  { counts: { refused } }: ImportReport,
  { dryRun, yes }: Options,
): Promise<number | undefined> => {
  const missing = await settleMissing(importRun, {
    dryRun: dryRun === true,
    confirm: ({ count, names }) => {
      const some = names.length < count ? `${names.join(', ')} ...` : names.join(', ');
      const question = `${countOf(count, 'active user')} not in the file will be deactivated: ${some}.`;
      return confirm({ word: String(count), question, isConfirmed: yes === true });
    },
  });
  if ('count' in missing) return missing.count;
  const why = missing.unknown === 'noLines' ? 'the file has no lines' : `${countOf(refused, 'line')} refused`;
  remark(`Nobody was deactivated, because it cannot be told who is missing: ${why}`);
  process.exitCode = REFUSED;
  return undefined;
};

const tellReport = (
  report: ImportReport,
  settings: ImportSettings,
  { json }: Options,
  deactivated: number | undefined,
) => {
  if (json === true) return print(reportJson(report, settings, deactivated));
  const verb = settings.dryRun ? 'would be deactivated' : 'deactivated';
  return print(
    ...reportLines(report, settings),
    ...(deactivated === undefined ? [] : [`${countOf(deactivated, 'user')} not in the file ${verb}`]),
  );
};

const importInto = async (
  { administration, directoryOf }: OpenInstallation,
  name: string,
  file: string,
  options: Options,
) => {
  const format = formatOf(file, options.format);
  const settings = await settingsOf(options);
  const organisation = await Effect.runPromise(administration.organisation(name));
  const importRun = await Effect.runPromise(
    Effect.flatMap(directoryOf(organisation), ({ importing }) => importing.begin(settings)),
  );
  const progress = makeProgress(process.stderr.isTTY);
  const source = openFile(file);
  const parts = format === 'csv' ? readCsv(source, options) : readJsonLines(source);
  const report = await importFile(
    parts,
    importRun,
    {
      onRefused: (outcome) => {
        if (options.json === true) print(outcomeJson(outcome));
        else progress.say(refusedLineText(outcome));
      },
      onProgress: (counts) => progress.tell(() => countsText(counts)),
    },
    { maxErrors: options.maxErrors ?? Number.POSITIVE_INFINITY },
  ).finally(() => {
    progress.end();
    // What is left unread would keep the process waiting.
    source.destroy();
  });
  if (report.counts.refused > 0) process.exitCode = REFUSED;
  const deactivated =
    options.deactivateMissing === true ? await deactivateMissing(importRun, report, options) : undefined;
  tellReport(report, settings, options, deactivated);
};

/** Imports users or groups from a file. */
export const importCommand = (session: Session): Command =>
  organisationCommand(session, 'import')
    .argument('<file>', 'CSV with the names of columns in its first line, or a JSON object a line; - is standard input')
    .description(
      'create and change users, or groups, as a file says, while servers go on: columns are fields of the profile and SCIM ' +
        'attribute paths; whoever is as the file says is not written, so that an import that was interrupted is simply started again; ' +
        'exit status 2 when lines were refused',
    )
    .option('--groups', 'groups: with all their members (members, a list) or one member a line (group,member)')
    .addOption(
      new Option(
        '--match <attribute>',
        'how a line finds its resource (default: userName, of groups displayName)',
      ).choices(['userName', 'displayName', 'externalId']),
    )
    .addOption(formatOption())
    .addOption(delimiterOption())
    .option('--dry-run', 'write nothing, and say what would change')
    .option('--clear-blank', 'a blank cell clears its attribute (default: it leaves it as it is; null clears)')
    .option('--max-errors <number>', 'stop when so many lines are refused (default: go on)', maxErrorsOf)
    .option('--deactivate-missing', 'deactivate the active users that the file does not have; asks with their number')
    .option('--yes', 'do not ask')
    .option('--json', 'one JSON object for each refused line, and one with the summary')
    .action(
      named(session, (name, file: string, options: Options) =>
        session.work((installation) => importInto(installation, name, file, options)),
      ),
    );

// What an import did, or would do, as an operator or a program reads it.
import { printable } from '@looop-scim/provisioning/activity';
import type { ImportSettings, LineOutcome } from '@looop-scim/provisioning/directory';
import type { Value } from '@looop-scim/scim/attribute';
import { countOf } from '../columns.ts';
import type { ImportCounts, ImportReport } from './import-file.ts';

const VALUE_CHARACTERS = 60;

const shown = (value: Value | undefined): string => {
  if (value === undefined) return 'no value';
  const text = JSON.stringify(value);
  return text.length <= VALUE_CHARACTERS ? text : `${text.slice(0, VALUE_CHARACTERS).toWellFormed()}...`;
};

/** A refused line. */
export const refusedLineText = ({ line, column, reason }: LineOutcome & { readonly kind: 'refused' }): string =>
  printable(`Line ${line} is refused: ${column === undefined ? '' : `${column}: `}${reason}`);

/** The counts in one line. */
export const countsText = ({ lines, created, changed, unchanged, refused }: Readonly<ImportCounts>): string =>
  `${countOf(lines, 'line')}: ${created} created, ${changed} changed, ${unchanged} unchanged, ${refused} refused`;

const membersText = (verb: string, count: number | undefined): readonly string[] =>
  count === undefined || count === 0 ? [] : [`    ${countOf(count, 'member')} ${verb}`];

const sampleLines = (outcome: LineOutcome): readonly string[] => {
  if (outcome.kind === 'refused') return [];
  const { line, kind, name, changes, membersAdded, membersRemoved } = outcome;
  return [
    `  line ${line}: ${name} ${kind}`,
    ...changes.map(({ attribute, before, after }) =>
      kind === 'created'
        ? `    ${attribute}: ${shown(after)}`
        : `    ${attribute}: ${shown(before)} becomes ${shown(after)}`,
    ),
    ...membersText('added', membersAdded),
    ...membersText('removed', membersRemoved),
  ];
};

/** The report as lines; that of a dry run shows the first changes. */
export const reportLines = (
  { counts, samples, isStopped }: ImportReport,
  { dryRun }: Pick<ImportSettings, 'dryRun'>,
): readonly string[] => {
  const changing = counts.created + counts.changed;
  const first = changing > samples.length ? `The first ${samples.length} of ${changing} changes:` : 'Changes:';
  return [
    `${dryRun ? 'Dry run, nothing was written. ' : ''}${countsText(counts)}`,
    ...(isStopped ? ['Stopped: too many lines were refused; the lines behind were not looked at'] : []),
    ...(dryRun && samples.length > 0 ? [first, ...samples.flatMap(sampleLines)] : []),
  ].map(printable);
};

/** A refused line as JSON. */
export const outcomeJson = (outcome: LineOutcome): string => printable(JSON.stringify(outcome));

/** The report as one line of JSON. */
export const reportJson = (
  { counts, samples, isStopped }: ImportReport,
  { dryRun, requestId }: Pick<ImportSettings, 'dryRun' | 'requestId'>,
  deactivated: number | undefined,
): string =>
  printable(
    JSON.stringify({
      kind: 'summary',
      dryRun,
      requestId,
      ...counts,
      ...(deactivated !== undefined && { deactivated }),
      stopped: isStopped,
      samples,
    }),
  );

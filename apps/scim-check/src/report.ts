// What a check found, as text for people or as JSON for programs.
import { describeFailure } from '@looop-scim/conformance';
import type { CheckedCase } from './check-server.ts';
import type { TriedLaws } from './try-laws.ts';

const count = (cases: readonly CheckedCase[], kind: CheckedCase['outcome']['kind']): number =>
  cases.filter(({ outcome }) => outcome.kind === kind).length;

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? line : `    ${line}`))
    .join('\n');

/** Lines about a case that differs; undefined for any other. */
export const differenceLines = (checked: CheckedCase): string | undefined => {
  const { clientName, id, title, source, wanted, outcome } = checked;
  if (outcome.kind !== 'differs') return undefined;
  return [
    `${id} ${title} (${clientName}; ${source})`,
    indented(describeFailure(outcome.failure)),
    ...(wanted === undefined ? [] : [indented(`A right server: ${wanted}`)]),
  ].join('\n');
};

const summed = (cases: readonly CheckedCase[]): string => {
  const played = cases.length - count(cases, 'left out');
  const leftOut = count(cases, 'left out');
  return `${played} played, ${count(cases, 'differs')} differ${leftOut === 0 ? '' : `, ${leftOut} left out`}`;
};

/** Lines about a law that the server breaks. */
export const brokenLines = (name: string, counterexample: string): string => `LAW ${name}\n${indented(counterexample)}`;

/** Which laws were left out, and the sum. */
export const lawLines = ({ laws, leftOut, seed }: TriedLaws): readonly string[] => [
  ...leftOut.map((reason) => `Left out: ${reason}`),
  `Laws: ${laws.length} tried, ${laws.filter(({ counterexample }) => counterexample !== undefined).length} broken (seed ${seed})`,
];

/** One line a client, why cases were left out, and the sum. */
export const summaryLines = (cases: readonly CheckedCase[]): readonly string[] => {
  const byClient = Map.groupBy(cases, ({ clientName }) => clientName);
  const reasons = Map.groupBy(
    cases.flatMap(({ outcome }) => (outcome.kind === 'left out' ? [outcome.reason] : [])),
    (reason) => reason,
  );
  return [
    ...[...byClient].map(([name, its]) => `${name}: ${summed(its)}`),
    ...[...reasons].map(([reason, all]) => `Left out, since ${reason}: ${all.length}`),
    `All: ${summed(cases)}`,
  ];
};

/** Everything as one JSON text. */
export const reportJson = (baseUrl: string, cases: readonly CheckedCase[], laws: TriedLaws | undefined): string =>
  JSON.stringify({
    baseUrl,
    played: cases.length - count(cases, 'left out'),
    differ: count(cases, 'differs'),
    leftOut: count(cases, 'left out'),
    cases,
    ...(laws !== undefined && { laws }),
  });

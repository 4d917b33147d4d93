// The results as a person reads them.
import type { Machine } from './machine.ts';
import type { PageTimes } from './console/measure-pages.ts';
import type { Worked } from './long-work/measure.ts';
import type { Annoyed } from './neighbour/measure.ts';
import type { Extra, Measured } from './scenarios/scenario.ts';
import type { Memory } from './bench-server.ts';
import { LONG_TURN_MS } from './turns.ts';

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`;
const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
const millis = (value: number): string => (value < 100 ? value.toFixed(2) : value.toFixed(0));

/** One line about the machine and the way the data is kept. */
export const machineLine = ({ cores, cpu, node, system, fsyncMs }: Machine): string =>
  `${cores} cores (${cpu}), node ${node}, ${system}; SQLite with synchronous=FULL, the server's default; write + fsync of 4 KiB on this disk: ${millis(fsyncMs)} ms`;

const columns = ['', 'requests/s', 'p50 ms', 'p99 ms', 'errors', 'requests', 'server RSS', 'load CPU'] as const;

const rowOf = ({ title, load, residentBytes }: Measured): readonly string[] => [
  title,
  whole(load.perSecond),
  millis(load.p50),
  millis(load.p99),
  whole(load.errors),
  whole(load.requests),
  megabytes(residentBytes),
  `${(load.clientCpu * 100).toFixed(0)}%`,
];

/** Columns of one width each; the first column is text, the others are numbers. */
const align = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
};

/** A table with one row a measurement. */
export const tableOf = (measured: readonly Measured[]): readonly string[] => align([columns, ...measured.map(rowOf)]);

const annoyanceColumns = [
  '',
  'p50 ms',
  'p99 ms',
  'longest ms',
  'wrong',
  'calm after s',
  `turns > ${LONG_TURN_MS} ms`,
  'server RSS',
  'answers a second to the other',
];

const answersOf = ({ statuses, seconds }: Annoyed): string =>
  Object.entries(statuses)
    .map(([status, count]) => `${status}: ${(count / seconds).toFixed(1)}`)
    .join(', ');

/** A table of how the neighbour fared, one row an annoyance. */
export const annoyanceTable = (annoyed: readonly Annoyed[]): readonly string[] =>
  align([
    annoyanceColumns,
    ...annoyed.map((one) => [
      one.title,
      millis(one.neighbour.p50),
      millis(one.neighbour.p99),
      millis(one.neighbour.longest),
      whole(one.neighbour.wrong),
      one.calmAfter.toFixed(2),
      whole(one.turns.long),
      megabytes(one.residentBytes),
      answersOf(one),
    ]),
  ]);

/** A table of the pages. */
export const pageTable = (pages: readonly PageTimes[]): readonly string[] =>
  align([
    ['', 'p50 ms', 'longest ms', 'requests', 'rounds'],
    ...pages.map(({ title, p50, longest, requests, rounds }) => [
      ...[title, millis(p50), millis(longest), whole(requests), whole(rounds)],
    ]),
  ]);

const workColumns = [
  '',
  'seconds',
  'people/s',
  'p50 ms',
  'p99 ms',
  'longest ms',
  `turns > ${LONG_TURN_MS} ms`,
  'server RSS before',
  'most',
] as const;

/** A table of long works, one row a work. */
export const workTable = (works: readonly Worked[]): readonly string[] =>
  align([
    workColumns,
    ...works.map(({ title, seconds, perSecond, neighbour, turns, residentBefore, residentMost }) => [
      title,
      seconds.toFixed(1),
      whole(perSecond),
      ...(neighbour === undefined
        ? ['', '', '']
        : [millis(neighbour.p50), millis(neighbour.p99), millis(neighbour.longest)]),
      turns === undefined ? '' : whole(turns.long),
      megabytes(residentBefore),
      megabytes(residentMost),
    ]),
  ]);

const extraLine = ({ label, value, unit }: Extra): string => {
  if (unit === 'times') return `${label}: ${value.toFixed(2)} times`;
  return `${label}: ${millis(value)} ${unit}`;
};

/** The numbers that are no rates: extras, and how a group's size changes the price of one change. */
export const ratioLines = (measured: readonly Measured[]): readonly string[] => {
  const p50 = (name: string): number | undefined => measured.find((one) => one.name === name)?.load.p50;
  const small = p50('group-10');
  const large = p50('group-10000');
  const groups =
    small === undefined || large === undefined || small === 0
      ? []
      : [`group delta at 10,000 members against 10 (p50): ${(large / small).toFixed(2)} times`];
  return [...measured.flatMap(({ extras }) => extras.map(extraLine)), ...groups];
};

/** What the server held in memory. */
export const memoryLine = ({ resident, peak }: Memory): string =>
  `server memory: ${megabytes(resident)} at the end${peak === undefined ? '' : `, ${megabytes(peak)} at its highest`}`;

// Mapping sets and explanations as an operator reads them.
import { printable } from '@looop-scim/provisioning/activity';
import {
  printMappingSet,
  type FieldTrace,
  type Mapping,
  type MappingPick,
  type MappingSet,
  type MappingSource,
  type MappingStep,
  type ProfileChange,
  type ProfileValue,
  type SourceTrace,
} from '@looop-scim/provisioning/mapping';
import type { MappingPreview, MappingVersion } from '@looop-scim/provisioning/organisation';
import { countOf, minuteOf } from './columns.ts';

const shown = (value: ProfileValue | undefined): string => (value === undefined ? 'no value' : JSON.stringify(value));

const pickText = (pick: MappingPick | 'filter'): string => (typeof pick === 'object' ? `type ${pick.type}` : pick);

const sourceText = (source: MappingSource): string => {
  if ('constant' in source) return shown(source.constant);
  if ('attribute' in source) {
    return source.pick === undefined
      ? source.attribute
      : `${source.attribute} (${source.pick.map(pickText).join(', ')})`;
  }
  return `${source.join.map(sourceText).join(' and ')} joined by ${JSON.stringify(source.separator)}`;
};

const stepText = (step: MappingStep): string => {
  if (typeof step === 'string') return step;
  if ('before' in step) return `before ${JSON.stringify(step.before)}`;
  if ('after' in step) return `after ${JSON.stringify(step.after)}`;
  if ('truncate' in step) return `truncate ${step.truncate}`;
  const { table, unknown } = step.lookup;
  const otherwise = typeof unknown === 'object' ? shown(unknown.value) : unknown;
  return `lookup of ${countOf(Object.keys(table).length, 'row')}, unknown ${otherwise}`;
};

const mappingText = ({ from, steps, otherwise, required, writeBack }: Mapping): string =>
  [
    from.map(sourceText).join(', else '),
    ...steps.map((step) => `then ${stepText(step)}`),
    ...(otherwise === 'empty' ? [] : [`otherwise ${shown(otherwise.value)}`]),
    ...(required ? ['required'] : []),
    ...(writeBack ? ['written back'] : []),
  ].join('; ');

/** Lines of two columns. */
const columns = (rows: readonly (readonly [name: string, text: string])[]): readonly string[] => {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => printable(`${name.padEnd(width)}  ${text}`));
};

/** A set, one line a mapping. */
export const setLines = ({ mappings }: MappingSet): readonly string[] =>
  columns(mappings.map((mapping) => [mapping.field, mappingText(mapping)] as const));

/** A version in a few words: who saved it, and when. */
export const versionText = ({ version, at, author, restoredFrom, set }: MappingVersion): string => {
  if (version === 0) return `version 0, the default set, ${countOf(set.mappings.length, 'mapping')}`;
  const restored = restoredFrom === undefined ? '' : `, restored from version ${restoredFrom}`;
  const saved = `version ${version}, saved ${minuteOf(at)} by ${author ?? ''}`;
  return printable(`${saved}, ${countOf(set.mappings.length, 'mapping')}${restored}`);
};

/** The JSON form of a set, to be changed and saved. */
export const setJson = (set: MappingSet): string =>
  // Line by line: what steers a terminal is escaped, and JSON stays JSON.
  JSON.stringify(printMappingSet(set), undefined, 2).split('\n').map(printable).join('\n');

/** A version as one line of JSON, with its time as text. */
export const versionJson = ({ at, set, ...version }: MappingVersion): string => {
  const time = at === undefined ? {} : { time: new Date(at).toISOString() };
  return printable(JSON.stringify({ ...version, ...time, set: printMappingSet(set) }));
};

const pickedText = ({ picked }: SourceTrace): string => {
  if (picked === undefined) return '';
  const others = picked.matches > 1 ? `, the first of ${picked.matches}` : '';
  return ` (${pickText(picked.by)}${others})`;
};

const nameOfSource = (source: MappingSource): string => ('attribute' in source ? source.attribute : sourceText(source));

const sourceLines = (trace: SourceTrace): readonly string[] => [
  `${nameOfSource(trace.source)}: ${shown(trace.value)}${pickedText(trace)}${trace.isCut === true ? ', cut' : ''}`,
  ...(trace.parts ?? []).map((part) => `  ${nameOfSource(part.source)}: ${shown(part.value)}${pickedText(part)}`),
];

const fieldLines = ({ sources, steps, otherwise }: FieldTrace): readonly string[] => [
  ...sources.flatMap(sourceLines),
  ...steps.map(({ step, output, isCut }) => `${stepText(step)}: ${shown(output)}${isCut === true ? ', cut' : ''}`),
  ...(otherwise === undefined ? [] : [`otherwise: ${shown(otherwise)}`]),
];

const changeText = ({ field, before, after }: ProfileChange): string =>
  `${field}: ${shown(before)} becomes ${shown(after)}`;

/** An explanation: each field with its value, and below it how it came to it. */
export const previewLines = (
  { user, fields, issues, difference, ignored }: MappingPreview,
  isProposed: boolean,
): readonly string[] => {
  const width = Math.max(0, ...fields.map(({ field }) => field.length));
  const ways = fields.flatMap((trace) => [
    `${trace.field.padEnd(width)}  ${shown(trace.result)}`,
    ...fieldLines(trace).map((line) => `${' '.repeat(width)}    ${line}`),
  ]);
  const changes =
    difference.length === 0
      ? ['Nothing would change']
      : ['Would change:', ...difference.map((one) => `  ${changeText(one)}`)];
  return [
    ...(user === undefined ? [] : [`${user.name ?? ''} (${user.id})`]),
    ...ways,
    ...issues.map(
      ({ field, issue }) => `Issue: ${field} ${issue === 'missing' ? 'is required and has no value' : 'was cut'}`,
    ),
    ...ignored.map(({ attribute, reason }) => `Left out: ${attribute} (${reason})`),
    ...(isProposed ? changes : []),
  ].map(printable);
};

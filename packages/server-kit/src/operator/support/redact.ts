// What a bundle for support may hold: no values of people, no names, no secrets. What is kept is named; everything else is left out.
import type { ActivityEntry } from '@looop-scim/provisioning/ports';
import { SETTINGS } from '../../settings/descriptions.ts';
import { read, VARIABLES, type VariableName } from '../../settings/environment.ts';
import type { Settings } from '../../settings/settings.ts';

/** Settings whose values are secrets, or lead to people. */
const HIDDEN: readonly VariableName[] = [
  'LOOOP_SCIM_STORE',
  'LOOOP_SCIM_TOKEN',
  'LOOOP_SCIM_PLATFORM_KEY',
  'LOOOP_SCIM_SUPPORT',
];

/** A setting as it may be shown. */
export interface ShownSetting {
  readonly name: VariableName;
  readonly source: string;
  /** Absent where it is not set, and where it is hidden. */
  readonly value?: string;
  readonly isHidden?: true;
  /** What holds where nothing is set. */
  readonly byDefault: string;
}

/** Settings with their sources, without secrets; `apart` are hidden as well. */
export const shownSettings = (
  { environment, sourceOf }: Settings,
  apart: readonly VariableName[] = HIDDEN,
): readonly ShownSetting[] =>
  VARIABLES.map((name) => {
    const { byDefault } = SETTINGS[name];
    const value = read(environment, name);
    return {
      name,
      source: sourceOf(name),
      ...(value !== undefined && (apart.includes(name) ? { isHidden: true as const } : { value })),
      byDefault: 'value' in byDefault ? byDefault.value : byDefault.words,
    };
  });

/** Settings that are secrets, whoever looks. */
export const SECRET_SETTINGS = HIDDEN.filter((name) => name !== 'LOOOP_SCIM_SUPPORT');

/** A record of the activity without values: what was asked for and what became of it. */
export const redactedActivity = ({ record }: ActivityEntry): object => ({
  time: new Date(record.at).toISOString(),
  requestId: record.caller.requestId,
  operation: record.operation,
  outcome: record.outcome,
  resourceType: record.resourceType,
  resourceId: record.resourceId,
  resourceVersion: record.resourceVersion,
  failure: record.failure?.kind,
  changed: record.changes.map(({ attribute }) => attribute),
  ignored: record.ignoredTotal ?? record.ignored.length,
  membersAdded: record.membersAdded?.count,
  membersRemoved: record.membersRemoved?.count,
  membersUnknown: record.membersUnknown?.count,
  repeated: record.repeated?.count,
});

/** Words that a path of the server may consist of; anything else in one may be of a person. */
const PATH_WORDS: readonly string[] = (
  'scim v2 Users Groups Me Bulk Schemas ResourceTypes ServiceProviderConfig .search api v1 healthz readyz users groups events ' +
  'organisation activity mapping schema imports webhooks session accounts'
).split(' ');

const shownPath = (path: string): string =>
  path
    .split('/')
    .map((part) => (part === '' || PATH_WORDS.includes(part) ? part : '*'))
    .join('/');

/** Texts that the server itself writes into a line of its log. */
const LOGGED_TEXTS: readonly string[] = ['time', 'msg', 'method', 'reqId'];
const LOGGED_NUMBERS: readonly string[] = ['level', 'status', 'milliseconds', 'count', 'times'];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
};

/** A line of the log without what may be of a person; undefined when it is no line of ours. */
export const redactedLogLine = (line: string): object | undefined => {
  const found = parsed(line);
  if (!isRecord(found) || typeof found['level'] !== 'number') return undefined;
  const texts = LOGGED_TEXTS.flatMap((name) => {
    const value = found[name];
    return typeof value === 'string' && !value.includes('@') ? [[name, value] as const] : [];
  });
  const numbers = LOGGED_NUMBERS.flatMap((name) =>
    typeof found[name] === 'number' ? [[name, found[name]] as const] : [],
  );
  const { path, refusal } = found;
  return {
    ...Object.fromEntries([...numbers, ...texts]),
    ...(typeof path === 'string' && { path: shownPath(path) }),
    ...(isRecord(refusal) && typeof refusal['kind'] === 'string' && { refusal: refusal['kind'] }),
  };
};

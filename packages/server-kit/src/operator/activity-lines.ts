// The activity as lines: sentences for people, JSON for programs, and the summary.
import {
  activitySentence,
  printable,
  timeOf,
  type ActivitySummary,
  type UnknownAttribute,
  type UnknownMembersOfGroup,
  type UnreadableName,
} from '@looop-scim/provisioning/activity';
import { IMPORT_CALLER } from '@looop-scim/provisioning/directory';
import type { ProvisioningToken } from '@looop-scim/provisioning/organisation';
import type { ActivityEntry } from '@looop-scim/provisioning/ports';
import { countOf } from './columns.ts';

/** Who sends requests with a token: what its operator calls it, else the token itself. */
export const clientNames = (tokens: readonly ProvisioningToken[]): ReadonlyMap<string, string> =>
  new Map(tokens.flatMap(({ fingerprint, label }) => (label === undefined ? [] : [[fingerprint, label] as const])));

/** A record as one line: its time in UTC, then a sentence. */
export const sentenceLine = ({ record }: ActivityEntry, clients: ReadonlyMap<string, string>): string => {
  const { tokenFingerprint } = record.caller;
  const byToken = clients.get(tokenFingerprint) ?? `Token ${tokenFingerprint}`;
  const client = tokenFingerprint === IMPORT_CALLER ? 'Import' : byToken;
  return `${timeOf(record.at)}  ${activitySentence(record, client)}`;
};

/** A record as one line of JSON, with its time as text beside the milliseconds. */
export const jsonLine = ({ position, record }: ActivityEntry): string =>
  printable(JSON.stringify({ time: new Date(record.at).toISOString(), position, ...record }));

const atLeast = (number: number, isAtLeast: boolean): string => `${isAtLeast ? 'at least ' : ''}${number}`;

const peopleOf = ({ resourceType, resources, isAtLeast }: UnknownAttribute): string => {
  const [one, many] =
    resourceType === 'User' ? ['person', 'people'] : [resourceType.toLowerCase(), `${resourceType.toLowerCase()}s`];
  return `${atLeast(resources, isAtLeast)} ${resources === 1 ? one : many}`;
};

/** When it was sent last, and what was probably meant. */
const lastOf = ({ last, suggestion }: Pick<UnknownAttribute, 'last' | 'suggestion'>): string =>
  `last ${timeOf(last)}${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}`;

const attributeLine = (unknown: UnknownAttribute): string =>
  `  ${unknown.attribute} (${peopleOf(unknown)}), ${lastOf(unknown)}`;

const nameLine = (unreadable: UnreadableName): string =>
  `  ${unreadable.name} (${countOf(unreadable.requests, 'request')}), ${lastOf(unreadable)}`;

const membersLine = ({ groupId, groupName, members, isAtLeast, ids, last }: UnknownMembersOfGroup): string => {
  const group = groupName ?? groupId ?? 'a group that was refused';
  const more = members > ids.length ? ' ...' : '';
  return `  ${group}: ${atLeast(members, isAtLeast)} (${ids.join(', ')}${more}), last ${timeOf(last)}`;
};

/** The summary as lines. */
export const summaryLines = (
  { unknownAttributes, unknownMembers, unreadableNames, isPartial }: ActivitySummary,
  days: number,
): readonly string[] => {
  const span = `last ${countOf(days, 'day')}`;
  const part = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [`${title}, ${span}:`, ...lines];
  const parts = [
    ...part('Attributes that nobody knows', unknownAttributes.map(attributeLine)),
    ...part('Members that nobody knows', unknownMembers.map(membersLine)),
    ...part('What is no attribute path in attributes and excludedAttributes', unreadableNames.map(nameLine)),
  ];
  if (parts.length === 0) return [`Nothing was left out, ${span}: every attribute and member that was sent is known`];
  return [...parts, ...(isPartial ? ['There is more than is shown'] : [])].map(printable);
};

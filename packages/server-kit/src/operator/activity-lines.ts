// The activity as lines: sentences for people, JSON for programs, and the summary.
import {
  activitySentence,
  printable,
  timeOf,
  type ActivityEntry,
  type ActivitySummary,
  type ProvisioningToken,
  type UnknownAttribute,
  type UnknownMembersOfGroup,
} from '@looop-scim/provisioning';
import { countOf } from './columns.ts';

/** Who sends requests with a token: what its operator calls it, else the token itself. */
export const clientNames = (tokens: readonly ProvisioningToken[]): ReadonlyMap<string, string> =>
  new Map(tokens.flatMap(({ fingerprint, label }) => (label === undefined ? [] : [[fingerprint, label] as const])));

/** A record as one line: its time in UTC, then a sentence. */
export const sentenceLine = ({ record }: ActivityEntry, clients: ReadonlyMap<string, string>): string => {
  const { tokenFingerprint } = record.caller;
  const client = clients.get(tokenFingerprint) ?? `Token ${tokenFingerprint}`;
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

const attributeLine = (unknown: UnknownAttribute): string => {
  const meant = unknown.suggestion === undefined ? '' : `; did you mean ${unknown.suggestion}?`;
  return `  ${unknown.attribute} (${peopleOf(unknown)}), last ${timeOf(unknown.last)}${meant}`;
};

const membersLine = ({ groupId, groupName, members, isAtLeast, ids, last }: UnknownMembersOfGroup): string => {
  const group = groupName ?? groupId ?? 'a group that was refused';
  const more = members > ids.length ? ' ...' : '';
  return `  ${group}: ${atLeast(members, isAtLeast)} (${ids.join(', ')}${more}), last ${timeOf(last)}`;
};

/** The summary as lines. */
export const summaryLines = (
  { unknownAttributes, unknownMembers, isPartial }: ActivitySummary,
  days: number,
): readonly string[] => {
  const span = `last ${countOf(days, 'day')}`;
  if (unknownAttributes.length === 0 && unknownMembers.length === 0) {
    return [`Nothing was left out, ${span}: every attribute and member that was sent is known`];
  }
  return [
    ...(unknownAttributes.length === 0
      ? []
      : [`Attributes that nobody knows, ${span}:`, ...unknownAttributes.map(attributeLine)]),
    ...(unknownMembers.length === 0 ? [] : [`Members that nobody knows, ${span}:`, ...unknownMembers.map(membersLine)]),
    ...(isPartial ? ['There is more than is shown'] : []),
  ].map(printable);
};

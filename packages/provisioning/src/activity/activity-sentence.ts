// Activity records in words: one line that an administrator or operator reads.
import * as DateTime from 'effect/DateTime';
import type { IgnoredAttribute, Value } from '@looop-scim/scim/attribute';
import { isSteering } from '../rules/plain-text.ts';
import type { ActivityRecord, MemberSample, RecordedChange } from './activity-record.ts';
import { beginningOf } from './samples.ts';

/** Changes that a sentence spells out; of more it names the attributes. */
const SPELLED_OUT = 3;
/** Attributes that a sentence names. */
const NAMED = 8;
/** Characters of a value in a sentence. */
const VALUE_CHARACTERS = 60;

/** A text on one line, without anything that steers a terminal: such characters become `\uXXXX`. */
export const printable = (text: string): string =>
  [...text]
    .map((character) =>
      isSteering(character) ? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}` : character,
    )
    .join('');

const shortened = (text: string): string =>
  text.length <= VALUE_CHARACTERS ? text : `${beginningOf(text, VALUE_CHARACTERS)}...`;

const shown = (value: Value): string => shortened(typeof value === 'string' ? `"${value}"` : JSON.stringify(value));

/** `a`, `a and b`, `a, b and c`. */
const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;

const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;

const namesOf = (names: readonly string[], all = names.length): string => {
  const named = names.slice(0, NAMED).map(shortened);
  const more = all - named.length;
  return more > 0 ? listed([...named, `${more} more`]) : listed(named);
};

/** What the URN of every extension of this kind begins with: it says nothing to whoever reads a sentence. */
const EXTENSION = 'urn:ietf:params:scim:schemas:extension:';

/** An attribute as a sentence names it, such as `Looop:2.0:User:area`. */
const attributeName = (path: string): string => (path.startsWith(EXTENSION) ? path.slice(EXTENSION.length) : path);

/** Whom or what the request was about, such as `the user ana@acme.example`. */
const subjectOf = ({
  resourceType = 'resource',
  resourceName,
  resourceId,
  operation,
  outcome,
}: ActivityRecord): string => {
  const kind = resourceType.toLowerCase();
  const name = resourceName ?? resourceId;
  if (name !== undefined) return `the ${kind} ${shortened(name)}`;
  return operation === 'create' && outcome === 'refused' ? `a ${kind}` : `the ${kind}`;
};

/** What became of an attribute, such as `"Coach"`; undefined when it was cleared. */
const valueOf = ({ after, afterTotal }: RecordedChange): string | undefined => {
  if (after === undefined) return undefined;
  return afterTotal === undefined ? shown(after) : `${shown(after)} (${afterTotal} in all)`;
};

/** What `active` became, as a verb. */
const activationOf = ({ attribute, after }: RecordedChange): string | undefined => {
  if (attribute !== 'active' || typeof after !== 'boolean') return undefined;
  return after ? 'activated' : 'deactivated';
};

/** The only thing that a request did, with its subject. */
const oneChange = (change: RecordedChange, subject: string): string => {
  const activation = activationOf(change);
  if (activation !== undefined) return `${activation} ${subject}`;
  const attribute = attributeName(change.attribute);
  const value = valueOf(change);
  return value === undefined ? `cleared ${attribute} of ${subject}` : `set ${attribute} of ${subject} to ${value}`;
};

/** One of several things that a request did. */
const oneOfChanges = (change: RecordedChange): string => {
  const attribute = attributeName(change.attribute);
  const value = valueOf(change);
  return activationOf(change) ?? (value === undefined ? `${attribute} cleared` : `${attribute} to ${value}`);
};

const changesOf = ({ changes, erased }: ActivityRecord): readonly string[] => {
  if (erased !== undefined) return erased.changes === 0 ? [] : [count(erased.changes, 'attribute')];
  if (changes.length > SPELLED_OUT) return [namesOf(changes.map(({ attribute }) => attributeName(attribute)))];
  return changes.map(oneOfChanges);
};

const membersOf = (verb: string, sample: MemberSample | undefined): readonly string[] =>
  sample === undefined ? [] : [`${count(sample.count, 'member')} ${verb}`];

const created = (record: ActivityRecord, members: readonly string[]): string => {
  const names = record.changes.map(({ attribute }) => attributeName(attribute));
  const parts = [...(names.length === 0 ? [] : [namesOf(names)]), ...members];
  return `created ${subjectOf(record)}${parts.length === 0 ? '' : ` with ${parts.join('; ')}`}`;
};

const applied = (record: ActivityRecord): string => {
  const subject = subjectOf(record);
  const members = [...membersOf('added', record.membersAdded), ...membersOf('removed', record.membersRemoved)];
  if (record.operation === 'delete') return `deleted ${subject}`;
  if (record.operation === 'create') return created(record, members);
  const [only, ...others] = record.changes;
  if (only !== undefined && others.length === 0 && members.length === 0) return oneChange(only, subject);
  const done = [...changesOf(record), ...members];
  return `changed ${subject}${done.length === 0 ? '' : `: ${done.join(', ')}`}`;
};

const timesOf = ({ repeated }: ActivityRecord): string =>
  repeated === undefined ? '' : ` (${repeated.count} times, last ${timeOf(repeated.last)})`;

const answered = (record: ActivityRecord): string => {
  const { resourceType } = record;
  return `read ${resourceType === undefined ? 'resources of all types' : `${resourceType.toLowerCase()}s`}${timesOf(record)}`;
};

const INFINITIVES = { create: 'create', replace: 'replace', patch: 'change', delete: 'delete', read: 'read' } as const;

const refused = (record: ActivityRecord): string => {
  const { operation, failure } = record;
  const wish =
    operation === 'authenticate' ? 'was refused' : `could not ${INFINITIVES[operation]} ${subjectOf(record)}`;
  const reason = failure?.detail ?? failure?.kind ?? 'no reason is recorded';
  return `${wish}: ${reason}${timesOf(record)}`;
};

/** What was left out of the request, as further parts of the line. */
const leftOut = ({ ignored, ignoredTotal, membersUnknown }: ActivityRecord): readonly string[] => {
  const of = (wanted: IgnoredAttribute['reason']): readonly string[] => {
    const names = ignored.filter(({ reason }) => reason === wanted).map(({ attribute }) => attribute);
    const all = names.length === ignored.length ? ignoredTotal : undefined;
    return names.length === 0 ? [] : [`left out ${wanted}: ${namesOf(names, all)}`];
  };
  return [
    ...of('unknown'),
    ...of('unreadable'),
    ...(membersUnknown === undefined ? [] : [`left out ${count(membersUnknown.count, 'unknown member')}`]),
  ];
};

/** A time to the second, in UTC, such as `2026-01-31T09:30:00Z`. */
export const timeOf = (milliseconds: number): string =>
  `${DateTime.formatIso(DateTime.makeUnsafe(milliseconds)).slice(0, 19)}Z`;

const outcomeOf = (record: ActivityRecord): string => {
  if (record.outcome === 'refused') return refused(record);
  if (record.outcome === 'answered') return answered(record);
  return record.outcome === 'unchanged'
    ? `changed nothing: ${subjectOf(record)} is as asked for already`
    : applied(record);
};

/**
 * A record in one line without its time, such as `Okta set title of the user ana@acme.example to "Coach"; left out unknown:
 * custom_4`.
 * `client` names who sent the request. Nothing in the line steers a terminal.
 */
export const activitySentence = (record: ActivityRecord, client: string): string => {
  const erased = record.erased === undefined ? [] : ['values erased with the person'];
  return printable([`${client} ${outcomeOf(record)}`, ...leftOut(record), ...erased].join('; '));
};

// From what a write did to what is stored beside it: the activity record and the directory events.
import type { IgnoredAttribute } from '@looop-scim/scim/attribute';
import type { AttributeChange } from '@looop-scim/scim/write';
import type { DescribeWrite, WriteOutcome } from '../ports/outbound/resource-repository.ts';
import { nameOf } from '../rules/resource-rules.ts';
import { sampleOf, type ActivityOperation, type ActivityRecord, type Caller } from './activity-record.ts';
import type { DirectoryEvent, DirectoryEventKind } from './directory-event.ts';

/** What is known of a write before it happens. */
export interface WriteNotes {
  readonly at: number;
  readonly caller: Caller;
  readonly operation: ActivityOperation;
  readonly changes: readonly AttributeChange[];
  readonly ignored: readonly IgnoredAttribute[];
}

const activationOf = (changes: readonly AttributeChange[]): DirectoryEventKind | undefined => {
  const change = changes.find(({ attribute }) => attribute === 'active');
  if (change === undefined) return undefined;
  if (change.after === true) return 'activated';
  return change.after === false ? 'deactivated' : undefined;
};

const mainKind: Readonly<Record<ActivityOperation, DirectoryEventKind>> = {
  create: 'created',
  replace: 'updated',
  patch: 'updated',
  delete: 'deleted',
};

const eventsOf = (notes: WriteNotes, outcome: WriteOutcome): readonly DirectoryEvent[] => {
  if (!outcome.changed) return [];
  const event = (kind: DirectoryEventKind): DirectoryEvent => ({
    kind,
    resourceType: outcome.resource.resourceType,
    resourceId: outcome.resource.id,
    at: notes.at,
    attributes: notes.changes.map(({ attribute }) => attribute),
    membersAdded: [],
    membersRemoved: [],
  });
  const events: DirectoryEvent[] = [];
  if (notes.operation === 'create' || notes.operation === 'delete' || notes.changes.length > 0) {
    events.push(event(mainKind[notes.operation]));
  }
  const activation = notes.operation === 'create' ? undefined : activationOf(notes.changes);
  if (activation !== undefined) events.push(event(activation));
  const { membersAdded, membersRemoved } = outcome;
  if (membersAdded.length + membersRemoved.length > 0) {
    events.push({ ...event('membersChanged'), attributes: [], membersAdded, membersRemoved });
  }
  return events;
};

const samplesOf = (outcome: WriteOutcome): Partial<ActivityRecord> => {
  const added = sampleOf(outcome.membersAdded);
  const removed = sampleOf(outcome.membersRemoved);
  const unknown = sampleOf(outcome.membersUnknown);
  return {
    ...(added && { membersAdded: added }),
    ...(removed && { membersRemoved: removed }),
    ...(unknown && { membersUnknown: unknown }),
  };
};

/** The recorder of a write: activity in full, events for what really changed. */
export const describeWrite =
  (notes: WriteNotes): DescribeWrite =>
  (outcome) => {
    const name = nameOf(outcome.resource.document);
    const activity: ActivityRecord = {
      ...notes,
      resourceType: outcome.resource.resourceType,
      resourceId: outcome.resource.id,
      ...(name !== undefined && { resourceName: name }),
      outcome: outcome.changed ? 'applied' : 'unchanged',
      ...samplesOf(outcome),
    };
    return { activity, events: eventsOf(notes, outcome) };
  };

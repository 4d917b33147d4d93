// From what a write did to what is stored beside it: the activity record and the directory events.
import type { IgnoredAttribute } from '@looop-scim/scim/attribute';
import type { AttributeChange } from '@looop-scim/scim/write';
import type { DescribeEvents } from '../events/describe-events.ts';
import type { DescribeWrite, WriteOutcome } from '../ports/outbound/resource-repository.ts';
import { nameOf } from '../rules/resource-rules.ts';
import type { ActivityOperation, ActivityRecord, Caller } from './activity-record.ts';
import { beginningOf, recordedChange, recordedIgnored, SAMPLE_NAME_CHARACTERS, sampleOf } from './samples.ts';

/** What is known of a write before it happens. */
export interface WriteNotes {
  readonly at: number;
  readonly caller: Caller;
  readonly operation: Exclude<ActivityOperation, 'authenticate' | 'read'>;
  readonly changes: readonly AttributeChange[];
  readonly ignored: readonly IgnoredAttribute[];
  readonly describeEvents: DescribeEvents;
}

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

/** The recorder of a write: activity with samples of long values, events for what really changed. */
export const describeWrite =
  (notes: WriteNotes): DescribeWrite =>
  (outcome) => {
    const name = nameOf(outcome.resource.document);
    const { at, caller, operation, changes, ignored, describeEvents } = notes;
    const activity: ActivityRecord = {
      at,
      caller,
      operation,
      resourceType: outcome.resource.resourceType,
      resourceId: outcome.resource.id,
      ...(name !== undefined && { resourceName: beginningOf(name, SAMPLE_NAME_CHARACTERS) }),
      outcome: outcome.changed ? 'applied' : 'unchanged',
      changes: changes.map(recordedChange),
      ...recordedIgnored(ignored),
      ...samplesOf(outcome),
    };
    return { activity, events: describeEvents(outcome) };
  };

// What storages look into without reading a record: one function for all of them, so that they filter alike.
import { foldCase } from '@looop-scim/scim/attribute';
import type { ActivityOutcome, ActivityRecord } from './activity-record.ts';

/** Refusals, and reads, of one kind are counted as one record within this time, in milliseconds: ten minutes. */
export const REPETITION_WINDOW_MS = 600_000;

/** What a record is found by. */
export interface ActivityFields {
  readonly at: number;
  readonly outcome: ActivityOutcome;
  /** Whether something was left out of the request: unknown attributes, unreadable names or unknown members. */
  readonly hasIgnored: boolean;
  readonly resourceId?: string;
  /** The name in comparable form, of a record that names no resource. */
  readonly nameKey?: string;
  /** The resource that the request collided with. */
  readonly existingId?: string;
  /** The same for requests that are counted as one; absent where nothing is counted. */
  readonly repetitionKey?: string;
}

/** A name in the form in which records are looked up by it. */
export const activityNameKey = (name: string): string => foldCase(name);

const repetitionKeyOf = (record: ActivityRecord): string | undefined => {
  const { at, caller, operation, resourceType, resourceId, resourceName, failure } = record;
  const window = Math.floor(at / REPETITION_WINDOW_MS);
  if (operation === 'read') {
    const names = record.ignored.map(({ attribute }) => attribute);
    return JSON.stringify([window, caller.tokenFingerprint, operation, resourceType ?? null, names]);
  }
  if (record.outcome !== 'refused') return undefined;
  const kind = [operation, resourceType ?? null, resourceId ?? null, resourceName ?? null];
  return JSON.stringify([window, caller.tokenFingerprint, ...kind, failure?.kind ?? null, failure?.detail ?? null]);
};

/** What a record is found by, from the record itself. */
export const activityFields = (record: ActivityRecord): ActivityFields => {
  const { at, outcome, resourceId, resourceName, failure, ignored, membersUnknown } = record;
  const repetitionKey = repetitionKeyOf(record);
  return {
    at,
    outcome,
    hasIgnored: membersUnknown !== undefined || ignored.some(({ reason }) => reason !== 'readOnly'),
    ...(resourceId !== undefined && { resourceId }),
    ...(resourceId === undefined && resourceName !== undefined && { nameKey: activityNameKey(resourceName) }),
    ...(failure?.existingId !== undefined && { existingId: failure.existingId }),
    ...(repetitionKey !== undefined && { repetitionKey }),
  };
};

// Which request set each value that somebody has now.
import type { ActivityRecord, Caller } from './activity-record.ts';

/** The request that an attribute has its value from. */
export interface ValueOrigin {
  /** Path of the attribute in schema spelling. */
  readonly attribute: string;
  /** When the request was made, in milliseconds since 1970. */
  readonly at: number;
  readonly caller: Caller;
  readonly operation: ActivityRecord['operation'];
}

/** The origins of values from the records of one resource, newest first: of each attribute the newest change. */
export const valueOrigins = (records: Iterable<ActivityRecord>): readonly ValueOrigin[] => {
  const origins = new Map<string, ValueOrigin>();
  for (const { at, caller, operation, outcome, changes } of records) {
    if (outcome !== 'applied') continue;
    for (const { attribute } of changes) {
      if (!origins.has(attribute)) origins.set(attribute, { attribute, at, caller, operation });
    }
  }
  return [...origins.values()];
};

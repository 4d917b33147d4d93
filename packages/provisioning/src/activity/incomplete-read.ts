// Reads of which something was left out: the names in `attributes` and `excludedAttributes` that are no attribute path.
import type { ActivityRecord, Caller } from './activity-record.ts';
import { recordedIgnored } from './samples.ts';

/** A read, or a query, that was answered without some of the names that it asked for. It can be copied from thread to thread. */
export interface IncompleteRead {
  readonly caller: Caller;
  /** Absent for a query of all types. */
  readonly resourceType?: string;
  /** What is no attribute path, as sent. */
  readonly names: readonly string[];
}

/** A name without its filter, which may hold the value of a person: `emails[...` for `emails[value eq "ana@acme.example"`. */
const withoutFilter = (name: string): string => {
  const start = name.indexOf('[');
  return start < 0 ? name : `${name.slice(0, start)}[...`;
};

/** The record of a read that was made at `at`, in milliseconds since 1970. */
export const recordOfRead = ({ caller, resourceType, names }: IncompleteRead, at: number): ActivityRecord => ({
  at,
  caller,
  operation: 'read',
  ...(resourceType !== undefined && { resourceType }),
  outcome: 'answered',
  changes: [],
  ...recordedIgnored(
    [...new Set(names.map(withoutFilter))].toSorted().map((attribute) => ({ attribute, reason: 'unreadable' })),
  ),
});

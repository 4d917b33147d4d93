// What stays of a record when the person whom it is about is deleted: that there was a request, what kind, when, and counts.
import type { ActivityFailure, ActivityRecord } from './activity-record.ts';
import { isDeactivation } from './is-deactivation.ts';

const withoutDetail = ({ detail: _detail, ...reason }: ActivityFailure): ActivityFailure => reason;

/** The record without values of the person; one that is erased already stays as it is. */
export const eraseActivity = (record: ActivityRecord): ActivityRecord => {
  if (record.erased !== undefined) return record;
  const { resourceName: _name, request: _request, ignoredTotal, failure, changes, ignored, ...kept } = record;
  return {
    ...kept,
    ...(failure !== undefined && { failure: withoutDetail(failure) }),
    changes: [],
    ignored: [],
    erased: {
      changes: changes.length,
      ignored: ignoredTotal ?? ignored.length,
      ...(isDeactivation(record) && { deactivated: true }),
    },
  };
};

// The meaning of a filter on the activity: the reference that the queries of every storage have to equal.
import type { ActivityFilter } from '../ports/outbound/activity-log.ts';
import { activityFields, activityNameKey, type ActivityFields } from './activity-fields.ts';
import type { ActivityRecord } from './activity-record.ts';

const isOfOutcome = ({ outcome }: ActivityFilter, fields: ActivityFields): boolean =>
  outcome === undefined || (outcome === 'ignored' ? fields.hasIgnored : fields.outcome === outcome);

const isOfResource = ({ resource }: ActivityFilter, { resourceId, nameKey }: ActivityFields): boolean => {
  if (resource === undefined) return true;
  const { id, name } = resource;
  return (id !== undefined && resourceId === id) || (name !== undefined && nameKey === activityNameKey(name));
};

const isOfTime = ({ since, until }: ActivityFilter, { at, repeated }: ActivityRecord): boolean =>
  (since === undefined || (repeated?.last ?? at) >= since) && (until === undefined || at < until);

/** Whether a filter selects a record. */
export const selectsRecord = (filter: ActivityFilter, record: ActivityRecord): boolean => {
  const fields = activityFields(record);
  return isOfOutcome(filter, fields) && isOfResource(filter, fields) && isOfTime(filter, record);
};

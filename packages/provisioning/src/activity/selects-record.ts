// The meaning of a filter on the activity: the reference that the queries of every storage have to equal.
import type { ActivityFilter } from '../ports/outbound/activity-log.ts';
import { activityFields, activityNameKey } from './activity-fields.ts';
import type { ActivityRecord } from './activity-record.ts';

/** Whether a filter selects a record. */
export const selectsRecord = ({ outcome, resource, since, until }: ActivityFilter, record: ActivityRecord): boolean => {
  const fields = activityFields(record);
  if (outcome !== undefined && (outcome === 'ignored' ? !fields.hasIgnored : fields.outcome !== outcome)) return false;
  if (since !== undefined && (record.repeated?.last ?? record.at) < since) return false;
  if (until !== undefined && record.at >= until) return false;
  if (resource === undefined) return true;
  const { id, name } = resource;
  const isOfId = id !== undefined && fields.resourceId === id;
  return isOfId || (name !== undefined && fields.nameKey === activityNameKey(name));
};

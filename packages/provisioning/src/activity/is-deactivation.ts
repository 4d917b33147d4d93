import type { ActivityRecord } from './activity-record.ts';

/** Whether a request deactivated a person, also one who was deleted since. */
export const isDeactivation = ({ resourceType, changes, erased }: ActivityRecord): boolean =>
  erased?.deactivated === true ||
  (resourceType === 'User' && changes.some(({ attribute, after }) => attribute === 'active' && after === false));

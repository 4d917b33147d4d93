export {
  activityFields,
  activityNameKey,
  REPETITION_WINDOW_MS,
  type ActivityFields,
} from '../activity/activity-fields.ts';
export { parsePosition, printPosition, type ActivityPosition } from '../activity/activity-position.ts';
export { decodeActivity } from '../activity/decode-activity.ts';
export { eraseActivity } from '../activity/erase-activity.ts';
export { selectsRecord } from '../activity/selects-record.ts';
export { indexCandidates } from './index-candidates.ts';
export { LOOKUP_ATTRIBUTES, lookupNodes, textsAt } from './lookup-attributes.ts';
export { makePageMeter, PAGE_CHARACTERS } from './page-meter.ts';

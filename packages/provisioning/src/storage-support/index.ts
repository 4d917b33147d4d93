export {
  activityFields,
  activityNameKey,
  REPETITION_WINDOW_MS,
  type ActivityFields,
} from '../activity/activity-fields.ts';
export { parsePosition, printPosition, type ActivityPosition } from '../activity/activity-position.ts';
export { decodeActivity } from '../activity/decode-activity.ts';
export { countedByHour, HOUR_MS, hourOf } from '../activity/hours.ts';
export { eraseActivity } from '../activity/erase-activity.ts';
export { eraseDeletion, eraseEvent } from '../events/erase-event.ts';
export { selectsRecord } from '../activity/selects-record.ts';
export {
  applyMembershipSteps,
  namedMembers,
  selectsUnnamedMembers,
  type MembersAfter,
  type MembersBefore,
} from './apply-membership-steps.ts';
export { byId } from './by-id.ts';
export { indexCandidates } from './index-candidates.ts';
export { LOOKUP_ATTRIBUTES, lookupNodes, textsAt, type LookupNode } from './lookup-attributes.ts';
export {
  CHARACTERS_OF_A_MEMBERSHIP,
  makeCharacterCount,
  makePageMeter,
  membershipCharacters,
  PartExceeded,
} from './page-meter.ts';
export {
  bindSchema,
  makeTypeOf,
  membershipTypes,
  outdatedBy,
  type BoundSchema,
  type TypeOf,
} from './resource-types.ts';
export { organisationFrom, storedSettings, tokenFrom } from './stored-organisation.ts';
export {
  deletionOutcome,
  isRewritten,
  NO_MEMBERSHIP_CHANGE,
  outcomeOf,
  retellOutcome,
  unborn,
  type MembershipChange,
} from './write-outcome.ts';
export { taken, type KeyHolder } from './taken.ts';

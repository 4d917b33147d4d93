export {
  applyMembershipSteps,
  namedMembers,
  selectsUnnamedMembers,
  type MembersAfter,
  type MembersBefore,
} from './apply-membership-steps.ts';
export { byId } from './by-id.ts';
export { indexCandidates } from './index-candidates.ts';
export { LOOKUP_ATTRIBUTES, lookupNodes, textsAt } from './lookup-attributes.ts';
export { makePageMeter } from './page-meter.ts';
export { makeTypeOf, membershipTypes, type TypeOf } from './resource-types.ts';
export { organisationFrom, storedSettings, tokenFrom } from './stored-organisation.ts';
export {
  deletionOutcome,
  isRewritten,
  NO_MEMBERSHIP_CHANGE,
  outcomeOf,
  unborn,
  type MembershipChange,
} from './write-outcome.ts';

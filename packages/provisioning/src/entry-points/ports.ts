export {
  InvalidPosition,
  type ActivityEntry,
  type ActivityFilter,
  type ActivityFollow,
  type ActivityLog,
  type ActivityQuery,
  type HourCount,
} from '../ports/outbound/activity-log.ts';
export { type DirectoryEventLog, type EarlierEventLog } from '../ports/outbound/event-log.ts';
export { type IdGenerator, type CursorCipher, type TokenSecrets } from '../ports/outbound/identifiers.ts';
export { type LogBounds } from '../ports/outbound/log-bounds.ts';
export {
  AlreadyExists,
  NoSuchEntry,
  type OrganisationStore,
  type TokenStore,
} from '../ports/outbound/organisation-store.ts';
export {
  type RecordContent,
  type RecordKind,
  type RecordPage,
  type RecordStore,
  type StoredRecord,
} from '../ports/outbound/record-store.ts';
export {
  MembershipCycle,
  UnknownMembers,
  type Decide,
  type Decision,
  type MembershipFailure,
  type MemberQuery,
  type WalkedMembers,
  type WalkedResources,
  type WalkQuery,
  type DescribeWrite,
  type ResourcePage,
  type ResourceQuery,
  type ResourceRepository,
  type ResourceTarget,
  type ResourceWrite,
  type RefreshStep,
  type UniqueKey,
  type WriteOutcome,
} from '../ports/outbound/resource-repository.ts';
export {
  MAX_REVISIONS,
  VersionConflict,
  type Revision,
  type RevisionKind,
  type RevisionStore,
} from '../ports/outbound/revision-store.ts';
export {
  type Isolation,
  type OrganisationStorage,
  type Storage,
  type StorageLimits,
} from '../ports/outbound/storage.ts';
export { MAX_UNKNOWN_TOKENS, type UnknownToken, type UnknownTokenLog } from '../ports/outbound/unknown-tokens.ts';

export {
  type ActivityFailure,
  type ActivityOperation,
  type ActivityOutcome,
  type ActivityRecord,
  type Caller,
  type CallerOfWrite,
  type KeptRequest,
  type MemberSample,
  type RecordedChange,
} from '../activity/activity-record.ts';
export { activitySentence, printable, timeOf } from '../activity/activity-sentence.ts';
export { KEPT_BODY_CHARACTERS, keptRequest, REDACTED } from '../activity/kept-request.ts';
export {
  type ActivityFollower,
  type ActivityPage,
  type ActivityCounts,
  type ActivityPageRequest,
  type ActivityReading,
  type ActivitySelection,
  type ActivitySummary,
  type UnknownAttribute,
  type UnknownMembersOfGroup,
  type UnreadableName,
  type ValueOrigins,
} from '../ports/inbound/activity-reading.ts';
export { countRateRefusals, type RateRefusals } from '../use-cases/count-rate-refusals.ts';
export { makeActivityReading, type ActivityDependencies } from '../use-cases/read-activity.ts';
export { makeReadRecording, type ReadRecording } from '../use-cases/record-reads.ts';
export {
  recordRefusedTokens,
  type RecordingAuthentication,
  type RefusedTokenDependencies,
} from '../use-cases/record-refused-tokens.ts';
export { trimLogsForEver, trimLogsOnce, type LogRetention, type TrimDependencies } from '../use-cases/trim-logs.ts';

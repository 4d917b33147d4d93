export {
  INTEROP_PROFILES,
  isOrganisationName,
  organisationId,
  policyNameOf,
  policyOf,
  type Organisation,
  type OrganisationId,
} from './organisation/organisation.ts';
export {
  fingerprintOf,
  LONGEST_TOKEN_LABEL,
  SHORTEST_TOKEN,
  TOKEN_PREFIX,
  type ProvisioningToken,
  type TokenHolder,
} from './organisation/provisioning-token.ts';
export { KEY_SCOPES, type KeyScope } from './organisation/key-scope.ts';
export { KEY_PREFIX, type PlatformKey } from './organisation/platform-key.ts';
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
} from './activity/activity-record.ts';
export { activitySentence, printable, timeOf } from './activity/activity-sentence.ts';
export {
  EVENT_FORMAT,
  EVENT_TYPES,
  MAX_EVENT_MEMBERS,
  type DirectoryEvent,
  type ErasedUser,
  type EventCause,
  type EventCauseKind,
  type EventData,
  type EventGroup,
  type EventMember,
  type EventSubject,
  type EventType,
  type EventUser,
  type SequencedEvent,
} from './events/directory-event.ts';
export { type EarlierEvent, type SequencedEarlierEvent } from './events/earlier-event.ts';
export { eventId, renderEvent, sequenceOfEventId } from './events/render-event.ts';
export { displayOf, nameOf } from './rules/resource-rules.ts';
export { surplusOf, unknownEndpoint } from './rules/unknown-endpoint.ts';
export {
  InvalidPosition,
  type ActivityEntry,
  type ActivityFilter,
  type ActivityFollow,
  type ActivityLog,
  type ActivityQuery,
} from './ports/outbound/activity-log.ts';
export { type DirectoryEventLog, type EarlierEventLog } from './ports/outbound/event-log.ts';
export { type LogBounds } from './ports/outbound/log-bounds.ts';
export { MAX_UNKNOWN_TOKENS, type UnknownToken, type UnknownTokenLog } from './ports/outbound/unknown-tokens.ts';
export { type IdGenerator, type CursorCipher, type TokenSecrets } from './ports/outbound/identifiers.ts';
export {
  AlreadyExists,
  NoSuchEntry,
  type OrganisationStore,
  type TokenStore,
} from './ports/outbound/organisation-store.ts';
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
} from './ports/outbound/resource-repository.ts';
export {
  type RecordContent,
  type RecordKind,
  type RecordPage,
  type RecordStore,
  type StoredRecord,
} from './ports/outbound/record-store.ts';
export {
  MAX_REVISIONS,
  VersionConflict,
  type Revision,
  type RevisionKind,
  type RevisionStore,
} from './ports/outbound/revision-store.ts';
export { plainSchema, SchemaOutdated, type StoredSchema } from './ports/outbound/stored-schema.ts';
export {
  type Isolation,
  type OrganisationStorage,
  type Storage,
  type StorageLimits,
} from './ports/outbound/storage.ts';
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
} from './ports/inbound/activity-reading.ts';
export { type SavedMappingSet } from './ports/outbound/mapping-repository.ts';
export {
  NoSuchMappingVersion,
  type MappingAdministration,
  type MappingAuthor,
  type MappingHistory,
  type MappingHistoryRequest,
  type MappingPreview,
  type MappingVersion,
  type PreviewRequest,
  type PreviewSubject,
} from './ports/inbound/mapping-administration.ts';
export { applyLine, unfulfilled, type LineFault, type LineOptions } from './directory/apply-line.ts';
export {
  bindColumns,
  MAX_COLUMNS,
  writableColumns,
  type Column,
  type ReadableColumn,
} from './directory/bind-columns.ts';
export { columnFaultText, InvalidColumns, type ColumnFault } from './directory/column-fault.ts';
export { defaultMatch, settingFault, type SettingFault } from './directory/import-settings.ts';
export { type Cell, type Cells } from './directory/cell.ts';
export {
  IMPORT_CALLER,
  IncompleteImport,
  type DirectoryImport,
  type ImportLine,
  type ImportRun,
  type ImportSettings,
  type LineOutcome,
  type MissingReport,
  type MissingUsers,
} from './ports/inbound/directory-import.ts';
export {
  type DirectoryExport,
  type ExportedGroup,
  type ExportedUser,
  type ExportPage,
  type UserExport,
} from './ports/inbound/directory-export.ts';
export {
  type Access,
  type Authenticate,
  type CheckKey,
  type CheckToken,
  type KeyAccess,
} from './ports/inbound/authentication.ts';
export {
  InvalidOrganisationName,
  InvalidTokenLabel,
  TokenNotValid,
  TokenTooShort,
  type IssuedToken,
  type ListedToken,
  type OrganisationAdministration,
  type OrganisationSettings,
  type OrganisationSummary,
  type TokenRequest,
} from './ports/inbound/organisation-administration.ts';
export {
  JsonText,
  UnreadBody,
  type BulkCall,
  type ChangeRequest,
  type DeleteRequest,
  type ListAllRequest,
  type ListRequest,
  type ProjectionRequest,
  type ReadRequest,
  type ResourceAnswer,
  type SearchRequest,
  type WriteRequest,
} from './ports/inbound/requests.ts';
export {
  type QueryFailure,
  type ScimService,
  type ServedScimService,
  type ServiceDescription,
} from './ports/inbound/scim-service.ts';
export {
  KeyNotValid,
  NoScopes,
  type IssuedKey,
  type KeyAdministration,
  type KeyRequest,
  type KeyRotation,
} from './ports/inbound/key-administration.ts';
export {
  ProfileRefused,
  type CoveragePage,
  type PlatformGroup,
  type PlatformList,
  type PlatformListRequest,
  type PlatformPage,
  type PlatformPageRequest,
  type PlatformService,
  type PlatformUser,
  type ProfileChangeRequest,
  type ProfileFault,
} from './ports/inbound/platform-service.ts';
export { makePlatformService, type PlatformDependencies } from './use-cases/platform/platform-service.ts';
export { makeAuthenticate, makeAuthenticateKey } from './use-cases/authenticate.ts';
export { makeOrganisationAdministration } from './use-cases/administer-organisations.ts';
export { makeKeyAdministration, type KeyDependencies } from './use-cases/administer-keys.ts';
export { makeMappingAdministration, type MappingDependencies } from './use-cases/administer-mappings.ts';
export { type IncompleteRead } from './activity/incomplete-read.ts';
export { type NoteRead, type ScimDependencies } from './use-cases/dependencies.ts';
export { makeActivityReading, type ActivityDependencies } from './use-cases/read-activity.ts';
export { makeReadRecording, type ReadRecording } from './use-cases/record-reads.ts';
export { countRateRefusals, type RateRefusals } from './use-cases/count-rate-refusals.ts';
export {
  recordRefusedTokens,
  type RecordingAuthentication,
  type RefusedTokenDependencies,
} from './use-cases/record-refused-tokens.ts';
export { makeRetelling, type RetellDependencies } from './use-cases/retell-people.ts';
export { trimLogsForEver, trimLogsOnce, type LogRetention, type TrimDependencies } from './use-cases/trim-logs.ts';
export {
  InvalidEmail,
  LastAdministrator,
  NotSignedIn,
  SignInRefused,
  TooManyEntries,
  type AccountAdministration,
  type AccountRequest,
  type Administrator,
  type BegunSession,
  type LinkDescription,
  type LinkedAccount,
  type Links,
  type PersonAccess,
  type SentInvitation,
  type Sessions,
  type SigningIn,
  type Team,
} from './ports/inbound/accounts.ts';
export { type AuditLog, type AuditPage, type AuditPageRequest } from './ports/inbound/audit.ts';
export {
  SignInSettingsRefused,
  type ShownSignInSettings,
  type SignInSettings,
} from './ports/inbound/single-sign-on.ts';
export {
  OpenIdFailed,
  type BegunOpenId,
  type OpenIdIdentity,
  type OpenIdProvider,
  type OpenIdSettings,
} from './ports/outbound/openid-provider.ts';
export { type PasswordHasher } from './ports/outbound/password-hasher.ts';
export { type AccountDependencies } from './use-cases/accounts/accounts-repository.ts';
export { makeAuditLog, type AuditDependencies } from './use-cases/accounts/audit-log.ts';
export { makePeople, type People, type SingleSignOnDependencies } from './use-cases/accounts/people.ts';
export { type OrganisationSecrets } from './ports/inbound/organisation-secrets.ts';
export { type Attention, type Health, type HealthState } from './activity/health.ts';
export { makeOrganisationSecrets, type SecretsDependencies } from './use-cases/organisation-secrets.ts';
export { makeHealthReading, type HealthDependencies } from './use-cases/read-health.ts';
export { type DirectoryDependencies } from './use-cases/directory-parts.ts';
export { makeDirectoryExport } from './use-cases/export-directory.ts';
export { makeDirectoryImport } from './use-cases/import-directory.ts';
export { makeScimService } from './use-cases/scim-service.ts';
export { makeExplaining } from './use-cases/explain/explain.ts';
export {
  type Clause,
  type DryRun,
  type ExplainedOperation,
  type Explaining,
  type Explanation,
  type FiredLeniency,
  type PastedRequest,
} from './ports/inbound/explanation.ts';
export { makeSetUpReading, type SetUpDependencies } from './use-cases/read-set-up.ts';
export { MILESTONES, type Milestone, type Milestones } from './activity/milestones.ts';
export { KEPT_BODY_CHARACTERS, keptRequest, REDACTED } from './activity/kept-request.ts';
export { LONGEST_SEARCH } from './activity/mentions.ts';
export { withTokenEndings } from './use-cases/token-endings.ts';
export { makeDuplicateSearch, type SharedValues } from './use-cases/find-duplicates.ts';
export { makeFindingsReading, type Findings, type FindingsDependencies } from './use-cases/read-findings.ts';
export {
  CursorExpired,
  MAX_FEED_EVENTS,
  type EventFeed,
  type FeedEvent,
  type FeedFailure,
  type FeedPage,
  type FeedRequest,
} from './ports/inbound/event-feed.ts';
export { announcing, makeCommitSignal, type CommitSignal } from './events/commit-signal.ts';
export { makeEventFeed, type FeedDependencies } from './use-cases/event-feed.ts';
export {
  ATTRIBUTE_LIMITS,
  NO_DEFINITIONS,
  OWN_MUTABILITY,
  OWN_RETURNED,
  OWN_TYPES,
  pathOf,
  type AttributeDefinitions,
  type AttributeState,
  type DefinedAttribute,
  type OwnAttribute,
} from './attributes/own-attribute.ts';
export {
  AttributeHasValues,
  AttributeMapped,
  attributeFaultText,
  InvalidAttribute,
  NoSuchAttribute,
  type AttributeFault,
} from './attributes/attribute-fault.ts';
export { organisationSchema, type OrganisationSchema } from './attributes/organisation-schema.ts';
export { makeVeiledRepository, type RepositoryAt } from './attributes/veiled-repository.ts';
export {
  type AttributeAdministration,
  type AttributeAuthor,
  type ChangedAttribute,
  type UpkeepStep,
} from './ports/inbound/attribute-administration.ts';
export { makeAttributeAdministration, type AttributeDependencies } from './use-cases/administer-attributes.ts';
export { makeAttributeRepository } from './attributes/attribute-revisions.ts';
export {
  JOB_LIMITS,
  JOB_STATES,
  NO_LINES,
  NO_PEOPLE,
  type ImpactJob,
  type ImpactReport,
  type ImportJob,
  type ImportJobReport,
  type ImportRequest,
  type Job,
  type JobError,
  type JobState,
} from './jobs/job.ts';
export {
  JobCancelled,
  JobExists,
  JobLost,
  NoSuchJob,
  type ClaimedJob,
  type ImportSubmission,
  type ImportUpload,
  type JobDesk,
  type JobService,
} from './ports/inbound/job-service.ts';
export { queuedJobs, type JobDependencies } from './use-cases/job-store.ts';
export { makeJobDesk, makeJobService } from './use-cases/jobs.ts';
export { makeMappingImpact, type BeginImpact, type ImpactRun } from './use-cases/mapping-impact.ts';

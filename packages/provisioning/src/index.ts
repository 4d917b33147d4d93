export {
  INTEROP_PROFILES,
  isOrganisationName,
  organisationId,
  policyOf,
  type Organisation,
  type OrganisationId,
} from './organisation/organisation.ts';
export {
  handleOf,
  LONGEST_TOKEN_LABEL,
  SHORTEST_TOKEN,
  TOKEN_PREFIX,
  type ProvisioningToken,
  type TokenHolder,
} from './organisation/provisioning-token.ts';
export {
  sampleOf,
  type ActivityOperation,
  type ActivityRecord,
  type Caller,
  type MemberSample,
} from './activity/activity-record.ts';
export { type DirectoryEvent, type DirectoryEventKind, type SequencedEvent } from './activity/directory-event.ts';
export { indexCandidates } from './directory/index-candidates.ts';
export { LOOKUP_ATTRIBUTES, lookupNodes, textsAt } from './directory/lookup-attributes.ts';
export { makePageMeter, PAGE_CHARACTERS } from './directory/page-meter.ts';
export { displayOf } from './directory/resource-rules.ts';
export { type ActivityLog, type DirectoryEventLog } from './ports/activity-log.ts';
export { type IdGenerator, type Seal, type TokenSecrets } from './ports/identifiers.ts';
export {
  AlreadyExists,
  NoSuchEntry,
  type OrganisationDirectory,
  type TokenDirectory,
} from './ports/organisation-directory.ts';
export {
  MembershipCycle,
  UnknownMembers,
  type Decision,
  type MembershipFailure,
  type RecordWrite,
  type ResourcePage,
  type ResourceQuery,
  type ResourceRepository,
  type ResourceTarget,
  type ResourceWrite,
  type UniqueKey,
  type WriteOutcome,
} from './ports/resource-repository.ts';
export { type Isolation, type OrganisationStorage, type Storage } from './ports/storage.ts';
export { makeAuthenticate, type Access } from './use-cases/authenticate.ts';
export {
  InvalidOrganisationName,
  InvalidTokenLabel,
  makeOrganisationAdministration,
  TokenTooShort,
  type IssuedToken,
  type OrganisationSummary,
  type TokenRequest,
} from './use-cases/administer-organisations.ts';
export {
  type ChangeRequest,
  type ProjectionRequest,
  type ResourceAnswer,
  type ScimDependencies,
  type WriteRequest,
} from './use-cases/dependencies.ts';
export { type ListAnswer, type ListRequest } from './use-cases/list-resources.ts';
export { type ServiceDescription } from './use-cases/describe-service.ts';
export { makeScimService, type ScimService } from './use-cases/scim-service.ts';

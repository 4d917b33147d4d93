export {
  INTEROP_PROFILES,
  isOrganisationName,
  organisationId,
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
export {
  sampleOf,
  type ActivityOperation,
  type ActivityRecord,
  type Caller,
  type MemberSample,
} from './activity/activity-record.ts';
export { type DirectoryEvent, type DirectoryEventKind, type SequencedEvent } from './activity/directory-event.ts';
export { displayOf } from './rules/resource-rules.ts';
export { type ActivityLog, type DirectoryEventLog } from './ports/outbound/activity-log.ts';
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
  type Decision,
  type MembershipFailure,
  type DescribeWrite,
  type ResourcePage,
  type ResourceQuery,
  type ResourceRepository,
  type ResourceTarget,
  type ResourceWrite,
  type UniqueKey,
  type WriteOutcome,
} from './ports/outbound/resource-repository.ts';
export { type Isolation, type OrganisationStorage, type Storage } from './ports/outbound/storage.ts';
export { type Access, type Authenticate } from './ports/inbound/authentication.ts';
export {
  InvalidOrganisationName,
  InvalidTokenLabel,
  TokenTooShort,
  type IssuedToken,
  type OrganisationAdministration,
  type OrganisationSettings,
  type OrganisationSummary,
  type TokenRequest,
} from './ports/inbound/organisation-administration.ts';
export {
  type BulkCall,
  type ChangeRequest,
  type DeleteRequest,
  type ListRequest,
  type ProjectionRequest,
  type ReadRequest,
  type ResourceAnswer,
  type SearchRequest,
  type WriteRequest,
} from './ports/inbound/requests.ts';
export { type ScimService, type ServiceDescription } from './ports/inbound/scim-service.ts';
export { makeAuthenticate } from './use-cases/authenticate.ts';
export { makeOrganisationAdministration } from './use-cases/administer-organisations.ts';
export { type ScimDependencies } from './use-cases/dependencies.ts';
export { makeScimService } from './use-cases/scim-service.ts';

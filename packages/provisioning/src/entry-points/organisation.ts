export { KEY_SCOPES, type KeyScope } from '../organisation/key-scope.ts';
export {
  INTEROP_PROFILES,
  isOrganisationName,
  organisationId,
  policyNameOf,
  policyOf,
  type Organisation,
  type OrganisationId,
} from '../organisation/organisation.ts';
export { KEY_PREFIX, type PlatformKey } from '../organisation/platform-key.ts';
export {
  fingerprintOf,
  LONGEST_TOKEN_LABEL,
  SHORTEST_TOKEN,
  TOKEN_PREFIX,
  type ProvisioningToken,
  type TokenHolder,
} from '../organisation/provisioning-token.ts';
export {
  type Access,
  type Authenticate,
  type CheckKey,
  type CheckToken,
  type KeyAccess,
} from '../ports/inbound/authentication.ts';
export {
  KeyNotValid,
  NoScopes,
  type IssuedKey,
  type KeyAdministration,
  type KeyRequest,
  type KeyRotation,
} from '../ports/inbound/key-administration.ts';
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
} from '../ports/inbound/mapping-administration.ts';
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
} from '../ports/inbound/organisation-administration.ts';
export { type SavedMappingSet } from '../ports/outbound/mapping-repository.ts';
export { makeKeyAdministration, type KeyDependencies } from '../use-cases/administer-keys.ts';
export { makeMappingAdministration, type MappingDependencies } from '../use-cases/administer-mappings.ts';
export { makeOrganisationAdministration } from '../use-cases/administer-organisations.ts';
export { makeAuthenticate, makeAuthenticateKey } from '../use-cases/authenticate.ts';
export { makeMappingImpact, type BeginImpact, type ImpactRun } from '../use-cases/mapping-impact.ts';
export { withTokenEndings } from '../use-cases/token-endings.ts';

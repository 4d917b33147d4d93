export { LONGEST_NAME, ROLES, type Account, type Role } from '../accounts/account.ts';
export { type Actor, type AuditEntry, type StoredAuditEntry } from '../accounts/audit-entry.ts';
export { networkOf } from '../accounts/back-off.ts';
export { isEmailAddress, normalisedEmail } from '../accounts/email-address.ts';
export { type Invitation } from '../accounts/invitation.ts';
export { LinkNotValid } from '../accounts/link.ts';
export { LONGEST_PASSWORD, passwordFault, PasswordRefused, SHORTEST_PASSWORD } from '../accounts/password-rules.ts';
export {
  InvalidEmail,
  InvalidPersonName,
  LastAdministrator,
  LastOperator,
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
} from '../ports/inbound/accounts.ts';
export { type AuditLog, type AuditPage, type AuditPageRequest } from '../ports/inbound/audit.ts';
export { type OrganisationSecrets } from '../ports/inbound/organisation-secrets.ts';
export {
  SignInSettingsRefused,
  type ShownSignInSettings,
  type SignInSettings,
} from '../ports/inbound/single-sign-on.ts';
export {
  OpenIdFailed,
  type BegunOpenId,
  type OpenIdIdentity,
  type OpenIdProvider,
  type OpenIdSettings,
} from '../ports/outbound/openid-provider.ts';
export { type PasswordHasher } from '../ports/outbound/password-hasher.ts';
export { type AccountDependencies } from '../use-cases/accounts/accounts-repository.ts';
export { makeAuditLog, type AuditDependencies } from '../use-cases/accounts/audit-log.ts';
export { makePeople, type People, type SingleSignOnDependencies } from '../use-cases/accounts/people.ts';
export { PLAIN_TEXT } from '../rules/plain-text.ts';
export { makeOrganisationSecrets, type SecretsDependencies } from '../use-cases/organisation-secrets.ts';

export { LONGEST_NAME, ROLES, type Account, type Role } from './account.ts';
export { type Actor, type AuditEntry, type StoredAuditEntry } from './audit-entry.ts';
export { networkOf } from './back-off.ts';
export { isEmailAddress, normalisedEmail } from './email-address.ts';
export { type Invitation } from './invitation.ts';
export { LinkNotValid } from './link.ts';
export { LONGEST_PASSWORD, passwordFault, PasswordRefused, SHORTEST_PASSWORD } from './password-rules.ts';

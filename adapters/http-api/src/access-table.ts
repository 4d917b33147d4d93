// Who may do what: every operation of the API, by caller. This table alone decides; the hook of callers.ts goes by it.
import type { KeyScope } from '@looop-scim/provisioning/organisation';

/**
 * What a person needs. `anybody`: nothing, also without a session. `session`: to be signed in. `password`: to be signed in by a
 * password, not by the identity provider of one organisation. `viewer` and `administrator`: that role in the organisation that the
 * header names, or a greater one; an operator has every role in every organisation. `operator`: to be one.
 */
export type PersonNeed = 'anybody' | 'session' | 'password' | 'viewer' | 'administrator' | 'operator';

/** Who may call an operation. What is absent may not; tokens of identity providers may call none. */
export interface Access {
  /** The scope that a platform key needs. */
  readonly key?: KeyScope;
  readonly person?: PersonNeed;
}

const READ: Access = { key: 'read', person: 'viewer' };
const WRITE: Access = { key: 'write', person: 'administrator' };
const WEBHOOKS_READ: Access = { key: 'webhooks', person: 'viewer' };
const WEBHOOKS: Access = { key: 'webhooks', person: 'administrator' };
const VIEWER: Access = { person: 'viewer' };
const ADMINISTRATOR: Access = { person: 'administrator' };
const OPERATOR: Access = { person: 'operator' };

/** The callers of each operation. */
const ACCESS = {
  // People, groups, events and mappings: for the learning platform by key, for administrators by session.
  listUsers: READ,
  getUser: READ,
  getUserResource: READ,
  updateProfile: WRITE,
  listGroups: READ,
  getGroup: READ,
  listMembers: READ,
  listEvents: READ,
  getMappingSet: READ,
  listMappingVersions: READ,
  getMappingVersion: READ,
  checkMappingSet: READ,
  previewMappingSet: READ,
  getMappingCatalogue: READ,
  getCoverage: READ,
  saveMappingSet: WRITE,
  restoreMappingVersion: WRITE,
  startMappingImpact: READ,
  getMappingImpact: READ,
  cancelMappingImpact: READ,
  listAttributes: READ,
  addAttribute: WRITE,
  updateAttribute: WRITE,
  removeAttribute: WRITE,
  purgeAttribute: WRITE,
  startImport: WRITE,
  getImport: READ,
  cancelImport: WRITE,

  // Webhooks, likewise; no answer but that of a creation and of a rotation has a secret.
  listWebhooks: WEBHOOKS_READ,
  getWebhook: WEBHOOKS_READ,
  listDeliveries: WEBHOOKS_READ,
  createWebhook: WEBHOOKS,
  updateWebhook: WEBHOOKS,
  deleteWebhook: WEBHOOKS,
  testWebhook: WEBHOOKS,
  pauseWebhook: WEBHOOKS,
  resumeWebhook: WEBHOOKS,
  rotateWebhookSecret: WEBHOOKS,
  replayWebhook: WEBHOOKS,

  // Signing in.
  signIn: { person: 'anybody' },
  describeLink: { person: 'anybody' },
  useLink: { person: 'anybody' },
  startSingleSignOn: { person: 'anybody' },
  getSession: { person: 'session' },
  signOut: { person: 'session' },
  endSessions: { person: 'password' },
  changePassword: { person: 'password' },

  // One organisation.
  getOrganisation: VIEWER,
  getHealth: VIEWER,
  listActivity: VIEWER,
  listValueOrigins: VIEWER,
  listArrivals: VIEWER,
  findDuplicates: VIEWER,
  getActivitySummary: VIEWER,
  countActivity: VIEWER,
  explain: VIEWER,
  getSetUp: VIEWER,
  getFindings: VIEWER,
  listTokens: VIEWER,
  issueToken: ADMINISTRATOR,
  rotateToken: ADMINISTRATOR,
  revokeToken: ADMINISTRATOR,
  listKeys: VIEWER,
  issueKey: ADMINISTRATOR,
  rotateKey: ADMINISTRATOR,
  revokeKey: ADMINISTRATOR,
  listAdministrators: VIEWER,
  changeRole: ADMINISTRATOR,
  removeAdministrator: ADMINISTRATOR,
  listInvitations: ADMINISTRATOR,
  invite: ADMINISTRATOR,
  withdrawInvitation: ADMINISTRATOR,
  listAuditEntries: ADMINISTRATOR,
  getSignInSettings: ADMINISTRATOR,
  saveSignInSettings: ADMINISTRATOR,
  removeSignInSettings: ADMINISTRATOR,

  // The installation.
  listOrganisations: OPERATOR,
  addOrganisation: OPERATOR,
  changeOrganisation: OPERATOR,
  deleteOrganisation: OPERATOR,
  listAccounts: OPERATOR,
  addAccount: OPERATOR,
  linkAccount: OPERATOR,
  disableAccount: OPERATOR,
  enableAccount: OPERATOR,
  removeAccount: OPERATOR,
  listInstallationAudit: OPERATOR,
} as const satisfies Readonly<Record<string, Access>>;

/** Name of an operation. */
export type OperationId = keyof typeof ACCESS;

/** The callers of an operation. */
export const accessOf = (id: OperationId): Access => ACCESS[id];

/** Whether an operation is about the organisation that a session's header names. */
export const isOfOrganisation = ({ person }: Access): boolean => person === 'viewer' || person === 'administrator';

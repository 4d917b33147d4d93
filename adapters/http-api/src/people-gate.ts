// What the plugin needs to serve people who sign in. Without it the API is for platform keys alone.
import type * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type {
  AuditLog,
  OrganisationSecrets,
  People,
  PersonAccess,
  SignInSettings,
  Team,
  Role,
} from '@looop-scim/provisioning/accounts';
import type { ActivityReading } from '@looop-scim/provisioning/activity';
import type { Explaining, Findings, Health, Milestones, SharedValues } from '@looop-scim/provisioning/insight';
import type { Organisation, OrganisationAdministration, OrganisationId } from '@looop-scim/provisioning/organisation';
import type { AuthenticatedKey } from './authenticated-key.ts';

/** With what the name begins by which the activity has somebody who is signed in, as a token is named by its fingerprint. */
export const PERSON_PREFIX = 'person-';

/** An organisation as its administrators work with it. */
export interface OrganisationDesk {
  readonly organisation: Organisation;
  /** Of the person. */
  readonly role: Role;
  /** What the platform may do as well. */
  readonly access: AuthenticatedKey;
  readonly team: Team;
  readonly secrets: OrganisationSecrets;
  readonly activity: ActivityReading;
  readonly audit: AuditLog;
  readonly explaining: Explaining;
  /** How the interop policy is called. */
  readonly policyName: string;
  readonly setUp: () => Effect.Effect<Milestones, StorageUnavailable>;
  readonly findings: () => Effect.Effect<Findings, StorageUnavailable>;
  /** People who share a user name or an address, of those from an id on. */
  readonly duplicates: (from?: string) => Effect.Effect<SharedValues, StorageUnavailable>;
  readonly health: () => Effect.Effect<Health, StorageUnavailable>;
  readonly signInSettings: SignInSettings;
}

/** Who opens an organisation. */
export interface OrganisationRequest {
  readonly name: string;
  readonly person: PersonAccess;
}

/** What is served to people. */
export interface PeopleGate {
  readonly people: People;
  /** The desk of an organisation; undefined when there is none for the person. */
  readonly openOrganisation: (
    request: OrganisationRequest,
  ) => Effect.Effect<OrganisationDesk | undefined, StorageUnavailable>;
  /** The organisations of these ids, as far as there are any. */
  readonly organisationsOf: (
    ids: readonly OrganisationId[],
  ) => Effect.Effect<readonly Organisation[], StorageUnavailable>;
  readonly administration: OrganisationAdministration;
  /** The audit log of the installation. */
  readonly audit: AuditLog;
  /** Where the pages are, such as `https://scim.example.com`; no slash at its end. Asked for once the server listens. */
  readonly pages: () => string;
  /** Base URL of SCIM. */
  readonly scimBaseUrl: () => string;
  /** Whom administrators turn to: an e-mail address or a URL. */
  readonly support?: string;
}

/** Where a one-time link leads: what comes after # is sent to no server and stands in no log. */
export const linkUrl = (pages: string, link: string): string => `${pages}/link#${link}`;

/** Where identity providers send the browser back to. */
export const redirectUri = (pages: string): string => `${pages}/api/v1/session/single-sign-on`;

/** What an administrator does while SCIM is off. */
export const supportHint = (support: string | undefined): string =>
  `SCIM provisioning is switched off: contact support${support === undefined ? '' : ` (${support})`} to have it enabled.`;

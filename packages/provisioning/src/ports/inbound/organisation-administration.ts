// The inbound port of operators: organisations and their provisioning tokens.
import * as Data from 'effect/Data';
import type * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { Organisation } from '../../organisation/organisation.ts';
import type { ProvisioningToken } from '../../organisation/provisioning-token.ts';
import type { AlreadyExists, NoSuchEntry } from '../outbound/organisation-store.ts';

/** The text is not a valid organisation name; `isOrganisationName` has the rules. */
export class InvalidOrganisationName extends Data.TaggedError('InvalidOrganisationName')<{ readonly name: string }> {}

/** The text cannot label a token; `isTokenLabel` has the rules. */
export class InvalidTokenLabel extends Data.TaggedError('InvalidTokenLabel')<{ readonly label: string }> {}

/** A token that was set by hand has fewer characters than it needs to be hard to guess. */
export class TokenTooShort extends Data.TaggedError('TokenTooShort')<{ readonly shortest: number }> {}

/** A token as it is shown once, with what is kept of it. */
export interface IssuedToken {
  readonly secret: string;
  readonly token: ProvisioningToken;
}

/** How a token is made. */
export interface TokenRequest {
  /** The token itself, at least 32 characters; generated when absent. */
  readonly secret?: string;
  /** Milliseconds from now until it expires; absent: it does not expire. */
  readonly lifetimeMs?: number;
  /** Id or userName of the user of the organisation whom the token stands for; absent: nobody. */
  readonly subject?: string;
  /** What the operator calls the token. */
  readonly label?: string;
}

/** A token that was revoked, or has expired, is not rotated: nothing uses it any more. */
export class TokenNotValid extends Data.TaggedError('TokenNotValid')<{ readonly fingerprint: string }> {}

/** How a token is replaced. */
export interface TokenRotation extends Pick<TokenRequest, 'lifetimeMs' | 'secret'> {
  /** Milliseconds for which the old token stays valid beside the new one; 0 ends it at once. */
  readonly overlapMs: number;
}

/** How a token may not be issued. */
export type TokenIssueFailure = AlreadyExists | InvalidTokenLabel | NoSuchEntry | TokenTooShort | StorageUnavailable;

/** The settings of an organisation that an operator may change. */
export type OrganisationSettings = Partial<Pick<Organisation, 'name' | 'scimEnabled' | 'profile' | 'leniencies'>>;

/** An organisation as a list shows it. */
export interface OrganisationSummary {
  readonly organisation: Organisation;
  /** Users, inactive ones included. */
  readonly users: number;
  readonly groups: number;
  /** When one of its tokens was used last, in milliseconds since 1970; absent when none ever was. */
  readonly lastUsed?: number;
}

/** A token as it is listed. */
export interface ListedToken extends ProvisioningToken {
  /** Its last 4 characters; absent of one that was supplied, and of those that older versions issued. */
  readonly ending?: string;
}

/** What operators do. Organisations are meant by name. */
export interface OrganisationAdministration {
  /** Adds an organisation, with SCIM switched on and the profile `interop`. */
  readonly addOrganisation: (
    name: string,
  ) => Effect.Effect<Organisation, InvalidOrganisationName | AlreadyExists | StorageUnavailable>;

  /** Changes settings, the name included. Fails: `AlreadyExists` when another organisation has the name. */
  readonly changeOrganisation: (
    name: string,
    settings: OrganisationSettings,
  ) => Effect.Effect<Organisation, AlreadyExists | InvalidOrganisationName | NoSuchEntry | StorageUnavailable>;

  readonly organisation: (name: string) => Effect.Effect<Organisation, NoSuchEntry | StorageUnavailable>;

  /** All organisations, ordered by name. */
  readonly listOrganisations: () => Effect.Effect<readonly Organisation[], StorageUnavailable>;

  /** One organisation with its numbers of users and groups and the last use of a token. */
  readonly summarise: (name: string) => Effect.Effect<OrganisationSummary, NoSuchEntry | StorageUnavailable>;

  /** All organisations with the same, ordered by name. */
  readonly summariseAll: () => Effect.Effect<readonly OrganisationSummary[], StorageUnavailable>;

  /**
   * Deletes an organisation with its tokens, users, groups, settings, activity and events. Its tokens open nothing from the first step on;
   * when the call is cut short, whoever purges the storage next goes on.
   */
  readonly deleteOrganisation: (name: string) => Effect.Effect<void, NoSuchEntry | StorageUnavailable>;

  /** Deletes an organisation as above, and removes what it had in the background. */
  readonly beginDeletion: (name: string) => Effect.Effect<void, NoSuchEntry | StorageUnavailable>;

  /** Issues a token; its secret is in the answer alone and is not kept. */
  readonly issueToken: (
    organisationName: string,
    request?: TokenRequest,
  ) => Effect.Effect<IssuedToken, TokenIssueFailure>;

  /**
   * Issues a token with the label and the subject of an old one, and has the old one expire after the overlap, or earlier if it
   * would anyway. Fails: `TokenNotValid`.
   */
  readonly rotateToken: (
    fingerprint: string,
    rotation: TokenRotation,
  ) => Effect.Effect<IssuedToken, TokenIssueFailure | TokenNotValid>;

  /** The tokens of an organisation, newest first. */
  readonly listTokens: (
    organisationName: string,
  ) => Effect.Effect<readonly ListedToken[], NoSuchEntry | StorageUnavailable>;

  /** Revokes a token at once; revoking it again keeps the first time. */
  readonly revokeToken: (fingerprint: string) => Effect.Effect<void, NoSuchEntry | StorageUnavailable>;
}

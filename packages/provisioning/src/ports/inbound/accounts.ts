// The inbound ports of people: signing in, sessions, links, and who administers what.
import * as Data from 'effect/Data';
import type * as Effect from 'effect/Effect';
import type { Overloaded, StorageUnavailable, TooManyRequests } from '@looop-scim/scim/errors';
import type { Account, Role } from '../../accounts/account.ts';
import type { Actor } from '../../accounts/audit-entry.ts';
import type { Invitation } from '../../accounts/invitation.ts';
import type { LinkNotValid } from '../../accounts/link.ts';
import type { PasswordRefused } from '../../accounts/password-rules.ts';
import type { OrganisationId } from '../../organisation/organisation.ts';
import type { AlreadyExists, NoSuchEntry } from '../outbound/organisation-store.ts';

/** E-mail address and password do not open an account; which of the two is wrong is not said. */
export class SignInRefused extends Data.TaggedError('SignInRefused')<object> {}

/** There is no session, or it has ended. */
export class NotSignedIn extends Data.TaggedError('NotSignedIn')<object> {}

/** The text is no e-mail address. */
export class InvalidEmail extends Data.TaggedError('InvalidEmail')<{ readonly email: string }> {}

/** The text cannot be the name of a person; `isPersonName` has the rules. */
export class InvalidPersonName extends Data.TaggedError('InvalidPersonName')<{ readonly name: string }> {}

/** Nobody would be left to administer the organisation. */
export class LastAdministrator extends Data.TaggedError('LastAdministrator')<object> {}

/** No operator would be left who can sign in. */
export class LastOperator extends Data.TaggedError('LastOperator')<object> {}

/** There are as many as there may be. */
export class TooManyEntries extends Data.TaggedError('TooManyEntries')<{
  readonly what: 'administrators' | 'invitations';
  readonly most: number;
}> {}

/** What every call of somebody who is not signed in has. */
export interface Visitor {
  /** Network address of the caller. */
  readonly address: string;
  /** Secret of the session that the caller has so far; it ends with the sign-in. */
  readonly previous?: string;
}

/** A session that has just begun. */
export interface BegunSession {
  /** What the cookie holds; only its SHA-256 is kept. */
  readonly secret: string;
  /** When it ends at the latest, in milliseconds since 1970. */
  readonly ends: number;
  readonly access: PersonAccess;
}

/** What a session opens. */
export interface PersonAccess {
  readonly account: Account;
  /** Proof that a request comes from our own pages: other sites cannot read it. */
  readonly proof: string;
  /** The one organisation that the session is for; absent: all of the account. */
  readonly onlyOrganisation?: OrganisationId;
}

/** Sessions of people. */
export interface Sessions {
  /** The access that the secret of a session gives. Fails: `NotSignedIn`. */
  readonly find: (secret: string) => Effect.Effect<PersonAccess, NotSignedIn | StorageUnavailable>;
  /** Ends one session; one that there is not has ended. */
  readonly end: (secret: string) => Effect.Effect<void, StorageUnavailable>;
  /** Ends all sessions of an account, on every device. */
  readonly endAll: (accountId: string) => Effect.Effect<void, NoSuchEntry | StorageUnavailable>;
}

/** A sign-in with a password. */
export interface PasswordSignIn extends Visitor {
  readonly email: string;
  readonly password: string;
}

/** A change of one's own password. */
export interface PasswordChange extends Visitor {
  readonly accountId: string;
  readonly current: string;
  readonly password: string;
}

/** How a sign-in may fail. */
export type SignInFailure = SignInRefused | TooManyRequests | Overloaded | StorageUnavailable;

/** Signing in. */
export interface SigningIn {
  /**
   * Begins a session. Fails: `SignInRefused`, with the same work for an address without an account; `TooManyRequests` after
   * failures, by account and network.
   */
  readonly signIn: (request: PasswordSignIn) => Effect.Effect<BegunSession, SignInFailure>;
  /** Sets another password, ends all sessions and begins a new one. */
  readonly changePassword: (request: PasswordChange) => Effect.Effect<BegunSession, PasswordRefused | SignInFailure>;
}

/** What a link is for. */
export interface LinkDescription {
  readonly kind: 'invitation' | 'password';
  readonly email: string;
  /** Whether a password is set with the link; false: its account has one, and whoever accepts signs in to it first. */
  readonly setsPassword: boolean;
  /** Name of the organisation and the role in it, of an invitation. */
  readonly organisation?: string;
  readonly role?: Role;
}

/** How a link is used. */
export interface LinkUse extends Visitor {
  readonly link: string;
  /** Where the link sets one. */
  readonly password?: string;
  readonly name?: string;
  /** The account that is signed in to, if any. */
  readonly signedIn?: Account;
}

/** How the use of a link may fail. */
export type LinkFailure =
  LinkNotValid | InvalidPersonName | PasswordRefused | NotSignedIn | Overloaded | StorageUnavailable;

/** One-time links. */
export interface Links {
  /** Whose account a link belongs to, be it one that is still to be made. */
  readonly holder: (link: string) => Effect.Effect<Actor, LinkNotValid | StorageUnavailable>;
  readonly describe: (link: string) => Effect.Effect<LinkDescription, LinkNotValid | StorageUnavailable>;
  /**
   * Uses a link up. One that sets a password ends all sessions of its account and begins one; an invitation of somebody who has an
   * account adds the role to it. Fails: `NotSignedIn` when the link is for an account with a password and another one, or none, is
   * signed in to.
   */
  readonly use: (request: LinkUse) => Effect.Effect<BegunSession, LinkFailure>;
}

/** Somebody who administers an organisation. */
export interface Administrator {
  readonly accountId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** Milliseconds since 1970. */
  readonly lastSignIn?: number;
  readonly isDisabled: boolean;
}

/** An invitation with its link, which is shown once. */
export interface SentInvitation {
  readonly invitation: Invitation;
  readonly link: string;
}

/** How an invitation is made. */
export interface InvitationRequest {
  readonly email: string;
  readonly role: Role;
  /** Who invites, as a person reads it. */
  readonly by: string;
}

/** A role that is changed; undefined takes it away. */
export interface RoleChange {
  readonly accountId: string;
  readonly role: Role | undefined;
  /** Whether the organisation may be left without an administrator. */
  readonly mayBeLast: boolean;
}

/** Who administers one organisation. */
export interface Team {
  /** At most 500. */
  readonly administrators: () => Effect.Effect<readonly Administrator[], StorageUnavailable>;
  readonly changeRole: (
    change: RoleChange,
  ) => Effect.Effect<void, LastAdministrator | NoSuchEntry | StorageUnavailable>;
  /** Invitations that can be accepted, at most 200. */
  readonly invitations: () => Effect.Effect<readonly Invitation[], StorageUnavailable>;
  /** Invites somebody; whether the address has an account already is not told. */
  readonly invite: (
    request: InvitationRequest,
  ) => Effect.Effect<SentInvitation, InvalidEmail | TooManyEntries | StorageUnavailable>;
  readonly withdraw: (id: string) => Effect.Effect<void, NoSuchEntry | StorageUnavailable>;
}

/** An account with the link that sets its password, which is shown once. */
export interface LinkedAccount {
  readonly account: Account;
  readonly link: string;
}

/** How an account is made. */
export interface AccountRequest {
  readonly email: string;
  readonly name?: string;
  readonly isOperator: boolean;
}

/** What operators do with accounts, which they name by id or by e-mail address. */
export interface AccountAdministration {
  /** Makes an account with a link for its first password. */
  readonly add: (
    request: AccountRequest,
  ) => Effect.Effect<LinkedAccount, AlreadyExists | InvalidEmail | InvalidPersonName | StorageUnavailable>;
  /** Accounts in the order of their ids, at most `limit` (1 to 1000). */
  readonly list: (page: {
    readonly after?: string;
    readonly limit: number;
  }) => Effect.Effect<readonly Account[], StorageUnavailable>;
  readonly read: (account: string) => Effect.Effect<Account, NoSuchEntry | StorageUnavailable>;
  /** A new link that sets the password; an older one ends. The password stays until the link is used. */
  readonly link: (account: string) => Effect.Effect<LinkedAccount, NoSuchEntry | StorageUnavailable>;
  /** Makes somebody an operator, or one no more. Fails: `LastOperator`. */
  readonly setOperator: (
    account: string,
    isOperator: boolean,
  ) => Effect.Effect<void, LastOperator | NoSuchEntry | StorageUnavailable>;
  /** Keeps an account from signing in and ends its sessions, or lets it sign in again. Fails: `LastOperator`. */
  readonly setDisabled: (
    account: string,
    isDisabled: boolean,
  ) => Effect.Effect<void, LastOperator | NoSuchEntry | StorageUnavailable>;
  /** Deletes an account with its roles. Fails: `LastOperator`. */
  readonly remove: (account: string) => Effect.Effect<void, LastOperator | NoSuchEntry | StorageUnavailable>;
}

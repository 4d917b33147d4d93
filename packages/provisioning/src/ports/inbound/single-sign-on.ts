// The inbound ports of signing in with an organisation's identity provider.
import * as Data from 'effect/Data';
import type * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { OpenIdSettings } from '../outbound/openid-provider.ts';
import type { BegunSession, SignInRefused, Visitor } from './accounts.ts';

/** Settings that cannot be used. */
export class SignInSettingsRefused extends Data.TaggedError('SignInSettingsRefused')<{ readonly reason: string }> {}

/** What is shown of the settings: never the secret. */
export interface ShownSignInSettings extends Omit<OpenIdSettings, 'clientSecret'> {
  /** Milliseconds since 1970. */
  readonly saved: number;
}

/** New settings; without a secret the one that is kept stays. */
export type SignInSettingsRequest = Omit<OpenIdSettings, 'clientSecret'> &
  Partial<Pick<OpenIdSettings, 'clientSecret'>>;

/** How the administrators of one organisation sign in with their identity provider. */
export interface SignInSettings {
  /** Undefined: with passwords alone. */
  readonly read: () => Effect.Effect<ShownSignInSettings | undefined, StorageUnavailable>;
  /** Saves settings with which the provider answers. Fails: `SignInSettingsRefused`. */
  readonly save: (
    request: SignInSettingsRequest,
  ) => Effect.Effect<ShownSignInSettings, SignInSettingsRefused | StorageUnavailable>;
  readonly remove: () => Effect.Effect<void, StorageUnavailable>;
}

/** A sign-in that goes on at an identity provider. */
export interface StartedSignOn {
  /** Where the browser goes. */
  readonly url: string;
  /** What the browser keeps in a cookie, so that nobody else can end the sign-in in it. */
  readonly binding: string;
  /** Milliseconds since 1970. */
  readonly ends: number;
}

/** What came back from the identity provider. */
export interface ReturnedSignOn extends Visitor {
  /** The URL with its query. */
  readonly url: string;
  /** The parameter of the query. */
  readonly state: string | undefined;
  readonly binding: string | undefined;
}

/** Signing in with an organisation's identity provider. */
export interface SingleSignOn {
  /** Begins. Fails with `SignInRefused` when the organisation has no such settings, or is none. */
  readonly start: (request: {
    /** Name of the organisation. */
    readonly organisation: string;
    /** A path of our own pages, to which the browser goes afterwards. */
    readonly returnTo: string;
  }) => Effect.Effect<StartedSignOn, SignInRefused | StorageUnavailable>;
  /** Begins a session for that organisation alone, of the account that has a role there. */
  readonly finish: (
    returned: ReturnedSignOn,
  ) => Effect.Effect<{ readonly session: BegunSession; readonly returnTo: string }, SignInRefused | StorageUnavailable>;
}

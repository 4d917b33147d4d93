// The port behind which the identity provider of an organisation's administrators is asked who somebody is (OpenID Connect).
import * as Data from 'effect/Data';
import type * as Effect from 'effect/Effect';

/** How an organisation's administrators sign in with their identity provider. */
export interface OpenIdSettings {
  /** As the provider's discovery document says it. OpenID Connect Discovery section 4. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The provider does not answer, or answers something that is not to be believed. */
export class OpenIdFailed extends Data.TaggedError('OpenIdFailed')<{
  /** For the administrator who has made the settings. */
  readonly reason: string;
  readonly cause?: unknown;
}> {}

/** A sign-in that was begun at the provider: what has to be known when it comes back. */
export interface BegunOpenId {
  /** Where the browser goes. */
  readonly url: string;
  /** Sent along and sent back. */
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE: proves that whoever ends the sign-in has begun it. */
  readonly verifier: string;
}

/** Who somebody is, as the provider says. */
export interface OpenIdIdentity {
  /** Never changes for a person at this provider. */
  readonly subject: string;
  readonly email?: string;
  /** False: the provider says that it does not know the address to be the person's. */
  readonly isEmailVerified?: boolean;
}

/** Talks to identity providers. The issuer, the signature, the audience, the times, state and nonce are checked. */
export interface OpenIdProvider {
  /** Begins a sign-in; it reads the provider's discovery document. */
  readonly begin: (settings: OpenIdSettings, redirectUri: string) => Effect.Effect<BegunOpenId, OpenIdFailed>;
  /** Ends a sign-in with what came back: the URL that the browser was sent to, with its query. */
  readonly finish: (
    settings: OpenIdSettings,
    back: Pick<BegunOpenId, 'state' | 'nonce' | 'verifier'> & { readonly url: string },
  ) => Effect.Effect<OpenIdIdentity, OpenIdFailed>;
}

// OpenID Connect by openid-client: the authorization code flow with PKCE (RFC 7636), state and nonce. The library checks issuer,
// signature, audience, times and nonce of the ID token.
import * as Effect from 'effect/Effect';
import type * as OpenIdClient from 'openid-client';
import {
  OpenIdFailed,
  type BegunOpenId,
  type OpenIdIdentity,
  type OpenIdProvider,
  type OpenIdSettings,
} from '@looop-scim/provisioning/accounts';

/** What a request to a provider is sent by. */
export type OpenIdFetch = OpenIdClient.CustomFetch;

type Client = typeof OpenIdClient;

/** Loaded when somebody signs in by it: most processes never need it. */
const load = (): Promise<Client> => import('openid-client');

/** How providers are talked to. */
export interface OpenIdProviderOptions {
  /** Sends the requests; it decides which addresses may be reached, this machine included. */
  readonly fetch: OpenIdFetch;
}

const SCOPE = 'openid email profile';
const TIMEOUT_SECONDS = 10;
/** Discovery documents are read again after this time. */
const KEPT_MS = 10 * 60 * 1000;
/** Configurations that are kept. */
const MOST_KEPT = 1000;

const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** The URL of an issuer: of https, or on this machine. Throws for another one. */
const issuerUrl = (issuer: string): URL => {
  const url = URL.parse(issuer);
  if (url === null || url.search !== '' || url.hash !== '' || `${url.username}${url.password}` !== '') {
    throw new TypeError(
      'The issuer must be a URL without query, fragment or credentials, such as https://acme.okta.com',
    );
  }
  const isLocal = url.protocol === 'http:' && LOOPBACK.includes(url.hostname);
  if (url.protocol !== 'https:' && !isLocal) throw new TypeError('The issuer must begin with https://');
  return url;
};

/** What an error of the library says, without what it carries. */
const reasonOf = (cause: unknown): string => {
  const inner = cause instanceof Error && cause.cause instanceof Error ? `: ${cause.cause.message}` : '';
  return cause instanceof Error ? `${cause.message}${inner}` : 'The identity provider does not answer';
};

const attempt = <Answer>(work: () => Promise<Answer>): Effect.Effect<Answer, OpenIdFailed> =>
  Effect.tryPromise({ try: work, catch: (cause) => new OpenIdFailed({ reason: reasonOf(cause), cause }) });

/** How the secret is sent: in the body where the provider takes that, else by HTTP Basic, which is what a provider takes that says nothing. */
const secretAs = (client: Client, server: OpenIdClient.ServerMetadata, secret: string): OpenIdClient.ClientAuth => {
  const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return methods.includes('client_secret_post') ? client.ClientSecretPost(secret) : client.ClientSecretBasic(secret);
};

/** Reads discovery documents, and keeps them for a while. */
const makeDiscover = ({ fetch }: OpenIdProviderOptions) => {
  const kept = new Map<string, { readonly at: number; readonly configuration: OpenIdClient.Configuration }>();

  const read = async ({ issuer, clientId, clientSecret }: OpenIdSettings): Promise<OpenIdClient.Configuration> => {
    const url = issuerUrl(issuer);
    const isPlain = url.protocol === 'http:';
    const client = await load();
    const found = await client.discovery(url, clientId, undefined, undefined, {
      [client.customFetch]: fetch,
      timeout: TIMEOUT_SECONDS,
      ...(isPlain && { execute: [client.allowInsecureRequests] }),
    });
    const server = found.serverMetadata();
    const configuration = new client.Configuration(server, clientId, undefined, secretAs(client, server, clientSecret));
    configuration[client.customFetch] = fetch;
    configuration.timeout = TIMEOUT_SECONDS;
    if (isPlain) client.allowInsecureRequests(configuration);
    return configuration;
  };

  return async (settings: OpenIdSettings): Promise<OpenIdClient.Configuration> => {
    const key = JSON.stringify([settings.issuer, settings.clientId, settings.clientSecret]);
    const known = kept.get(key);
    if (known !== undefined && Date.now() - known.at < KEPT_MS) return known.configuration;
    const configuration = await read(settings);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, { at: Date.now(), configuration });
    return configuration;
  };
};

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const identityOf = (subject: string, said: Readonly<Record<string, unknown>>): OpenIdIdentity => {
  const email = textOf(said['email']);
  const verified = said['email_verified'];
  return {
    subject,
    ...(email !== undefined && { email }),
    ...(verified !== undefined && { isEmailVerified: verified === true || verified === 'true' }),
  };
};

/** Makes the client of identity providers. */
export const makeOpenIdProvider = (options: OpenIdProviderOptions): OpenIdProvider => {
  const discover = makeDiscover(options);

  const begin = async (settings: OpenIdSettings, redirectUri: string): Promise<BegunOpenId> => {
    const [client, configuration] = [await load(), await discover(settings)];
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: SCOPE,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    return { url: url.href, state, nonce, verifier };
  };

  /** The address of the person; where the ID token has none, the provider is asked for it. */
  const finish: (...call: Parameters<OpenIdProvider['finish']>) => Promise<OpenIdIdentity> = async (
    settings,
    { url, state, nonce, verifier },
  ) => {
    const [client, configuration] = [await load(), await discover(settings)];
    const tokens = await client.authorizationCodeGrant(configuration, new URL(url), {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new TypeError('The identity provider has sent no ID token');
    if (textOf(claims['email']) !== undefined) return identityOf(claims.sub, claims);
    const { userinfo_endpoint: endpoint } = configuration.serverMetadata();
    if (endpoint === undefined) return identityOf(claims.sub, {});
    return identityOf(claims.sub, await client.fetchUserInfo(configuration, tokens.access_token, claims.sub));
  };

  return {
    begin: (settings, redirectUri) => attempt(() => begin(settings, redirectUri)),
    finish: (settings, back) => attempt(() => finish(settings, back)),
  };
};

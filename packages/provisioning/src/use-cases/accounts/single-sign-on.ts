// Signing in with an organisation's identity provider. What the provider says counts in its own organisation alone: the session
// that begins is for that organisation, whatever else the account may do.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { Account } from '../../accounts/account.ts';
import { organisationId, type OrganisationId } from '../../organisation/organisation.ts';
import { SignInRefused } from '../../ports/inbound/accounts.ts';
import type { SingleSignOn } from '../../ports/inbound/single-sign-on.ts';
import type {
  BegunOpenId,
  OpenIdFailed,
  OpenIdIdentity,
  OpenIdProvider,
  OpenIdSettings,
} from '../../ports/outbound/openid-provider.ts';
import type { AccountDependencies, AccountsRepository } from './accounts-repository.ts';
import type { SessionKeeping } from './sessions.ts';
import { makeStoredJson } from './stored-json.ts';
import { listedAdministrators } from './team.ts';

/** How long a sign-in may take at the identity provider. */
const SIGN_ON_MS = 10 * 60 * 1000;

/** What is kept of a sign-in that was begun, under the hash of its state. */
interface PendingSignOn extends Pick<BegunOpenId, 'nonce' | 'verifier'> {
  readonly organisation: string;
  /** Hash of what the browser keeps. */
  readonly binding: string;
  readonly returnTo: string;
}

/** What single sign-on works with. */
export interface SingleSignOnParts {
  readonly deps: AccountDependencies;
  readonly accounts: AccountsRepository;
  readonly sessions: SessionKeeping;
  readonly provider: OpenIdProvider;
  readonly settingsOf: (id: OrganisationId) => Effect.Effect<OpenIdSettings | undefined, StorageUnavailable>;
  /** Where the provider sends the browser back to. */
  readonly redirectUri: () => string;
}

const refused = Effect.fail(new SignInRefused());

/** Whatever the provider does, the visitor is told the same. */
const orRefuse = <Answer>(asking: Effect.Effect<Answer, OpenIdFailed>): Effect.Effect<Answer, SignInRefused> =>
  Effect.mapError(asking, () => new SignInRefused());

/** Finds the account of an identity, which must have a role in the organisation. */
const makeAccountOf = ({ deps, accounts }: SingleSignOnParts) => {
  /** Binds the identity to the account: from then on no other identity of the provider opens it, whatever its address. */
  const bind = (organisation: OrganisationId, account: Account, { subject }: OpenIdIdentity) =>
    listedAdministrators(deps, organisation).change<SignInRefused>(account.id, (listed) => {
      const bound = listed?.subject;
      if (listed === undefined || (bound !== undefined && bound !== subject)) return refused;
      return Effect.succeed({ value: { ...listed, subject } });
    });

  return Effect.fnUntraced(function* (
    organisation: OrganisationId,
    identity: OpenIdIdentity,
  ): Effect.fn.Return<Account, SignInRefused | StorageUnavailable> {
    const { email, isEmailVerified = true } = identity;
    if (email === undefined || !isEmailVerified) return yield* refused;
    const account = yield* accounts.read(accounts.idOf(email));
    if (account?.roles[organisation] === undefined || account.disabled !== undefined) return yield* refused;
    yield* bind(organisation, account, identity);
    return account;
  });
};

/** Makes single sign-on. */
export const makeSingleSignOn = (parts: SingleSignOnParts): SingleSignOn => {
  const { deps, accounts, sessions, provider, settingsOf, redirectUri } = parts;
  const { records, organisations, secrets } = deps;
  const pending = makeStoredJson<PendingSignOn>(records, 'signInRequest');
  const accountOf = makeAccountOf(parts);

  const start: SingleSignOn['start'] = Effect.fnUntraced(function* ({ organisation: name, returnTo }) {
    const organisation = yield* Effect.catchTag(organisations.byName(name), 'NoSuchEntry', () => refused);
    const settings = yield* settingsOf(organisation.id);
    if (settings === undefined) return yield* refused;
    const { url, state, nonce, verifier } = yield* orRefuse(provider.begin(settings, redirectUri()));
    const binding = yield* secrets.generateSecret;
    const ends = (yield* Clock.currentTimeMillis) + SIGN_ON_MS;
    const value: PendingSignOn = {
      organisation: organisation.id,
      binding: secrets.hash(binding),
      returnTo,
      nonce,
      verifier,
    };
    yield* pending.change(secrets.hash(state), () => Effect.succeed({ value, expiresAt: ends }));
    return { url, binding, ends };
  });

  /** The sign-in that comes back, used up. */
  const taken = Effect.fnUntraced(function* (
    state: string,
    binding: string,
  ): Effect.fn.Return<PendingSignOn, SignInRefused | StorageUnavailable> {
    const key = secrets.hash(state);
    const { value, version } = yield* pending.read(key);
    if (value === undefined || !secrets.sameHash(value.binding, secrets.hash(binding))) return yield* refused;
    yield* Effect.catchTag(pending.remove(key, version), 'VersionConflict', () => refused);
    return value;
  });

  const finish: SingleSignOn['finish'] = Effect.fnUntraced(function* ({ url, state, binding, previous }) {
    if (state === undefined || binding === undefined) return yield* refused;
    const { organisation: id, nonce, verifier, returnTo } = yield* taken(state, binding);
    const organisation = organisationId(id);
    const settings = yield* settingsOf(organisation);
    if (settings === undefined) return yield* refused;
    const identity = yield* orRefuse(provider.finish(settings, { url, state, nonce, verifier }));
    const found = yield* accountOf(organisation, identity);
    const now = yield* Clock.currentTimeMillis;
    const account = yield* (
      accounts
        // From a network that only the provider has let in: it counts for nothing where a password is guessed.
        .change(found.id, (one) => Effect.succeed({ ...one, lastSignIn: now }))
        .pipe(Effect.catchTag('NoSuchEntry', () => refused))
    );
    const session = yield* sessions.begin({
      account: { ...account, stamp: found.stamp },
      previous,
      onlyOrganisation: organisation,
    });
    return { session, returnTo };
  });

  return { start, finish };
};

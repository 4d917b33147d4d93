// Sessions: begun at every sign-in with a new secret, found by its hash, ended by their time, one by one or all at once.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { Account } from '../../accounts/account.ts';
import { endOf, NOTE_USE_MS, type Session } from '../../accounts/session.ts';
import type { OrganisationId } from '../../organisation/organisation.ts';
import { NotSignedIn, type BegunSession, type PersonAccess, type Sessions } from '../../ports/inbound/accounts.ts';
import type { TokenSecrets } from '../../ports/outbound/identifiers.ts';
import type { AccountDependencies, AccountsRepository } from './accounts-repository.ts';
import { makeStoredJson } from './stored-json.ts';

/** How a session begins. */
export interface SessionStart {
  readonly account: Account;
  /** Secret of the session that the caller had so far; it ends. */
  readonly previous?: string | undefined;
  readonly onlyOrganisation?: OrganisationId;
}

/** Sessions with their beginning. */
export interface SessionKeeping extends Sessions {
  readonly begin: (start: SessionStart) => Effect.Effect<BegunSession, StorageUnavailable>;
}

/** The proof of a session: whoever has it has read an answer to the session, which pages of other sites cannot. */
const proofOf = (secrets: Pick<TokenSecrets, 'hash'>, secret: string): string => secrets.hash(`proof ${secret}`);

/** Makes the keeping of sessions. */
export const makeSessions = (
  { records, secrets }: Pick<AccountDependencies, 'records' | 'secrets'>,
  accounts: AccountsRepository,
): SessionKeeping => {
  const stored = makeStoredJson<Session>(records, 'session');

  const accessOf = (secret: string, account: Account, { organisation }: Session): PersonAccess => ({
    account,
    proof: proofOf(secrets, secret),
    ...(organisation !== undefined && { onlyOrganisation: organisation }),
  });

  const end: Sessions['end'] = (secret) => stored.clear(secrets.hash(secret));

  const find = Effect.fnUntraced(function* (
    secret: string,
  ): Effect.fn.Return<PersonAccess, NotSignedIn | StorageUnavailable> {
    const key = secrets.hash(secret);
    const { value: session, version } = yield* stored.read(key);
    const now = yield* Clock.currentTimeMillis;
    if (session === undefined || endOf(session) <= now) return yield* new NotSignedIn();
    const account = yield* accounts.read(session.accountId);
    if (account === undefined || account.stamp !== session.stamp || account.disabled !== undefined) {
      return yield* new NotSignedIn();
    }
    if (now - session.used >= NOTE_USE_MS) {
      const used = { ...session, used: now };
      // Somebody else has noted it, or has ended the session: both are as good.
      yield* Effect.ignore(stored.write(key, { value: used, expiresAt: endOf(used) }, version));
    }
    return accessOf(secret, account, session);
  });

  const begin = Effect.fnUntraced(function* ({
    account,
    previous,
    onlyOrganisation,
  }: SessionStart): Effect.fn.Return<BegunSession, StorageUnavailable> {
    if (previous !== undefined) yield* end(previous);
    const began = yield* Clock.currentTimeMillis;
    const secret = yield* secrets.generateSecret;
    const session: Session = {
      accountId: account.id,
      stamp: account.stamp,
      ...(onlyOrganisation !== undefined && { organisation: onlyOrganisation }),
      began,
      used: began,
    };
    // Nobody has this key: it is the hash of 256 random bits.
    yield* stored.change(secrets.hash(secret), () => Effect.succeed({ value: session, expiresAt: endOf(session) }));
    return { secret, ends: endOf(session), access: accessOf(secret, account, session) };
  });

  const endAll: Sessions['endAll'] = (accountId) =>
    Effect.asVoid(
      accounts.change(accountId, (account) => Effect.map(secrets.generateSecret, (stamp) => ({ ...account, stamp }))),
    );

  return { find, begin, end, endAll };
};

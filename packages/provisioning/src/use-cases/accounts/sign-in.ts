// Signing in with a password. An address without an account is refused with the same text after the same work.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import { signedInFrom, type Account } from '../../accounts/account.ts';
import { networkOf } from '../../accounts/back-off.ts';
import { normalisedPassword } from '../../accounts/password-rules.ts';
import {
  SignInRefused,
  type BegunSession,
  type PasswordChange,
  type PasswordSignIn,
  type SignInFailure,
  type SigningIn,
  type Visitor,
} from '../../ports/inbound/accounts.ts';
import type { AccountDependencies, AccountsRepository } from './accounts-repository.ts';
import { makeBackOff } from './back-off-counts.ts';
import { hashNewPassword } from './new-password.ts';
import type { SessionKeeping } from './sessions.ts';

/** Makes signing in. */
export const makeSigningIn = (
  { records, hasher, secrets }: AccountDependencies,
  accounts: AccountsRepository,
  sessions: SessionKeeping,
): SigningIn => {
  const backOff = makeBackOff(records);

  /** The account whose password it is. */
  const verified = Effect.fnUntraced(function* (
    accountId: string,
    password: string,
    { address }: Visitor,
  ): Effect.fn.Return<Account, SignInFailure> {
    const network = networkOf(address);
    const account = yield* accounts.read(accountId);
    const attempt = { accountId, network, isKnown: account?.networks.includes(network) ?? false };
    yield* backOff.begin(attempt);
    const isRight = yield* hasher.verify(normalisedPassword(password), account?.passwordHash);
    if (!isRight || account === undefined || account.disabled !== undefined) return yield* new SignInRefused();
    yield* backOff.succeeded(attempt);
    return account;
  });

  /**
   * A hash at the cost of today, where the one that was verified is of another cost: the work of a refusal would tell such an
   * account from an address without one. undefined where none is needed, or when too much is being hashed: the next sign-in does it.
   */
  const renewed = (hash: string | undefined, password: string): Effect.Effect<string | undefined> =>
    hash === undefined || !hasher.isOutdated(hash)
      ? Effect.undefined
      : Effect.catchTag(hasher.hash(normalisedPassword(password)), 'Overloaded', () => Effect.undefined);

  const change = (id: string, decide: (account: Account) => Effect.Effect<Account>) =>
    accounts.change(id, decide).pipe(
      // The account was deleted in this moment.
      Effect.catchTag('NoSuchEntry', () => Effect.fail(new SignInRefused())),
    );

  const signIn = Effect.fnUntraced(function* ({
    email,
    password,
    ...visitor
  }: PasswordSignIn): Effect.fn.Return<BegunSession, SignInFailure> {
    const { id, stamp, passwordHash: before } = yield* verified(accounts.idOf(email), password, visitor);
    const hash = yield* renewed(before, password);
    const now = yield* Clock.currentTimeMillis;
    const network = networkOf(visitor.address);
    const account = yield* change(id, (found) => {
      const isSame = found.passwordHash === before && hash !== undefined;
      return Effect.succeed(signedInFrom(isSame ? { ...found, passwordHash: hash } : found, network, now));
    });
    // With the stamp that the password was verified for: if it was changed meanwhile, the session is none.
    return yield* sessions.begin({ account: { ...account, stamp }, previous: visitor.previous });
  });

  const changePassword: SigningIn['changePassword'] = Effect.fnUntraced(function* ({
    accountId,
    current,
    password,
    ...visitor
  }: PasswordChange) {
    const { id, email } = yield* verified(accountId, current, visitor);
    const passwordHash = yield* hashNewPassword(hasher, { email, password });
    const stamp = yield* secrets.generateSecret;
    const account = yield* change(id, ({ link: _ended, ...found }) =>
      Effect.succeed({ ...found, passwordHash, stamp }),
    );
    return yield* sessions.begin({ account, previous: visitor.previous });
  });

  return { signIn, changePassword };
};

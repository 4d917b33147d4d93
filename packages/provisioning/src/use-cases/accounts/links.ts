// One-time links: invitations, and links that set a password. Each is used once, whoever is faster.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { signedInFrom, withRole, type Account } from '../../accounts/account.ts';
import { networkOf } from '../../accounts/back-off.ts';
import type { Invitation } from '../../accounts/invitation.ts';
import { LinkNotValid, parseLink, type LinkParts } from '../../accounts/link.ts';
import { organisationId } from '../../organisation/organisation.ts';
import {
  NotSignedIn,
  type BegunSession,
  type LinkDescription,
  type LinkFailure,
  type Links,
  type LinkUse,
} from '../../ports/inbound/accounts.ts';
import { checkedName, type AccountDependencies, type AccountsRepository } from './accounts-repository.ts';
import { hashNewPassword } from './new-password.ts';
import type { SessionKeeping } from './sessions.ts';
import { listedAdministrators, storedInvitations } from './team.ts';

/** An invitation that can be accepted, and the account that its address has. */
interface OpenInvitation {
  readonly invitation: Invitation;
  readonly version: number;
  readonly organisationName: string;
  readonly account: Account | undefined;
}

const notValid = Effect.fail(new LinkNotValid());

/** Looks links up. */
const makeFind = (deps: AccountDependencies, accounts: AccountsRepository) => {
  const { secrets, organisations } = deps;

  const invitation = Effect.fnUntraced(function* ({
    organisation: text,
    id,
    secret,
  }: Extract<LinkParts, { kind: 'invitation' }>): Effect.fn.Return<OpenInvitation, LinkNotValid | StorageUnavailable> {
    const organisation = yield* organisations.byId(organisationId(text));
    if (organisation === undefined || !isKey(id)) return yield* notValid;
    const { value, version } = yield* storedInvitations(deps, organisation.id).read(id);
    const now = yield* Clock.currentTimeMillis;
    if (value === undefined || value.expires <= now || !secrets.sameHash(value.hash, secrets.hash(secret))) {
      return yield* notValid;
    }
    const account = yield* accounts.read(accounts.idOf(value.email));
    return { invitation: value, version, organisationName: organisation.name, account };
  });

  /** Whether the account has this link now. */
  const isLinkOf = (account: Account | undefined, secret: string, now: number): account is Account =>
    account?.link !== undefined &&
    account.disabled === undefined &&
    account.link.expires > now &&
    secrets.sameHash(account.link.hash, secrets.hash(secret));

  const passwordLink = Effect.fnUntraced(function* ({
    accountId,
    secret,
  }: Extract<LinkParts, { kind: 'password' }>): Effect.fn.Return<Account, LinkNotValid | StorageUnavailable> {
    const account = isKey(accountId) ? yield* accounts.read(accountId) : undefined;
    return isLinkOf(account, secret, yield* Clock.currentTimeMillis) ? account : yield* notValid;
  });

  return { invitation, passwordLink, isLinkOf };
};

/** Whether a text may be the key of a record: what a stranger sends is not asked for otherwise. */
const isKey = (text: string): boolean =>
  text.length <= 200 && [...text].every((character) => character > ' ' && character <= '~');

/** Makes what uses links up. */
const makeUses = (deps: AccountDependencies, accounts: AccountsRepository, sessions: SessionKeeping) => {
  const { secrets, hasher } = deps;
  const find = makeFind(deps, accounts);

  /** The hash of the password that a link sets. */
  const newHash = (email: string, password = '') => hashNewPassword(hasher, { email, password });

  const setPassword = Effect.fnUntraced(function* (
    parts: Extract<LinkParts, { kind: 'password' }>,
    { password, address, previous, name }: LinkUse,
  ): Effect.fn.Return<BegunSession, LinkFailure> {
    const { email } = yield* find.passwordLink(parts);
    const named = name === undefined ? {} : { name: yield* checkedName(name) };
    const passwordHash = yield* newHash(email, password);
    const now = yield* Clock.currentTimeMillis;
    const stamp = yield* secrets.generateSecret;
    const account = yield* accounts
      .change(parts.accountId, (found) => {
        // Of those who use the link at once, the first one ends it for the others.
        if (!find.isLinkOf(found, parts.secret, now)) return notValid;
        const { link: _used, ...rest } = found;
        return Effect.succeed(signedInFrom({ ...rest, ...named, passwordHash, stamp }, networkOf(address), now));
      })
      .pipe(Effect.catchTag('NoSuchEntry', () => notValid));
    return yield* sessions.begin({ account, previous });
  });

  /** The account that accepts an invitation: a new one with a password, or the one that is signed in to. */
  const accepting = Effect.fnUntraced(function* (
    { invitation: { email }, account }: OpenInvitation,
    { password, name = '', signedIn }: LinkUse,
  ) {
    if (account !== undefined) return signedIn?.id === account.id ? account : yield* new NotSignedIn();
    const kept = yield* checkedName(name);
    const passwordHash = yield* newHash(email, password);
    return { ...(yield* accounts.draft({ email, name: kept, isOperator: false })), passwordHash };
  });

  const accept = Effect.fnUntraced(function* (
    parts: Extract<LinkParts, { kind: 'invitation' }>,
    use: LinkUse,
  ): Effect.fn.Return<BegunSession, LinkFailure> {
    const open = yield* find.invitation(parts);
    const { organisation, id, role } = open.invitation;
    const accepted = yield* accepting(open, use);
    const now = yield* Clock.currentTimeMillis;
    // Used up first: whoever loses the race for it changes nothing.
    yield* storedInvitations(deps, organisation)
      .remove(id, open.version)
      .pipe(Effect.catchTag('VersionConflict', () => notValid));
    yield* listedAdministrators(deps, organisation).change(accepted.id, () =>
      Effect.succeed({ value: { since: now } }),
    );
    if (open.account === undefined) {
      yield* accounts.add(accepted).pipe(Effect.catchTag('AlreadyExists', () => notValid));
    }
    const account = yield* accounts
      .change(accepted.id, (found) =>
        Effect.succeed(signedInFrom(withRole(found, organisation, role), networkOf(use.address), now)),
      )
      .pipe(Effect.catchTag('NoSuchEntry', () => notValid));
    return yield* sessions.begin({ account, previous: use.previous });
  });

  return { setPassword, accept };
};

/** Makes the links. */
export const makeLinks = (deps: AccountDependencies, accounts: AccountsRepository, sessions: SessionKeeping): Links => {
  const find = makeFind(deps, accounts);

  const describe = Effect.fnUntraced(function* (
    text: string,
  ): Effect.fn.Return<LinkDescription, LinkNotValid | StorageUnavailable> {
    const parts = parseLink(text);
    if (parts === undefined) return yield* notValid;
    if (parts.kind === 'password') {
      const { email } = yield* find.passwordLink(parts);
      return { kind: 'password', email, setsPassword: true };
    }
    const { invitation, organisationName, account } = yield* find.invitation(parts);
    const { email, role } = invitation;
    return { kind: 'invitation', email, setsPassword: account === undefined, organisation: organisationName, role };
  });

  const { setPassword, accept } = makeUses(deps, accounts, sessions);

  const holder: Links['holder'] = (text) =>
    Effect.map(describe(text), ({ email }) => ({ accountId: accounts.idOf(email), email }));

  return {
    holder,
    describe,
    use: (request) => {
      const parts = parseLink(request.link);
      if (parts === undefined) return notValid;
      return parts.kind === 'password' ? setPassword(parts, request) : accept(parts, request);
    },
  };
};

// What operators do with accounts: add, list, link, disable, delete.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { type Account, type PasswordLink } from '../../accounts/account.ts';
import { PASSWORD_LINK_MS, printLink } from '../../accounts/link.ts';
import { organisationId } from '../../organisation/organisation.ts';
import { LastOperator, type AccountAdministration, type LinkedAccount } from '../../ports/inbound/accounts.ts';
import type { TokenSecrets } from '../../ports/outbound/identifiers.ts';
import { NoSuchEntry } from '../../ports/outbound/organisation-store.ts';
import { departureRecord, makeDepart, type Circle, type Departure } from './departures.ts';
import { checkedEmail, checkedName, type AccountDependencies, type AccountsRepository } from './accounts-repository.ts';
import { listedAdministrators } from './team.ts';

/** Makes new links that set the password of an account. */
const makeNewLink = (secrets: TokenSecrets) =>
  Effect.fnUntraced(function* (accountId: string): Effect.fn.Return<{ kept: PasswordLink; text: string }> {
    const secret = yield* secrets.generateSecret;
    const expires = (yield* Clock.currentTimeMillis) + PASSWORD_LINK_MS;
    return { kept: { hash: secrets.hash(secret), expires }, text: printLink({ kind: 'password', accountId, secret }) };
  });

/** Says that there is no account in the words in which it was asked for. */
const namedAs = <Answer, Failure extends { readonly _tag: string }>(
  named: string,
  work: Effect.Effect<Answer, Failure | NoSuchEntry>,
) => Effect.catchTag(work, 'NoSuchEntry', () => Effect.fail(new NoSuchEntry({ what: 'account', name: named })));

/** Accounts that are read at once. */
const READ_AT_ONCE = 500;

/** Operators who can sign in: whoever was invited and has set no password cannot, and the link may have expired. */
const isAtWork = ({ isOperator, disabled, passwordHash }: Account): boolean =>
  isOperator && disabled === undefined && passwordHash !== undefined;

/** The operators, of whom one has to stay. */
const operatorsOf = ({ records }: AccountDependencies, { stored }: AccountsRepository): Circle => ({
  record: departureRecord(records),
  has: isAtWork,
  hasOther: Effect.fnUntraced(function* (accountId: string): Effect.fn.Return<boolean, StorageUnavailable> {
    for (let after: string | undefined; ;) {
      const part = yield* stored.page({ limit: READ_AT_ONCE, ...(after !== undefined && { after }) });
      if (part.some(({ key, value }) => key !== accountId && isAtWork(value))) return true;
      if (part.length < READ_AT_ONCE) return false;
      after = part.at(-1)?.key;
    }
  }),
});

/** Makes the administration of accounts. */
export const makeAccountAdministration = (
  deps: AccountDependencies,
  accounts: AccountsRepository,
): AccountAdministration => {
  const { secrets } = deps;

  const newLink = makeNewLink(secrets);

  /** The id of an account that is named by its id or by its address. */
  const idOf = (named: string): string => (named.includes('@') ? accounts.idOf(named) : named);

  const change = (named: string, decide: (account: Account) => Effect.Effect<Account>) =>
    namedAs(named, accounts.change(idOf(named), decide));

  const depart = makeDepart(accounts, operatorsOf(deps, accounts), () => Effect.fail(new LastOperator()));

  const leave = (named: string, departure: Departure) => namedAs(named, depart(idOf(named), departure));

  /** With another stamp all sessions end. */
  const withOtherStamp = (account: Account) => Effect.map(secrets.generateSecret, (stamp) => ({ ...account, stamp }));

  const add: AccountAdministration['add'] = Effect.fnUntraced(function* ({ email: text, name = '', isOperator }) {
    const email = yield* checkedEmail(text);
    const draft = yield* accounts.draft({ email, name: yield* checkedName(name), isOperator });
    const link = yield* newLink(draft.id);
    const account = { ...draft, link: link.kept };
    yield* accounts.add(account);
    return { account, link: link.text };
  });

  const link: AccountAdministration['link'] = Effect.fnUntraced(function* (named) {
    const made = yield* newLink(idOf(named));
    const account = yield* change(named, (found) => Effect.succeed({ ...found, link: made.kept }));
    const linked: LinkedAccount = { account, link: made.text };
    return linked;
  });

  const read: AccountAdministration['read'] = (named) =>
    Effect.flatMap(accounts.read(idOf(named)), (found) =>
      found === undefined ? Effect.fail(new NoSuchEntry({ what: 'account', name: named })) : Effect.succeed(found),
    );

  return {
    add,
    link,
    read,
    list: (page) => Effect.map(accounts.stored.page(page), (found) => found.map(({ value }) => value)),
    setOperator: Effect.fnUntraced(function* (named, isOperator) {
      if (!isOperator) return yield* leave(named, { kind: 'demote', stamp: yield* secrets.generateSecret });
      yield* change(named, (account) => withOtherStamp({ ...account, isOperator }));
    }),
    setDisabled: Effect.fnUntraced(function* (named, isDisabled) {
      if (isDisabled) {
        const at = yield* Clock.currentTimeMillis;
        return yield* leave(named, { kind: 'disable', at, stamp: yield* secrets.generateSecret });
      }
      yield* change(named, ({ disabled: _since, ...account }) => withOtherStamp(account));
    }),
    remove: Effect.fnUntraced(function* (named) {
      const account = yield* read(named);
      yield* leave(named, { kind: 'remove' });
      for (const id of Object.keys(account.roles)) {
        yield* listedAdministrators(deps, organisationId(id)).clear(account.id);
      }
    }),
  };
};

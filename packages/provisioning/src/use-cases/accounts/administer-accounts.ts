// What operators do with accounts: add, list, link, disable, delete.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import { keptName, type Account, type PasswordLink } from '../../accounts/account.ts';
import { PASSWORD_LINK_MS, printLink } from '../../accounts/link.ts';
import { organisationId } from '../../organisation/organisation.ts';
import type { AccountAdministration, LinkedAccount } from '../../ports/inbound/accounts.ts';
import type { TokenSecrets } from '../../ports/outbound/identifiers.ts';
import { NoSuchEntry } from '../../ports/outbound/organisation-store.ts';
import { checkedEmail, type AccountDependencies, type AccountsRepository } from './accounts-repository.ts';
import { listedAdministrators } from './team.ts';

/** Makes new links that set the password of an account. */
const makeNewLink = (secrets: TokenSecrets) =>
  Effect.fnUntraced(function* (accountId: string): Effect.fn.Return<{ kept: PasswordLink; text: string }> {
    const secret = yield* secrets.generateSecret;
    const expires = (yield* Clock.currentTimeMillis) + PASSWORD_LINK_MS;
    return { kept: { hash: secrets.hash(secret), expires }, text: printLink({ kind: 'password', accountId, secret }) };
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
    accounts
      .change(idOf(named), decide)
      .pipe(
        Effect.mapError((failure) =>
          failure._tag === 'NoSuchEntry' ? new NoSuchEntry({ what: 'account', name: named }) : failure,
        ),
      );

  /** With another stamp all sessions end. */
  const withOtherStamp = (account: Account) => Effect.map(secrets.generateSecret, (stamp) => ({ ...account, stamp }));

  const add: AccountAdministration['add'] = Effect.fnUntraced(function* ({ email: text, name = '', isOperator }) {
    const email = yield* checkedEmail(text);
    const draft = yield* accounts.draft({ email, name: keptName(name), isOperator });
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
    setOperator: (named, isOperator) =>
      Effect.asVoid(change(named, (account) => withOtherStamp({ ...account, isOperator }))),
    setDisabled: Effect.fnUntraced(function* (named, isDisabled) {
      const at = yield* Clock.currentTimeMillis;
      yield* change(named, ({ disabled = at, link: ended, ...account }) =>
        withOtherStamp(
          isDisabled ? { ...account, disabled } : { ...account, ...(ended !== undefined && { link: ended }) },
        ),
      );
    }),
    remove: Effect.fnUntraced(function* (named) {
      const account = yield* read(named);
      yield* accounts.stored.clear(account.id);
      for (const id of Object.keys(account.roles)) {
        yield* listedAdministrators(deps, organisationId(id)).clear(account.id);
      }
    }),
  };
};

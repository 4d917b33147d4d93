// What operators do with accounts: add, list, link, disable, delete.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import { keptName, type Account, type PasswordLink } from '../../accounts/account.ts';
import { PASSWORD_LINK_MS, printLink } from '../../accounts/link.ts';
import { normalisedEmail } from '../../accounts/email-address.ts';
import { organisationId } from '../../organisation/organisation.ts';
import type { AccountAdministration, LinkedAccount } from '../../ports/inbound/accounts.ts';
import { NoSuchEntry } from '../../ports/outbound/organisation-store.ts';
import { checkedEmail, type AccountDependencies, type AccountsRepository } from './accounts-repository.ts';
import { listedAdministrators } from './team.ts';

/** Makes the administration of accounts. */
export const makeAccountAdministration = (
  deps: AccountDependencies,
  accounts: AccountsRepository,
): AccountAdministration => {
  const { secrets } = deps;

  const newLink = Effect.fnUntraced(function* (accountId: string): Effect.fn.Return<{ kept: PasswordLink; text: string }> {
    const secret = yield* secrets.generateSecret;
    const expires = (yield* Clock.currentTimeMillis) + PASSWORD_LINK_MS;
    return { kept: { hash: secrets.hash(secret), expires }, text: printLink({ kind: 'password', accountId, secret }) };
  });

  const change = (email: string, decide: (account: Account) => Effect.Effect<Account>) =>
    accounts
      .change(accounts.idOf(email), decide)
      .pipe(
        Effect.mapError((failure) =>
          failure._tag === 'NoSuchEntry' ? new NoSuchEntry({ what: 'account', name: email }) : failure,
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

  const link: AccountAdministration['link'] = Effect.fnUntraced(function* (email) {
    const made = yield* newLink(accounts.idOf(email));
    const account = yield* change(email, (found) => Effect.succeed({ ...found, link: made.kept }));
    const linked: LinkedAccount = { account, link: made.text };
    return linked;
  });

  const read: AccountAdministration['read'] = (email) =>
    Effect.flatMap(accounts.read(accounts.idOf(email)), (found) =>
      found === undefined
        ? Effect.fail(new NoSuchEntry({ what: 'account', name: normalisedEmail(email) }))
        : Effect.succeed(found),
    );

  return {
    add,
    link,
    read,
    list: (page) => Effect.map(accounts.stored.page(page), (found) => found.map(({ value }) => value)),
    setOperator: (email, isOperator) =>
      Effect.asVoid(change(email, (account) => withOtherStamp({ ...account, isOperator }))),
    setDisabled: Effect.fnUntraced(function* (email, isDisabled) {
      const at = yield* Clock.currentTimeMillis;
      yield* change(email, ({ disabled = at, link: ended, ...account }) =>
        withOtherStamp(
          isDisabled ? { ...account, disabled } : { ...account, ...(ended !== undefined && { link: ended }) },
        ),
      );
    }),
    remove: Effect.fnUntraced(function* (email) {
      const account = yield* read(email);
      yield* accounts.stored.clear(account.id);
      for (const id of Object.keys(account.roles)) {
        yield* listedAdministrators(deps, organisationId(id)).clear(account.id);
      }
    }),
  };
};

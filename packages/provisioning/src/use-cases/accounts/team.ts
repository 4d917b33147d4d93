// Who administers one organisation. The role stands in the account; a record of the organisation lists who may have one, so that
// it is found without reading all accounts.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { withRole, type Account, type Role } from '../../accounts/account.ts';
import type { Invitation } from '../../accounts/invitation.ts';
import { INVITATION_MS, printLink } from '../../accounts/link.ts';
import type { OrganisationId } from '../../organisation/organisation.ts';
import {
  LastAdministrator,
  TooManyEntries,
  type Administrator,
  type InvalidEmail,
  type InvitationRequest,
  type RoleChange,
  type SentInvitation,
  type Team,
} from '../../ports/inbound/accounts.ts';
import { NoSuchEntry } from '../../ports/outbound/organisation-store.ts';
import { checkedEmail, type AccountDependencies, type AccountsRepository } from './accounts-repository.ts';
import { makeStoredJson } from './stored-json.ts';

/** Administrators and viewers of an organisation. */
const MOST_ADMINISTRATORS = 500;
/** Invitations of an organisation that wait. */
const MOST_INVITATIONS = 200;

const administratorOf = (account: Account, role: Role): Administrator => ({
  accountId: account.id,
  email: account.email,
  name: account.name,
  role,
  ...(account.lastSignIn !== undefined && { lastSignIn: account.lastSignIn }),
  isDisabled: account.disabled !== undefined,
});

/** What an organisation keeps of somebody who may have a role in it. */
interface ListedAdministrator {
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Who the person is at the organisation's identity provider, once the person has signed in there. */
  readonly subject?: string;
}

/** The list of an organisation of those who may have a role in it. */
export const listedAdministrators = ({ recordsOf }: Pick<AccountDependencies, 'recordsOf'>, id: OrganisationId) =>
  makeStoredJson<ListedAdministrator>(recordsOf(id), 'administrator');

/** Invitations by organisation and id. */
export const storedInvitations = ({ recordsOf }: Pick<AccountDependencies, 'recordsOf'>, id: OrganisationId) =>
  makeStoredJson<Invitation>(recordsOf(id), 'invitation');

const makeRoles = (deps: AccountDependencies, accounts: AccountsRepository, id: OrganisationId) => {
  const listed = listedAdministrators(deps, id);

  const administrators = Effect.fnUntraced(function* (): Effect.fn.Return<
    readonly Administrator[],
    StorageUnavailable
  > {
    const found: Administrator[] = [];
    for (const { key } of yield* listed.page({ limit: MOST_ADMINISTRATORS })) {
      const account = yield* accounts.read(key);
      const role = account?.roles[id];
      if (account !== undefined && role !== undefined) found.push(administratorOf(account, role));
    }
    return found;
  });

  const changeRole = Effect.fnUntraced(function* ({
    accountId,
    role,
    mayBeLast,
  }: RoleChange): Effect.fn.Return<void, LastAdministrator | NoSuchEntry | StorageUnavailable> {
    const others = (yield* administrators()).filter((one) => one.accountId !== accountId && !one.isDisabled);
    const wouldBeLast = role !== 'administrator' && !others.some((one) => one.role === 'administrator');
    yield* accounts
      .change(accountId, (account): Effect.Effect<Account, LastAdministrator | NoSuchEntry> => {
        const before = account.roles[id];
        if (before === undefined) return Effect.fail(new NoSuchEntry({ what: 'administrator', name: accountId }));
        if (before === 'administrator' && wouldBeLast && !mayBeLast) return Effect.fail(new LastAdministrator());
        return Effect.succeed(withRole(account, id, role));
      })
      .pipe(
        Effect.mapError((failure) =>
          failure._tag === 'NoSuchEntry' ? new NoSuchEntry({ what: 'administrator', name: accountId }) : failure,
        ),
      );
    if (role === undefined) yield* listed.clear(accountId);
  });

  return { administrators, changeRole, listed };
};

/** Makes the team of an organisation. */
export const makeTeam = (deps: AccountDependencies, accounts: AccountsRepository, id: OrganisationId): Team => {
  const { secrets, ids } = deps;
  const invitations = storedInvitations(deps, id);
  const { listed, ...roles } = makeRoles(deps, accounts, id);

  const waiting = () =>
    Effect.map(invitations.page({ limit: MOST_INVITATIONS }), (found) => found.map(({ value }) => value));

  const invite = Effect.fnUntraced(function* ({
    email: text,
    role,
    by,
  }: InvitationRequest): Effect.fn.Return<SentInvitation, InvalidEmail | TooManyEntries | StorageUnavailable> {
    const email = yield* checkedEmail(text);
    if ((yield* waiting()).length >= MOST_INVITATIONS) {
      return yield* new TooManyEntries({ what: 'invitations', most: MOST_INVITATIONS });
    }
    if ((yield* listed.page({ limit: MOST_ADMINISTRATORS })).length >= MOST_ADMINISTRATORS) {
      return yield* new TooManyEntries({ what: 'administrators', most: MOST_ADMINISTRATORS });
    }
    const created = yield* Clock.currentTimeMillis;
    const secret = yield* secrets.generateSecret;
    const invitation: Invitation = {
      id: yield* ids.next,
      organisation: id,
      email,
      role,
      hash: secrets.hash(secret),
      by,
      created,
      expires: created + INVITATION_MS,
    };
    yield* invitations.change(invitation.id, () =>
      Effect.succeed({ value: invitation, expiresAt: invitation.expires }),
    );
    return { invitation, link: printLink({ kind: 'invitation', organisation: id, id: invitation.id, secret }) };
  });

  const withdraw = Effect.fnUntraced(function* (
    invitationId: string,
  ): Effect.fn.Return<void, NoSuchEntry | StorageUnavailable> {
    const { value } = yield* invitations.read(invitationId);
    if (value === undefined) return yield* new NoSuchEntry({ what: 'invitation', name: invitationId });
    yield* invitations.clear(invitationId);
  });

  return { ...roles, invitations: waiting, invite, withdraw };
};

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
import { departureRecord, makeDepart, type Circle } from './departures.ts';
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

  /** An administrator who was disabled does not count, and may leave. */
  const isAtWork = ({ roles, disabled }: Account): boolean => roles[id] === 'administrator' && disabled === undefined;

  const circle: Circle = {
    record: departureRecord(deps.recordsOf(id)),
    has: isAtWork,
    hasOther: (accountId) =>
      Effect.map(administrators(), (all) =>
        all.some((one) => one.accountId !== accountId && one.role === 'administrator' && !one.isDisabled),
      ),
  };
  const depart = makeDepart(accounts, circle, () => Effect.fail(new LastAdministrator()));

  const changeRole = Effect.fnUntraced(function* ({
    accountId,
    role,
    mayBeLast,
  }: RoleChange): Effect.fn.Return<void, LastAdministrator | NoSuchEntry | StorageUnavailable> {
    const absent = new NoSuchEntry({ what: 'administrator', name: accountId });
    const changing: Effect.Effect<unknown, LastAdministrator | NoSuchEntry | StorageUnavailable> =
      role === 'administrator' || mayBeLast
        ? accounts.change(accountId, (account) =>
            account.roles[id] === undefined ? Effect.fail(absent) : Effect.succeed(withRole(account, id, role)),
          )
        : depart(accountId, { kind: 'role', organisation: id, ...(role !== undefined && { role }) });
    if ((yield* accounts.read(accountId))?.roles[id] === undefined) return yield* absent;
    yield* Effect.catchTag(changing, 'NoSuchEntry', () => Effect.fail(absent));
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

// Accounts as records, and who administers which organisation.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { isPersonName, keptName, type Account } from '../../accounts/account.ts';
import { isEmailAddress, normalisedEmail } from '../../accounts/email-address.ts';
import type { OrganisationId } from '../../organisation/organisation.ts';
import type { AccountRequest } from '../../ports/inbound/accounts.ts';
import { InvalidEmail, InvalidPersonName } from '../../ports/inbound/accounts.ts';
import type { IdGenerator, TokenSecrets } from '../../ports/outbound/identifiers.ts';
import { AlreadyExists, NoSuchEntry, type OrganisationStore } from '../../ports/outbound/organisation-store.ts';
import type { PasswordHasher } from '../../ports/outbound/password-hasher.ts';
import type { RecordStore } from '../../ports/outbound/record-store.ts';
import { makeStoredJson, type StoredJson } from './stored-json.ts';

/** What the use cases about accounts work with. */
export interface AccountDependencies {
  /** Of the installation. */
  readonly records: RecordStore;
  readonly recordsOf: (id: OrganisationId) => RecordStore;
  readonly organisations: OrganisationStore;
  readonly secrets: TokenSecrets;
  readonly hasher: PasswordHasher;
  readonly ids: IdGenerator;
}

/** Digits of the hash of an address that are the id of its account. */
const ID_DIGITS = 32;

/** The address of a request as it is compared. Fails: `InvalidEmail`. */
export const checkedEmail = (text: string): Effect.Effect<string, InvalidEmail> => {
  const email = normalisedEmail(text);
  return isEmailAddress(email) ? Effect.succeed(email) : Effect.fail(new InvalidEmail({ email: text }));
};

/** The name of a request as it is kept. Fails: `InvalidPersonName`. */
export const checkedName = (text: string): Effect.Effect<string, InvalidPersonName> => {
  const name = keptName(text);
  return isPersonName(name) ? Effect.succeed(name) : Effect.fail(new InvalidPersonName({ name: text }));
};

/** Accounts by id. */
export interface AccountsRepository {
  /** The id of the account that an address has, or would have; whatever the text is. */
  readonly idOf: (email: string) => string;
  readonly stored: StoredJson<Account>;
  readonly read: (id: string) => Effect.Effect<Account | undefined, StorageUnavailable>;
  /** A new account, which is not stored. */
  readonly draft: (request: AccountRequest) => Effect.Effect<Account>;
  /** Stores a new account. Fails: `AlreadyExists`. */
  readonly add: (account: Account) => Effect.Effect<void, AlreadyExists | StorageUnavailable>;
  /** Changes an account that there is. Fails: `NoSuchEntry`, and as `decide` does. */
  readonly change: <Failure = never>(
    id: string,
    decide: (account: Account) => Effect.Effect<Account, Failure>,
  ) => Effect.Effect<Account, Failure | NoSuchEntry | StorageUnavailable>;
}

/** Makes the repository of accounts. */
export const makeAccountsRepository = ({
  records,
  secrets,
}: Pick<AccountDependencies, 'records' | 'secrets'>): AccountsRepository => {
  const stored = makeStoredJson<Account>(records, 'account');
  const idOf = (email: string): string => secrets.hash(normalisedEmail(email)).slice(0, ID_DIGITS);
  return {
    idOf,
    stored,
    read: (id) => Effect.map(stored.read(id), ({ value }) => value),
    draft: Effect.fnUntraced(function* ({ email, name = '', isOperator }: AccountRequest): Effect.fn.Return<Account> {
      const created = yield* Clock.currentTimeMillis;
      const stamp = yield* secrets.generateSecret;
      return { id: idOf(email), email, name, isOperator, roles: {}, stamp, networks: [], created };
    }),
    add: (account) =>
      stored
        .write(account.id, { value: account }, 0)
        .pipe(Effect.catchTag('VersionConflict', () => Effect.fail(new AlreadyExists({ what: 'account' })))),
    change: <Failure>(id: string, decide: (account: Account) => Effect.Effect<Account, Failure>) =>
      stored.change<Failure | NoSuchEntry>(id, (account) => {
        if (account === undefined) return Effect.fail(new NoSuchEntry({ what: 'account', name: id }));
        return Effect.map(decide(account), (value) => ({ value }));
      }),
  };
};

// Takes people out of those of whom one has to stay: the operators, and the administrators of an organisation. Each account is a
// record of its own, so that two who leave at the same moment would both see the other one stay. Departures of a circle therefore go
// through one record, one after the other: it says who is about to leave before the account is changed.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { withRole, type Account, type Role } from '../../accounts/account.ts';
import type { OrganisationId } from '../../organisation/organisation.ts';
import { NoSuchEntry } from '../../ports/outbound/organisation-store.ts';
import type { RecordStore } from '../../ports/outbound/record-store.ts';
import type { VersionConflict } from '../../ports/outbound/revision-store.ts';
import type { AccountsRepository } from './accounts-repository.ts';
import { makeStoredJson, type StoredJson, type Versioned } from './stored-json.ts';

/** How somebody leaves. With another stamp all sessions end. */
export type Departure =
  | { readonly kind: 'disable'; readonly at: number; readonly stamp: string }
  | { readonly kind: 'demote'; readonly stamp: string }
  | { readonly kind: 'remove' }
  | { readonly kind: 'role'; readonly organisation: OrganisationId; readonly role?: Role };

/** Somebody who is about to leave. */
interface Pending {
  readonly accountId: string;
  /** The version of the account's record that is replaced, and the stamp that it has. */
  readonly version: number;
  readonly stamp: string;
  readonly departure: Departure;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** The record that departures go through. */
export interface DepartureRecord {
  readonly pending?: Pending;
}

/** Those of whom one has to stay. */
export interface Circle {
  readonly record: StoredJson<DepartureRecord>;
  readonly has: (account: Account) => boolean;
  /** Whether it has somebody beside this account. */
  readonly hasOther: (accountId: string) => Effect.Effect<boolean, StorageUnavailable>;
}

const KEY = 'one';
/** Who has not left after this time, in milliseconds, stays: its process has stopped. */
const PENDING_MS = 60_000;

/** The record of a circle; `records` are those of the installation, or of an organisation. */
export const departureRecord = (records: RecordStore): StoredJson<DepartureRecord> =>
  makeStoredJson<DepartureRecord>(records, 'departure');

/** The account once somebody has left; undefined: there is none any more. */
const accountAfter = (account: Account, departure: Departure): Account | undefined => {
  switch (departure.kind) {
    case 'disable': {
      const { disabled = departure.at, link: _ended, ...rest } = account;
      return { ...rest, disabled, stamp: departure.stamp };
    }
    case 'demote':
      return { ...account, isOperator: false, stamp: departure.stamp };
    case 'remove':
      return undefined;
    case 'role':
      return withRole(account, departure.organisation, departure.role);
  }
};

const hasLeft = (account: Account | undefined, departure: Departure): boolean => {
  if (departure.kind === 'remove') return account === undefined;
  return departure.kind === 'role'
    ? account?.roles[departure.organisation] === departure.role
    : account?.stamp === departure.stamp;
};

/** Whether a write was made; not, when somebody else has written meanwhile. */
const isMade = (writing: Effect.Effect<void, VersionConflict | StorageUnavailable>) =>
  writing.pipe(
    Effect.as(true),
    Effect.catchTag('VersionConflict', () => Effect.succeed(false)),
  );

/** Makes the departures from a circle. Fails as `refuse` says when nobody would stay; `NoSuchEntry` without an account. */
export const makeDepart = <Refusal>(
  { stored }: Pick<AccountsRepository, 'stored'>,
  { record, has, hasOther }: Circle,
  refuse: () => Effect.Effect<never, Refusal>,
) => {
  const replace = (accountId: string, next: Account | undefined, version: number) =>
    isMade(next === undefined ? stored.remove(accountId, version) : stored.write(accountId, { value: next }, version));

  /**
   * Does what is pending, or keeps it from being done when it is too old; then others may leave. Whatever becomes of the write here,
   * the account has another version afterwards, so that nobody can do it later.
   */
  const settle = Effect.fnUntraced(function* (
    { accountId, version, stamp, departure, since }: Pending,
    recordVersion: number,
  ): Effect.fn.Return<void, StorageUnavailable> {
    const found: Versioned<Account> = yield* stored.read(accountId);
    // What is written with another version than the one that was seen fails.
    if (found.value !== undefined && found.value.stamp === stamp) {
      const isInTime = (yield* Clock.currentTimeMillis) - since < PENDING_MS;
      yield* replace(accountId, isInTime ? accountAfter(found.value, departure) : found.value, version);
    }
    yield* isMade(record.write(KEY, { value: {} }, recordVersion));
  });

  return Effect.fnUntraced(function* (
    accountId: string,
    departure: Departure,
  ): Effect.fn.Return<void, Refusal | NoSuchEntry | StorageUnavailable> {
    // Of those who compete one goes on each time.
    for (;;) {
      const { value: known, version: recordVersion } = yield* record.read(KEY);
      if (known?.pending !== undefined) {
        yield* settle(known.pending, recordVersion);
        continue;
      }
      const { value: account, version } = yield* stored.read(accountId);
      if (account === undefined) return yield* new NoSuchEntry({ what: 'account', name: accountId });
      if (!has(account)) {
        if (yield* replace(accountId, accountAfter(account, departure), version)) return;
        continue;
      }
      if (!(yield* hasOther(accountId))) return yield* refuse();
      const since = yield* Clock.currentTimeMillis;
      const pending: Pending = { accountId, version, stamp: account.stamp, departure, since };
      // Somebody who has left since the look at the others has written the record.
      if (!(yield* isMade(record.write(KEY, { value: { pending } }, recordVersion)))) continue;
      yield* settle(pending, recordVersion + 1);
      if (hasLeft((yield* stored.read(accountId)).value, departure)) return;
    }
  });
};

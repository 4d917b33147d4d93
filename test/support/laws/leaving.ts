// Operators, and administrators of an organisation, who leave at the same moment: the calls of their storage come in any order,
// and a process may stop between two of them.
import assert from 'node:assert/strict';
import { Effect, Result } from 'effect';
import fc from 'fast-check';
import { law, type Law, type OpenStorage } from '@looop-scim/laws';
import { makePeople, OpenIdFailed, type Account } from '@looop-scim/provisioning/accounts';
import { organisationId } from '@looop-scim/provisioning/organisation';
import type { RecordStore, Storage } from '@looop-scim/provisioning/ports';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import { makeCursorCipher, makePasswordHasher, tokenSecrets, uuidV7Generator } from '../domain-parts.ts';
import { run } from '../run/run-effect.ts';

const PEOPLE = 3;
const ACME = organisationId('0199f0a1-0000-7000-8000-0000000000aa');
const emailOf = (index: number): string => `person-${index}@acme.example`;

/** The records of a store below a prefix of their own, so that each case begins with none. */
const below = (records: RecordStore, prefix: string): RecordStore => ({
  read: (kind, key) => records.read(kind, `${prefix}.${key}`),
  write: (kind, key, record, expected) => records.write(kind, `${prefix}.${key}`, record, expected),
  remove: (kind, key, expected) => records.remove(kind, `${prefix}.${key}`, expected),
  page: (kind, { after, prefix: begin = '', limit }) => {
    const page = { limit, prefix: `${prefix}.${begin}`, ...(after !== undefined && { after: `${prefix}.${after}` }) };
    return Effect.map(records.page(kind, page), (found) =>
      found.map((record) => ({ ...record, key: record.key.slice(prefix.length + 1) })),
    );
  },
});

type Before = Effect.Effect<void, StorageUnavailable>;

/** Does something before each call. */
const afterEach = (records: RecordStore, before: () => Before): RecordStore => ({
  read: (...given) => Effect.andThen(Effect.suspend(before), records.read(...given)),
  write: (...given) => Effect.andThen(Effect.suspend(before), records.write(...given)),
  remove: (...given) => Effect.andThen(Effect.suspend(before), records.remove(...given)),
  page: (...given) => Effect.andThen(Effect.suspend(before), records.page(...given)),
});

/** People on the records of one case; every one of them is a process of its own. */
const openCase = async (storage: Storage, prefix: string, before: () => Before = () => Effect.void) => {
  const own = (records: RecordStore) => afterEach(below(records, prefix), before);
  const records = own(storage.records);
  const recordsOf = () => own(storage.forOrganisation(ACME).records);
  const people = makePeople(
    {
      ...{ records, recordsOf, organisations: storage.organisations },
      ...{ secrets: tokenSecrets, ids: uuidV7Generator, hasher: makePasswordHasher() },
    },
    {
      provider: {
        begin: () => Effect.fail(new OpenIdFailed({ reason: 'there is none' })),
        finish: () => Effect.fail(new OpenIdFailed({ reason: 'there is none' })),
      },
      cipherOf: (id) => makeCursorCipher('a secret', id),
      redirectUri: () => '',
    },
  );
  return { people, records, recordsOf };
};

const storedAccounts = async (records: RecordStore): Promise<readonly Account[]> =>
  (await run(records.page('account', { limit: 100 }))).map(({ content }) => JSON.parse(content) as Account);

/** Makes people who can sign in, without hashing a password for each. */
const addPeople = async ({ people, records, recordsOf }: Awaited<ReturnType<typeof openCase>>, isOperator: boolean) => {
  for (let index = 0; index < PEOPLE; index += 1) {
    const { account } = await run(people.accounts.add({ email: emailOf(index), isOperator }));
    const roles = isOperator ? {} : { [ACME]: 'administrator' };
    const content = JSON.stringify({ ...account, passwordHash: 'a hash', roles });
    await run(records.write('account', account.id, { content }, 1));
    if (!isOperator) await run(recordsOf().write('administrator', account.id, { content: '{"since":0}' }, 0));
  }
};

/** Who leaves, how, and after how many calls the process stops that does it. */
const leaving = <Kind extends string>(kinds: readonly Kind[]) =>
  fc.record({
    who: fc.nat({ max: PEOPLE - 1 }),
    kind: fc.constantFrom(...kinds),
    calls: fc.oneof({ weight: 3, arbitrary: fc.constant(Infinity) }, { weight: 1, arbitrary: fc.nat({ max: 8 }) }),
  });

type Leaving<Kind extends string> = ReturnType<typeof leaving<Kind>> extends fc.Arbitrary<infer Value> ? Value : never;

interface LeavingLaw<Kind extends string> {
  readonly name: string;
  readonly kinds: readonly Kind[];
  readonly isOperator: boolean;
  readonly act: (
    people: ReturnType<typeof makePeople>,
    kind: Kind,
    account: Pick<Account, 'id' | 'email'>,
  ) => Effect.Effect<unknown, unknown>;
  readonly isThere: (account: Account) => boolean;
}

/** Whatever the order of the calls, somebody is there at the end. */
const oneStays = <Kind extends string>(
  open: () => Promise<Storage>,
  { name, kinds, isOperator, act, isThere }: LeavingLaw<Kind>,
): Law => {
  let cases = 0;
  return law(
    name,
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(leaving(kinds), { minLength: 2, maxLength: 4 }),
      async (scheduler, departures: readonly Leaving<Kind>[]) => {
        const storage = await open();
        const prefix = `${isOperator ? 'operators' : 'administrators'}-${(cases += 1)}`;
        const known = await openCase(storage, prefix);
        await addPeople(known, isOperator);
        const accounts = await storedAccounts(known.records);
        const leave = async ({ who, kind, calls }: Leaving<Kind>) => {
          let done = 0;
          const { people } = await openCase(storage, prefix, () => {
            done += 1;
            if (done > calls)
              return Effect.fail(new StorageUnavailable({ cause: 'the process has stopped', retryAfterSeconds: 1 }));
            return Effect.promise(() => scheduler.schedule(Promise.resolve()));
          });
          const account = accounts.find(({ email }) => email === emailOf(who));
          assert(account !== undefined);
          return await run(Effect.result(act(people, kind, account)));
        };
        const outcomes = await scheduler.waitFor(Promise.all(departures.map(leave)));
        const after = await storedAccounts(known.records);
        assert(after.some(isThere), 'nobody is left');
        // Whoever is told to have left has left.
        for (const [index, outcome] of outcomes.entries()) {
          const account = accounts.find(({ email }) => email === emailOf(departures[index]?.who ?? 0));
          if (Result.isFailure(outcome) || account === undefined) continue;
          assert(!after.some((one) => one.id === account.id && isThere(one)), `${account.email} is still there`);
        }
      },
    ),
  );
};

/** The laws, on a storage that is opened once. */
export const leavingLaws = (openStorage: OpenStorage) => {
  let opened: ReturnType<OpenStorage> | undefined;
  const open = async (): Promise<Storage> => (await (opened ??= openStorage())).storage;
  const laws: readonly Law[] = [
    oneStays(open, {
      name: 'of operators who are disabled, demoted and deleted at once, one who can sign in stays',
      kinds: ['disable', 'demote', 'remove'],
      isOperator: true,
      act: ({ accounts }, kind, { email }) => {
        if (kind === 'remove') return accounts.remove(email);
        return kind === 'disable' ? accounts.setDisabled(email, true) : accounts.setOperator(email, false);
      },
      isThere: ({ isOperator, disabled }) => isOperator && disabled === undefined,
    }),
    oneStays(open, {
      name: 'of administrators of an organisation who leave at once, one stays',
      kinds: ['viewer', 'none'],
      isOperator: false,
      act: ({ teamOf }, kind, { id: accountId }) =>
        teamOf(ACME).changeRole({ accountId, role: kind === 'none' ? undefined : kind, mayBeLast: false }),
      isThere: ({ roles }) => roles[ACME] === 'administrator',
    }),
  ];
  return { laws, close: async () => await (await opened)?.close() };
};

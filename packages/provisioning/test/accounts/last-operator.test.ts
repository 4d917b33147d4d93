// One operator who can sign in stays. That this holds for those who leave at once is among the laws of leaving.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import { failureOf, run } from '../../../../test/support/run/run-effect.ts';
import { openPeople, timed } from './support.ts';

const [OP, OLGA] = ['op@looop.example', 'olga@looop.example'] as const;

const ways = [
  ['disabled', (accounts: Accounts, email: string) => accounts.setDisabled(email, true)],
  ['demoted', (accounts: Accounts, email: string) => accounts.setOperator(email, false)],
  ['deleted', (accounts: Accounts, email: string) => accounts.remove(email)],
] as const;
type Accounts = Awaited<ReturnType<typeof openPeople>>['accounts'];

describe.each(ways)('an operator is %s', (_way, leave) => {
  it('unless nobody else can sign in: an invited operator has no password, a disabled one does not count', async () => {
    const { addPerson, accounts } = await openPeople();
    await run(addPerson(OP, true));
    await run(addPerson('ana@acme.example'));
    await run(accounts.add({ email: OLGA, isOperator: true }));
    expect(await failureOf(leave(accounts, OP))).toMatchObject({ _tag: 'LastOperator' });
    await run(leave(accounts, OLGA));
    await run(Effect.ignore(accounts.remove(OLGA)));
    await run(addPerson(OLGA, true));
    await run(leave(accounts, OP));
    expect(await failureOf(leave(accounts, OLGA))).toMatchObject({ _tag: 'LastOperator' });
  });

  it('also where more accounts than are read at once are no operators', async () => {
    const { addPerson, accounts, storage } = await openPeople();
    await run(addPerson(OP, true));
    await run(addPerson(OLGA, true));
    const content = JSON.stringify({ ...(await run(accounts.read(OLGA))), isOperator: false });
    for (let index = 0; index < 1001; index += 1) {
      await run(storage.records.write('account', `0-${String(index).padStart(4, '0')}`, { content }, 0));
    }
    await run(leave(accounts, OP));
  });

  it('is told that there is no such account', async () => {
    const { accounts } = await openPeople();
    expect(await failureOf(leave(accounts, OP))).toMatchObject({ _tag: 'NoSuchEntry', what: 'account', name: OP });
  });
});

describe('a departure that a process has begun and not done', () => {
  const pending = (account: { readonly id: string; readonly stamp: string }, version: number) => ({
    content: JSON.stringify({
      pending: { accountId: account.id, version, stamp: account.stamp, departure: { kind: 'remove' }, since: 0 },
    }),
  });

  it.each([
    [59_999, 0],
    // Written once more as it was, so that the process that has begun cannot do it any more either.
    [60_000, 2],
  ])('is done by the next one within a minute, and later not at all: after %i ms', async (after, version) => {
    const { accounts, storage } = await openPeople();
    const found = await timed(
      Effect.gen(function* () {
        const { account } = yield* accounts.add({ email: OP, isOperator: true });
        yield* accounts.add({ email: OLGA, isOperator: true });
        yield* storage.records.write('departure', 'one', pending(account, 1), 0);
        yield* TestClock.adjust(after);
        yield* accounts.setDisabled(OLGA, true);
        return yield* storage.records.read('account', account.id);
      }),
    );
    expect(found?.version ?? 0).toBe(version);
  });
});

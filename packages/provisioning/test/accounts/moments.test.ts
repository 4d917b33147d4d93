// What another process does in the moment between two steps of a sign-in, a link or a change of a role.
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import type { RecordStore } from '@looop-scim/provisioning/ports';
import { standardRegistry } from '@looop-scim/scim/schema';
import { makePasswordHasher, openMemoryStorage } from '../../../../test/support/domain-parts.ts';
import { failureOf, run } from '../../../../test/support/run/run-effect.ts';
import { makeStoredJson } from '../../src/use-cases/accounts/stored-json.ts';
import { HERE, openPeople, PASSWORD, REDIRECT_URI } from './support.ts';

const [ANA, BO] = ['ana@acme.example', 'bo@acme.example'];

/** People, and what happens after an account was read so often. */
const open = async () => {
  let [reads, meanwhile]: [number, Effect.Effect<unknown>] = [Infinity, Effect.void];
  const people = await openPeople((records) => ({
    ...records,
    read: (kind, key) =>
      Effect.tap(records.read(kind, key), () => {
        if (kind === 'account') reads -= 1;
        const step = reads === 0 ? meanwhile : Effect.void;
        if (reads === 0) reads = Infinity;
        return step;
      }),
  }));
  const { records } = people.storage;
  return {
    ...people,
    afterReads: (count: number, then: Effect.Effect<unknown, unknown>): void => {
      [reads, meanwhile] = [count, Effect.orDie(then)];
    },
    /** Changes an account as another process does. */
    rewrite: (id: string, change: object) =>
      Effect.flatMap(records.read('account', id), (found) => {
        const content = JSON.stringify({ ...(JSON.parse(found?.content ?? '{}') as object), ...change });
        return records.write('account', id, { content }, found?.version ?? 0);
      }),
    erase: (id: string) =>
      Effect.flatMap(records.read('account', id), (found) => records.remove('account', id, found?.version ?? 0)),
  };
};

describe('an account that is deleted within a moment', () => {
  it('is not signed in to', async () => {
    const { addPerson, signingIn, afterReads, erase } = await open();
    const { id } = (await run(addPerson(ANA))).access.account;
    afterReads(1, erase(id));
    const signIn = signingIn.signIn({ ...HERE, email: ANA, password: PASSWORD });
    expect(await failureOf(signIn)).toMatchObject({ _tag: 'SignInRefused' });
  });

  it('is not signed in to with an identity provider', async () => {
    const { invited, acme, directory, singleSignOn, signInSettingsOf, afterReads, erase } = await open();
    await run(signInSettingsOf(acme.id).save({ issuer: 'https://idp.example', clientId: 'x', clientSecret: 'y' }));
    const { id } = (await run(invited(acme.id, ANA))).access.account;
    directory.set('ana', { subject: 'idp-ana', email: ANA, isEmailVerified: true });
    const { url, binding } = await run(singleSignOn.start({ organisation: 'acme', returnTo: '/' }));
    const state = new URL(url).searchParams.get('state') ?? '';
    afterReads(1, erase(id));
    const back = singleSignOn.finish({ ...HERE, url: `${REDIRECT_URI}?code=ana&state=${state}`, state, binding });
    expect(await failureOf(back)).toMatchObject({ _tag: 'SignInRefused' });
  });

  it('has no password set by a link', async () => {
    const { accounts, links, afterReads, erase } = await open();
    const { account, link } = await run(accounts.add({ email: ANA, isOperator: false }));
    afterReads(1, erase(account.id));
    expect(await failureOf(links.use({ ...HERE, link, password: PASSWORD }))).toMatchObject({ _tag: 'LinkNotValid' });
  });

  it('accepts no invitation', async () => {
    const { invited, acme, globex, teamOf, links, afterReads, erase } = await open();
    const { account } = (await run(invited(acme.id, ANA))).access;
    const { link } = await run(teamOf(globex.id).invite({ email: ANA, role: 'viewer', by: BO }));
    afterReads(1, erase(account.id));
    const use = links.use({ ...HERE, link, signedIn: account });
    expect(await failureOf(use)).toMatchObject({ _tag: 'LinkNotValid' });
  });

  it('has no other role', async () => {
    const { invited, acme, teamOf, afterReads, erase } = await open();
    const { id } = (await run(invited(acme.id, ANA, 'viewer'))).access.account;
    for (const mayBeLast of [true, false]) {
      afterReads(1, Effect.ignore(erase(id)));
      const change = teamOf(acme.id).changeRole({ accountId: id, role: undefined, mayBeLast });
      expect(await failureOf(change)).toMatchObject({ _tag: 'NoSuchEntry', what: 'administrator', name: id });
    }
  });
});

describe('an account that is written within a moment', () => {
  it('is no second one for the address of an invitation', async () => {
    const { acme, teamOf, links, accounts, afterReads } = await open();
    const { link } = await run(teamOf(acme.id).invite({ email: ANA, role: 'viewer', by: BO }));
    afterReads(1, accounts.add({ email: ANA, isOperator: false }));
    expect(await failureOf(links.use({ ...HERE, link, password: PASSWORD }))).toMatchObject({ _tag: 'LinkNotValid' });
    expect((await run(accounts.read(ANA))).roles).toEqual({});
  });

  it('keeps the password that was set meanwhile', async () => {
    const { addPerson, signingIn, afterReads, rewrite, accounts } = await open();
    const { id } = (await run(addPerson(ANA))).access.account;
    // Of another cost, so that whoever signs in has it made anew.
    const passwordHash = await run(makePasswordHasher({ cost: { memory: 16, passes: 2 } }).hash(PASSWORD));
    await run(rewrite(id, { passwordHash }));
    afterReads(1, rewrite(id, { passwordHash: 'set meanwhile' }));
    await run(signingIn.signIn({ ...HERE, email: ANA, password: PASSWORD }));
    expect((await run(accounts.read(ANA))).passwordHash).toBe('set meanwhile');
  });

  it('has the role taken that it has lost since', async () => {
    const { invited, acme, teamOf, afterReads, rewrite, accounts } = await open();
    const { id } = (await run(invited(acme.id, ANA, 'viewer'))).access.account;
    afterReads(1, rewrite(id, { roles: {} }));
    const change = teamOf(acme.id).changeRole({ accountId: id, role: 'administrator', mayBeLast: false });
    expect(await failureOf(change)).toMatchObject({ _tag: 'NoSuchEntry' });
    expect((await run(accounts.read(ANA))).roles).toEqual({});
  });
});

describe('a value that is stored', () => {
  const openStored = async (meet: (records: RecordStore) => Effect.Effect<unknown>) => {
    const { records } = await run(openMemoryStorage({ registry: standardRegistry }));
    let isMet = false;
    const read: RecordStore['read'] = (kind, key) =>
      Effect.tap(records.read(kind, key), () => {
        if (isMet) return Effect.void;
        isMet = true;
        return meet(records);
      });
    return { records, stored: makeStoredJson<{ readonly n: number }>({ ...records, read }, 'job') };
  };
  const write = (n: number, expected: number) => (records: RecordStore) =>
    Effect.orDie(records.write('job', 'a', { content: JSON.stringify({ n }) }, expected));

  it('is changed from what somebody else has written meanwhile', async () => {
    const { stored } = await openStored(write(7, 0));
    const change = stored.change('a', (value) => Effect.succeed({ value: { n: (value?.n ?? 0) + 1 } }));
    expect(await run(change)).toEqual({ n: 8 });
    expect(await run(stored.read('a'))).toEqual({ value: { n: 8 }, version: 2 });
  });

  it('is cleared, whatever somebody else has written meanwhile', async () => {
    const { records, stored } = await openStored(write(7, 1));
    await run(write(1, 0)(records));
    await run(stored.clear('a'));
    expect(await run(records.read('job', 'a'))).toBeUndefined();
  });

  it('ends when it is told to, else never', async () => {
    const { records, stored } = await openStored(() => Effect.void);
    await run(stored.write('a', { value: { n: 1 }, expiresAt: 9_999_999_999_999 }, 0));
    await run(stored.write('b', { value: { n: 1 } }, 0));
    const [a, b] = await run(records.page('job', { limit: 2 }));
    expect([a?.expiresAt, b && 'expiresAt' in b]).toEqual([9_999_999_999_999, false]);
  });
});

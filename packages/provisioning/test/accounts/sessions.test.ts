// Sessions: how long they last, and how they end.
import { Clock, Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import { failureOf, run } from '../../../../test/support/run/run-effect.ts';
import { HERE, openPeople, PASSWORD, timed, unending } from './support.ts';

const ANA = 'ana@acme.example';
const HOUR_MS = 60 * 60 * 1000;

const isOpen = <Answer, Failure>(finding: Effect.Effect<Answer, Failure>) =>
  finding.pipe(
    Effect.as(true),
    Effect.catch(() => Effect.succeed(false)),
  );

describe('a session', () => {
  it('ends eight hours after its last use, and seven days after its beginning', async () => {
    const { addPerson, sessions } = await openPeople();
    const [idle, used] = await timed(
      Effect.gen(function* () {
        const { secret } = yield* addPerson(ANA);
        yield* TestClock.adjust(8 * HOUR_MS - 1);
        const before = yield* isOpen(sessions.find(secret));
        yield* TestClock.adjust(8 * HOUR_MS);
        const after = yield* isOpen(sessions.find(secret));
        const other = yield* addPerson('bo@acme.example');
        // The browser keeps the cookie for as long as the session may last.
        const now = yield* Clock.currentTimeMillis;
        expect(other.ends - now).toBe(168 * HOUR_MS);
        const hours: boolean[] = [];
        for (let hour = 1; hour <= 168; hour += 1) {
          yield* TestClock.adjust(HOUR_MS);
          hours.push(yield* isOpen(sessions.find(other.secret)));
        }
        return [[before, after], hours] as const;
      }),
    );
    expect(idle).toEqual([true, false]);
    expect(used.indexOf(false)).toBe(167);
  });

  it('ends by its own time, also where the storage still has it', async () => {
    const { addPerson, sessions } = await openPeople(unending);
    const open = await timed(
      Effect.gen(function* () {
        const { secret } = yield* addPerson(ANA);
        const found: boolean[] = [];
        for (const time of [8 * HOUR_MS - 1, 16 * HOUR_MS - 1, 24 * HOUR_MS]) {
          yield* TestClock.setTime(time);
          found.push(yield* isOpen(sessions.find(secret)));
        }
        return found;
      }),
    );
    expect(open).toEqual([true, false, false]);
  });

  it('has a proof of its own, and its account stays as it is when all end', async () => {
    const { addPerson, sessions, signingIn, accounts } = await openPeople();
    const one = await run(addPerson(ANA));
    const two = await run(signingIn.signIn({ ...HERE, email: ANA, password: PASSWORD }));
    expect(one.access).not.toHaveProperty('onlyOrganisation');
    expect(new Set([one.access.proof, two.access.proof, one.secret, two.secret]).size).toBe(4);
    const before = await run(accounts.read(ANA));
    await run(sessions.endAll(before.id));
    const { stamp, ...after } = await run(accounts.read(ANA));
    expect(after).toStrictEqual((({ stamp: _old, ...rest }) => rest)(before));
    expect(stamp).not.toBe(before.stamp);
  });

  it('is noted as used every five minutes', async () => {
    const { addPerson, sessions, storage } = await openPeople();
    const versions = Effect.map(storage.records.page('session', { limit: 10 }), (found) => JSON.stringify(found));
    await timed(
      Effect.gen(function* () {
        yield* TestClock.setTime(HOUR_MS);
        const { secret } = yield* addPerson(ANA);
        const begun = yield* versions;
        yield* TestClock.setTime(HOUR_MS + 299_999);
        yield* sessions.find(secret);
        expect(yield* versions).toBe(begun);
        yield* TestClock.setTime(HOUR_MS + 300_000);
        yield* sessions.find(secret);
        expect(yield* versions).not.toBe(begun);
      }),
    );
  });

  it('leaves nothing behind from which its secret could be had', async () => {
    const { addPerson, storage } = await openPeople();
    const { secret, access } = await run(addPerson(ANA));
    const kinds = ['account', 'session', 'invitation', 'signInFailures', 'auditEntry'] as const;
    const stored = await Promise.all(kinds.map((kind) => run(storage.records.page(kind, { limit: 1000 }))));
    const text = JSON.stringify(stored);
    for (const hidden of [secret, access.proof, PASSWORD]) expect(text).not.toContain(hidden);
  });

  it('ends by itself alone, or with all others of its account', async () => {
    const { addPerson, sessions, signingIn } = await openPeople();
    const one = await run(addPerson(ANA));
    const two = await run(signingIn.signIn({ ...HERE, email: ANA, password: PASSWORD }));
    const three = await run(signingIn.signIn({ ...HERE, email: ANA, password: PASSWORD }));
    const bo = await run(addPerson('bo@acme.example'));
    const open = () => run(Effect.all([one, two, three, bo].map(({ secret }) => isOpen(sessions.find(secret)))));
    await run(sessions.end(one.secret));
    await run(sessions.end(one.secret));
    expect(await open()).toEqual([false, true, true, true]);
    await run(sessions.endAll(two.access.account.id));
    expect(await open()).toEqual([false, false, false, true]);
  });

  it('is none of an account that is disabled, however it became so', async () => {
    const { addPerson, sessions, storage } = await openPeople();
    const { secret, access } = await run(addPerson(ANA));
    const found = await run(storage.records.read('account', access.account.id));
    const content = JSON.stringify({ ...(JSON.parse(found?.content ?? '{}') as object), disabled: 1 });
    await run(storage.records.write('account', access.account.id, { content }, found?.version ?? 0));
    expect(await failureOf(sessions.find(secret))).toMatchObject({ _tag: 'NotSignedIn' });
  });

  it('ends when its account is disabled, made an operator, or deleted, and does not come back with the address', async () => {
    const { addPerson, accounts, sessions } = await openPeople();
    await run(addPerson('op@looop.example', true));
    const changes = [accounts.setDisabled(ANA, true), accounts.setOperator(ANA, true), accounts.remove(ANA)] as const;
    for (const change of changes) {
      const { secret } = await run(addPerson(ANA));
      await run(change);
      expect(await failureOf(sessions.find(secret))).toMatchObject({ _tag: 'NotSignedIn' });
      await run(isOpen(accounts.remove(ANA)));
      await run(addPerson(ANA));
      expect(await failureOf(sessions.find(secret))).toMatchObject({ _tag: 'NotSignedIn' });
      await run(accounts.remove(ANA));
    }
  });

  it.each(['', 'x', 'a secret that nobody has'])('is none for the secret "%s"', async (secret) => {
    const { sessions } = await openPeople();
    expect(await failureOf(sessions.find(secret))).toMatchObject({ _tag: 'NotSignedIn' });
  });
});

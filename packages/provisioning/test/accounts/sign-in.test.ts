// Signing in: what opens an account, what is told of it, and how guessing is slowed down.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import { networkOf } from '@looop-scim/provisioning/accounts';
import { makePasswordHasher } from '../../../../test/support/domain-parts.ts';
import { failureOf, run } from '../../../../test/support/run/run-effect.ts';
import { ELSEWHERE, HERE, openPeople, OTHER_PASSWORD, PASSWORD, timed } from './support.ts';

const ANA = 'ana@acme.example';

/** How an attempt ended. */
const outcome = <Answer, Failure extends { readonly _tag: string }>(attempt: Effect.Effect<Answer, Failure>) =>
  attempt.pipe(
    Effect.as('signed in'),
    Effect.catch((failure) => Effect.succeed(failure._tag)),
  );

describe('a sign-in', () => {
  it('opens the account of an address in any spelling, and rotates the session', async () => {
    const { addPerson, signingIn, sessions } = await openPeople();
    const first = await run(addPerson(ANA));
    const again = await run(
      signingIn.signIn({ ...HERE, email: ' Ana@ACME.example', password: PASSWORD, previous: first.secret }),
    );
    expect(again.access.account).toMatchObject({ email: ANA, name: 'Ana Ruiz' });
    expect(again.secret).not.toBe(first.secret);
    expect(await run(sessions.find(again.secret))).toEqual(again.access);
    expect(await failureOf(sessions.find(first.secret))).toMatchObject({ _tag: 'NotSignedIn' });
  });

  it('takes the same password however it is composed', async () => {
    const { accounts, links, signingIn } = await openPeople();
    const { link } = await run(accounts.add({ email: ANA, isOperator: false }));
    await run(links.use({ ...HERE, link, password: 'pa\u0301ssing a bridge' }));
    const signedIn = signingIn.signIn({ ...HERE, email: ANA, password: 'p\u00E1ssing a bridge' });
    expect(await run(outcome(signedIn))).toBe('signed in');
  });

  it('is refused with the same words and the same work, whether there is an account or not', async () => {
    const { addPerson, accounts, signingIn, work, storage } = await openPeople();
    await run(addPerson(ANA));
    await run(addPerson('off@acme.example'));
    await run(accounts.setDisabled('off@acme.example', true));
    await run(accounts.add({ email: 'new@acme.example', isOperator: false }));
    const attempts = [
      { email: ANA, password: 'a wrong password' },
      { email: 'off@acme.example', password: PASSWORD },
      { email: 'new@acme.example', password: PASSWORD },
      { email: 'nobody@acme.example', password: PASSWORD },
      { email: 'not an address', password: PASSWORD },
      { email: '', password: '' },
    ];
    for (const attempt of attempts) {
      work.length = 0;
      const before = (await run(storage.records.page('signInFailures', { limit: 1000 }))).length;
      const failure = await failureOf(signingIn.signIn({ ...ELSEWHERE, ...attempt }));
      const counted = (await run(storage.records.page('signInFailures', { limit: 1000 }))).length - before;
      expect([attempt.email, { ...failure }, work]).toEqual([attempt.email, { _tag: 'SignInRefused' }, ['verify']]);
      expect(counted).toBeGreaterThan(0);
    }
  });

  it('hashes the password anew where its hash is of another cost, and only for whoever knows it', async () => {
    const { addPerson, signingIn, work, storage } = await openPeople();
    const { id } = (await run(addPerson(ANA))).access.account;
    const hashOf = async (): Promise<string> => {
      const { content } = (await run(storage.records.read('account', id))) ?? { content: '{}' };
      return (JSON.parse(content) as { readonly passwordHash?: string }).passwordHash ?? '';
    };
    const { content, version } = (await run(storage.records.read('account', id))) ?? { content: '{}', version: 0 };
    const passwordHash = await run(makePasswordHasher({ cost: { memory: 16, passes: 2 } }).hash(PASSWORD));
    const older = JSON.stringify({ ...(JSON.parse(content) as object), passwordHash });
    await run(storage.records.write('account', id, { content: older }, version));
    const workOf = async (password: string) => {
      work.length = 0;
      await run(outcome(signingIn.signIn({ ...HERE, email: ANA, password })));
      return [...work];
    };
    expect([await workOf('a wrong password'), await hashOf()]).toEqual([['verify'], passwordHash]);
    expect(await workOf(PASSWORD)).toEqual(['verify', 'hash']);
    expect(await hashOf()).toMatch(/^\$argon2id\$v=19\$m=8,t=1,/u);
    expect(await workOf(PASSWORD)).toEqual(['verify']);
  });

  it('waits after failures, longer each time and at most a quarter of an hour, also with the right password', async () => {
    const { addPerson, signingIn } = await openPeople();
    const attempt = (password: string) => signingIn.signIn({ ...ELSEWHERE, email: ANA, password });
    const seen = await timed(
      Effect.gen(function* () {
        yield* addPerson(ANA);
        const outcomes: (string | number)[] = [];
        for (let guess = 0; guess < 5; guess += 1) outcomes.push(yield* outcome(attempt('wrong wrong wrong')));
        outcomes.push(yield* outcome(attempt(PASSWORD)));
        yield* TestClock.adjust(1000);
        outcomes.push(yield* outcome(attempt('wrong wrong wrong')));
        yield* TestClock.adjust(1999);
        outcomes.push(yield* outcome(attempt(PASSWORD)));
        yield* TestClock.adjust(1);
        outcomes.push(yield* outcome(attempt(PASSWORD)));
        // Forgotten with the success.
        outcomes.push(yield* outcome(attempt('wrong wrong wrong')), yield* outcome(attempt(PASSWORD)));
        return outcomes;
      }),
    );
    const [no, wait, yes] = ['SignInRefused', 'TooManyRequests', 'signed in'];
    expect(seen).toEqual([no, no, no, no, no, wait, no, wait, yes, no, yes]);
  });

  it('waits for an address without an account as for one with', async () => {
    const { signingIn } = await openPeople();
    const attempt = signingIn.signIn({ ...ELSEWHERE, email: 'nobody@acme.example', password: 'wrong wrong wrong' });
    const outcomes = await timed(Effect.all(Array.from({ length: 6 }, () => outcome(attempt))));
    expect(outcomes.at(-1)).toBe('TooManyRequests');
  });

  it('counts guesses that are made at the same time', async () => {
    const { addPerson, signingIn, work } = await openPeople();
    await run(addPerson(ANA));
    work.length = 0;
    const attempt = signingIn.signIn({ ...ELSEWHERE, email: ANA, password: 'wrong wrong wrong' });
    await run(
      Effect.all(
        Array.from({ length: 30 }, () => outcome(attempt)),
        { concurrency: 'unbounded' },
      ),
    );
    expect(work.length).toBeLessThanOrEqual(5);
  });

  it('is not kept from whoever has signed in from there before by strangers anywhere', async () => {
    const { addPerson, signingIn } = await openPeople();
    const from = (address: string, password: string) => outcome(signingIn.signIn({ address, email: ANA, password }));
    const seen = await timed(
      Effect.gen(function* () {
        yield* addPerson(ANA);
        for (let stranger = 0; stranger < 60; stranger += 1) yield* from(`203.0.113.${stranger}`, 'wrong wrong wrong');
        return [yield* from('198.51.100.9', PASSWORD), yield* from(HERE.address, PASSWORD)];
      }),
    );
    expect(seen).toEqual(['TooManyRequests', 'signed in']);
  });

  it('counts strangers anywhere for an address without an account as for one with: nobody learns which it is', async () => {
    const { addPerson, signingIn } = await openPeople();
    const strangersAt = (email: string) =>
      Effect.forEach(
        Array.from({ length: 60 }, (_, at) => `203.0.113.${at}`),
        (address) => outcome(signingIn.signIn({ address, email, password: 'wrong wrong wrong' })),
      );
    await run(addPerson(ANA));
    const [nobody, ana] = await timed(Effect.all([strangersAt('nobody@acme.example'), strangersAt(ANA)]));
    expect(nobody.indexOf('TooManyRequests')).toBeGreaterThan(0);
    expect(nobody).toEqual(ana);
  });

  it('slows down a network that tries many accounts', async () => {
    const { signingIn } = await openPeople();
    const tries = Array.from({ length: 30 }, (_, at) =>
      outcome(signingIn.signIn({ ...ELSEWHERE, email: `p${at}@acme.example`, password: 'wrong wrong wrong' })),
    );
    const outcomes = await timed(Effect.all(tries));
    expect(outcomes.indexOf('TooManyRequests')).toBe(21);
  });

  it('takes back what a network has failed with by one for each success from there', async () => {
    const { addPerson, signingIn } = await openPeople();
    const guess = (at: number) =>
      outcome(signingIn.signIn({ ...ELSEWHERE, email: `p${at}@acme.example`, password: 'wrong wrong wrong' }));
    const [before, right, after] = await timed(
      Effect.gen(function* () {
        yield* addPerson(ANA);
        const first = yield* Effect.all(Array.from({ length: 10 }, (_, at) => guess(at)));
        const signedIn = yield* outcome(signingIn.signIn({ ...ELSEWHERE, email: ANA, password: PASSWORD }));
        return [first, signedIn, yield* Effect.all(Array.from({ length: 20 }, (_, at) => guess(10 + at)))] as const;
      }),
    );
    expect([before.includes('TooManyRequests'), right, after.indexOf('TooManyRequests')]).toEqual([
      ...[false, 'signed in', 11],
    ]);
  });

  it('counts strangers for the account alone that they try', async () => {
    const { signingIn } = await openPeople();
    const outcomes = await timed(
      Effect.all(
        Array.from({ length: 60 }, (_, at) =>
          outcome(
            signingIn.signIn({
              address: `203.0.113.${at}`,
              email: `p${at}@acme.example`,
              password: 'wrong wrong wrong',
            }),
          ),
        ),
      ),
    );
    expect(outcomes).not.toContain('TooManyRequests');
  });

  it('counts an IPv6 subscriber as one, and an IPv4 address in IPv6 form as itself', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:0DB8:1:2::9'));
    expect(networkOf('2001:db8:1:3::1')).not.toBe(networkOf('2001:db8:1:2::1'));
    expect(networkOf('::1')).toBe('0000:0000:0000:0000::/64');
    expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
  });
});

describe('a change of the password', () => {
  it('needs the current one, ends all other sessions and opens with the new one alone', async () => {
    const { addPerson, signingIn, sessions } = await openPeople();
    const before = await run(addPerson(ANA));
    const accountId = before.access.account.id;
    const change = (current: string) =>
      signingIn.changePassword({ ...HERE, accountId, current, password: OTHER_PASSWORD, previous: before.secret });
    expect(await failureOf(change('not the password'))).toMatchObject({ _tag: 'SignInRefused' });
    const after = await run(change(PASSWORD));
    expect(await failureOf(sessions.find(before.secret))).toMatchObject({ _tag: 'NotSignedIn' });
    expect((await run(sessions.find(after.secret))).account.id).toBe(accountId);
    const withOld = signingIn.signIn({ ...HERE, email: ANA, password: PASSWORD });
    const withNew = signingIn.signIn({ ...HERE, email: ANA, password: OTHER_PASSWORD });
    expect([await run(outcome(withOld)), await run(outcome(withNew))]).toEqual(['SignInRefused', 'signed in']);
  });

  it.each([
    ['short', 'elevenchars'],
    ['long', 'ab cd ef '.repeat(40)],
    ['repetitive', 'abababababababab'],
    ['repetitive', 'abcdefghijklmno'],
    ['common', 'qwerty123456'],
    ['common', '2024-Password-!!'],
    ['personal', 'ana@acme.example!1'],
    ['personal', 'Looop-SCIM-12'],
  ])('refuses one that is %s: %s', async (why, password) => {
    const { addPerson, signingIn } = await openPeople();
    const { access } = await run(addPerson(ANA));
    const change = { ...HERE, accountId: access.account.id, current: PASSWORD, password };
    expect(await failureOf(signingIn.changePassword(change))).toMatchObject({ _tag: 'PasswordRefused', why });
  });

  it.each(['twelve chars', 'ñandú ñandú bueno', 'XK4-77a-Qp0-zz1', 'kind regards 2'])(
    'takes one of twelve characters and more without rules about what is in it: %s',
    async (password) => {
      const { addPerson, signingIn } = await openPeople();
      const { access } = await run(addPerson(ANA));
      const change = { ...HERE, accountId: access.account.id, current: PASSWORD, password };
      expect(await run(outcome(signingIn.changePassword(change)))).toBe('signed in');
    },
  );
});

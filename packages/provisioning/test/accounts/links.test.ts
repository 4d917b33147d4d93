// One-time links, and who administers an organisation.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import { failureOf, run } from '../../../../test/support/run/run-effect.ts';
import { ELSEWHERE, HERE, openPeople, OTHER_PASSWORD, PASSWORD, timed, unending } from './support.ts';

const ANA = 'ana@acme.example';
const BO = 'bo@acme.example';
const DAY_MS = 24 * 60 * 60 * 1000;

const outcome = <Answer, Failure extends { readonly _tag: string }>(attempt: Effect.Effect<Answer, Failure>) =>
  attempt.pipe(
    Effect.as('used'),
    Effect.catch((failure) => Effect.succeed(failure._tag)),
  );

describe('an invitation', () => {
  it('makes an account with the role, in that organisation alone, and is used once', async () => {
    const { teamOf, acme, globex, links } = await openPeople();
    const { link } = await run(teamOf(acme.id).invite({ email: 'Ana@acme.example', role: 'viewer', by: 'Bo' }));
    expect(await run(links.describe(link))).toEqual({
      kind: 'invitation',
      email: ANA,
      setsPassword: true,
      organisation: 'acme',
      role: 'viewer',
    });
    const { access } = await run(links.use({ ...HERE, link, password: PASSWORD, name: 'Ana' }));
    expect(access.account).toMatchObject({ email: ANA, isOperator: false, roles: { [acme.id]: 'viewer' } });
    expect(await run(teamOf(acme.id).administrators())).toMatchObject([{ email: ANA, role: 'viewer' }]);
    expect(await run(teamOf(globex.id).administrators())).toEqual([]);
    expect(await run(teamOf(acme.id).invitations())).toEqual([]);
    const reused = links.use({ ...ELSEWHERE, link, password: OTHER_PASSWORD });
    expect(await failureOf(reused)).toMatchObject({ _tag: 'LinkNotValid' });
    expect(await failureOf(links.describe(link))).toMatchObject({ _tag: 'LinkNotValid' });
  });

  it('is used by one of those who try at once', async () => {
    const { teamOf, acme, links } = await openPeople();
    const { link } = await run(teamOf(acme.id).invite({ email: ANA, role: 'administrator', by: 'Bo' }));
    const tries = Array.from({ length: 8 }, (_, at) =>
      outcome(links.use({ ...HERE, link, password: `${PASSWORD} ${at}` })),
    );
    const outcomes = await run(Effect.all(tries, { concurrency: 'unbounded' }));
    expect(outcomes.filter((one) => one === 'used')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['used', 'LinkNotValid']));
  });

  it('for somebody with an account is accepted by that account alone, and never sets its password', async () => {
    const { teamOf, acme, globex, links, invited, signingIn } = await openPeople();
    const ana = await run(invited(acme.id, ANA));
    const bo = await run(invited(globex.id, BO));
    // An administrator of another organisation must not come to the account.
    const { link } = await run(teamOf(globex.id).invite({ email: ANA, role: 'administrator', by: BO }));
    expect((await run(links.describe(link))).setsPassword).toBe(false);
    for (const signedIn of [{}, { signedIn: bo.access.account }]) {
      const taken = links.use({ ...ELSEWHERE, link, password: OTHER_PASSWORD, ...signedIn });
      expect(await failureOf(taken)).toMatchObject({ _tag: 'NotSignedIn' });
    }
    const { access } = await run(
      links.use({ ...HERE, link, password: OTHER_PASSWORD, signedIn: ana.access.account, previous: ana.secret }),
    );
    expect(access.account.roles).toEqual({ [acme.id]: 'administrator', [globex.id]: 'administrator' });
    expect(await run(outcome(signingIn.signIn({ ...HERE, email: ANA, password: OTHER_PASSWORD })))).toBe(
      'SignInRefused',
    );
    expect(await run(outcome(signingIn.signIn({ ...HERE, email: ANA, password: PASSWORD })))).toBe('used');
  });

  it('ends after seven days, when it is withdrawn, and with its organisation', async () => {
    const { teamOf, acme, globex, links, administration } = await openPeople();
    const request = { email: ANA, role: 'viewer', by: 'Bo' } as const;
    const outcomes = await timed(
      Effect.gen(function* () {
        const [old, withdrawn] = [yield* teamOf(acme.id).invite(request), yield* teamOf(acme.id).invite(request)];
        const orphan = yield* teamOf(globex.id).invite(request);
        yield* teamOf(acme.id).withdraw(withdrawn.invitation.id);
        yield* administration.deleteOrganisation('globex');
        yield* TestClock.adjust(7 * DAY_MS);
        return yield* Effect.all(
          [old, withdrawn, orphan].map(({ link }) => outcome(links.use({ ...HERE, link, password: PASSWORD }))),
        );
      }),
    );
    expect(outcomes).toEqual(['LinkNotValid', 'LinkNotValid', 'LinkNotValid']);
    expect(await failureOf(teamOf(acme.id).withdraw('nothing'))).toMatchObject({ _tag: 'NoSuchEntry' });
  });

  it('ends by its own time, also where the storage still has it', async () => {
    const { teamOf, acme, links } = await openPeople(unending);
    const [before, after] = await timed(
      Effect.gen(function* () {
        const { link } = yield* teamOf(acme.id).invite({ email: ANA, role: 'viewer', by: 'Bo' });
        yield* TestClock.setTime(7 * DAY_MS - 1);
        const found = yield* outcome(links.describe(link));
        yield* TestClock.setTime(7 * DAY_MS);
        return [found, yield* outcome(links.use({ ...HERE, link, password: PASSWORD }))];
      }),
    );
    expect([before, after]).toEqual(['used', 'LinkNotValid']);
  });

  it('is not for a text that is no address', async () => {
    const { teamOf, acme } = await openPeople();
    for (const email of [
      '',
      'ana',
      '@acme.example',
      'ana@',
      'a b@acme.example',
      'a@b@c',
      `${'x'.repeat(250)}@a.example`,
    ]) {
      const failure = await failureOf(teamOf(acme.id).invite({ email, role: 'viewer', by: 'Bo' }));
      expect([email, failure._tag]).toEqual([email, 'InvalidEmail']);
    }
  });

  it('stays as it is when the password is refused', async () => {
    const { teamOf, acme, links } = await openPeople();
    const { link } = await run(teamOf(acme.id).invite({ email: ANA, role: 'viewer', by: 'Bo' }));
    for (const password of [undefined, 'short']) {
      const use = { ...HERE, link, ...(password !== undefined && { password }) };
      expect(await failureOf(links.use(use))).toMatchObject({ _tag: 'PasswordRefused' });
    }
    expect(await run(outcome(links.use({ ...HERE, link, password: PASSWORD })))).toBe('used');
  });
});

describe('a link that sets a password', () => {
  it('is used once, ends sessions, and replaces an older one', async () => {
    const { addPerson, accounts, links, sessions } = await openPeople();
    const before = await run(addPerson(ANA));
    const older = (await run(accounts.link(ANA))).link;
    const { link } = await run(accounts.link('ANA@acme.example'));
    expect(await run(links.describe(link))).toEqual({ kind: 'password', email: ANA, setsPassword: true });
    expect(await run(outcome(links.use({ ...HERE, link: older, password: OTHER_PASSWORD })))).toBe('LinkNotValid');
    expect((await run(sessions.find(before.secret))).account.email).toBe(ANA);
    const tries = [1, 2, 3].map((at) => outcome(links.use({ ...HERE, link, password: `${OTHER_PASSWORD} ${at}` })));
    const outcomes = await run(Effect.all(tries, { concurrency: 'unbounded' }));
    expect(outcomes.toSorted()).toEqual(['LinkNotValid', 'LinkNotValid', 'used']);
    expect(await failureOf(sessions.find(before.secret))).toMatchObject({ _tag: 'NotSignedIn' });
  });

  it('ends after a day, with a change of the password and with the account', async () => {
    const { addPerson, accounts, links, signingIn } = await openPeople();
    const use = (link: string) => outcome(links.use({ ...HERE, link, password: OTHER_PASSWORD }));
    const outcomes = await timed(
      Effect.gen(function* () {
        const { access } = yield* addPerson(ANA);
        const first = yield* accounts.link(ANA);
        yield* TestClock.adjust(DAY_MS);
        const late = yield* use(first.link);
        const second = yield* accounts.link(ANA);
        const change = { ...HERE, accountId: access.account.id, current: PASSWORD, password: OTHER_PASSWORD };
        yield* signingIn.changePassword(change);
        const changed = yield* use(second.link);
        const third = yield* accounts.link(ANA);
        yield* accounts.setDisabled(ANA, true);
        const disabled = yield* use(third.link);
        yield* accounts.remove(ANA);
        return [late, changed, disabled, yield* use(third.link)];
      }),
    );
    expect(outcomes).toEqual(Array.from({ length: 4 }, () => 'LinkNotValid'));
  });

  it.each([
    '',
    'p',
    'p..',
    'p.a.b',
    'i.a.b.c',
    'i.a.b',
    'p.a.b.c',
    'x.a.b',
    `p.${'y'.repeat(500)}.z`,
    'p.ü.z',
    'i.a. .c',
  ])('is not the text "%s"', async (link) => {
    const { links } = await openPeople();
    expect(await failureOf(links.describe(link))).toMatchObject({ _tag: 'LinkNotValid' });
    expect(await run(outcome(links.use({ ...HERE, link, password: PASSWORD })))).toBe('LinkNotValid');
  });
});

describe('what a stranger sends as a link', () => {
  const longest = 'y'.repeat(200);

  it.each([
    ['~', true],
    ['!', true],
    [longest, true],
    [`${longest}y`, false],
    ['a b', false],
    ['a\u007f', false],
    ['ü', false],
  ])('is asked for in the storage where it may be a key: %j, %s', async (text, isAskedFor) => {
    const keys: string[] = [];
    const { links, acme } = await openPeople((records) => ({
      ...records,
      read: (kind, key) => {
        keys.push(key);
        return records.read(kind, key);
      },
    }));
    for (const link of [`p.${text}.s`, `i.${acme.id}.${text}.s`]) {
      keys.length = 0;
      expect(await failureOf(links.describe(link))).toMatchObject({ _tag: 'LinkNotValid' });
      expect(keys).toEqual(isAskedFor ? [text] : []);
    }
  });
});

describe('the team of an organisation', () => {
  it('keeps an administrator, unless an operator says otherwise', async () => {
    const { teamOf, acme, globex, invited } = await openPeople();
    const ana = (await run(invited(acme.id, ANA))).access.account.id;
    const bo = (await run(invited(acme.id, BO, 'viewer'))).access.account.id;
    const team = teamOf(acme.id);
    const change = (accountId: string, role: 'viewer' | 'administrator' | undefined, mayBeLast = false) =>
      run(outcome(team.changeRole({ accountId, role, mayBeLast })));
    expect(await change(ana, 'viewer')).toBe('LastAdministrator');
    expect(await change(ana, undefined)).toBe('LastAdministrator');
    expect(await change(bo, 'administrator')).toBe('used');
    expect(await change(ana, undefined)).toBe('used');
    expect(await change(ana, 'administrator')).toBe('NoSuchEntry');
    expect(await change('nobody', 'administrator')).toBe('NoSuchEntry');
    expect(await change(bo, undefined, true)).toBe('used');
    expect(await run(team.administrators())).toEqual([]);
    const elsewhere = teamOf(globex.id).changeRole({ accountId: bo, role: 'administrator', mayBeLast: true });
    expect(await run(outcome(elsewhere))).toBe('NoSuchEntry');
  });

  it('is without whoever was deleted', async () => {
    const { teamOf, acme, accounts, invited } = await openPeople();
    await run(invited(acme.id, ANA));
    await run(accounts.remove(ANA));
    expect(await run(teamOf(acme.id).administrators())).toEqual([]);
  });
});

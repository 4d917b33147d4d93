// Signing in with an organisation's identity provider: whom it lets in, and where.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { failureOf, run } from '../../../../test/support/run/run-effect.ts';
import { HERE, openPeople, REDIRECT_URI, timed } from './support.ts';

const ANA = 'ana@acme.example';
const SETTINGS = { issuer: 'https://idp.example', clientId: 'looop', clientSecret: 'a client secret' };

let desk: Awaited<ReturnType<typeof openPeople>>;
beforeEach(async () => {
  desk = await openPeople();
  await run(desk.signInSettingsOf(desk.acme.id).save(SETTINGS));
  await run(desk.invited(desk.acme.id, ANA));
  desk.directory.set('ana', { subject: 'idp-ana', email: 'Ana@acme.example', isEmailVerified: true });
});

const start = (organisation = 'acme') => desk.singleSignOn.start({ organisation, returnTo: '/people' });

const finish = (state: string | undefined, binding: string | undefined, code = 'ana') =>
  desk.singleSignOn.finish({ ...HERE, url: `${REDIRECT_URI}?code=${code}&state=${state ?? ''}`, state, binding });

/** Goes to the provider and comes back. */
const signOn = (code = 'ana') =>
  Effect.flatMap(start(), ({ url, binding }) => {
    const state = new URL(url).searchParams.get('state') ?? undefined;
    return finish(state, binding, code);
  });

const tagOf = async <Answer, Failure extends { readonly _tag: string }>(effect: Effect.Effect<Answer, Failure>) =>
  (await failureOf(effect))._tag;

describe('single sign-on', () => {
  it('begins a session of the account for that organisation alone, and goes on where it came from', async () => {
    const { session, returnTo } = await run(signOn());
    expect(returnTo).toBe('/people');
    expect(session.access).toMatchObject({ account: { email: ANA }, onlyOrganisation: desk.acme.id });
    expect(await run(desk.sessions.find(session.secret))).toEqual(session.access);
  });

  it('vouches for no network: whoever runs the provider gains no patience for guesses at the password', async () => {
    const before = (await run(desk.accounts.read(ANA))).networks;
    const elsewhere = { ...HERE, address: '203.0.113.66' };
    const { url, binding } = await run(start());
    const state = new URL(url).searchParams.get('state') ?? '';
    const back = `${REDIRECT_URI}?code=ana&state=${state}`;
    await run(desk.singleSignOn.finish({ ...elsewhere, url: back, state, binding }));
    const after = await run(desk.accounts.read(ANA));
    expect(after.networks).toEqual(before);
    expect(after.lastSignIn).toBeTypeOf('number');
  });

  it('is used once, in the browser that began it, within ten minutes', async () => {
    const begun = await run(start());
    const state = new URL(begun.url).searchParams.get('state') ?? '';
    const other = await run(start());
    for (const [sent, binding] of [
      [state, other.binding],
      [state, undefined],
      [undefined, begun.binding],
      ['a state of nobody', begun.binding],
    ] as const) {
      expect(await tagOf(finish(sent, binding))).toBe('SignInRefused');
    }
    await run(finish(state, begun.binding));
    expect(await tagOf(finish(state, begun.binding))).toBe('SignInRefused');
    const late = timed(
      Effect.gen(function* () {
        const { url, binding } = yield* start();
        yield* TestClock.adjust(10 * 60_000);
        return yield* Effect.flip(finish(new URL(url).searchParams.get('state') ?? '', binding));
      }),
    );
    expect((await late)._tag).toBe('SignInRefused');
  });

  it.each([
    ['whom the provider does not know', 'stranger', undefined],
    ['without an account', 'bo', { subject: 'idp-bo', email: 'bo@acme.example', isEmailVerified: true }],
    ['with a role in another organisation alone', 'gus', { subject: 'idp-gus', email: 'gus@globex.example' }],
    ['whose address the provider does not vouch for', 'x', { subject: 'idp-ana', email: ANA, isEmailVerified: false }],
    ['without an address', 'y', { subject: 'idp-ana' }],
    ['who is an operator and no administrator there', 'op', { subject: 'idp-op', email: 'op@looop.example' }],
  ])('lets nobody in %s', async (_name, code, identity) => {
    await run(desk.invited(desk.globex.id, 'gus@globex.example'));
    await run(desk.addPerson('op@looop.example', true));
    if (identity !== undefined) desk.directory.set(code, identity);
    expect(await tagOf(signOn(code))).toBe('SignInRefused');
  });

  it('binds the account to the first identity: another one with its address is refused', async () => {
    await run(signOn());
    desk.directory.set('mallory', { subject: 'idp-mallory', email: ANA, isEmailVerified: true });
    expect(await tagOf(signOn('mallory'))).toBe('SignInRefused');
    await run(signOn());
  });

  it('that is under way ends with the settings, and with the list of those who may have a role', async () => {
    const begun = await run(start());
    const state = new URL(begun.url).searchParams.get('state') ?? '';
    await run(desk.signInSettingsOf(desk.acme.id).remove());
    expect(await tagOf(finish(state, begun.binding))).toBe('SignInRefused');
    await run(desk.signInSettingsOf(desk.acme.id).save(SETTINGS));
    const { records } = desk.storage.forOrganisation(desk.acme.id);
    for (const { key, version } of await run(records.page('administrator', { limit: 9 }))) {
      await run(records.remove('administrator', key, version));
    }
    expect(await tagOf(signOn())).toBe('SignInRefused');
  });

  it('takes the word of a provider that says nothing of whether it has verified an address', async () => {
    desk.directory.set('silent', { subject: 'idp-ana', email: ANA });
    expect((await run(signOn('silent'))).session.access.account.email).toBe(ANA);
  });

  it('lets nobody in who is disabled or has lost the role', async () => {
    await run(desk.accounts.setDisabled(ANA, true));
    expect(await tagOf(signOn())).toBe('SignInRefused');
    await run(desk.accounts.setDisabled(ANA, false));
    const [ana] = await run(desk.teamOf(desk.acme.id).administrators());
    await run(
      desk.teamOf(desk.acme.id).changeRole({ accountId: ana?.accountId ?? '', role: undefined, mayBeLast: true }),
    );
    expect(await tagOf(signOn())).toBe('SignInRefused');
  });

  it('is not of an organisation without settings, or of none', async () => {
    expect(await tagOf(start('globex'))).toBe('SignInRefused');
    expect(await tagOf(start('nobody'))).toBe('SignInRefused');
    await run(desk.signInSettingsOf(desk.acme.id).remove());
    expect(await tagOf(start())).toBe('SignInRefused');
  });
});

describe('the settings', () => {
  it('are shown without the secret, which is kept encrypted and stays when none is sent', async () => {
    const settings = desk.signInSettingsOf(desk.acme.id);
    const shown = await run(settings.read());
    expect(shown).toMatchObject({ issuer: 'https://idp.example', clientId: 'looop' });
    const stored = await run(desk.storage.forOrganisation(desk.acme.id).records.page('signInSettings', { limit: 9 }));
    for (const text of [JSON.stringify(shown), JSON.stringify(stored)])
      expect(text).not.toContain(SETTINGS.clientSecret);
    const changed = await run(settings.save({ issuer: 'https://other.example', clientId: 'looop' }));
    expect(changed.issuer).toBe('https://other.example');
    expect((await run(start())).url).toMatch(/^https:\/\/other\.example/u);
    expect(await run(desk.signInSettingsOf(desk.globex.id).read())).toBeUndefined();
  });

  it.each([
    [{ ...SETTINGS, issuer: 'http://idp.example' }, 'no such provider'],
    [{ issuer: 'https://idp.example', clientId: 'looop' }, 'Send the secret of the client.'],
    [{ ...SETTINGS, clientId: '' }, 'Each setting has 1 to 2000 characters.'],
    [{ ...SETTINGS, clientSecret: '' }, 'Each setting has 1 to 2000 characters.'],
    [{ ...SETTINGS, clientSecret: 'x'.repeat(2001) }, 'Each setting has 1 to 2000 characters.'],
    [{ ...SETTINGS, clientId: 'x'.repeat(2001) }, 'Each setting has 1 to 2000 characters.'],
    [{ ...SETTINGS, issuer: `https://${'x'.repeat(1993)}` }, 'Each setting has 1 to 2000 characters.'],
    [{ ...SETTINGS, clientId: 'a\u0007b' }, /^Issuer and client id have ./u],
    [{ ...SETTINGS, issuer: 'https://idp.example/\u0007' }, /^Issuer and client id have ./u],
  ])('are refused as %j', async (request, reason) => {
    const settings = desk.signInSettingsOf(desk.globex.id);
    const refusal = await failureOf(settings.save(request));
    expect(refusal).toMatchObject({ _tag: 'SignInSettingsRefused', reason: expect.stringMatching(reason) });
    expect(await run(settings.read())).toBeUndefined();
  });

  it('may have 2,000 characters each, and a secret of any', async () => {
    const settings = desk.signInSettingsOf(desk.globex.id);
    const issuer = `https://${'x'.repeat(1992)}`;
    const saved = { issuer, clientId: 'y'.repeat(2000) };
    await run(settings.save({ ...saved, clientSecret: `${'z'.repeat(1999)}\u0007` }));
    expect(await run(settings.read())).toMatchObject(saved);
  });

  it('whose secret another installation has encrypted are none until one is sent', async () => {
    const { records } = desk.storage.forOrganisation(desk.acme.id);
    const [found] = await run(records.page('signInSettings', { limit: 1 }));
    const content = JSON.stringify({ ...(JSON.parse(found?.content ?? '{}') as object), encryptedSecret: 'foreign' });
    await run(records.write('signInSettings', found?.key ?? '', { content }, found?.version ?? 0));
    expect(await tagOf(start())).toBe('SignInRefused');
    const { issuer, clientId } = SETTINGS;
    const settings = desk.signInSettingsOf(desk.acme.id);
    expect(await tagOf(settings.save({ issuer, clientId }))).toBe('SignInSettingsRefused');
    expect(await run(settings.read())).toMatchObject({ issuer, clientId });
    await run(settings.save(SETTINGS));
    expect((await run(start())).url).toContain('https://idp.example');
  });
});

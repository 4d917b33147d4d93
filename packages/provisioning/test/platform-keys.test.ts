// Platform keys: what they open, and how they are looked after.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import { failureOf, run } from '../../../test/support/run/run-effect.ts';
import { openDesk, timed } from './desk.ts';

describe('a platform key', () => {
  it('opens its organisation for the API, with its scopes in their order, and is recognisable', async () => {
    const { keys, acme, checkKey } = await openDesk();
    const { secret, token } = await run(keys.issueKey('acme', { scopes: ['write', 'read', 'write'], label: 'Looop' }));
    expect(secret).toMatch(/^looopkey_[\w-]{43}$/u);
    expect(token.scopes).toEqual(['read', 'write']);
    expect(await run(checkKey(secret))).toEqual({ organisation: acme, key: token });
    expect(await run(keys.listKeys('acme'))).toMatchObject([{ ...token }]);
  });

  it('never opens SCIM, and no token of an identity provider opens the API', async () => {
    const { keys, administration, checkKey, checkToken } = await openDesk();
    const key = await run(keys.issueKey('acme', { scopes: ['read'] }));
    const token = await run(administration.issueToken('acme'));
    expect(await failureOf(checkToken(key.secret))).toMatchObject({ _tag: 'Unauthorized', problem: 'invalid' });
    expect(await failureOf(checkKey(token.secret))).toMatchObject({ _tag: 'Unauthorized', problem: 'invalid' });
    expect((await run(administration.listTokens('acme'))).map(({ hash }) => hash)).toEqual([token.token.hash]);
    expect((await run(keys.listKeys('acme'))).map(({ hash }) => hash)).toEqual([key.token.hash]);
    const crossed = [keys.revokeKey(token.token.fingerprint), administration.revokeToken(key.token.fingerprint)];
    for (const revoke of crossed) expect(await failureOf(revoke)).toMatchObject({ _tag: 'NoSuchEntry' });
    expect([await run(checkKey(key.secret)), await run(checkToken(token.secret))]).toHaveLength(2);
  });

  it('opens the API while SCIM is switched off', async () => {
    const { keys, administration, checkKey } = await openDesk();
    const { secret } = await run(keys.issueKey('acme', { scopes: ['read'] }));
    await run(administration.changeOrganisation('acme', { scimEnabled: false }));
    expect((await run(checkKey(secret))).organisation.scimEnabled).toBe(false);
  });

  it('is no contact of an identity provider', async () => {
    const { keys, administration, checkKey } = await openDesk();
    await run(checkKey((await run(keys.issueKey('acme', { scopes: ['read'] }))).secret));
    expect(await run(administration.summarise('acme'))).not.toHaveProperty('lastUsed');
  });

  it('is noted as used once a minute', async () => {
    const { keys, checkKey } = await openDesk();
    const used = Effect.map(keys.listKeys('acme'), ([key]) => key?.lastUsed);
    await timed(
      Effect.gen(function* () {
        const { secret } = yield* keys.issueKey('acme', { scopes: ['read'] });
        yield* TestClock.setTime(60_000);
        yield* checkKey(secret);
        yield* TestClock.setTime(119_999);
        yield* checkKey(secret);
        expect(yield* used).toBe(60_000);
        yield* TestClock.setTime(120_000);
        yield* checkKey(secret);
        expect(yield* used).toBe(120_000);
      }),
    );
  });

  it('ends when its lifetime does, and has none unless it is given one', async () => {
    const { keys } = await openDesk();
    await timed(
      Effect.gen(function* () {
        yield* TestClock.setTime(5);
        const secret = 'x'.repeat(32);
        const { token } = yield* keys.issueKey('acme', { scopes: ['read'], lifetimeMs: 10, secret });
        expect(token).toMatchObject({ created: 5, expires: 15 });
        expect(token).not.toHaveProperty('label');
        const { token: plain } = yield* keys.issueKey('acme', { scopes: ['read'] });
        const { token: next } = yield* keys.rotateKey(plain.fingerprint, { overlapMs: 0 });
        for (const one of [plain, next]) {
          expect(Object.keys(one)).toEqual(['organisationId', 'fingerprint', 'hash', 'created', 'scopes']);
        }
        const short = keys.issueKey('acme', { scopes: ['read'], secret: 'x'.repeat(31) });
        expect(yield* Effect.flip(short)).toMatchObject({ _tag: 'TokenTooShort', shortest: 32 });
      }),
    );
  });

  it('says to whoever has it whole that it was revoked', async () => {
    const { keys, checkKey } = await openDesk();
    const { secret, token } = await run(keys.issueKey('acme', { scopes: ['read'] }));
    await run(keys.revokeKey(token.fingerprint));
    expect(await failureOf(checkKey(secret))).toMatchObject({ problem: 'revoked' });
    const again = keys.rotateKey(token.fingerprint, { overlapMs: 0 });
    expect(await failureOf(again)).toMatchObject({ _tag: 'KeyNotValid' });
  });

  it('is rotated with an overlap: both open, then the new one alone', async () => {
    const { keys, checkKey } = await openDesk();
    await timed(
      Effect.gen(function* () {
        const old = yield* keys.issueKey('acme', { scopes: ['read', 'webhooks'], label: 'Looop' });
        const fresh = yield* keys.rotateKey(old.token.fingerprint, { overlapMs: 1000 });
        expect(fresh.token).toMatchObject({ scopes: old.token.scopes, label: 'Looop' });
        yield* TestClock.setTime(999);
        yield* checkKey(old.secret);
        yield* TestClock.setTime(1000);
        expect(yield* Effect.flip(checkKey(old.secret))).toMatchObject({ problem: 'expired', at: 1000 });
        yield* checkKey(fresh.secret);
      }),
    );
  });

  it.each([
    [{ scopes: [] }, 'NoScopes'],
    [{ scopes: ['read'], label: ' x' }, 'InvalidTokenLabel'],
    [{ scopes: ['read'], secret: 'x'.repeat(31) }, 'TokenTooShort'],
  ] as const)('%j is refused', async (request, tag) => {
    const { keys } = await openDesk();
    expect(await failureOf(keys.issueKey('acme', request))).toMatchObject({ _tag: tag });
    expect(await failureOf(keys.issueKey('nobody', { scopes: ['read'] }))).toMatchObject({ _tag: 'NoSuchEntry' });
  });
});

// Organisations and their tokens: what names them, what a token is issued, listed and rotated with, and what is counted.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import { makeOrganisationAdministration, policyNameOf, policyOf } from '@looop-scim/provisioning/organisation';
import { interopPolicy, strictPolicy } from '@looop-scim/scim/interop';
import { failureOf, run } from '../../../test/support/run/run-effect.ts';
import { openDesk, timed } from './desk.ts';

describe('the name of an organisation', () => {
  it.each(['a', 'z', '0', '9', 'a-b', '0az9', 'a'.repeat(63)])('may be %s', async (name) => {
    const { administration } = await openDesk();
    expect(await run(administration.addOrganisation(name))).toMatchObject({ name, scimEnabled: true, leniencies: {} });
  });

  it.each(['', '-a', 'a-', 'a'.repeat(64), 'A', 'a_b', 'a.b', 'a/b', 'a:b', 'a`b', 'a{b', 'ä'])(
    'is not %j, given or changed',
    async (name) => {
      const { administration } = await openDesk();
      const failure = { _tag: 'InvalidOrganisationName', name };
      expect(await failureOf(administration.addOrganisation(name))).toMatchObject(failure);
      expect(await failureOf(administration.changeOrganisation('acme', { name }))).toMatchObject(failure);
      expect(await run(administration.organisation('acme'))).toMatchObject({ name: 'acme' });
    },
  );
});

describe('the policy of an organisation', () => {
  it('is that of its profile, but for leniencies set apart, which its name tells', () => {
    const plain = { profile: 'strict', leniencies: {} } as const;
    expect([policyNameOf(plain), policyOf(plain)]).toEqual(['strict', strictPolicy]);
    const [rule] = Object.keys(interopPolicy) as (keyof typeof interopPolicy)[];
    if (rule === undefined) throw new TypeError('no rules');
    const apart = { profile: 'strict', leniencies: { [rule]: !strictPolicy[rule] } } as const;
    expect(policyNameOf(apart)).toBe('strict*');
    expect(policyOf(apart)).toEqual({ ...strictPolicy, [rule]: !strictPolicy[rule] });
  });
});

describe('a label', () => {
  it.each(['x', 'x'.repeat(100), 'Okta, production', 'a\u00a0b', 'Ü~'])('may be %j', async (label) => {
    const { administration, keys } = await openDesk();
    expect((await run(administration.issueToken('acme', { label }))).token.label).toBe(label);
    expect((await run(keys.issueKey('acme', { scopes: ['read'], label }))).token.label).toBe(label);
  });

  it.each(['', ' x', 'x ', 'x'.repeat(101), 'a\u0000b', 'a\u001fb', 'a\u007fb', 'a\u009fb'])(
    'is not %j',
    async (label) => {
      const { administration, keys } = await openDesk();
      const failure = { _tag: 'InvalidTokenLabel', label };
      expect(await failureOf(administration.issueToken('acme', { label }))).toMatchObject(failure);
      expect(await failureOf(keys.issueKey('acme', { scopes: ['read'], label }))).toMatchObject(failure);
    },
  );
});

describe('a token that is issued', () => {
  it('has what was asked for, and nothing else', async () => {
    const { administration, acme, create } = await openDesk();
    const subject = await create('/Users', { userName: 'ana' });
    const secret = 'x'.repeat(32);
    await timed(
      Effect.gen(function* () {
        yield* TestClock.setTime(5);
        const plain = yield* administration.issueToken('acme', { secret });
        expect(plain.token).toStrictEqual({
          organisationId: acme.id,
          fingerprint: plain.token.hash.slice(0, 16),
          hash: plain.token.hash,
          created: 5,
        });
        const full = yield* administration.issueToken('acme', { lifetimeMs: 10, subject: 'ANA', label: 'Okta' });
        expect(full.token).toMatchObject({ expires: 15, subject, label: 'Okta' });
        expect((yield* administration.issueToken('acme', { subject })).token).toMatchObject({ subject });
      }),
    );
  });

  it.each(['nobody', ''])('is not for %j, whom there is not', async (subject) => {
    const { administration, create } = await openDesk();
    await create('/Groups', { displayName: 'nobody' });
    const failure = { _tag: 'NoSuchEntry', what: 'user', name: subject };
    expect(await failureOf(administration.issueToken('acme', { subject }))).toMatchObject(failure);
    expect(await run(administration.listTokens('acme'))).toEqual([]);
  });

  it('is for nobody where no users are served', async () => {
    const { deps } = await openDesk();
    const registry = { ...deps.registry, resourceType: () => undefined };
    const { issueToken } = makeOrganisationAdministration({ ...deps, registry });
    const failure = { _tag: 'NoSuchEntry', what: 'user', name: 'ana' };
    expect(await failureOf(issueToken('acme', { subject: 'ana' }))).toMatchObject(failure);
  });

  it('opens what its subject is', async () => {
    const { administration, create, checkToken } = await openDesk();
    const subject = await create('/Users', { userName: 'ana' });
    const { secret } = await run(administration.issueToken('acme', { subject: 'ana' }));
    expect(await run(checkToken(secret))).toMatchObject({ subject });
  });
});

describe('a token that is rotated', () => {
  it('is followed by one with its label and subject, and lasts for the overlap at most', async () => {
    const { administration, create, checkToken } = await openDesk();
    const subject = await create('/Users', { userName: 'ana' });
    await timed(
      Effect.gen(function* () {
        const old = yield* administration.issueToken('acme', { subject, label: 'Okta', lifetimeMs: 5000 });
        yield* TestClock.setTime(100);
        const fresh = yield* administration.rotateToken(old.token.fingerprint, { overlapMs: 1000, lifetimeMs: 50 });
        expect(fresh.token).toMatchObject({ subject, label: 'Okta', expires: 150 });
        expect(yield* checkToken(old.secret)).toMatchObject({ tokenFingerprint: old.token.fingerprint });
        yield* TestClock.setTime(1100);
        expect(yield* Effect.flip(checkToken(old.secret))).toMatchObject({ problem: 'expired', at: 1100 });
        const plain = yield* administration.issueToken('acme');
        const next = yield* administration.rotateToken(plain.token.fingerprint, { overlapMs: 0 });
        expect(Object.keys(next.token)).toEqual(['organisationId', 'fingerprint', 'hash', 'created']);
      }),
    );
  });

  it('must be valid, to the millisecond, and a token', async () => {
    const { administration, keys } = await openDesk();
    const rotation = { overlapMs: 0 };
    await timed(
      Effect.gen(function* () {
        const { fingerprint } = (yield* administration.issueToken('acme', { lifetimeMs: 10 })).token;
        const { fingerprint: keyPrint } = (yield* keys.issueKey('acme', { scopes: ['read'], lifetimeMs: 10 })).token;
        yield* TestClock.setTime(9);
        yield* administration.rotateToken(fingerprint, { overlapMs: 5 });
        yield* keys.rotateKey(keyPrint, { overlapMs: 5 });
        yield* TestClock.setTime(10);
        const late = yield* Effect.flip(administration.rotateToken(fingerprint, rotation));
        expect(late).toMatchObject({ _tag: 'TokenNotValid', fingerprint });
        const lateKey = yield* Effect.flip(keys.rotateKey(keyPrint, rotation));
        expect(lateKey).toMatchObject({ _tag: 'KeyNotValid', fingerprint: keyPrint });
        const revoked = (yield* administration.issueToken('acme')).token.fingerprint;
        yield* administration.revokeToken(revoked);
        expect(yield* Effect.flip(administration.rotateToken(revoked, rotation))).toMatchObject({
          _tag: 'TokenNotValid',
        });
        for (const name of [keyPrint, '0123456789abcdef']) {
          const failure = { _tag: 'NoSuchEntry', what: 'token', name };
          expect(yield* Effect.flip(administration.rotateToken(name, rotation))).toMatchObject(failure);
          expect(yield* Effect.flip(administration.revokeToken(name))).toMatchObject(failure);
        }
        const noKey = { _tag: 'NoSuchEntry', what: 'platform key', name: fingerprint };
        expect(yield* Effect.flip(keys.rotateKey(fingerprint, rotation))).toMatchObject(noKey);
        expect(yield* Effect.flip(keys.revokeKey(fingerprint))).toMatchObject(noKey);
      }),
    );
  });
});

describe('the ending of a token', () => {
  it('is listed of generated ones alone, each with its own', async () => {
    const { administration } = await openDesk();
    expect(await run(administration.listTokens('acme'))).toEqual([]);
    const old = await run(administration.issueToken('acme'));
    const fresh = await run(administration.rotateToken(old.token.fingerprint, { overlapMs: 0 }));
    const given = await run(administration.issueToken('acme', { secret: `${'x'.repeat(32)}looopscim_` }));
    const listed = await run(administration.listTokens('acme'));
    const endings = Object.fromEntries(listed.map(({ fingerprint, ending }) => [fingerprint, ending]));
    expect(endings).toEqual({
      [old.token.fingerprint]: old.secret.slice(-4),
      [fresh.token.fingerprint]: fresh.secret.slice(-4),
      [given.token.fingerprint]: undefined,
    });
    expect(listed.filter((token) => 'ending' in token)).toHaveLength(2);
  });
});

describe('the summary', () => {
  it('counts users and groups, and tells the last use of any token', async () => {
    const { administration, create, checkToken } = await openDesk();
    for (const userName of ['ana', 'bo']) await create('/Users', { userName });
    await create('/Groups', { displayName: 'Coaches' });
    await timed(
      Effect.gen(function* () {
        const [first, second] = [yield* administration.issueToken('acme'), yield* administration.issueToken('acme')];
        expect(yield* administration.summarise('acme')).not.toHaveProperty('lastUsed');
        yield* TestClock.setTime(60_000);
        yield* checkToken(first.secret);
        yield* TestClock.setTime(70_000);
        yield* checkToken(second.secret);
        const acme = { organisation: { name: 'acme' }, users: 2, groups: 1, lastUsed: 70_000 };
        expect(yield* administration.summarise('acme')).toMatchObject(acme);
        expect(yield* administration.summariseAll()).toMatchObject([
          acme,
          { organisation: { name: 'globex' }, users: 0, groups: 0 },
        ]);
      }),
    );
  });
});

describe('an organisation that is deleted', () => {
  it('is gone at once, and what it had goes step by step to the end', async () => {
    const { deps } = await openDesk();
    for (const way of ['deleteOrganisation', 'beginDeletion'] as const) {
      const steps = [2, 1, 0];
      const purged: (number | undefined)[] = [];
      const purgeRemoved = () =>
        Effect.sync(() => {
          const count = steps.shift();
          purged.push(count);
          return count ?? 0;
        });
      const administration = makeOrganisationAdministration({ ...deps, purgeRemoved });
      const name = way.toLowerCase();
      await run(administration.addOrganisation(name));
      await run(administration[way](name));
      expect(await failureOf(administration.organisation(name))).toMatchObject({ _tag: 'NoSuchEntry' });
      await expect.poll(() => purged).toEqual([2, 1, 0]);
      expect(await failureOf(administration[way]('nobody'))).toMatchObject({ _tag: 'NoSuchEntry' });
    }
  });
});

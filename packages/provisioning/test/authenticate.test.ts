// Who is let in (guard 28; RFC 6750 section 3.1, RFC 7644 section 2).
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import {
  makeAuthenticate,
  makeOrganisationAdministration,
  type OrganisationId,
} from '@looop-scim/provisioning/organisation';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage, tokenSecrets, uuidV7Generator } from '../../../test/support/domain-parts.ts';
import { failureOf, run } from '../../../test/support/run/run-effect.ts';

const openDesk = async () => {
  const { organisations, tokens, forOrganisation, purgeRemoved } = await run(
    openMemoryStorage({ registry: standardRegistry }),
  );
  const deps = {
    organisations,
    tokens,
    purgeRemoved,
    resourcesOf: (id: OrganisationId) => forOrganisation(id).resources,
    registry: standardRegistry,
    ids: uuidV7Generator,
    secrets: tokenSecrets,
  };
  const administration = makeOrganisationAdministration(deps);
  const acme = await run(administration.addOrganisation('acme'));
  return { ...deps, administration, acme, authenticate: makeAuthenticate(deps) };
};

/** The steps under a clock that starts at 0 and moves when told. */
const timed = <Answer, Failure>(steps: Effect.Effect<Answer, Failure>): Promise<Answer> =>
  run(steps.pipe(Effect.provide(TestClock.layer())));

describe('a token', () => {
  it('opens its organisation', async () => {
    const { administration, authenticate, acme } = await openDesk();
    const { secret, token } = await run(administration.issueToken('acme'));
    expect(await run(authenticate(secret))).toStrictEqual({ organisation: acme, tokenFingerprint: token.fingerprint });
  });

  it.each([
    ['missing', undefined, 'missing'],
    ['empty', '', 'missing'],
    ['unknown', 'looopscim_nobody', 'invalid'],
  ])('%s: refused as %s', async (_title, secret, problem) => {
    const { authenticate } = await openDesk();
    expect(await failureOf(authenticate(secret))).toMatchObject({ _tag: 'Unauthorized', problem });
  });

  it('revoked says so at once, and when, to whoever has it whole; others of the organisation stay valid', async () => {
    const { administration, authenticate } = await openDesk();
    const [old, fresh] = [await run(administration.issueToken('acme')), await run(administration.issueToken('acme'))];
    await run(administration.revokeToken(old.token.fingerprint));
    const kept = (await run(administration.listTokens('acme'))).find(({ revoked }) => revoked !== undefined);
    expect(await failureOf(authenticate(old.secret))).toMatchObject({ problem: 'revoked', at: kept?.revoked });
    expect(await failureOf(authenticate(old.token.fingerprint))).toMatchObject({ problem: 'invalid' });
    expect((await run(authenticate(fresh.secret))).organisation.name).toBe('acme');
  });

  it('expires on the millisecond', async () => {
    const { administration, authenticate } = await openDesk();
    await timed(
      Effect.gen(function* () {
        const { secret } = yield* administration.issueToken('acme', { lifetimeMs: 1000 });
        yield* TestClock.setTime(999);
        yield* authenticate(secret);
        yield* TestClock.setTime(1000);
        expect(yield* Effect.flip(authenticate(secret))).toMatchObject({ problem: 'expired', at: 1000 });
      }),
    );
  });

  it('of an organisation without SCIM is forbidden, and the reason names the organisation and whom to ask', async () => {
    const { administration, authenticate, tokens, secrets } = await openDesk();
    const { secret } = await run(administration.issueToken('acme'));
    await run(administration.changeOrganisation('acme', { scimEnabled: false }));
    expect(await failureOf(authenticate(secret))).toMatchObject({ _tag: 'Forbidden' });
    const reason = (whom: string): string =>
      `SCIM provisioning is switched off for the organisation acme; contact support${whom} to have it enabled`;
    expect(await failureOf(authenticate(secret))).toMatchObject({ reason: reason('') });
    const supported = makeAuthenticate({ tokens, secrets, support: 'help@looop.example' });
    expect(await failureOf(supported(secret))).toMatchObject({ reason: reason(' (help@looop.example)') });
    await run(administration.changeOrganisation('acme', { scimEnabled: true }));
    expect((await run(authenticate(secret))).organisation.scimEnabled).toBe(true);
  });

  it('is noted as used once a minute', async () => {
    const { administration, authenticate } = await openDesk();
    const used = Effect.map(administration.listTokens('acme'), ([token]) => token?.lastUsed);
    await timed(
      Effect.gen(function* () {
        const { secret } = yield* administration.issueToken('acme');
        expect(yield* used).toBeUndefined();
        yield* TestClock.setTime(60_000);
        yield* authenticate(secret);
        yield* TestClock.setTime(100_000);
        yield* authenticate(secret);
        expect(yield* used).toBe(60_000);
        yield* TestClock.setTime(120_000);
        yield* authenticate(secret);
        expect(yield* used).toBe(120_000);
      }),
    );
  });

  it.each([
    ['Okta SCIM Client 1.0.0', 'Okta SCIM Client 1.0.0'],
    ['  spaces around it ', 'spaces around it'],
    ['a'.repeat(300), 'a'.repeat(256)],
    [undefined, undefined],
    ['', undefined],
    ['turned \u202e round', undefined],
  ])('notes the client %j as %j', async (userAgent, lastClient) => {
    const { administration, authenticate } = await openDesk();
    const { secret } = await run(administration.issueToken('acme'));
    await run(authenticate(secret, userAgent));
    const listed = async () => (await run(administration.listTokens('acme')))[0];
    await expect.poll(async () => (await listed())?.lastUsed).toEqual(expect.any(Number));
    expect((await listed())?.lastClient).toBe(lastClient);
  });

  it('opens its organisation while its use is still being noted, which one request at a time does', async () => {
    const { administration, tokens, secrets } = await openDesk();
    const { secret } = await run(administration.issueToken('acme'));
    const { secret: other } = await run(administration.issueToken('acme'));
    let touched = 0;
    let finish = (): void => undefined;
    const noted = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const touch = (...use: Parameters<typeof tokens.touch>) => {
      touched += 1;
      return Effect.andThen(
        Effect.promise(() => noted),
        tokens.touch(...use),
      );
    };
    const authenticate = makeAuthenticate({ tokens: { ...tokens, touch }, secrets });
    for (let request = 0; request < 3; request += 1) await run(authenticate(secret));
    expect(touched).toBe(1);
    await run(authenticate(other));
    expect(touched).toBe(2);
    finish();
    await expect
      .poll(() => run(administration.listTokens('acme')))
      .not.toContainEqual(expect.not.objectContaining({ lastUsed: expect.any(Number) }));
  });

  it('opens its organisation although its use cannot be noted', async () => {
    const { administration, tokens, secrets } = await openDesk();
    const { secret } = await run(administration.issueToken('acme'));
    const touch = () => Effect.fail(new StorageUnavailable({ cause: 'read only', retryAfterSeconds: 1 }));
    const authenticate = makeAuthenticate({ tokens: { ...tokens, touch }, secrets });
    expect((await run(authenticate(secret))).organisation.name).toBe('acme');
  });
});

describe('administration', () => {
  it('keeps of a token its SHA-256 alone', async () => {
    const { administration } = await openDesk();
    const { secret, token } = await run(administration.issueToken('acme'));
    expect(secret).toMatch(/^looopscim_[\w-]{43}$/u);
    expect(JSON.stringify(token)).not.toContain(secret.slice('looopscim_'.length));
    expect(token.hash).toBe(tokenSecrets.hash(secret));
  });

  it.each([
    ['a name that is taken', 'acme', 'AlreadyExists'],
    ['capitals', 'Acme', 'InvalidOrganisationName'],
    ['no name', '', 'InvalidOrganisationName'],
    ['a hyphen first', '-acme', 'InvalidOrganisationName'],
    ['64 characters', 'a'.repeat(64), 'InvalidOrganisationName'],
    ['a space', 'a b', 'InvalidOrganisationName'],
  ])('refuses %s', async (_title, name, tag) => {
    const { administration } = await openDesk();
    expect(await failureOf(administration.addOrganisation(name))).toMatchObject({ _tag: tag });
  });

  it('refuses a short token and names that nobody has', async () => {
    const { administration } = await openDesk();
    expect(await failureOf(administration.issueToken('acme', { secret: 'x'.repeat(31) }))).toMatchObject({
      shortest: 32,
    });
    expect(await failureOf(administration.issueToken('nobody'))).toMatchObject({ _tag: 'NoSuchEntry', name: 'nobody' });
    expect(await failureOf(administration.revokeToken('0123456789abcdef'))).toMatchObject({ _tag: 'NoSuchEntry' });
  });
});

// What stays of requests that are refused for their token.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import { tokenSecrets, uuidV7Generator } from '../../../test/support/domain-parts.ts';
import { recordRefusedTokens } from '@looop-scim/provisioning/activity';
import {
  makeAuthenticate,
  makeOrganisationAdministration,
  type OrganisationId,
} from '@looop-scim/provisioning/organisation';
import type { Storage } from '@looop-scim/provisioning/ports';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '../../../test/support/domain-parts.ts';
import { failureOf, run } from '../../../test/support/run/run-effect.ts';

const open = async (wrap: (storage: Storage) => Storage = (same) => same) => {
  const storage = wrap(await run(openMemoryStorage({ registry: standardRegistry })));
  const { organisations, tokens, unknownTokens, purgeRemoved, forOrganisation } = storage;
  const administration = makeOrganisationAdministration({
    organisations,
    tokens,
    purgeRemoved,
    resourcesOf: (id: OrganisationId) => forOrganisation(id).resources,
    registry: standardRegistry,
    ids: uuidV7Generator,
    secrets: tokenSecrets,
  });
  const acme = await run(administration.addOrganisation('acme'));
  const { authenticate, flush } = recordRefusedTokens({
    checkToken: makeAuthenticate({ tokens, secrets: tokenSecrets }),
    tokens,
    secrets: tokenSecrets,
    activityOf: (id) => forOrganisation(id).activity,
    unknownTokens,
  });
  const newest = async () =>
    (await run(forOrganisation(acme.id).activity.page({ limit: 10 }))).map(({ record }) => record);
  return { administration, authenticate, flush, newest, unknownTokens };
};

const timed = <Answer, Failure>(steps: Effect.Effect<Answer, Failure>): Promise<Answer> =>
  run(steps.pipe(Effect.provide(TestClock.layer())));

describe('a refused token', () => {
  it('that was revoked is in the activity of its organisation, by its fingerprint, counted', async () => {
    const { administration, authenticate, newest, unknownTokens } = await open();
    const { secret, token } = await run(administration.issueToken('acme'));
    expect((await run(authenticate(secret, { id: 'request-1' }))).organisation.name).toBe('acme');
    await run(administration.revokeToken(token.fingerprint));
    for (const requestId of ['request-2', 'request-3']) await failureOf(authenticate(secret, { id: requestId }));
    const [record, ...others] = await newest();
    expect(others).toEqual([]);
    expect(record).toMatchObject({
      caller: { tokenFingerprint: token.fingerprint, requestId: 'request-2' },
      operation: 'authenticate',
      outcome: 'refused',
      failure: { kind: 'Unauthorized' },
      changes: [],
      ignored: [],
      repeated: { count: 2 },
    });
    expect(JSON.stringify(record)).not.toContain(secret);
    expect(await run(unknownTokens.list())).toEqual([]);
  });

  it('that has expired, or whose organisation is switched off, is there, too', async () => {
    const { administration, authenticate, newest } = await open();
    const expired = await run(administration.issueToken('acme', { lifetimeMs: -1 }));
    await failureOf(authenticate(expired.secret, { id: 'request-1' }));
    const valid = await run(administration.issueToken('acme'));
    await run(administration.changeOrganisation('acme', { scimEnabled: false }));
    await failureOf(authenticate(valid.secret, { id: 'request-2' }));
    expect((await newest()).map(({ caller, failure }) => [caller.tokenFingerprint, failure?.kind])).toEqual([
      [valid.token.fingerprint, 'Forbidden'],
      [expired.token.fingerprint, 'Unauthorized'],
    ]);
  });

  it('that nobody issued is counted by the beginning of its hash alone', async () => {
    const { authenticate, flush, newest, unknownTokens } = await open();
    const secret = 'looopscim_mistyped';
    await timed(
      Effect.gen(function* () {
        for (const time of [1000, 2000, 3000]) {
          yield* TestClock.setTime(time);
          yield* Effect.flip(authenticate(secret, { id: 'request-1' }));
        }
        // The first one is stored at once, the others wait.
        expect((yield* unknownTokens.list()).map(({ count }) => count)).toEqual([1]);
        yield* flush;
      }),
    );
    expect(await run(unknownTokens.list())).toEqual([
      {
        fingerprintPrefix: tokenSecrets.hash(secret).slice(0, 8),
        hasTokenPrefix: true,
        length: secret.length,
        count: 3,
        first: 1000,
        last: 3000,
      },
    ]);
    expect(await newest()).toEqual([]);
  });

  it('that waits to be stored keeps when it came first and last', async () => {
    const { authenticate, flush, unknownTokens } = await open();
    await timed(
      Effect.gen(function* () {
        yield* Effect.flip(authenticate('stored at once', { id: 'r' }));
        for (const time of [2000, 1000, 3000]) {
          yield* TestClock.setTime(time);
          yield* Effect.flip(authenticate('waits', { id: 'r' }));
        }
        yield* flush;
      }),
    );
    const fingerprintPrefix = tokenSecrets.hash('waits').slice(0, 8);
    expect(await run(unknownTokens.list())).toContainEqual(
      expect.objectContaining({ fingerprintPrefix, hasTokenPrefix: false, count: 3, first: 1000, last: 3000 }),
    );
  });

  it('is stored with those that wait every ten seconds, however many come', async () => {
    let stored = 0;
    const { authenticate, flush, unknownTokens } = await open((storage) => ({
      ...storage,
      unknownTokens: {
        ...storage.unknownTokens,
        add: (tokens) => {
          stored += 1;
          return storage.unknownTokens.add(tokens);
        },
      },
    }));
    await timed(
      Effect.gen(function* () {
        for (let index = 0; index < 500; index += 1) yield* Effect.flip(authenticate(`guess-${index}`, { id: 'r' }));
        expect(stored).toBe(1);
        yield* TestClock.setTime(10_000);
        yield* Effect.flip(authenticate('guess-1', { id: 'r' }));
        expect(stored).toBe(2);
        yield* flush;
        yield* Effect.flip(authenticate('guess-1', { id: 'r' }));
        yield* flush;
        expect(stored).toBe(3);
        // Nothing waits.
        yield* flush;
        expect(stored).toBe(3);
      }),
    );
    // The first one, and a hundred that waited, of which one came again while there was no room for more.
    const listed = await run(unknownTokens.list());
    expect(listed).toHaveLength(101);
    const again = tokenSecrets.hash('guess-1').slice(0, 8);
    expect(listed.find(({ fingerprintPrefix }) => fingerprintPrefix === again)?.count).toBe(3);
  });

  it('is answered as before when it cannot be recorded, and is recorded later', async () => {
    let isFailing = true;
    const down = Effect.fail(new StorageUnavailable({ cause: 'a test', retryAfterSeconds: 1 }));
    const { authenticate, flush, unknownTokens } = await open((storage) => ({
      ...storage,
      unknownTokens: {
        ...storage.unknownTokens,
        add: (tokens) => Effect.suspend(() => (isFailing ? down : storage.unknownTokens.add(tokens))),
      },
    }));
    expect(await failureOf(authenticate('guess', { id: 'r' }))).toMatchObject({
      _tag: 'Unauthorized',
      problem: 'invalid',
    });
    isFailing = false;
    await run(flush);
    expect((await run(unknownTokens.list())).map(({ count }) => count)).toEqual([1]);
  });

  it('that was not sent leaves nothing', async () => {
    const { authenticate, flush, unknownTokens } = await open();
    for (const token of [undefined, '']) await failureOf(authenticate(token, { id: 'r' }));
    await run(flush);
    expect(await run(unknownTokens.list())).toEqual([]);
  });
});

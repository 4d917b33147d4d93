// Setting up is one thing: cut short after any of its steps, it is gone on with by doing it again.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Effect } from 'effect';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Storage } from '@looop-scim/provisioning/ports';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '@looop-scim/storage-memory';
import { composeServer, type ComposedServer } from '../../src/composition/compose-server.ts';
import {
  forgetToken,
  setUp,
  stateOfSetUp,
  type SetUpParts,
  type SetUpRequest,
} from '../../src/operator/set-up/set-up.ts';

const EMAIL = 'ana@acme.example';
const PASSWORD = 'correct horse battery staple';

let dataDirectory: string;
let request: SetUpRequest;
beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'looop-scim-set-up-'));
  const configurationFile = join(dataDirectory, 'looop-scim.conf');
  const what = { organisation: 'acme', email: EMAIL, password: PASSWORD };
  request = { ...what, dataDirectory, configurationFile, configurationText: '#PORT=8080\n' };
});
afterEach(() => rmSync(dataDirectory, { recursive: true }));

/** What a password is kept as says nothing here, and takes a second where it is done for good. */
const quickHasher = {
  isCommon: () => Effect.succeed(false),
  isOutdated: () => false,
  hash: (password: string) => Effect.succeed(`hash of ${password}`),
  verify: (password: string, hash: string | undefined) => Effect.succeed(hash === `hash of ${password}`),
};

const openStorage = (): Promise<Storage> => Effect.runPromise(openMemoryStorage({ registry: standardRegistry }));

const serverOn = (storage: Storage): ComposedServer =>
  composeServer({
    storage,
    installationSecret: 'secret',
    baseUrl: () => 'https://scim.example/scim/v2',
    hasher: quickHasher,
  });

const openServer = async (): Promise<ComposedServer> => serverOn(await openStorage());

const partsOf = ({ administration, accounts, peopleGate: { people } }: ComposedServer): SetUpParts => ({
  administration,
  accounts,
  people,
});

class Cut extends Error {}

/** The same storage, of which the call with this number and all after it never begin. */
const cutBefore = (whole: Storage, calls: number): { readonly storage: Storage; readonly wasCut: () => boolean } => {
  let left = calls;
  const wrap = (object: object): object =>
    new Proxy(object, {
      get: (target, name): unknown => {
        const value: unknown = Reflect.get(target, name);
        if (Effect.isEffect(value)) return value;
        if (typeof value === 'object' && value !== null) return wrap(value);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]): unknown => {
          const answer: unknown = Reflect.apply(value, target, args);
          // What is handed out for one organisation is made without a look at it.
          if (!Effect.isEffect(answer)) return typeof answer === 'object' && answer !== null ? wrap(answer) : answer;
          return Effect.suspend(() => {
            left -= 1;
            return left < 0 ? Effect.die(new Cut()) : answer;
          });
        };
      },
    });
  return { storage: wrap(whole) as Storage, wasCut: () => left < 0 };
};

const tokensOf = ({ administration }: ComposedServer) => Effect.runPromise(administration.listTokens('acme'));

const expectSetUp = async (server: ComposedServer, token: string | undefined) => {
  const { administration, accounts, peopleGate, checkToken } = server;
  expect((await Effect.runPromise(administration.listOrganisations())).map(({ name }) => name)).toEqual(['acme']);
  expect(await Effect.runPromise(accounts.list({ limit: 10 }))).toMatchObject([
    { email: EMAIL, isOperator: false, passwordHash: `hash of ${PASSWORD}` },
  ]);
  const { people } = peopleGate;
  const signedIn = people.signingIn.signIn({ email: EMAIL, password: PASSWORD, address: '127.0.0.1' });
  const { access } = await Effect.runPromise(signedIn);
  expect(Object.values(access.account.roles)).toEqual(['administrator']);
  expect(await tokensOf(server)).toMatchObject([{ label: 'first token' }]);
  expect(await Effect.runPromise(checkToken(token ?? ''))).toMatchObject({ organisation: { scimEnabled: true } });
  expect(readFileSync(request.configurationFile, 'utf8')).toBe('#PORT=8080\n');
  expect(statSync(request.configurationFile).mode & 0o777).toBe(0o600);
};

describe('setting up', () => {
  it('makes organisation, administrator, token and configuration file, for their owner alone', async () => {
    const server = await openServer();
    const outcome = await setUp(partsOf(server), request);
    expect(outcome).toMatchObject({ isNew: true, hadAdministrator: false });
    await expectSetUp(server, outcome.token);
  });

  it('is repeated without a change, once the token was shown', async () => {
    const server = await openServer();
    const { token } = await setUp(partsOf(server), request);
    const repeated = () => setUp(partsOf(server), { ...request, password: 'another horse battery' });
    // Whoever did not see the token may ask again.
    expect((await repeated()).token).toBe(token);
    expect(await stateOfSetUp(partsOf(server), request)).toBeUndefined();
    forgetToken(dataDirectory);
    expect(await stateOfSetUp(partsOf(server), request)).toEqual({ organisation: 'acme', administrators: [EMAIL] });
    expect(await repeated()).toEqual({ isNew: false, hadAdministrator: true });
    await expectSetUp(server, token);
  });

  it(
    'is complete after it was cut short before any call of the storage and begun again',
    { timeout: 60_000 },
    async () => {
      let calls = 0;
      for (let isCut = true; isCut; calls += 1) {
        const whole = await openStorage();
        const { storage, wasCut } = cutBefore(whole, calls);
        const server = serverOn(whole);
        const first = await setUp(partsOf(serverOn(storage)), request).catch(() => undefined);
        isCut = wasCut();
        expect(first === undefined).toBe(isCut);
        if (isCut) expect(await stateOfSetUp(partsOf(server), request)).toBeUndefined();
        const { token } = await setUp(partsOf(server), request);
        await expectSetUp(server, token);
        forgetToken(dataDirectory);
        rmSync(request.configurationFile);
      }
      // As many as it has: that none is left out is what makes the loop end.
      expect(calls).toBeGreaterThan(20);
    },
  );

  it('is refused for another organisation than the one that is there', async () => {
    const server = await openServer();
    await setUp(partsOf(server), request);
    await expect(setUp(partsOf(server), { ...request, organisation: 'globex' })).rejects.toThrow(
      'is set up for the organisation acme, not for globex',
    );
  });

  it('leaves a configuration file that is there as it is', async () => {
    const server = await openServer();
    await setUp(partsOf(server), request);
    const outcome = await setUp(partsOf(server), { ...request, configurationText: 'PORT=1\n' });
    expect([outcome.isNew, readFileSync(request.configurationFile, 'utf8')]).toEqual([true, '#PORT=8080\n']);
    expect(existsSync(join(dataDirectory, 'first-token'))).toBe(true);
  });
});

import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Effect } from 'effect';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '@looop-scim/storage-memory';
import type { Storage } from '@looop-scim/provisioning/ports';
import { composeServer } from '../src/composition/compose-server.ts';
import { announcement } from '../src/lifecycle/announce.ts';
import { createDemoOrganisation, secretWithoutEffect, type FirstStart } from '../src/lifecycle/first-start.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'looop-scim-test-'));
});
afterAll(() => rm(directory, { recursive: true }));

const open = () => Effect.runPromise(openMemoryStorage({ registry: standardRegistry }));

const compose = (storage: Storage) => composeServer({ storage, installationSecret: 'secret', baseUrl: () => '' });

const tryOut = { tryOut: true, isSetUp: false };

/** A storage that another process fills between the look and the write. */
const emptyAtFirstSight = (storage: Storage): Storage => ({
  ...storage,
  organisations: { ...storage.organisations, list: () => Effect.succeed([]) },
});

describe('createDemoOrganisation', () => {
  it('makes the data directory for its owner alone, with the token that it made up', async () => {
    const dataDirectory = join(directory, 'new', 'data');
    const composed = compose(await open());
    const made = await createDemoOrganisation(composed, { ...tryOut, dataDirectory });
    const file = join(dataDirectory, 'demo-token');
    const keyFile = join(dataDirectory, 'demo-platform-key');
    const [token, secret] = [(await readFile(file, 'utf8')).trim(), (await readFile(keyFile, 'utf8')).trim()];
    const signInFile = join(dataDirectory, 'first-sign-in');
    const signIn = { file: signInFile, secret: (await readFile(signInFile, 'utf8')).trim() };
    expect(made).toEqual({ kind: 'demo', file, token, key: { file: keyFile, secret }, signIn });
    const [first, ...others] = await Effect.runPromise(composed.accounts.list({ limit: 10 }));
    expect([first?.email, first?.isOperator, others]).toEqual(['operator@localhost', true, []]);
    const link = signIn.secret.split('#')[1] ?? '';
    expect((await Effect.runPromise(composed.peopleGate.people.links.describe(link))).email).toBe('operator@localhost');
    expect(secret).toMatch(/^looopkey_[\w-]{43}$/u);
    expect((await Effect.runPromise(composed.checkKey(secret))).key.scopes).toEqual(['read', 'write', 'webhooks']);
    for (const one of [file, keyFile, signInFile]) expect((await stat(one)).mode & 0o777).toBe(0o600);
    expect((await stat(dataDirectory)).mode & 0o777).toBe(0o700);
  });

  it('goes on without a token when another process was first', async () => {
    const storage = await open();
    const composed = compose(emptyAtFirstSight(storage));
    const request = { ...tryOut, dataDirectory: join(directory, 'race') };
    const made = await Promise.all([
      createDemoOrganisation(composed, request),
      createDemoOrganisation(composed, request),
    ]);
    expect(made.map(({ kind }) => kind).toSorted()).toEqual(['demo', 'none']);
    const [demo, ...others] = await Effect.runPromise(storage.organisations.list());
    expect([demo?.name, others]).toEqual(['demo', []]);
  });

  it.each([
    [{ tryOut: false, isSetUp: false }, 'a start that is not the one to try things out'],
    [{ tryOut: true, isSetUp: true }, 'an installation that is set up'],
  ])('makes nothing for %j: %s', async (request) => {
    const storage = await open();
    const dataDirectory = join(directory, 'untouched');
    const made = await createDemoOrganisation(compose(storage), { ...request, dataDirectory });
    expect(made).toEqual({ kind: 'empty' });
    expect(await Effect.runPromise(storage.organisations.list())).toEqual([]);
    expect(await readdir(directory)).not.toContain('untouched');
  });

  it('takes a token that was given, wherever it starts, and writes it nowhere', async () => {
    const composed = compose(await open());
    const demoToken = 'x'.repeat(32);
    const request = { tryOut: false, isSetUp: true, dataDirectory: join(directory, 'given'), demoToken };
    expect(await createDemoOrganisation(composed, request)).toEqual({
      kind: 'demo-with-given-token',
      hasKey: false,
    });
    expect(await Effect.runPromise(composed.authenticate(demoToken, { id: 'request-1' }))).toMatchObject({
      organisationName: 'demo',
    });
    // Nobody asked for a key.
    expect(await Effect.runPromise(composed.keys.listKeys('demo'))).toEqual([]);
    expect(await readdir(directory)).not.toContain('given');
  });

  it('takes a platform key that was given, with a token that was given or generated, and writes the key nowhere', async () => {
    const [demoToken, demoKey] = ['x'.repeat(32), 'k'.repeat(32)];
    for (const [name, token] of [
      ['key-and-token', { demoToken }],
      ['key-alone', {}],
    ] as const) {
      const composed = compose(await open());
      const request = { tryOut: false, isSetUp: true, dataDirectory: join(directory, name), demoKey, ...token };
      const made = await createDemoOrganisation(composed, request);
      expect(made).toMatchObject('demoToken' in token ? { hasKey: true } : { kind: 'demo' });
      expect(made).not.toHaveProperty('key');
      expect((await Effect.runPromise(composed.checkKey(demoKey))).organisation.name).toBe('demo');
    }
    expect(await readdir(join(directory, 'key-alone'))).toEqual(['demo-token', 'first-sign-in']);
  });

  it('leaves a store with organisations alone, and makes no directory', async () => {
    const composed = compose(await open());
    await Effect.runPromise(composed.administration.addOrganisation('acme'));
    const request = { ...tryOut, dataDirectory: join(directory, 'none') };
    expect(await createDemoOrganisation(composed, request)).toEqual({ kind: 'none' });
    expect(await readdir(directory)).not.toContain('none');
  });
});

describe('secretWithoutEffect', () => {
  it('speaks up for a token that opens nothing, and only then', async () => {
    const { administration, checkToken, checkKey } = compose(await open());
    await Effect.runPromise(administration.addOrganisation('acme'));
    const { secret } = await Effect.runPromise(administration.issueToken('acme'));
    const lines = (token: string | undefined) =>
      secretWithoutEffect({ variable: 'LOOOP_SCIM_TOKEN', secret: token, check: checkToken }, 'operator');
    expect(await lines('y'.repeat(32))).toEqual([expect.stringContaining('LOOOP_SCIM_TOKEN has no effect')]);
    expect(await lines(undefined)).toEqual([]);
    expect(await lines(secret)).toEqual([]);
    await Effect.runPromise(administration.changeOrganisation('acme', { scimEnabled: false }));
    expect(await lines(secret), 'of an organisation that is switched off').toEqual([]);
    const key = { variable: 'LOOOP_SCIM_PLATFORM_KEY', secret, check: checkKey } as const;
    expect(await secretWithoutEffect(key, 'operator')).toEqual([
      expect.stringContaining('Issue a key by: operator key issue ORGANISATION'),
    ]);
  });
});

describe('announcement', () => {
  const lines = (firstStart: FirstStart, isTerminal: boolean) =>
    announcement({ baseUrl: 'http://127.0.0.1:8080/scim/v2', firstStart }, { operatorCommand: 'operator' }, isTerminal);
  const demo: FirstStart = { kind: 'demo', token: 'looopscim_secret', file: '/data/demo-token' };

  it('shows a generated token to a terminal, and names its file to everybody', () => {
    expect(lines(demo, true).join('\n')).toMatch(/^Token: looopscim_secret$[^]*\/data\/demo-token/mu);
    expect(lines(demo, false)).toEqual([
      'SCIM base URL: http://127.0.0.1:8080/scim/v2',
      'Token file: /data/demo-token',
    ]);
    const withKey: FirstStart = { ...demo, key: { secret: 'looopkey_secret', file: '/data/demo-platform-key' } };
    expect(lines(withKey, true).join('\n')).toMatch(/^Platform key: looopkey_secret$[^]*\/data\/demo-platform-key/mu);
    expect(lines(withKey, false)).toEqual([...lines(demo, false), 'Platform key file: /data/demo-platform-key']);
    const signIn = { secret: 'http://127.0.0.1:8080/link#p.secret', file: '/data/first-sign-in' };
    const withLink: FirstStart = { ...demo, signIn };
    expect(lines(withLink, true)).toContain('First sign-in: http://127.0.0.1:8080/link#p.secret');
    expect(lines(withLink, false)).toEqual([...lines(demo, false), 'First sign-in file: /data/first-sign-in']);
    expect(lines({ kind: 'demo-with-given-token', hasKey: true }, true).join()).toContain('LOOOP_SCIM_PLATFORM_KEY');
  });

  it('says how to add an organisation where there is none', () => {
    expect(lines({ kind: 'empty' }, true)[1]).toContain('operator organisation add');
    expect(lines({ kind: 'none' }, true)).toHaveLength(1);
  });
});

import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Effect } from 'effect';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '@looop-scim/storage-memory';
import type { Storage } from '@looop-scim/provisioning';
import { composeServer } from '../src/composition/compose-server.ts';
import { announcement } from '../src/lifecycle/announce.ts';
import { createDemoOrganisation, tokenWithoutEffect, type FirstStart } from '../src/lifecycle/first-start.ts';

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
    const { administration } = compose(await open());
    const made = await createDemoOrganisation(administration, { ...tryOut, dataDirectory });
    const file = join(dataDirectory, 'demo-token');
    expect(made).toEqual({ kind: 'demo', file, token: (await readFile(file, 'utf8')).trim() });
    expect([(await stat(dataDirectory)).mode & 0o777, (await stat(file)).mode & 0o777]).toEqual([0o700, 0o600]);
  });

  it('goes on without a token when another process was first', async () => {
    const storage = await open();
    const { administration } = compose(emptyAtFirstSight(storage));
    const request = { ...tryOut, dataDirectory: join(directory, 'race') };
    const made = await Promise.all([
      createDemoOrganisation(administration, request),
      createDemoOrganisation(administration, request),
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
    const made = await createDemoOrganisation(compose(storage).administration, { ...request, dataDirectory });
    expect(made).toEqual({ kind: 'empty' });
    expect(await Effect.runPromise(storage.organisations.list())).toEqual([]);
    expect(await readdir(directory)).not.toContain('untouched');
  });

  it('takes a token that was given, wherever it starts, and writes it nowhere', async () => {
    const { administration, authenticate } = compose(await open());
    const demoToken = 'x'.repeat(32);
    const request = { tryOut: false, isSetUp: true, dataDirectory: join(directory, 'given'), demoToken };
    expect(await createDemoOrganisation(administration, request)).toEqual({ kind: 'demo-with-given-token' });
    expect(await Effect.runPromise(authenticate(demoToken, 'request-1'))).toMatchObject({ organisationName: 'demo' });
    expect(await readdir(directory)).not.toContain('given');
  });

  it('leaves a store with organisations alone, and makes no directory', async () => {
    const { administration } = compose(await open());
    await Effect.runPromise(administration.addOrganisation('acme'));
    const request = { ...tryOut, dataDirectory: join(directory, 'none') };
    expect(await createDemoOrganisation(administration, request)).toEqual({ kind: 'none' });
    expect(await readdir(directory)).not.toContain('none');
  });
});

describe('tokenWithoutEffect', () => {
  it('speaks up for a token that opens nothing, and only then', async () => {
    const { administration, checkToken } = compose(await open());
    await Effect.runPromise(administration.addOrganisation('acme'));
    const { secret } = await Effect.runPromise(administration.issueToken('acme'));
    const lines = (token: string | undefined) => tokenWithoutEffect(checkToken, token, 'operator');
    expect(await lines('y'.repeat(32))).toEqual([expect.stringContaining('LOOOP_SCIM_TOKEN has no effect')]);
    expect(await lines(undefined)).toEqual([]);
    expect(await lines(secret)).toEqual([]);
    await Effect.runPromise(administration.changeOrganisation('acme', { scimEnabled: false }));
    expect(await lines(secret), 'of an organisation that is switched off').toEqual([]);
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
  });

  it('says how to add an organisation where there is none', () => {
    expect(lines({ kind: 'empty' }, true)[1]).toContain('operator organisation add');
    expect(lines({ kind: 'none' }, true)).toHaveLength(1);
  });
});

import 'reflect-metadata';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Effect } from 'effect';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openSqliteStorage } from '@looop-scim/storage-sqlite';
import type { Storage } from '@looop-scim/provisioning';
import { composeServer } from '../src/composition-root.ts';
import { createDemoOrganisation } from '../src/first-start.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'looop-scim-test-'));
});
afterAll(() => rm(directory, { recursive: true }));

const open = () => Effect.runPromise(openSqliteStorage({ path: ':memory:', registry: standardRegistry }));

const compose = (storage: Storage) => composeServer({ storage, installationSecret: 'secret', baseUrl: () => '' });

/** A storage that another process fills between the look and the write. */
const emptyAtFirstSight = (storage: Storage): Storage => ({
  ...storage,
  organisations: { ...storage.organisations, list: () => Effect.succeed([]) },
});

describe('createDemoOrganisation', () => {
  it('makes the data directory for its owner alone, with the token that it made up', async () => {
    const dataDirectory = join(directory, 'new', 'data');
    const token = await createDemoOrganisation(compose(await open()), { dataDirectory });
    const file = join(dataDirectory, 'demo-token');
    expect(await readFile(file, 'utf8')).toBe(`${token}\n`);
    expect([(await stat(dataDirectory)).mode & 0o777, (await stat(file)).mode & 0o777]).toEqual([0o700, 0o600]);
  });

  it('goes on without a token when another process was first', async () => {
    const storage = await open();
    const container = compose(emptyAtFirstSight(storage));
    const config = { dataDirectory: join(directory, 'race') };
    const tokens = await Promise.all([
      createDemoOrganisation(container, config),
      createDemoOrganisation(container, config),
    ]);
    expect(tokens.filter((token) => token !== undefined)).toHaveLength(1);
    const [demo, ...others] = await Effect.runPromise(storage.organisations.list());
    expect([demo?.name, others]).toEqual(['demo', []]);
    expect(await readFile(join(config.dataDirectory, 'demo-token'), 'utf8')).toBe(`${tokens.find(Boolean) ?? ''}\n`);
  });

  it('leaves a store with organisations alone, and makes no directory', async () => {
    const container = compose(await open());
    await createDemoOrganisation(container, { dataDirectory: directory, demoToken: 'x'.repeat(32) });
    expect(await createDemoOrganisation(container, { dataDirectory: join(directory, 'none') })).toBeUndefined();
    expect(await readdir(directory)).not.toContain('none');
    expect(await readdir(directory)).not.toContain('demo-token');
  });
});

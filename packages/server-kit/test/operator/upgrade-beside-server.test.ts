// A command of a new version, while the server of the version before still runs: it must not change the schema under it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Result } from 'effect';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inspectSchema, takeServerLock } from '@looop-scim/storage-sqlite/maintenance';
import { makeReleasedFile } from '../../../../adapters/storage-sqlite/test/support/released-files.ts';
import { makeSession } from '../../src/operator/session.ts';
import { server } from '../support/app.ts';

let directory = '';
let path = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'looop-scim-beside-'));
  path = join(directory, 'looop-scim.sqlite');
});
afterAll(() => rmSync(directory, { recursive: true }));

it('a command that would upgrade the schema is refused while a server runs, and done when none does', async () => {
  makeReleasedFile(path, 9);
  const { knownVersion } = Result.getOrThrow(inspectSchema(path));
  const schema = (): number => Result.getOrThrow(inspectSchema(path)).schemaVersion;
  const release = Result.getOrThrow(takeServerLock(path));
  const session = makeSession({ ...server, organisations: 'one' });
  session.give({ LOOOP_SCIM_DATA: directory });
  const read = () => session.work(({ config }) => Promise.resolve(config.store.kind));
  await expect(read()).rejects.toThrow(`A server of an earlier version runs on ${path}: restart it`);
  expect(schema()).toBe(9);
  release();
  expect([await read(), schema()]).toEqual(['sqlite', knownVersion]);
});

it('a command beside a server of the same version is not', async () => {
  const session = makeSession({ ...server, organisations: 'one' });
  session.give({ LOOOP_SCIM_DATA: join(directory, 'new') });
  await session.work(() => Promise.resolve(), 'create');
  const release = Result.getOrThrow(takeServerLock(join(directory, 'new', 'looop-scim.sqlite')));
  expect(await session.work(() => Promise.resolve('done'))).toBe('done');
  release();
});

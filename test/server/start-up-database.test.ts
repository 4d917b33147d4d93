// Databases that a start must refuse: one of the future, one of another application, one that is none. None is changed.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as okta from '../support/client/okta.ts';
import { makeScimClient } from '../support/client/scim-client.ts';
import {
  makeDataDirectory,
  makeToken,
  removeDataDirectory,
  runOperator,
  runServerToExit,
  startServer,
} from '../support/server/server-process.ts';

let directory = '';
beforeAll(async () => {
  directory = await makeDataDirectory();
});
afterAll(async () => {
  await removeDataDirectory(directory);
});

const DATABASE = 'looop-scim.sqlite';

const withDatabase = <Answer>(path: string, use: (database: DatabaseSync) => Answer): Answer => {
  const database = new DatabaseSync(path);
  try {
    return use(database);
  } finally {
    database.close();
  }
};

const versionOf = (path: string): number =>
  withDatabase(path, (database) => Number(database.prepare('PRAGMA user_version').get()?.['user_version']));

const setVersion = (path: string, version: number): void =>
  withDatabase(path, (database) => database.exec(`PRAGMA user_version = ${version}`));

const expectRefusal = async (dataDirectory: string, ...words: readonly string[]): Promise<void> => {
  for (const exit of [
    await runServerToExit({ LOOOP_SCIM_DATA: dataDirectory, LOOOP_SCIM_TOKEN: makeToken() }),
    await runOperator({ dataDirectory }, 'organisation', 'list'),
  ]) {
    expect(exit.code).not.toBe(0);
    const lines = exit.stderr.split('\n').filter((line) => line !== '' && !line.startsWith('Store: '));
    expect(lines, exit.stderr).toHaveLength(1);
    for (const word of words) expect(exit.stderr).toContain(word);
  }
};

describe('a database file', { timeout: 60_000 }, () => {
  it('written by a newer version is refused with both versions, unchanged, and usable again afterwards', async () => {
    const token = makeToken();
    const server = await startServer({ dataDirectory: directory, token });
    await okta.createUserId(makeScimClient({ baseUrl: server.baseUrl, token }), 'kept@acme.example');
    expect((await server.stop()).code).toBe(0);

    const path = join(directory, DATABASE);
    const known = versionOf(path);
    expect(known).toBeGreaterThan(0);
    setVersion(path, known + 1);
    await expectRefusal(directory, `version ${known + 1}`, `to ${known}`, path);
    expect(versionOf(path)).toBe(known + 1);
    setVersion(path, known);

    const again = await startServer({ dataDirectory: directory, token });
    const list = await okta.read(makeScimClient({ baseUrl: again.baseUrl, token }), '/Users');
    expect(list).toMatchObject({ totalResults: 1, Resources: [{ userName: 'kept@acme.example' }] });
    expect((await again.stop()).code).toBe(0);
  });

  it('of another application is refused and not changed', async () => {
    const dataDirectory = await makeDataDirectory();
    const path = join(dataDirectory, DATABASE);
    withDatabase(path, (database) => database.exec('CREATE TABLE somebody_elses (x)'));
    const before = await readFile(path);
    await expectRefusal(dataDirectory, path);
    expect(await readFile(path)).toEqual(before);
    await removeDataDirectory(dataDirectory);
  });

  it('that is no database is refused and not changed', async () => {
    const dataDirectory = await makeDataDirectory();
    const path = join(dataDirectory, DATABASE);
    await writeFile(path, 'a letter to the operator, long enough to be a page or so. '.repeat(100));
    const before = await readFile(path);
    await expectRefusal(dataDirectory, path);
    expect(await readFile(path)).toEqual(before);
    await removeDataDirectory(dataDirectory);
  });
});

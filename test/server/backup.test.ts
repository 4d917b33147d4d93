// Backups that are made while others write hold what was acknowledged before, and are served; a restoration loses nothing.
import { closeSync, lstatSync, openSync, readdirSync, statSync, symlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeScimClient, type ScimClient } from '../support/client/scim-client.ts';
import {
  makeDataDirectory,
  makeToken,
  removeDataDirectory,
  runOperator,
  startServer,
  type RunningServer,
} from '../support/server/server-process.ts';

const DATABASE = 'looop-scim.sqlite';
const WRITERS = 8;
const BEFORE = 100;

const token = makeToken();
let directory = '';
let elsewhere = '';
let server: RunningServer;
let client: ScimClient;

const serve = async (dataDirectory: string): Promise<void> => {
  server = await startServer({ dataDirectory, token });
  client = makeScimClient(server);
};

beforeAll(async () => {
  [directory, elsewhere] = [await makeDataDirectory(), await makeDataDirectory()];
  await serve(directory);
}, 60_000);
afterAll(async () => {
  await server.stop();
  await removeDataDirectory(directory);
  await removeDataDirectory(elsewhere);
});

const operator = (...args: readonly string[]) => runOperator({ dataDirectory: directory }, ...args);
const last = (stderr: string): string => stderr.trim().split('\n').at(-1) ?? '';
const usersOf = async (): Promise<number> =>
  ((await client.get('/Users?count=0')).body as { readonly totalResults: number }).totalResults;

const userNames = async (): Promise<readonly string[]> => {
  const names: string[] = [];
  for (;;) {
    const { body } = await client.get(`/Users?count=1000&attributes=userName&startIndex=${names.length + 1}`);
    const { Resources: page = [] } = body as { readonly Resources?: readonly { readonly userName: string }[] };
    if (page.length === 0) return names;
    names.push(...page.map(({ userName }) => userName));
  }
};

/** Writers that go on until they are told to stop; those whose user was acknowledged are in `names`. */
const startWriters = () => {
  const names: string[] = [];
  const stopping = new AbortController();
  const write = async (writer: number): Promise<void> => {
    for (let number = 0; !stopping.signal.aborted; number += 1) {
      const userName = `w${writer}-${number}@acme.example`;
      const { status } = await client.post('/Users', { userName });
      expect(status).toBe(201);
      names.push(userName);
    }
  };
  const writers = Array.from({ length: WRITERS }, (_none, writer) => write(writer));
  return {
    names,
    stop: async () => {
      stopping.abort();
      await Promise.all(writers);
    },
  };
};

describe('a backup that is made while others write', { timeout: 120_000 }, () => {
  it('does not keep them from it, and holds every write that was acknowledged before', async () => {
    const { names, stop } = startWriters();
    await expect.poll(() => names.length, { timeout: 60_000 }).toBeGreaterThan(BEFORE);
    const before = [...names];
    const file = join(elsewhere, 'backup.sqlite');
    const made = await operator('backup', file);
    const during = names.length - before.length;
    await stop();
    expect([made.code, during > 0]).toEqual([0, true]);
    expect(made.stdout).toMatch(
      /^Backup: \/.+\nSize: \d.*verified in \d.*\nHolds: 1 organisation, \d+ users, 0 groups/u,
    );
    expect([statSync(file).mode & 0o777, readdirSync(elsewhere)]).toEqual([0o600, ['backup.sqlite']]);

    const all = await usersOf();
    expect((await server.stop()).code).toBe(0);
    const restored = await operator('restore', file);
    expect([restored.code, restored.stdout]).toEqual([0, expect.stringMatching(/^Restored: .*\nHolds: .*\nKept: /u)]);
    await serve(directory);
    const kept = new Set(await userNames());
    expect(before.filter((name) => !kept.has(name))).toEqual([]);
    expect(await usersOf()).toBeLessThanOrEqual(all);
    expect((await client.post('/Users', { userName: 'after@acme.example' })).status).toBe(201);
  });

  it('does not replace a file unless that is said, and tells programs what it made', async () => {
    const file = join(elsewhere, 'backup.sqlite');
    const refused = await operator('backup', file);
    expect([refused.code, last(refused.stderr)]).toEqual([1, expect.stringContaining('--force')]);
    const made = await operator('backup', file, '--force', '--json');
    expect(JSON.parse(made.stdout)).toMatchObject({
      file,
      bytes: statSync(file).size,
      milliseconds: expect.any(Number),
      counts: { organisations: 1, users: await usersOf() },
    });
    const lost = await operator('backup', join(elsewhere, 'no', 'backup.sqlite'));
    expect([lost.code, last(lost.stderr)]).toEqual([1, expect.stringContaining('There is no directory')]);
  });
});

describe('a restoration', { timeout: 120_000 }, () => {
  it('is refused while a server runs, which goes on', async () => {
    const refused = await operator('restore', join(elsewhere, 'backup.sqlite'));
    expect([refused.code, last(refused.stderr)]).toEqual([1, expect.stringMatching(/is in use: stop the server/u)]);
    expect((await client.post('/Users', { userName: 'still@acme.example' })).status).toBe(201);
  });

  it('is refused for what is no backup, by name', async () => {
    const missing = await operator('restore', join(elsewhere, 'nothing.sqlite'));
    expect([missing.code, last(missing.stderr)]).toEqual([1, expect.stringMatching(/nothing\.sqlite does not exist/u)]);
  });
});

/** Overwrites the first page of a table. */
const overwrite = (path: string, table: string): void => {
  const database = new DatabaseSync(path);
  const { rootpage } = database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table) ?? {};
  database.close();
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, (Number(rootpage) - 1) * 4096);
  closeSync(file);
};

it('a restoration replaces the file that a symbolic link leads to, and not the link', { timeout: 60_000 }, async () => {
  const [link, real] = [join(elsewhere, 'link.sqlite'), join(elsewhere, 'real.sqlite')];
  symlinkSync(real, link);
  const place = { dataDirectory: elsewhere, env: { LOOOP_SCIM_STORE: `sqlite:${link}` } };
  expect((await runOperator(place, 'init')).code).toBe(0);
  const before = statSync(real).ino;
  const restored = await runOperator(place, 'restore', join(elsewhere, 'backup.sqlite'));
  expect([restored.code, restored.stdout]).toEqual([0, expect.stringContaining(`Restored: ${real} from`)]);
  expect([lstatSync(link).isSymbolicLink(), statSync(real).ino === before]).toEqual([true, false]);
});

describe('operator check', { timeout: 120_000 }, () => {
  it('says of each thing that it is in order, beside a running server', async () => {
    const checked = await operator('check');
    expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining('ok       pages: all can be read')]);
    const things = ['file', 'inode', 'permissions', 'pages', 'rows', 'indexes', 'contents', 'schema', 'space', 'clock'];
    const found = checked.stdout.split('\n').map((line) => line.slice('ok       '.length, line.indexOf(':')));
    expect(found.slice(0, things.length)).toEqual(things);
    const lines = (await operator('check', '--full', '--json')).stdout.trim().split('\n');
    const objects = lines.map((line): unknown => JSON.parse(line));
    expect(objects).toContainEqual({ ok: true, what: 'rows', text: 'fit together (full check)' });
    expect(objects).toContainEqual({ ok: true, what: 'schema', text: expect.stringMatching(/^version \d+$/u) });
  });

  it('says what is not, and what to do, with status 2', async () => {
    await server.stop();
    overwrite(join(directory, DATABASE), 'resources');
    const checked = await operator('check');
    expect([checked.code, checked.stdout]).toEqual([
      2,
      expect.stringMatching(/^PROBLEM {2}pages: .*operator restore FILE$/mu),
    ]);
    // It is damaged, and restored all the same.
    expect((await operator('restore', join(elsewhere, 'backup.sqlite'))).code).toBe(0);
    expect((await operator('check')).code).toBe(0);
    await serve(directory);
  });
});

it.each([
  ['backup', 'mongodump'],
  ['restore', 'mongorestore'],
  ['check', 'mongosh'],
])('on MongoDB %s names what to use instead', async (command, instead) => {
  const env = { LOOOP_SCIM_STORE: 'mongodb://127.0.0.1:1/scim' };
  const args = command === 'check' ? [command] : [command, join(elsewhere, 'x')];
  const refused = await runOperator({ dataDirectory: directory, env }, ...args);
  expect([refused.code, last(refused.stderr)]).toEqual([1, expect.stringContaining(instead)]);
});

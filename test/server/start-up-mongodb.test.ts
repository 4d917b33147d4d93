// Starting on MongoDB: what is refused, in one line and without the password, and starts at once.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/server/free-port.ts';
import { onMongo } from '../support/mongodb/on-mongo.ts';
import { makeScimClient } from '../support/client/scim-client.ts';
import {
  makeDataDirectory,
  makeToken,
  removeDataDirectory,
  runOperator,
  runServerToExit,
  startServer,
} from '../support/server/server-process.ts';
import { mongoStore, type OwnPlace } from '../support/server/server-store.ts';

let directory = '';
beforeAll(async () => {
  directory = await makeDataDirectory();
});
afterAll(() => removeDataDirectory(directory));

const PASSWORD = 'S3cret%2Fword';

/** Runs the server and an operator's command on a store that they must refuse; the lines that they print. */
const refusals = async (store: string, serverStatus = 1): Promise<readonly string[]> => {
  const settings = { LOOOP_SCIM_DATA: join(directory, 'never-made'), LOOOP_SCIM_STORE: store };
  const place = { dataDirectory: settings.LOOOP_SCIM_DATA, env: settings };
  const exits = [await runServerToExit(settings), await runOperator(place, 'organisation', 'list')];
  expect(exits.map(({ code }) => code)).toEqual([serverStatus, 1]);
  return exits.map(({ stdout, stderr }) => {
    expect(stdout).toBe('');
    // An operator's command says first which store it works on.
    const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('Store: '));
    expect(lines, stderr).toHaveLength(1);
    for (const secret of [PASSWORD, decodeURIComponent(PASSWORD)]) expect(stderr).not.toContain(secret);
    return lines[0] ?? '';
  });
};

describe('a MongoDB that cannot be used', { timeout: 60_000 }, () => {
  it('because nobody listens there is named with its address', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const [server, operator] = await refusals(`mongodb://looop:${PASSWORD}@${address}/scim`);
    expect(server).toContain('LOOOP_SCIM_STORE');
    for (const line of [server, operator]) expect(line).toContain(address);
  });

  it.each([
    `mongodb://looop:${PASSWORD}@127.0.0.1:1/scim?noSuchOption=1`,
    `mongodb://looop:${PASSWORD}@127.0.0.1:99999/scim`,
    `mongodb://looop:${PASSWORD}@/scim`,
    `mongodb+srv://looop:${PASSWORD}@db.invalid/scim`,
  ])('because of the URL %s', async (url) => {
    const [server] = await refusals(url);
    expect(server).toContain('LOOOP_SCIM_STORE');
  });

  it.each([`mongo://looop:${PASSWORD}@db.example`, `looop:${PASSWORD}@db.example`])(
    'because %s is no URL of MongoDB',
    async (url) => {
      for (const line of await refusals(url, 78)) expect(line).toContain('LOOOP_SCIM_STORE must be sqlite:PATH');
    },
  );
});

onMongo('starts at once on an empty database', () => {
  let place: OwnPlace;
  beforeAll(async () => {
    place = await mongoStore.makePlace();
  });
  afterAll(() => place.remove());

  it('all succeed, and one of them makes the demo organisation with the given token', { timeout: 60_000 }, async () => {
    const directories = await Promise.all(Array.from({ length: 3 }, makeDataDirectory));
    const token = makeToken();
    const servers = await Promise.all(
      directories.map((dataDirectory) => startServer({ dataDirectory, env: place.env, token })),
    );
    const printed = servers.map(({ output }) => output());
    expect(printed.filter(({ stdout }) => stdout.includes('The organisation demo was created'))).toHaveLength(1);
    for (const { stdout, stderr } of printed) expect(stdout + stderr).not.toContain(token);
    for (const { baseUrl } of servers) {
      expect((await makeScimClient({ baseUrl, token }).get('/Users')).status).toBe(200);
      expect((await makeScimClient({ baseUrl, token: makeToken() }).get('/Users')).status).toBe(401);
    }
    for (const { stop } of servers) expect((await stop()).code).toBe(0);
    for (const one of directories) await removeDataDirectory(one);
  });
});

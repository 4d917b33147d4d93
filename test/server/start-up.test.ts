// Starting: settings that are refused, an address that is printed, links that follow the public URL, a database of the future.
import { createServer } from 'node:net';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/server/free-port.ts';
import { textAt } from '@looop-scim/conformance';
import * as okta from '../support/client/okta.ts';
import { makeScimClient } from '../support/client/scim-client.ts';
import {
  deliveredToken,
  makeDataDirectory,
  makeToken,
  removeDataDirectory,
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

/** What a setting is refused with; a service manager does not try again. */
const NOT_SET_UP = 78;

const expectRefusal = async (settings: Record<string, string>, ...words: readonly string[]): Promise<string> => {
  const fresh = await mkdtemp(join(directory, 'refused-'));
  const exit = await runServerToExit({ LOOOP_SCIM_DATA: join(fresh, 'never-made'), ...settings });
  expect(exit, exit.stdout).toMatchObject({
    code: settings['LOOOP_SCIM_DATA'] === undefined ? NOT_SET_UP : 1,
    signal: null,
  });
  const lines = exit.stderr.split('\n').filter((line) => line !== '');
  expect(lines, exit.stderr).toHaveLength(1);
  for (const word of words) expect(lines[0]).toContain(word);
  expect(exit.stdout).not.toContain('SCIM base URL');
  expect(await readdir(fresh), 'a refused start leaves nothing behind').toEqual([]);
  return lines[0] ?? '';
};

describe('a start is refused in one line that names the variable', { timeout: 60_000 }, () => {
  const cases: readonly (readonly [string, string])[] = [
    ['PORT', 'eighty'],
    ['PORT', '-1'],
    ['PORT', '70000'],
    ['PORT', '80.5'],
    ['LOG_LEVEL', 'loud'],
    ['LOOOP_SCIM_PUBLIC_URL', 'scim.acme.example'],
    ['LOOOP_SCIM_PUBLIC_URL', 'ftp://scim.acme.example'],
    ['LOOOP_SCIM_PUBLIC_URL', 'https://scim.acme.example/?x=1'],
    ['LOOOP_SCIM_PUBLIC_URL', 'https://user:secret@scim.acme.example'],
  ];
  it.each(cases)('%s=%s', async (name, value) => {
    await expectRefusal({ [name]: value }, name);
  });

  it('LOOOP_SCIM_TOKEN with 31 characters, without showing it', async () => {
    const token = 'x'.repeat(31);
    expect(await expectRefusal({ LOOOP_SCIM_TOKEN: token }, 'LOOOP_SCIM_TOKEN', '32')).not.toContain(token);
  });

  it('LOOOP_SCIM_TOKEN that no header can carry', async () => {
    await expectRefusal({ LOOOP_SCIM_TOKEN: `with space ${'x'.repeat(40)}` }, 'LOOOP_SCIM_TOKEN');
    await expectRefusal({ LOOOP_SCIM_TOKEN: 'ü'.repeat(40) }, 'LOOOP_SCIM_TOKEN');
  });

  it('LOOOP_SCIM_DATA that is a file', async () => {
    const file = join(directory, 'a-file');
    await writeFile(file, '');
    await expectRefusal({ LOOOP_SCIM_DATA: file }, 'LOOOP_SCIM_DATA');
  });

  it('HOST that is no address of this machine', async () => {
    const data = join(directory, 'host');
    const exit = await runServerToExit({ LOOOP_SCIM_DATA: data, HOST: '192.0.2.77' });
    expect(exit.code).not.toBe(0);
    expect(exit.stderr.trim().split('\n')).toHaveLength(1);
    expect(exit.stderr).toContain('HOST');
  });

  it('PORT that is in use; the demo token waits for a start that can show it', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const address = holder.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const dataDirectory = join(directory, 'port');
    const exit = await runServerToExit({ LOOOP_SCIM_DATA: dataDirectory, PORT: port });
    await new Promise((resolve) => holder.close(resolve));
    expect(exit.code, 'it may be free the next time').toBe(1);
    expect(exit.stderr.trim().split('\n')).toHaveLength(1);
    expect(exit.stderr).toContain('PORT');
    expect(exit.stderr).toContain(port);
    const server = await startServer({ dataDirectory, token: '' });
    const token = deliveredToken(server.output().stdout);
    expect((await makeScimClient({ baseUrl: server.baseUrl, token }).get('/Users')).status).toBe(200);
    await server.stop();
  });
});

describe('a first start', { timeout: 60_000 }, () => {
  it('without a token makes one, names the file that holds it and opens the demo organisation with it', async () => {
    const dataDirectory = join(directory, 'first', 'start');
    const server = await startServer({ dataDirectory, token: '' });
    const token = deliveredToken(server.output().stdout);
    expect(token.length).toBeGreaterThanOrEqual(32);
    expect((await makeScimClient({ baseUrl: server.baseUrl, token }).get('/Users')).status).toBe(200);
    expect((await server.stop()).code).toBe(0);
    const again = await startServer({ dataDirectory, token: '' });
    for (const { stdout } of [server.output(), again.output()]) expect(stdout).not.toContain(token);
    expect((await makeScimClient({ baseUrl: again.baseUrl, token }).get('/Users')).status).toBe(200);
    expect((await again.stop()).code).toBe(0);
  });

  it('takes LOOOP_SCIM_TOKEN for an empty data directory and never again', async () => {
    const dataDirectory = join(directory, 'token');
    const [first, second] = [makeToken(), makeToken()];
    expect((await (await startServer({ dataDirectory, token: first })).stop()).code).toBe(0);
    const again = await startServer({ dataDirectory, token: second });
    okta.expectError(await makeScimClient({ baseUrl: again.baseUrl, token: second }).get('/Users'), 401);
    expect((await makeScimClient({ baseUrl: again.baseUrl, token: first }).get('/Users')).status).toBe(200);
    expect((await again.stop()).code).toBe(0);
  });

  it('with PORT=0 prints the port that it got', async () => {
    const server = await startServer({ dataDirectory: join(directory, 'zero'), token: makeToken() });
    const { port, pathname, hostname } = new URL(server.baseUrl);
    expect({ pathname, hostname }).toEqual({ pathname: '/scim/v2', hostname: '127.0.0.1' });
    expect(Number(port)).toBeGreaterThan(0);
    expect((await server.stop()).code).toBe(0);
  });
});

describe('LOOOP_SCIM_PUBLIC_URL (guard 27)', { timeout: 60_000 }, () => {
  it.each(['https://scim.acme.example', 'https://scim.acme.example/scim/v2', 'https://acme.example/looop/scim/v2/'])(
    '%s is the base of every location, Location and $ref, whatever Host says',
    async (url) => {
      const port = await freePort();
      const token = makeToken();
      const dataDirectory = await mkdtemp(join(directory, 'public-'));
      const server = await startServer({
        dataDirectory,
        token,
        env: { LOOOP_SCIM_PUBLIC_URL: url, PORT: String(port) },
      });
      const bare = url.endsWith('/') ? url.slice(0, -1) : url;
      const publicBaseUrl = bare.endsWith('/scim/v2') ? bare : `${bare}/scim/v2`;
      // The client holds every location of every answer against the public base.
      const scim = makeScimClient({ baseUrl: `http://127.0.0.1:${port}/scim/v2`, token, publicBaseUrl });
      const created = await scim.send({
        method: 'POST',
        path: '/Users',
        headers: {
          Host: 'evil.example',
          'X-Forwarded-Host': 'evil.example',
          'X-Forwarded-Proto': 'gopher',
          Forwarded: 'host=evil.example',
        },
        body: okta.person('Ana', 'Pop'),
      });
      const id = textAt(created.body, '/id');
      expect(created.headers.location).toBe(`${publicBaseUrl}/Users/${id}`);
      const group = await okta.createGroupId(scim, 'Coaches', [id]);
      expect(await okta.read(scim, `/Groups/${group}`)).toMatchObject({
        members: [{ $ref: `${publicBaseUrl}/Users/${id}` }],
      });
      expect(await okta.read(scim, `/Users/${id}`)).toMatchObject({
        groups: [{ $ref: `${publicBaseUrl}/Groups/${group}` }],
      });
      expect((await okta.read(scim, '/Users'))['Resources']).toMatchObject([
        { meta: { location: `${publicBaseUrl}/Users/${id}` } },
      ]);
      expect((await server.stop()).code).toBe(0);
    },
  );
});

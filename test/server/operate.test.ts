// The server as operators and their supervisors meet it: health checks, warnings, what a first start makes.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
afterAll(() => removeDataDirectory(directory));

const start = (name: string, env: Readonly<Record<string, string>> = {}, token = makeToken()) =>
  startServer({ dataDirectory: join(directory, name), token, env });

describe('health checks', () => {
  it('answer without a token, in plain JSON, and are no SCIM', async () => {
    const server = await start('health');
    const ask = async (path: string, method = 'GET') => {
      const answer = await fetch(new URL(path, server.baseUrl), { method });
      return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
    };
    const ok = { status: 200, type: 'application/json; charset=utf-8', body: '{"status":"ok"}' };
    for (const path of ['/healthz', '/readyz']) {
      expect(await ask(path)).toEqual(ok);
      expect(await ask(path, 'HEAD')).toMatchObject({ status: 200, body: '' });
      expect((await ask(`/scim/v2${path}`)).status).toBe(401);
    }
    const exit = await server.stop();
    // Asked every few seconds, they would fill the log.
    for (const path of ['/healthz', '/readyz']) expect(exit.stdout).not.toContain(`"path":"${path}"`);
  });
});

describe('TLS spoken to the plain port', () => {
  it('is told in the log, once', async () => {
    const server = await start('tls');
    const { port, hostname } = new URL(server.baseUrl);
    const knock = () =>
      new Promise<void>((resolve) => {
        const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
        socket.on('error', () => resolve());
      });
    for (let times = 0; times < 3; times += 1) await knock();
    await makeScimClient({ baseUrl: server.baseUrl, token: server.token }).get('/Users');
    const exit = await server.stop();
    const lines = exit.stdout.split('\n').filter((line) => line.includes('TLS was spoken to the plain port'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"level":40');
  });
});

describe('warnings', () => {
  it.each([
    [{ LOOOP_SCIM_PUBLC_URL: 'https://scim.acme.example' }, 'Did you mean LOOOP_SCIM_PUBLIC_URL?'],
    [{ HOST: '0.0.0.0' }, 'set LOOOP_SCIM_PUBLIC_URL'],
    [{ LOOOP_SCIM_MONGODB_POOL: '3' }, 'LOOOP_SCIM_MONGODB_POOL has no effect'],
  ])('%j: the server starts and says in one line what is wrong', async (env, words) => {
    const server = await start('warned', env, 'x'.repeat(32));
    const { code, stderr } = await server.stop();
    expect(code).toBe(0);
    expect(stderr.trim().split('\n'), stderr).toEqual([expect.stringMatching(/^Warning: /u)]);
    expect(stderr).toContain(words);
  });

  it('a token that opens nothing is named, one that is the right one still is not', async () => {
    const [token, other] = [makeToken(), makeToken()];
    const outputs = [];
    for (const each of [token, token, other]) {
      const exit = await (await start('token', {}, each)).stop();
      outputs.push(exit.stderr);
      for (const secret of [token, other]) expect(exit.stdout + exit.stderr).not.toContain(secret);
    }
    expect(outputs).toEqual(['', '', expect.stringContaining('Warning: LOOOP_SCIM_TOKEN has no effect')]);
  });

  it("an operator's command says the same of variables", async () => {
    const env = { LOOOP_SCIM_STOER: 'sqlite:/elsewhere' };
    const listed = await runOperator({ dataDirectory: join(directory, 'token'), env }, 'organisation', 'list');
    expect(listed.code).toBe(0);
    expect(listed.stderr).toContain('Did you mean LOOOP_SCIM_STORE?');
    expect(listed.stderr).toContain(`Store: SQLite ${join(directory, 'token', 'looop-scim.sqlite')}`);
  });
});

describe('a first start', () => {
  it('of an installation that is set up makes no organisation, and says how to add one', async () => {
    const server = await start('set-up', { LOOOP_SCIM_PUBLIC_URL: 'https://scim.acme.example' }, '');
    const exit = await server.stop();
    expect(exit.stdout).toContain('There is no organisation yet. Add one by: operator organisation add NAME');
    expect(await readdir(server.dataDirectory)).not.toContain('demo-token');
    const place = { dataDirectory: server.dataDirectory };
    expect(await runOperator(place, 'organisation', 'list')).toMatchObject({ code: 0, stdout: '' });
  });
});

describe('a start is refused in one line', () => {
  const refusal = async (env: Readonly<Record<string, string>>, args: readonly string[] = [], status = 1) => {
    const { code, stdout, stderr } = await runServerToExit(env, ...args);
    expect([code, stdout]).toEqual([status, '']);
    expect(stderr.trim().split('\n'), stderr).toHaveLength(1);
    return stderr.trim();
  };

  it('for a directory that cannot be made, such as one of /proc', async () => {
    expect(await refusal({ LOOOP_SCIM_DATA: '/proc/x' })).toContain('LOOOP_SCIM_DATA /proc/x');
    const deep = await runOperator({ dataDirectory: '/proc/x/y/z' }, 'init');
    expect([deep.code, deep.stderr]).toEqual([1, expect.stringContaining('/proc/x')]);
  });

  it('for an argument that is not one, after which no service manager tries again', async () => {
    expect(await refusal({}, ['--port=80'], 78)).toContain('--demo');
  });

  it('for a Node.js that is too old, before anything else is looked at', async () => {
    const old = "Object.defineProperty(process.versions, 'node', { value: '22.18.9' });";
    const flags = `--import=data:text/javascript,${encodeURIComponent(old)}`;
    expect(await refusal({ NODE_OPTIONS: flags, PORT: 'eighty' })).toMatch(/^Node\.js 22\.19\.0 or later is needed/u);
    const operator = await runOperator({ dataDirectory: directory, env: { NODE_OPTIONS: flags } }, '--help');
    expect([operator.code, operator.stdout]).toEqual([1, '']);
  });
});

// The archive that is deployed: unpacked where nothing of the workspace is, read-only, and run by somebody else.
import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, readdirSync, statSync } from 'node:fs';
import { chmod, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as okta from '../support/client/okta.ts';
import { makeScimClient } from '../support/client/scim-client.ts';
import {
  deliveredToken,
  removeDataDirectory,
  runOperator,
  startServer,
  type Place,
  type Program,
} from '../support/server/server-process.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Somebody who owns nothing; only root can become somebody else. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

let directory = '';
let program: Program = { directory: '' };
let place: Place = { dataDirectory: '' };

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'looop-scim-archive-'));
  await chmod(directory, 0o755);
  const built = join(directory, 'built');
  execFileSync(process.execPath, ['scripts/build-server.ts', built], { cwd: ROOT });
  const archive = readdirSync(built).find((name) => name.endsWith('.tar.gz')) ?? '';
  execFileSync('tar', ['--no-same-owner', '-xzf', join(built, archive)], { cwd: directory });
  program = { directory: join(directory, 'looop-scim-server'), ...(isRoot && { uid: NOBODY }) };
  execFileSync('chmod', ['-R', 'a-w,a+rX', program.directory]);
  const dataDirectory = join(directory, 'data');
  await mkdir(dataDirectory, { mode: 0o700 });
  if (isRoot) chownSync(dataDirectory, NOBODY, NOBODY);
  place = { dataDirectory, program };
});

afterAll(async () => {
  execFileSync('chmod', ['-R', 'u+w', directory]);
  await removeDataDirectory(directory);
});

describe('the production build', () => {
  it('holds no development dependency and nothing of the workspace', () => {
    expect(readdirSync(program.directory).toSorted()).toEqual([
      'DEPLOY.md',
      'LICENSE',
      'THIRD-PARTY-LICENSES.md',
      'lib',
      'main.js',
      'node_modules',
      'operator.js',
      'package.json',
      'pages',
      'worker.js',
    ]);
    expect(readdirSync(join(program.directory, 'node_modules'))).toEqual(['better-sqlite3']);
  });

  it("makes a store, an organisation and a token by the operator's commands", async () => {
    expect(await runOperator(place, 'init')).toMatchObject({ code: 0, stdout: 'The store is ready\n' });
    const added = await runOperator(place, 'organisation', 'add', 'acme');
    expect(added.code, added.stderr).toBe(0);
    expect(deliveredToken(added.stdout)).toMatch(/^looopscim_/u);
    if (isRoot) expect(statSync(join(place.dataDirectory, 'looop-scim.sqlite')).uid).toBe(NOBODY);
  });

  it('serves SCIM, writes nothing beside its data, and stops in order', async () => {
    const issued = await runOperator(place, 'token', 'issue', 'acme', '--label', 'archive');
    const server = await startServer({ ...place, token: '' });
    const client = makeScimClient({ baseUrl: server.baseUrl, token: deliveredToken(issued.stdout) });
    expect((await client.post('/Users', okta.person('Ana', 'Pop'))).status).toBe(201);
    expect(await okta.read(client, '/Users')).toMatchObject({ totalResults: 1 });
    const ready = await fetch(new URL('/readyz', server.baseUrl));
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ok' }]);
    const listed = await runOperator(place, 'organisation', 'list');
    expect(listed.stdout).toMatch(/^acme {2}SCIM on {2}interop {2}1 user {2}0 groups {2}last used 2/u);
    expect((await server.stop()).code).toBe(0);
    expect(existsSync(join(program.directory, 'data'))).toBe(false);
  });

  it("backs its store up, checks it and restores it, and the file stays the server's", async () => {
    const backup = join(place.dataDirectory, 'backup.sqlite');
    for (const args of [
      ['backup', backup],
      ['check', '--full'],
      ['restore', backup],
    ]) {
      const { code, stderr } = await runOperator(place, ...args);
      expect(code, stderr).toBe(0);
    }
    if (!isRoot) return;
    const file = join(place.dataDirectory, 'looop-scim.sqlite');
    expect(statSync(file).uid).toBe(NOBODY);
    // Root may restore it, too.
    const { uid: _nobody, ...asRoot } = program;
    const restored = await runOperator({ ...place, program: asRoot }, 'restore', backup);
    expect([restored.code, statSync(file).uid]).toEqual([0, NOBODY]);
  });

  it('has the driver of MongoDB with it', async () => {
    const env = { LOOOP_SCIM_STORE: 'mongodb://127.0.0.1:1/scim' };
    const refused = await runOperator({ ...place, env }, 'organisation', 'list');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('MongoDB at 127.0.0.1:1 cannot be used');
  });
});

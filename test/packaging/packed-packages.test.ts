// Packages as others get them: packed, installed in an empty folder beside nothing of this workspace, type-checked and imported.
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** What a user of the packages has besides, in the versions that this workspace is tested with. */
const versionsOf = async (manifests: readonly Manifest[]): Promise<Record<string, string>> => {
  const { devDependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const peers = Object.assign({}, ...manifests.map(({ peerDependencies }) => peerDependencies ?? {}));
  return { ...peers, typescript: devDependencies['typescript'] ?? '', '@types/node': '24.19.2' };
};

/** Entry points that have types alone. */
const TYPES_ALONE = ['@looop-scim/http-api/contract'];

const entryPoints = ({ name, exports }: Manifest): readonly string[] =>
  Object.keys(exports).map((path) => `${name}${path.slice(1)}`);

describe('packed packages', () => {
  let folder = '';
  let manifests: readonly Manifest[] = [];
  const inFolder = async (command: string, ...parameters: readonly string[]): Promise<string> => {
    const { stdout } = await run(command, parameters, { cwd: folder }).catch(
      (failed: { readonly stdout: string; readonly stderr: string }) => {
        throw new Error(`${failed.stdout}\n${failed.stderr}`);
      },
    );
    return stdout;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'looop-scim-packed-'));
    await run(process.execPath, [join(ROOT, 'scripts/pack-packages.ts'), folder]);
    const archives = (await readdir(folder)).filter((file) => file.endsWith('.tgz'));
    const read = async (archive: string): Promise<Manifest> =>
      JSON.parse(await inFolder('tar', 'xzOf', archive, 'package/package.json'));
    manifests = await Promise.all(archives.map(read));
    const files = Object.fromEntries(manifests.map(({ name }, at) => [name, `file:./${archives[at]}`]));
    const dependencies = { ...(await versionsOf(manifests)), ...files };
    await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
    // Packages that depend on each other get the archives, not what a registry may have under their names.
    const settings = { packages: ['.'], overrides: files, allowBuilds: { 'better-sqlite3': true } };
    await writeFile(join(folder, 'pnpm-workspace.yaml'), JSON.stringify(settings));
    await inFolder('npx', '-y', 'pnpm@12.21.0', 'install', '--prefer-offline');
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('are thirteen, with a licence, sources for their source maps, and nothing else', async () => {
    expect(manifests.map(({ name }) => name).toSorted()).toEqual(
      'conformance crypto-node http-api http-console http-scim laws openid provisioning scim storage-memory storage-mongodb storage-sqlite webhooks-http'
        .split(' ')
        .map((name) => `@looop-scim/${name}`),
    );
    for (const archive of (await readdir(folder)).filter((file) => file.endsWith('.tgz'))) {
      const files = (await inFolder('tar', 'tzf', archive)).trim().split('\n');
      expect(files).toContain('package/LICENSE');
      expect(files).toContain('package/README.md');
      const strangers = files.filter(
        (file) => !/^package\/(?:src|dist)\/|^package\/(?:LICENSE|README\.md|package\.json)$/u.test(file),
      );
      expect(strangers, archive).toEqual([]);
      const maps = files.filter((file) => file.endsWith('.js.map'));
      const sources = maps.map((map) => map.replace('/dist/', '/src/').replace(/\.js\.map$/u, '.ts'));
      expect(
        sources.filter((source) => !files.includes(source)),
        archive,
      ).toEqual([]);
    }
  });

  it('ask for effect, fastify and fast-check by a range, instead of bringing their own', () => {
    const asked = Object.fromEntries(
      manifests.map(({ name, peerDependencies = {} }) => [name.slice('@looop-scim/'.length), peerDependencies]),
    );
    const effect = expect.stringMatching(/^\^4\./u);
    expect(asked).toEqual({
      conformance: {},
      laws: { effect, 'fast-check': expect.stringMatching(/^\^4\./u) },
      'http-api': { effect, fastify: expect.stringMatching(/^\^5\./u) },
      'http-console': { fastify: expect.stringMatching(/^\^5\./u) },
      'http-scim': { effect, fastify: expect.stringMatching(/^\^5\./u) },
      ...Object.fromEntries(
        'crypto-node openid provisioning scim storage-memory storage-mongodb storage-sqlite webhooks-http'
          .split(' ')
          .map((name) => [name, { effect }]),
      ),
    });
    for (const { name, dependencies = {}, peerDependencies = {} } of manifests) {
      const brought = Object.keys(dependencies).filter((one) => Object.hasOwn(peerDependencies, one));
      expect(brought, name).toEqual([]);
    }
  });

  it('are type-checked and imported, entry point by entry point', async () => {
    const names = manifests.flatMap(entryPoints);
    const lines = names.map((name, at) => `import * as entry${at} from '${name}';`);
    const all = names.flatMap((name, at) => (TYPES_ALONE.includes(name) ? [] : [`entry${at}`])).join(', ');
    const text = `${lines.join('\n')}\nfor (const entry of [${all}]) if (Object.keys(entry).length === 0) throw new Error('nothing is exported');\nconsole.log('imported');\n`;
    await writeFile(join(folder, 'check.ts'), text);
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2024',
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      types: ['node'],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['check.ts'] }));
    expect(await inFolder('npx', '-y', 'pnpm@12.21.0', 'exec', 'tsc', '--project', '.')).toBe('');
    expect(await inFolder(process.execPath, 'check.ts')).toBe('imported\n');
  });
});

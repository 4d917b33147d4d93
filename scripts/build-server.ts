// The server as it is deployed: one folder and one archive that plain Node.js runs, without the workspace, its development
// dependencies or an install. JavaScript is bundled; better-sqlite3 stays a package, for the sake of its native part.
// node scripts/build-server.ts [directory]: writes looop-scim-server and looop-scim-server-VERSION.tar.gz there; default: dist.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { rolldown, type OutputChunk } from 'rolldown';
import { packagesOf, packagesOfPages, PAGES } from './bundled-packages.ts';

const ROOT = join(import.meta.dirname, '..');
const APP = join(ROOT, 'apps/server');
const NAME = 'looop-scim-server';
const NATIVE = 'better-sqlite3';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly engines?: unknown;
}

const manifestOf = (directory: string): Manifest => JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));

const bundle = async (target: string): Promise<readonly OutputChunk[]> => {
  const build = await rolldown({
    input: {
      main: join(APP, 'dist/main.js'),
      operator: join(APP, 'dist/operator.js'),
      worker: join(APP, 'dist/worker.js'),
    },
    platform: 'node',
    external: [NATIVE],
    // Modules first: the entry `main` of some packages is a form that cannot be bundled.
    resolve: { mainFields: ['module', 'main'] },
    // What cannot be resolved would be missing where the archive is run.
    onLog: (_level, log) => {
      throw new Error(log.message);
    },
  });
  const { output } = await build.write({
    dir: target,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'lib/[name]-[hash].js',
  });
  return output.filter((file) => file.type === 'chunk');
};

/** Copies what better-sqlite3 needs at run time: its JavaScript and the binaries of every platform, not its C++. */
const copyNative = (target: string): string => {
  const adapter = createRequire(join(ROOT, 'adapters/storage-sqlite/package.json'));
  const source = dirname(adapter.resolve(`${NATIVE}/package.json`));
  for (const part of ['lib', 'prebuilds', 'package.json', 'LICENSE']) {
    cpSync(join(source, part), join(target, 'node_modules', NATIVE, part), { recursive: true });
  }
  return source;
};

/** The licences of everything that was bundled or copied, which have to go along with it. */
const licencesOf = (packages: readonly string[]): string =>
  packages
    .map((directory) => {
      const { name, version, license = 'see its package' } = manifestOf(directory);
      const file = readdirSync(directory).find((entry) => /^licen[cs]e/iu.test(entry));
      const text = file === undefined ? '' : `\n${readFileSync(join(directory, file), 'utf8').trim()}\n`;
      return `## ${name} ${version} (${license})\n${text}`;
    })
    .join('\n');

const describe = (target: string, chunks: readonly OutputChunk[], native: string): string => {
  const { version } = manifestOf(ROOT);
  const { engines } = manifestOf(APP);
  const manifest = { name: NAME, version, private: true, type: 'module', engines };
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const packages = [...new Set([...packagesOf(chunks), ...packagesOfPages(), native])].toSorted();
  writeFileSync(join(target, 'THIRD-PARTY-LICENSES.md'), licencesOf(packages));
  cpSync(join(ROOT, 'LICENSE'), join(target, 'LICENSE'));
  cpSync(join(ROOT, 'docs/deploy.md'), join(target, 'DEPLOY.md'));
  return version;
};

/** Copies the built pages of administrators. */
const copyPages = (target: string): void => {
  if (!existsSync(join(PAGES, 'index.html'))) throw new Error('The pages are not built: run pnpm build:server');
  cpSync(PAGES, join(target, 'pages'), { recursive: true });
};

const directory = resolve(process.argv[2] ?? join(ROOT, 'dist'));
const target = join(directory, NAME);
if (!existsSync(join(APP, 'dist/main.js'))) throw new Error('Nothing is built yet: run pnpm build:server');
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const chunks = await bundle(target);
copyPages(target);
const version = describe(target, chunks, copyNative(target));
const archive = `${NAME}-${version}.tar.gz`;
execFileSync('tar', ['-czf', archive, NAME], { cwd: directory });
console.log(`${target}\n${join(directory, archive)}`);

// What the archives that are deployed have in common: an app as bundled JavaScript that plain Node.js runs, the native part of its
// storage, the built pages, and the licences of all of it.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { rolldown, type OutputChunk, type Plugin } from 'rolldown';
import { PAGES } from './bundled-packages.ts';
import { ROOT } from './tracked-files.ts';

/** The package with a native part, which stays a package. */
const NATIVE = 'better-sqlite3';

/** What this needs of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly engines?: unknown;
}

/** The package.json of a folder. */
export const manifestOf = (directory: string): Manifest =>
  JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));

/** What is bundled. */
export interface BundleOptions {
  /** The folder of the app, which is compiled. */
  readonly app: string;
  /** Names of its programs, without an ending. */
  readonly programs: readonly string[];
  /** Packages that the app can do without: whoever loads one there is a mistake. */
  readonly without?: readonly string[];
}

const leaveOut = (names: readonly string[]): Plugin => ({
  name: 'leave-out',
  resolveId: (id) => (names.includes(id) ? `\0${id}` : null),
  // Nothing that is loaded from it is there.
  load: (id) => (names.some((name) => id === `\0${name}`) ? { code: 'module.exports = {};', moduleType: 'js' } : null),
});

/** A character beyond ASCII as an escape, which means the same in strings, templates, regular expressions and names. */
const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_one, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');

/** One character beyond Latin-1 has V8 keep the whole text of a program with two bytes a character. */
const inAscii: Plugin = {
  name: 'in-ascii',
  // The last step: whatever prints code before writes characters as they are.
  generateBundle: (_options, bundle) => {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk') file.code = file.code.replaceAll(/[^\p{ASCII}]/gu, escaped);
    }
  },
};

/** Bundles the programs of an app into a folder. */
export const bundleApp = async (
  { app, programs, without = [] }: BundleOptions,
  target: string,
): Promise<readonly OutputChunk[]> => {
  const built = (name: string): string => join(app, 'dist', `${name}.js`);
  const missing = programs.find((name) => !existsSync(built(name)));
  if (missing !== undefined) throw new Error(`${built(missing)} is not there: compile the app first`);
  const build = await rolldown({
    input: Object.fromEntries(programs.map((name) => [name, built(name)])),
    platform: 'node',
    external: [NATIVE],
    plugins: [leaveOut(without), inAscii],
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

/**
 * Copies what better-sqlite3 needs at run time: its JavaScript and its binaries, not its C++. Answers where it came from.
 * @param platform - the one whose binary is copied, such as `linux-x64`; default: all of them
 */
export const copyNative = (target: string, platform?: string): string => {
  const adapter = createRequire(join(ROOT, 'adapters/storage-sqlite/package.json'));
  const source = dirname(adapter.resolve(`${NATIVE}/package.json`));
  const prebuilds = platform === undefined ? 'prebuilds' : `prebuilds/${platform}.node`;
  for (const part of ['lib', prebuilds, 'package.json', 'LICENSE']) {
    const to = join(target, 'node_modules', NATIVE, part);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(source, part), to, { recursive: true });
  }
  return source;
};

/** The licences of packages, which have to go along with what is made of them. */
export const licencesOf = (packages: readonly string[]): string =>
  packages
    .map((directory) => {
      const { name, version, license = 'see its package' } = manifestOf(directory);
      const file = readdirSync(directory).find((entry) => /^licen[cs]e/iu.test(entry));
      const text = file === undefined ? '' : `\n${readFileSync(join(directory, file), 'utf8').trim()}\n`;
      return `## ${name} ${version} (${license})\n${text}`;
    })
    .join('\n');

/** Copies the built pages of administrators. */
export const copyPages = (target: string): void => {
  if (!existsSync(join(PAGES, 'index.html'))) throw new Error('The pages are not built: run pnpm build:console');
  cpSync(PAGES, join(target, 'pages'), { recursive: true });
};

/** Makes a folder anew. */
export const emptyFolder = (path: string): void => {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
};

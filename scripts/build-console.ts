// Builds the pages of administrators, unless what they are made of is as it was at the last build.
import { createHash } from 'node:crypto';
import { existsSync, globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { packagesOf, PAGES, PAGES_NOTES, type PagesNotes } from './bundled-packages.ts';
import { ROOT } from './tracked-files.ts';

const CONSOLE = join(ROOT, 'apps/console');
const SOURCES = ['index.html', 'vite.config.ts', 'package.json', 'public/**', 'src/**'];

/** A hash of everything that the pages are made of, the versions of packages included. */
const hashOfSources = (): string => {
  const hash = createHash('sha256');
  const files = globSync(SOURCES, { cwd: CONSOLE, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  for (const file of [...files, join(ROOT, 'pnpm-lock.yaml')]) {
    hash
      .update(`${file.slice(ROOT.length)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
};

const isBuiltOf = (hash: string): boolean => {
  if (!existsSync(PAGES_NOTES) || !existsSync(join(PAGES, 'index.html'))) return false;
  return (JSON.parse(readFileSync(PAGES_NOTES, 'utf8')) as PagesNotes).of === hash;
};

/** What Vite answers of a build. */
interface Built {
  readonly output: readonly { readonly moduleIds?: readonly string[] }[];
}

const build = async (): Promise<readonly string[]> => {
  const vite = (await import(createRequire(join(CONSOLE, 'package.json')).resolve('vite'))) as {
    readonly build: (options: object) => Promise<Built>;
  };
  const { output } = await vite.build({
    root: CONSOLE,
    configFile: join(CONSOLE, 'vite.config.ts'),
    logLevel: 'warn',
  });
  return packagesOf(output.map(({ moduleIds = [] }) => ({ moduleIds })));
};

/** Compresses the assets once, instead of with each answer. */
const compress = (): void => {
  for (const { parentPath, name } of readdirSync(join(PAGES, 'assets'), { withFileTypes: true })) {
    const path = join(parentPath, name);
    const content = readFileSync(path);
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
    writeFileSync(`${path}.br`, brotliCompressSync(content));
  }
};

const hash = hashOfSources();
if (!isBuiltOf(hash)) {
  console.log('Building the pages ...');
  const packages = await build();
  compress();
  writeFileSync(PAGES_NOTES, JSON.stringify({ of: hash, packages } satisfies PagesNotes));
}

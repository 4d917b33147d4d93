// Builds the pages of administrators, unless what they are made of is as it was at the last build.
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from './tracked-files.ts';

const CONSOLE = join(ROOT, 'apps/console');
const STAMP = join(CONSOLE, 'dist/.built-of');
const SOURCES = ['index.html', 'vite.config.ts', 'package.json', 'public/**', 'src/**'];

/** A hash of everything that the pages are made of, the versions of packages included. */
const stampOf = (): string => {
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

const stamp = stampOf();
if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) process.exit(0);
console.log('Building the pages ...');
const { build } = (await import(createRequire(join(CONSOLE, 'package.json')).resolve('vite'))) as {
  readonly build: (options: object) => Promise<unknown>;
};
await build({ root: CONSOLE, configFile: join(CONSOLE, 'vite.config.ts'), logLevel: 'warn' });
writeFileSync(STAMP, stamp);

// What a browser loads before it can show the first page: index.html with everything that it names.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';

const PAGES = fileURLToPath(new URL('../../apps/console/dist/', import.meta.url));
const MOST_BYTES = 250_000;

const LOADED = ['src="', 'href="'] as const;

/** The assets that the document names; it is our own build, whose attributes stand in double quotes. */
const namedIn = (html: string): readonly string[] =>
  LOADED.flatMap((attribute) => html.split(attribute).slice(1))
    .map((rest) => rest.split('"', 1)[0] ?? '')
    .filter((path) => path.startsWith('/'));

const gzipped = (path: string): number => gzipSync(readFileSync(path), { level: 9 }).length;

it('takes at most 250 kB, compressed', () => {
  const index = join(PAGES, 'index.html');
  if (!existsSync(index)) throw new Error('The pages are not built: run pnpm build:console');
  const named = namedIn(readFileSync(index, 'utf8'));
  expect(named.some((path) => path.endsWith('.js'))).toBe(true);
  expect(named.some((path) => path.endsWith('.css'))).toBe(true);
  const sizes = [index, ...named.map((path) => join(PAGES, path))].map(gzipped);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST_BYTES);
});

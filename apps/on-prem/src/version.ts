// The version of the program, as its package.json says: beside it in the archive, above it in the workspace.
import { existsSync, readFileSync } from 'node:fs';

const [manifest] = ['./package.json', '../package.json']
  .map((path) => new URL(path, import.meta.url))
  .filter((url) => existsSync(url));

const { version: found }: { readonly version?: string } =
  manifest === undefined ? {} : JSON.parse(readFileSync(manifest, 'utf8'));

/** Such as `0.1.0`. */
export const version = found ?? 'unknown';

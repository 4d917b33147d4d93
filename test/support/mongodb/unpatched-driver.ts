// The driver as the registry has it, which is what runs outside of this workspace: a copy with the patch of patches/ taken back out.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type * as driver from 'mongodb';

const require = createRequire(import.meta.url);
const PATCH = join(import.meta.dirname, '../../../patches/mongodb@7.9.0.patch');

/** The folder of the installed driver: `.../node_modules/mongodb`. */
const installed = (): string => dirname(realpathSync(require.resolve('mongodb/package.json')));

const linkSiblings = (from: string, to: string): void => {
  for (const name of readdirSync(from)) {
    if (name === 'mongodb' || name.startsWith('.')) continue;
    if (name.startsWith('@')) {
      mkdirSync(join(to, name));
      linkSiblings(join(from, name), join(to, name));
    } else symlinkSync(realpathSync(join(from, name)), join(to, name));
  }
};

/** Copies the driver, takes the patch back out and loads the copy. The folder goes when the process ends. */
export const loadUnpatchedDriver = (): typeof driver => {
  const modules = join(mkdtempSync(join(tmpdir(), 'looop-scim-driver-')), 'node_modules');
  process.on('exit', () => rmSync(dirname(modules), { recursive: true, force: true }));
  const copy = join(modules, 'mongodb');
  cpSync(installed(), copy, { recursive: true });
  linkSiblings(dirname(installed()), modules);
  // Fails when the installed driver is not the patched one.
  execFileSync('git', ['apply', '--reverse', '--whitespace=nowarn', PATCH], { cwd: copy });
  return require(copy) as typeof driver;
};

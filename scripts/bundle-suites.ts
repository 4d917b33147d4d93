// Bundles the suites of the package under mutation testing, with the sources that they test, into a file each: a mutant loads
// everything anew, and one file takes a fraction of the time of some hundreds.
import { existsSync, globSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { rolldown, type Plugin } from 'rolldown';
import { mutatedPackage, SUITES_FOLDER } from './mutation-packages.ts';

const ROOT = join(import.meta.dirname, '..');
const SCOPE = '@looop-scim/';
/** Of these many modules are loaded; all other packages are left where they are. */
const BUNDLED = ['effect', 'fast-check', 'pure-rand'];

const packageFolders = new Map(
  globSync('{packages,adapters}/*', { cwd: ROOT }).map((folder) => [basename(folder), join(ROOT, folder, 'src')]),
);

/** The source of a package or of a folder of it. */
const sourceOf = (specifier: string): string => {
  const [name = '', ...path] = specifier.slice(SCOPE.length).split('/');
  const sources = packageFolders.get(name);
  if (sources === undefined) throw new Error(`No package ${specifier}`);
  const [file] = globSync([join(sources, ...path, 'index.ts'), join(sources, `${path.join('/')}.ts`)]);
  if (file === undefined) throw new Error(`No source of ${specifier}`);
  return file;
};

const workspace: Plugin = {
  name: 'workspace',
  resolveId: {
    async handler(specifier, importer) {
      if (specifier.startsWith(SCOPE)) return sourceOf(specifier);
      if (importer === undefined || specifier.startsWith('.') || specifier.startsWith('/')) return null;
      if (specifier.startsWith('node:') || specifier === 'vitest') return { id: specifier, external: true };
      if (BUNDLED.some((name) => specifier === name || specifier.startsWith(`${name}/`))) return null;
      const found = await this.resolve(specifier, importer, { skipSelf: true });
      return found === null || importer.includes('/node_modules/') ? found : { ...found, external: 'absolute' };
    },
  },
};

/** Where a file is, not where its bundle is. */
const ownFolder: Plugin = {
  name: 'own-folder',
  transform: (code, id) => code.replaceAll('import.meta.dirname', JSON.stringify(dirname(id))),
};

/** Bundles them; in a copy of the workspace by Stryker, whose runners share them, once. */
export const bundleSuites = async (): Promise<void> => {
  const { suites, slow } = mutatedPackage();
  const folder = join(ROOT, SUITES_FOLDER);
  if (process.env['STRYKER_MUTATOR_WORKER'] === undefined) await rm(folder, { recursive: true, force: true });
  if (existsSync(folder)) return;
  const input = globSync([...suites], { cwd: ROOT, exclude: [...slow] });
  const bundle = await rolldown({
    input,
    cwd: ROOT,
    platform: 'node',
    plugins: [workspace, ownFolder],
    logLevel: 'warn',
  });
  const fresh = `${folder}-${process.pid}`;
  await bundle.write({
    dir: fresh,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  });
  await bundle.close();
  await rename(fresh, folder);
};

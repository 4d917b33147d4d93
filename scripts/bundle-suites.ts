// Bundles the suites of the package under mutation testing, a file each, with the sources that they test in files that they
// share: one file takes a fraction of the time of some hundreds.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { rolldown, type Plugin } from 'rolldown';
import { mutatedPackage, SUITES_FOLDER } from './mutation-packages.ts';

const SCOPE = '@looop-scim/';
/** Of these many modules are loaded; all other packages are left where they are. */
const BUNDLED = ['effect', 'fast-check', 'pure-rand'];

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, { readonly source: string }>>;
}

/** The source behind each entry point of a package, by what others import it as. */
const sourcesIn = (root: string): ReadonlyMap<string, string> =>
  new Map(
    globSync('{packages,adapters}/*/package.json', { cwd: root }).flatMap((file) => {
      const { name, exports = {} }: Manifest = JSON.parse(readFileSync(join(root, file), 'utf8'));
      return Object.entries(exports).map(([entry, { source }]) => [
        join(name, entry),
        join(root, dirname(file), source),
      ]);
    }),
  );

/** Finds what is imported; `vitest` is the file `vitestAt`. */
const workspace = (root: string, vitestAt: string): Plugin => {
  const sources = sourcesIn(root);
  return {
    name: 'workspace',
    resolveId: {
      async handler(specifier, importer) {
        if (specifier.startsWith(SCOPE)) {
          const source = sources.get(specifier);
          if (source === undefined) throw new Error(`No source of ${specifier}`);
          return source;
        }
        if (importer === undefined || specifier.startsWith('.') || specifier.startsWith('/')) return null;
        if (specifier === 'vitest') return { id: vitestAt, external: 'absolute' };
        if (specifier.startsWith('node:')) return { id: specifier, external: true };
        if (BUNDLED.some((name) => specifier === name || specifier.startsWith(`${name}/`))) return null;
        const found = await this.resolve(specifier, importer, { skipSelf: true });
        return found === null || importer.includes('/node_modules/') ? found : { ...found, external: 'absolute' };
      },
    },
  };
};

/** Where a file is, not where its bundle is. */
const ownFolder: Plugin = {
  name: 'own-folder',
  transform: (code, id) => code.replaceAll('import.meta.dirname', JSON.stringify(dirname(id))),
};

/** Bundles them in a copy of the workspace, once; `vitestAt` is imported in place of vitest. */
export const bundleSuites = async (root: string, vitestAt: string): Promise<void> => {
  const { suites, slow } = mutatedPackage();
  const folder = join(root, SUITES_FOLDER);
  if (existsSync(folder)) return;
  const input = globSync([...suites], { cwd: root, exclude: [...slow] });
  const plugins = [workspace(root, vitestAt), ownFolder];
  const bundle = await rolldown({ input, cwd: root, platform: 'node', plugins, logLevel: 'warn' });
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

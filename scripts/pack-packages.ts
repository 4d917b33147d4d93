// Packs every package that is made for others into a folder: node scripts/pack-packages.ts FOLDER (after a build).
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** pnpm as the workspace pins it. */
const PNPM = ['-y', 'pnpm@12.21.0'];

const ENDINGS = ['.d.ts.map', '.d.ts', '.js.map', '.js'];

/** Removes what earlier builds left in `dist`: files whose source is gone. */
const removeStale = (folder: string): void => {
  const dist = join(folder, 'dist');
  if (!existsSync(join(dist, 'index.js')) && !existsSync(join(dist, 'errors.js')))
    throw new Error(`${folder} is not built: run the script build`);
  for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const ending = ENDINGS.find((one) => file.endsWith(one));
    if (ending === undefined) continue;
    const source = join(folder, 'src', `${file.slice(0, -ending.length)}.ts`);
    if (!existsSync(source)) rmSync(join(dist, file));
  }
};

/** A package that is not private, in the folder of its kind. */
interface Publishable {
  readonly name: string;
  readonly folder: string;
}

const publishable = (): readonly Publishable[] =>
  ['packages', 'adapters'].flatMap((kind) =>
    readdirSync(join(ROOT, kind)).flatMap((entry) => {
      const folder = join(ROOT, kind, entry);
      const manifest = join(folder, 'package.json');
      if (!existsSync(manifest)) return [];
      const { name, private: isPrivate } = JSON.parse(readFileSync(manifest, 'utf8')) as {
        readonly name: string;
        readonly private?: boolean;
      };
      return isPrivate === true ? [] : [{ name, folder }];
    }),
  );

const packed = publishable();
const destination = resolve(process.argv[2] ?? 'packed');
for (const { name, folder } of packed) {
  removeStale(folder);
  execFileSync('npx', [...PNPM, 'pack', '--pack-destination', destination], { cwd: folder, stdio: 'ignore' });
  console.log(name);
}

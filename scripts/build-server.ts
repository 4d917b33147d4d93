// The server as it is deployed: one folder and one archive that plain Node.js runs, without the workspace, its development
// dependencies or an install. JavaScript is bundled; better-sqlite3 stays a package, for the sake of its native part.
// node scripts/build-server.ts [directory]: writes looop-scim-server and looop-scim-server-VERSION.tar.gz there; default: dist.
import { execFileSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundleApp, copyNative, copyPages, emptyFolder, licencesOf, manifestOf } from './bundle-app.ts';
import { packagesOf, packagesOfPages } from './bundled-packages.ts';
import { ROOT } from './tracked-files.ts';

const APP = join(ROOT, 'apps/server');
const NAME = 'looop-scim-server';

const describe = (target: string, packages: readonly string[]): string => {
  const { version } = manifestOf(ROOT);
  const { engines } = manifestOf(APP);
  const manifest = { name: NAME, version, private: true, type: 'module', engines };
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(join(target, 'THIRD-PARTY-LICENSES.md'), licencesOf(packages));
  cpSync(join(ROOT, 'LICENSE'), join(target, 'LICENSE'));
  cpSync(join(ROOT, 'docs/deploy.md'), join(target, 'DEPLOY.md'));
  return version;
};

const directory = resolve(process.argv[2] ?? join(ROOT, 'dist'));
const target = join(directory, NAME);
emptyFolder(target);
const chunks = await bundleApp({ app: APP, programs: ['main', 'operator', 'worker'] }, target);
copyPages(target);
const packages = [...new Set([...packagesOf(chunks), ...packagesOfPages(), copyNative(target)])].toSorted();
const version = describe(target, packages);
const archive = `${NAME}-${version}.tar.gz`;
execFileSync('tar', ['-czf', archive, NAME], { cwd: directory });
console.log(`${target}\n${join(directory, archive)}`);

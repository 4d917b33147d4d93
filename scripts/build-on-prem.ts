// Looop SCIM for a machine of one's own, as one archive with everything in it, Node.js included. Two builds of one commit are the
// same, byte for byte.
// node scripts/build-on-prem.ts [directory] [--keep-tar]: writes looop-scim-VERSION-linux-x64 and its .tar.gz there; default: dist.
// --keep-tar: leaves the .tar uncompressed.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleApp, copyNative, copyPages, emptyFolder, licencesOf, manifestOf } from './bundle-app.ts';
import { packagesOf, packagesOfPages } from './bundled-packages.ts';
import { PLATFORM, RUNTIME } from './on-prem/runtime.ts';
import { billOfMaterials } from './on-prem/bill-of-materials.ts';
import { ROOT } from './tracked-files.ts';

const APP = join(ROOT, 'apps/on-prem');
/** What goes beside the program, with the mode that it gets. */
const FILES = [
  ['looop-scim.sh', 'bin/looop-scim', 0o755],
  ['install.sh', 'install.sh', 0o755],
  ['uninstall.sh', 'uninstall.sh', 0o755],
  ['looop-scim.service', 'systemd/looop-scim.service', 0o644],
] as const;

/** Seconds since 1970 that every file has: those of the commit, or what SOURCE_DATE_EPOCH says where there is no repository. */
const buildTime = (): number =>
  Number(
    process.env['SOURCE_DATE_EPOCH'] ??
      execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: ROOT, encoding: 'utf8' }).trim(),
  );

/** Copies Node.js without the tables that only debuggers need, where there is a program that takes them away. */
const copyRuntime = (target: string): void => {
  const node = join(target, 'lib/node');
  cpSync(join(RUNTIME, 'bin/node'), node);
  try {
    execFileSync('strip', [node]);
  } catch (error) {
    // A machine without binutils makes an archive that is a few megabytes larger.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  chmodSync(node, 0o755);
};

/** Puts everything into a folder; the folders of the packages that are inside. */
const assemble = async (target: string): Promise<readonly string[]> => {
  const program = join(target, 'lib/app');
  mkdirSync(program, { recursive: true });
  const parts = { app: APP, programs: ['looop-scim', 'worker'], without: ['@looop-scim/storage-mongodb'] };
  const chunks = await bundleApp(parts, program);
  copyPages(program);
  const native = copyNative(program, PLATFORM);
  copyRuntime(target);
  for (const [from, to, mode] of FILES) {
    mkdirSync(join(target, to, '..'), { recursive: true });
    cpSync(join(ROOT, 'scripts/on-prem', from), join(target, to));
    chmodSync(join(target, to), mode);
  }
  return [...new Set([...packagesOf(chunks), ...packagesOfPages(), native, RUNTIME])].toSorted();
};

const describe = (target: string, version: string, packages: readonly string[], time: number): void => {
  const manifest = { name: 'looop-scim', version, private: true, type: 'module' };
  writeFileSync(join(target, 'lib/app/package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(join(target, 'VERSION'), `${version}\n`);
  writeFileSync(join(target, 'THIRD-PARTY-LICENSES.md'), licencesOf(packages));
  writeFileSync(join(target, 'sbom.cdx.json'), billOfMaterials(packages, { version, time }));
  cpSync(join(ROOT, 'LICENSE'), join(target, 'LICENSE'));
  cpSync(join(ROOT, 'docs/on-prem.md'), join(target, 'README.md'));
};

/** Options of tar by which nothing of the machine that builds gets into an archive. */
const sameEverywhere = (time: number): readonly string[] => [
  '--sort=name',
  `--mtime=@${time}`,
  '--owner=0',
  '--group=0',
  '--numeric-owner',
  '--mode=u=rwX,go=rX',
  '--format=gnu',
];

const { version } = manifestOf(ROOT);
const name = `looop-scim-${version}-${PLATFORM}`;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'keep-tar': { type: 'boolean' } } });
const directory = resolve(positionals[0] ?? join(ROOT, 'dist'));
const target = join(directory, name);
const time = buildTime();
emptyFolder(target);
describe(target, version, await assemble(target), time);
const archive = `${name}.tar`;
execFileSync('tar', [...sameEverywhere(time), '-cf', archive, name], { cwd: directory });
if (values['keep-tar'] !== true) execFileSync('gzip', ['-n', '-f', archive], { cwd: directory });
console.log(target);

// What is inside the archive, in the form of CycloneDX: what pnpm knows of the packages, of those alone that went in, and what
// Node.js and SQLite bring with them.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { manifestOf } from '../bundle-app.ts';
import { ROOT } from '../tracked-files.ts';
import { PLATFORM, RUNTIME } from './runtime.ts';

interface Component {
  readonly type: string;
  readonly name: string;
  readonly group?: string;
  readonly version: string;
  readonly purl?: string;
  readonly 'bom-ref'?: string;
  readonly components?: readonly Component[];
}

interface Bill {
  readonly metadata: { readonly tools: unknown };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/** Of all packages of the workspace. */
const wholeBill = (): Bill => {
  const pnpm = process.env['npm_execpath'] ?? 'pnpm';
  const text = execFileSync(pnpm, ['sbom', '--sbom-format', 'cyclonedx'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1_048_576,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(text);
};

const nameOf = ({ group, name, version }: Component): string =>
  `${group === undefined ? name : `${group}/${name}`}@${version}`;

/** What a program has linked in, by its own word. */
const partsOf = (
  names: readonly string[],
  versions: Readonly<Record<string, string | undefined>>,
): readonly Component[] =>
  names.flatMap((name) => {
    const version = versions[name];
    return version === undefined ? [] : [{ type: 'library', name, version }];
  });

const PARTS_OF_NODE = [
  'v8',
  'uv',
  'zlib',
  'brotli',
  'zstd',
  'ares',
  'nghttp2',
  'openssl',
  'llhttp',
  'icu',
  'simdjson',
  'simdutf',
  'undici',
];

const runtimeParts = (): readonly Component[] => {
  const said = execFileSync(join(RUNTIME, 'bin/node'), ['-p', 'JSON.stringify(process.versions)'], {
    encoding: 'utf8',
  });
  return partsOf(PARTS_OF_NODE, JSON.parse(said));
};

const sqliteParts = (native: string): readonly Component[] => {
  const script = `new (require(${JSON.stringify(native)}))(':memory:').prepare('SELECT sqlite_version()').pluck().get()`;
  const version = execFileSync(process.execPath, ['-p', script], { encoding: 'utf8' }).trim();
  return [{ type: 'library', name: 'sqlite', version }];
};

/** One package that went in. */
const componentOf = (folder: string, known: ReadonlyMap<string, Component>): Component => {
  const { name, version, license } = manifestOf(folder);
  if (folder === RUNTIME) {
    const node = {
      type: 'platform',
      name: 'node',
      version,
      'bom-ref': `node@${version}`,
      purl: `pkg:generic/node@${version}?os=linux&arch=x64`,
    };
    return { ...node, components: runtimeParts() };
  }
  const found = known.get(`${name}@${version}`) ?? {
    type: 'library',
    name,
    version,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    'bom-ref': `pkg:npm/${name.replace('@', '%40')}@${version}`,
    ...(license !== undefined && { licenses: [{ license: { id: license } }] }),
  };
  return name === 'better-sqlite3' ? { ...found, components: sqliteParts(folder) } : found;
};

/** A UUID that follows from a text. */
const uuidOf = (text: string): string => {
  const digits = createHash('sha256').update(text).digest('hex');
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `a${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
};

/** The bill of packages, given by their folders. Two of the same packages and time are the same text. */
export const billOfMaterials = (
  packages: readonly string[],
  { version, time }: { readonly version: string; readonly time: number },
): string => {
  const whole = wholeBill();
  const known = new Map(whole.components.map((component) => [nameOf(component), component]));
  const components = packages
    .map((folder) => componentOf(folder, known))
    .toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  const refs = new Set(components.map((component) => component['bom-ref']));
  const dependencies = whole.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)).toSorted() }))
    .toSorted((one, other) => (one.ref < other.ref ? -1 : 1));
  const ref = `looop-scim@${version}`;
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.7.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.7',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify([version, time, components]))}`,
    version: 1,
    metadata: {
      timestamp: new Date(time * 1000).toISOString(),
      tools: whole.metadata.tools,
      component: {
        type: 'application',
        name: 'looop-scim',
        version,
        'bom-ref': ref,
        description: `Looop SCIM for ${PLATFORM}`,
        licenses: [{ license: { id: 'MIT' } }],
      },
    },
    components,
    dependencies: [{ ref, dependsOn: [...refs].filter((one) => one !== undefined).toSorted() }, ...dependencies],
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
};

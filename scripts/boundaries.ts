// Proves that the dependency rules bite, then checks the tree: in a copy, one file that breaks a rule is written for each
// rule, and dependency-cruiser has to name that rule. A tool that quietly reads nothing is noticed by the number of modules.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const FOLDERS = ['packages', 'adapters', 'apps', 'test', 'scripts'];

/** Far below the number of source files there are, far above what a blind parser sees. */
const FEWEST_MODULES = 200;

/** A file for each rule that breaks it and, as far as that can be, no other. */
const OFFENCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'scim-imports-effect-alone': { 'packages/scim/src/offence.ts': "import 'node:fs';\n" },
  'provisioning-imports-scim-and-effect': { 'packages/provisioning/src/offence.ts': "import 'node:crypto';\n" },
  'conformance-imports-nothing': { 'packages/conformance/src/offence.ts': "import 'node:fs';\n" },
  'core-is-inward': { 'packages/laws/src/offence.ts': "import '../../server-kit/src/index.ts';\n" },
  'adapters-are-siblings': {
    'adapters/http-scim/src/offence.ts': "import '../../storage-memory/src/index.ts';\n",
  },
  'sources-know-no-test': {
    'apps/server/src/offence.ts': "import '../../../test/support/server/free-port.ts';\n",
  },
  'adapters-know-no-composition': {
    'adapters/http-scim/src/offence.ts': "import '../../../packages/server-kit/src/index.ts';\n",
  },
  'apps-are-imported-by-nobody': {
    'packages/server-kit/src/offence.ts': "import '../../../apps/okta-day/src/day.ts';\n",
  },
  'apps-compose-by-the-kit': {
    'apps/server/src/offence.ts': "import '../../../adapters/storage-sqlite/src/index.ts';\n",
  },
  'di-only-in-server-kit': {
    'apps/server/src/offence.ts': "import '../../../packages/server-kit/node_modules/tsyringe/dist/cjs/index.js';\n",
  },
  'domain-not-to-use-cases': {
    'packages/provisioning/src/ports/offence.ts': "import '../use-cases/scim-service.ts';\n",
  },
  'no-way-in-but-the-index': {
    'adapters/http-scim/src/offence.ts': "import '../../../packages/scim/src/schema/urns.ts';\n",
  },
  'folders-are-layers': {
    'packages/scim/src/schema/offence.ts': "import '../patch/patch-operation.ts';\n",
    'packages/scim/src/patch/offence.ts': "import '../schema/urns.ts';\n",
  },
  'no-circular': {
    'apps/server/src/offence-one.ts': "import './offence-two.ts';\n",
    'apps/server/src/offence-two.ts': "import './offence-one.ts';\n",
  },
  'no-orphans': { 'apps/server/src/offence.ts': 'export const nobody = 1;\n' },
  'no-unresolvable': { 'apps/server/src/offence.ts': "import './nowhere.ts';\n" },
};

interface Cruise {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

const cruise = (directory: string): Cruise['summary'] => {
  const parameters = [...FOLDERS, '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  const output = join(tmpdir(), `boundaries-${process.pid}.json`);
  // Violations make it exit with their number; what it found is in the file.
  const { status } = spawnSync('node_modules/.bin/depcruise', [...parameters, '--output-to', output], {
    cwd: directory,
  });
  if (status === null) throw new Error('dependency-cruiser did not run');
  const { summary }: Cruise = JSON.parse(readFileSync(output, 'utf8'));
  rmSync(output);
  return summary;
};

const copyTree = (root: string, copy: string): void => {
  const ignored = /(^|\/)(dist|data|node_modules)$/;
  for (const folder of FOLDERS) {
    cpSync(join(root, folder), join(copy, folder), { recursive: true, filter: (source) => !ignored.test(source) });
  }
  cpSync(join(root, '.dependency-cruiser.cjs'), join(copy, '.dependency-cruiser.cjs'));
  cpSync(join(root, 'package.json'), join(copy, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  // Links between packages are relative, so that linked folders lead into the copy.
  const list = execFileSync('find', [...FOLDERS, '-maxdepth', '3', '-name', 'node_modules', '-type', 'd'], {
    cwd: root,
  });
  for (const path of String(list).split('\n').filter(Boolean)) {
    cpSync(join(root, path), join(copy, path), { recursive: true, verbatimSymlinks: true });
  }
};

const bites = (copy: string, rule: string, files: Readonly<Record<string, string>>): boolean => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
  const { violations } = cruise(copy);
  for (const path of Object.keys(files)) rmSync(join(copy, path));
  // A rule on folders names the folder of the file.
  const places = new Set(Object.keys(files).flatMap((path) => [path, dirname(path)]));
  return violations.some(({ from, rule: { name } }) => name === rule && places.has(from));
};

const check = (root: string): readonly string[] => {
  const { totalCruised, violations } = cruise(root);
  const faults = violations.map(({ from, to, rule: { name } }) => `${name}: ${from} imports ${to}`);
  if (totalCruised < FEWEST_MODULES) faults.push(`only ${totalCruised} modules were read`);
  console.log(`${totalCruised} modules read, ${violations.length} imports that no rule allows.`);
  return faults;
};

const proveRules = (root: string): readonly string[] => {
  const copy = mkdtempSync(join(tmpdir(), 'boundaries-'));
  try {
    copyTree(root, copy);
    const toothless = Object.entries(OFFENCES).filter(([rule, files]) => !bites(copy, rule, files));
    console.log(`${Object.keys(OFFENCES).length - toothless.length} of ${Object.keys(OFFENCES).length} rules bite.`);
    return toothless.map(([rule]) => `the rule ${rule} does not notice a file that breaks it`);
  } finally {
    rmSync(copy, { recursive: true });
  }
};

const root = join(import.meta.dirname, '..');
const faults = [...check(root), ...proveRules(root)];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;

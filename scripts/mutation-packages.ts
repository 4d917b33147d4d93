// The packages that mutation testing covers: what is mutated of each, and the fast suites that a mutant has to survive.

import { PROVISIONING_SUBJECTS } from './mutation-subjects.ts';

/** A package under mutation testing. */
export interface MutatedPackage {
  /** Its folder, relative to the root. */
  readonly folder: string;
  /** Sources of it that are mutated, as globs below its `src`; all, where nothing is said. */
  readonly only?: readonly string[];
  /** Sources of it that are not mutated. */
  readonly except: readonly string[];
  /** Files of tests, as globs relative to the root. */
  readonly suites: readonly string[];
  /** Suites among them that are left out: they start processes or take long. */
  readonly slow: readonly string[];
  /** Parts of the titles of single tests that are left out for the same reason. */
  readonly slowTests?: readonly string[];
  /** Code that runs while a module is loaded alone is not mutated: each such mutant takes a process of its own. */
  readonly ignoreStatic?: true;
}

/** Tables of use cases and routes that are made while a module is loaded are met by the types, and by whoever uses them. */
const provisioning: Readonly<Record<string, MutatedPackage>> = Object.fromEntries(
  Object.entries(PROVISIONING_SUBJECTS).map(([subject, { only, suites }]) => [
    `provisioning:${subject}`,
    { folder: 'packages/provisioning', only, except: [], suites, slow: [], ignoreStatic: true },
  ]),
);

/** Of `upgrade.test.ts`: code that another process runs has no mutant in it. */
const IN_OTHER_PROCESSES: readonly string[] = [
  'a process that is killed while it upgrades',
  'for which there is no space keeps the upgrade',
];

/** By the name that the script `mutation` takes; of a package that is run by subject, its name and the subject. */
export const MUTATED_PACKAGES: Readonly<Record<string, MutatedPackage>> = {
  scim: {
    folder: 'packages/scim',
    // Definitions of schemas and URNs are data: a mutant of them would ask for a test that says the same once more.
    except: [
      'schema/core-user.ts',
      'schema/core-group.ts',
      'schema/user-extensions.ts',
      'schema/common-attributes.ts',
      'schema/urns.ts',
    ],
    // Of the laws, those whose subject is the core alone.
    suites: [
      'packages/scim/test/**/*.test.ts',
      'test/laws/{cursor,errors,filter,lossless,patch,projection,resource,spelling}.laws.test.ts',
    ],
    slow: [],
  },
  ...provisioning,
  'http-scim': {
    folder: 'adapters/http-scim',
    except: [],
    suites: ['adapters/http-scim/test/**/*.test.ts', 'test/server/error-texts/*.test.ts'],
    slow: [],
    ignoreStatic: true,
  },
  'storage-memory': {
    folder: 'adapters/storage-memory',
    except: [],
    suites: ['adapters/storage-memory/test/**/*.test.ts', 'test/contract/memory.test.ts'],
    slow: [],
  },
  'storage-sqlite': {
    folder: 'adapters/storage-sqlite',
    // Published migrations are data: a test holds the SHA-256 of each, so that it notices every mutant.
    except: ['migrations/0*.ts', 'maintenance/**'],
    suites: ['adapters/storage-sqlite/test/**/*.test.ts', 'test/contract/sqlite.test.ts'],
    slow: [
      '**/crash.test.ts',
      '**/*-cost.test.ts',
      '**/pages-per-write.test.ts',
      // Of the part below.
      '**/maintenance.test.ts',
      '**/maintenance/*.test.ts',
      '**/server-lock.test.ts',
    ],
    slowTests: [
      ...IN_OTHER_PROCESSES,
      'two programs that start at once',
      '4,000 members are added, listed and removed',
    ],
  },
  // Apart from the rest: its suites copy whole files, which a mutant of the rest need not wait for.
  'storage-sqlite-maintenance': {
    folder: 'adapters/storage-sqlite',
    only: ['maintenance/**/*.ts'],
    except: [],
    suites: ['adapters/storage-sqlite/test/{maintenance,maintenance/*,server-lock,upgrade}.test.ts'],
    slow: [],
    slowTests: IN_OTHER_PROCESSES,
  },
};

/** Where the suites are bundled to, in the copy of the workspace. */
export const SUITES_FOLDER = '.suites';

/** The variable that says which package a run is for. */
export const MUTATED_PACKAGE = 'LOOOP_SCIM_MUTATED_PACKAGE';

/** The packages, and subjects of packages, that a name of the command stands for. */
export const runsOf = (name: string): readonly string[] =>
  Object.keys(MUTATED_PACKAGES).filter((one) => one === name || one.startsWith(`${name}:`));

/** The package of this run; `scim` when nothing is said. */
export const mutatedPackage = (): MutatedPackage => {
  const name = process.env[MUTATED_PACKAGE] ?? 'scim';
  const found = MUTATED_PACKAGES[name];
  if (found === undefined) throw new Error(`${name} is not one of ${Object.keys(MUTATED_PACKAGES).join(', ')}`);
  return found;
};

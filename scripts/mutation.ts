// Runs mutation testing of packages, one after the other, and writes down what became of the mutants:
//   mutation [package ...] [-- options of Stryker, such as --mutate 'packages/provisioning/src/mapping/*.ts']
// A package that is run by subject, such as provisioning:mapping, may be named whole.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MUTATED_PACKAGE, MUTATED_PACKAGES, runsOf } from './mutation-packages.ts';
import { addToSummary, REPORT } from './mutation-summary.ts';
import { ROOT } from './tracked-files.ts';

const [named, options] = ((args: readonly string[]) => {
  const end = args.indexOf('--');
  return end < 0 ? [args, []] : [args.slice(0, end), args.slice(end + 1)];
})(process.argv.slice(2));

const known = Object.keys(MUTATED_PACKAGES);
const unknown = named.filter((name) => runsOf(name).length === 0);
if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: not one of ${known.join(', ')}`);

/** Where the suites keep their files: in memory, where the machine has such a folder, since no mutant is about a disk. */
const FILES = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Mutates a package; answers whether enough mutants were noticed. A run that did not end leaves no report. */
const mutate = async (name: string): Promise<boolean> => {
  rmSync(REPORT, { force: true });
  const { status } = spawnSync(join(ROOT, 'node_modules/.bin/stryker'), ['run', ...options], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: FILES, [MUTATED_PACKAGE]: name },
    stdio: 'inherit',
  });
  if (existsSync(REPORT)) await addToSummary();
  return status === 0;
};

for (const name of named.length === 0 ? known : named.flatMap(runsOf)) {
  if (!(await mutate(name))) process.exitCode = 1;
}

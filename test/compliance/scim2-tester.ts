// Installs scim2-tester: a Python environment with the versions of requirements.txt, made once and kept.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const CACHE = join(import.meta.dirname, '../../node_modules/.cache/scim2-tester');

/** Whether there is a Python 3 that can make environments. */
export const hasPython = async (): Promise<boolean> => {
  try {
    await run('python3', ['-c', 'import venv, ensurepip, sys; sys.exit(sys.version_info < (3, 10))']);
    return true;
  } catch {
    return false;
  }
};

/** The folder of programs of the environment; installs it when it is not there yet. */
export const installTester = async (): Promise<string> => {
  const version = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 16);
  const home = join(CACHE, version);
  if (!existsSync(home)) {
    // Made beside and marked as finished by its name: an installation that was cut off is not taken for one.
    await mkdir(CACHE, { recursive: true });
    await rm(`${home}.part`, { recursive: true, force: true });
    await run('python3', ['-m', 'venv', `${home}.part`]);
    await run(join(`${home}.part`, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--requirement', REQUIREMENTS]);
    await rename(`${home}.part`, home);
  }
  return home;
};

/** Runs the compliance check of the command line client on a server; what it prints. */
export const complianceCheck = async (home: string, baseUrl: string, token: string): Promise<string> => {
  const env = {
    ...process.env,
    SCIM_CLI_URL: baseUrl,
    SCIM_CLI_HEADERS: `Authorization: Bearer ${token}`,
    NO_COLOR: '1',
  };
  // As a module: scripts of an environment name the folder where they were installed.
  const main = 'import sys; from scim2_cli import cli; sys.argv = ["scim", "test"]; cli()';
  const checked = run(join(home, 'bin/python'), ['-c', main], { env, maxBuffer: 64 * 1024 * 1024 });
  return await checked.then(
    ({ stdout }) => stdout,
    (failed: { readonly stdout?: string; readonly stderr?: string }) => {
      // It exits with 1 when a check was no success.
      if (failed.stdout === undefined || failed.stdout === '')
        throw new Error(`scim2-tester did not run: ${failed.stderr}`);
      return failed.stdout;
    },
  );
};

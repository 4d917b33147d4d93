// The archive, built once for a file of tests, and what is run of it: with an empty environment, as on a machine that has nothing.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printedAfter, type Exit } from '../../support/server/server-process.ts';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What was built. */
export interface Built {
  /** Where the folder and the archive of it are. */
  readonly directory: string;
  /** Name of the folder, without `.tar.gz` the one of the archive. */
  readonly name: string;
}

/** What is tried, once it is built. */
export interface Archive {
  /** For what tests make. */
  readonly directory: () => string;
  readonly built: () => Built;
  /** Where it is unpacked. */
  readonly folder: () => string;
}

/** Builds into a directory that does not exist. */
export const build = (
  directory: string,
  env: Readonly<Record<string, string>> = {},
  ...args: readonly string[]
): Built => {
  const script = join(ROOT, 'scripts/build-on-prem.ts');
  execFileSync(process.execPath, [script, directory, ...args], { cwd: ROOT, env: { ...process.env, ...env } });
  const name = readdirSync(directory).find((entry) => !entry.includes('.tar'));
  if (name === undefined) throw new Error('nothing was built');
  return { directory, name };
};

/** A directory of a test's own. */
export const newDirectory = (): string => mkdtempSync(join(tmpdir(), 'looop-scim-on-prem-'));

/** Unpacks the archive where nothing of the workspace is; answers the folder. */
export const unpack = ({ directory, name }: Built): string => {
  const target = newDirectory();
  execFileSync('tar', ['--no-same-owner', '-xzf', join(directory, `${name}.tar.gz`)], { cwd: target });
  return join(target, name);
};

const start = (command: string, args: readonly string[]) => {
  // Not even a PATH.
  const child = spawn(command, args, { env: {}, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
  const exited = new Promise<Exit>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...printed }));
  });
  return { child, printed, exited };
};

/** Runs a program to its end. */
export const run = (command: string, ...args: readonly string[]): Promise<Exit> => start(command, args).exited;

/** A server of the archive. */
export interface ServedHere {
  readonly baseUrl: string;
  readonly stop: () => Promise<Exit>;
}

/** Starts the server, and waits until it says where it is. */
export const serve = (command: string, ...args: readonly string[]): Promise<ServedHere> => {
  const { child, printed, exited } = start(command, ['serve', ...args]);
  const stop = (): Promise<Exit> => {
    child.kill('SIGTERM');
    return exited;
  };
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (printed.stdout.includes('SCIM base URL: '))
        resolve({ baseUrl: printedAfter(printed.stdout, 'SCIM base URL: '), stop });
    };
    child.stdout.on('data', look);
    exited.then(
      (exit) => reject(new Error(`the server ended with ${exit.code}\n${exit.stdout}\n${exit.stderr}`)),
      reject,
    );
  });
};

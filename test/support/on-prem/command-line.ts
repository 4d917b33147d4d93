// Runs the built command line of the build for one organisation as its administrators do: processes of their own.
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The program of the workspace. */
export const PROGRAM = fileURLToPath(new URL('../../../apps/on-prem/dist/looop-scim.js', import.meta.url));

const COMPILED = fileURLToPath(new URL('../../../node_modules/.cache/compiled/', import.meta.url));

/** This only ends what hangs. */
const LIMIT_MS = 120_000;

export type Environment = Readonly<Record<string, string>>;

/** What a process gets of its environment: nothing of the developer's shell but what it needs to run. */
export const environmentOf = (settings: Environment): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  NODE_COMPILE_CACHE: COMPILED,
  ...settings,
});

/** How a process ended and what it printed. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that goes on. */
export interface Running {
  readonly child: ChildProcess;
  /** Waits for a text on standard output; rejects when the process ends without. */
  readonly printed: (text: string) => Promise<string>;
  readonly exited: Promise<Exit>;
}

/** Follows a process. */
export const follow = (child: ChildProcess): Running => {
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (output.stdout += chunk));
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (output.stderr += chunk));
  const hanging = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  const exited = new Promise<Exit>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(hanging);
      resolve({ code, signal, ...output });
    });
  });
  const printed = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (output.stdout.includes(text)) resolve(output.stdout);
      };
      child.stdout?.on('data', look);
      exited.then((exit) => reject(new Error(`never printed ${text}:\n${exit.stdout}\n${exit.stderr}`)), reject);
      look();
    });
  return { child, printed, exited };
};

/** Starts a command. */
export const start = (args: readonly string[], settings: Environment = {}): Running =>
  follow(
    spawn(process.execPath, ['--max-semi-space-size=2', '--heap-growing-percent=10', PROGRAM, ...args], {
      env: environmentOf(settings),
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );

/** Runs a command to its end. */
export const run = (args: readonly string[], settings: Environment = {}): Promise<Exit> => start(args, settings).exited;

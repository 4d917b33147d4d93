// Runs the built server as operators do: a process of its own, settings by environment, a data directory on disk.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The one of the workspace. */
export const BUILT: Program = { directory: fileURLToPath(new URL('../../../apps/server/dist', import.meta.url)) };
const WORKSPACE = fileURLToPath(new URL('../../../package.json', import.meta.url));
/** What the script `start` tells the server: on an empty store it makes an organisation to try things with. */
const TRY_OUT = '--demo';
/** These only end what hangs: how fast a machine is decides nothing. */
const START_TIMEOUT_MS = 120_000;
const EXIT_TIMEOUT_MS = 120_000;

export type Environment = Readonly<Record<string, string>>;

/** How a process ended and what it had printed. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A build of the server other than the one of the workspace. */
export interface Program {
  /** Folder of `main.js` and `operator.js`. */
  readonly directory: string;
  /** Who runs it; by default whoever runs the tests. */
  readonly uid?: number;
  /** Files that its process may have open. */
  readonly files?: number;
}

/** Where a server or an operator's command finds its data. */
export interface Place {
  readonly dataDirectory: string;
  readonly program?: Program;
  /** Settings beside the data directory. */
  readonly env?: Environment;
}

/** A server that answers. */
export interface RunningServer extends Required<Omit<Place, 'program'>> {
  readonly baseUrl: string;
  readonly token: string;
  readonly pid: number;
  /** Plain lines and log lines printed so far. */
  readonly output: () => { readonly stdout: string; readonly stderr: string };
  /** Sends SIGTERM and waits for the exit. */
  readonly stop: () => Promise<Exit>;
  /** Sends SIGKILL and waits for the exit. */
  readonly kill: () => Promise<Exit>;
  /** Sends SIGTERM without waiting; `exited` tells the rest. */
  readonly terminate: () => void;
  readonly exited: Promise<Exit>;
}

export interface ServerOptions extends Place {
  readonly token: string;
}

/** A token that no log may ever show. */
export const makeToken = (): string => `never-shown-${randomBytes(24).toString('hex')}`;

/** A new empty directory for one server's files. */
export const makeDataDirectory = (): Promise<string> => mkdtemp(join(tmpdir(), 'looop-scim-test-'));

/** Removes a data directory with all it holds. */
export const removeDataDirectory = (directory: string): Promise<void> =>
  rm(directory, { recursive: true, force: true });

/** Where Node.js keeps what it has compiled. */
const COMPILED = fileURLToPath(new URL('../../../node_modules/.cache/compiled/', import.meta.url));

/** Settings come from the test alone: nothing of the developer's shell but what a process needs to run. */
const environment = (settings: Environment): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: 'info',
  // Tests send as fast as they can, on slow and on fast machines.
  LOOOP_SCIM_RATE_LIMIT: 'off',
  // They end their servers often, with connections that nobody uses any more.
  LOOOP_SCIM_CLOSING_SECONDS: '0',
  // Hundreds of processes run the same program: one compiles it for the others.
  NODE_COMPILE_CACHE: COMPILED,
  ...settings,
});

/** What the script `start` tells Node.js: the server is tested and measured as operators run it. */
const nodeFlags = (): readonly string[] => {
  const { scripts }: { readonly scripts: { readonly start: string } } = JSON.parse(readFileSync(WORKSPACE, 'utf8'));
  // The last program of the script is the server; before it others are built.
  const words = scripts.start.split(' ');
  const afterNode = words.slice(words.lastIndexOf('node') + 1);
  const flags = afterNode.slice(
    0,
    afterNode.findIndex((word) => !word.startsWith('--')),
  );
  if (flags.length === 0) throw new Error(`No options of Node.js were found in: ${scripts.start}`);
  return flags;
};

interface Started {
  readonly child: ChildProcess;
  readonly printed: { stdout: string; stderr: string };
  readonly exited: Promise<Exit>;
}

const run = (
  script: 'main.js' | 'operator.js',
  args: readonly string[],
  settings: Environment,
  { directory, uid, files }: Program = BUILT,
): Started => {
  const command = [process.execPath, ...nodeFlags(), join(directory, script), ...args];
  const limited = ['/bin/sh', '-c', `ulimit -n ${files}; exec "$@"`, 'sh', ...command];
  const [program = '', ...rest] = files === undefined ? command : limited;
  const child = spawn(program, rest, {
    env: environment(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid !== undefined && { uid, gid: uid }),
  });
  const printed = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (printed.stdout += chunk));
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (printed.stderr += chunk));
  const exited = new Promise<Exit>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...printed }));
  });
  return { child, printed, exited };
};

const within = async <Value>(
  started: Started,
  limitMs: number,
  what: string,
  promise: Promise<Value>,
): Promise<Value> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      started.child.kill('SIGKILL');
      reject(new Error(`${what} took more than ${limitMs} ms\n${started.printed.stdout}\n${started.printed.stderr}`));
    }, limitMs);
  });
  return await Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/** Runs the server to its end, for starts that must be refused. */
export const runServerToExit = (settings: Environment, ...args: readonly string[]): Promise<Exit> => {
  const started = run('main.js', args, settings);
  return within(started, EXIT_TIMEOUT_MS, 'the refusal', started.exited);
};

/** Runs one operator command on a server's data. */
export const runOperator = ({ dataDirectory, env, program }: Place, ...args: readonly string[]): Promise<Exit> => {
  const started = run('operator.js', args, { LOOOP_SCIM_DATA: dataDirectory, ...env }, program);
  return within(started, EXIT_TIMEOUT_MS, args.join(' '), started.exited);
};

/** An operator's command that goes on until it is ended. */
export interface RunningCommand {
  /** Waits until this text was printed. */
  readonly printed: (text: string) => Promise<void>;
  /** Closes the reading end of its output, as `head` does. */
  readonly stopReading: () => void;
  readonly end: (signal: NodeJS.Signals) => Promise<Exit>;
  readonly exited: Promise<Exit>;
}

/** Starts an operator's command on a server's data. */
export const startOperator = ({ dataDirectory, env, program }: Place, ...args: readonly string[]): RunningCommand => {
  const started = run('operator.js', args, { LOOOP_SCIM_DATA: dataDirectory, ...env }, program);
  const exited = within(started, 3 * EXIT_TIMEOUT_MS, args.join(' '), started.exited);
  exited.catch(() => undefined);
  return {
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (started.printed.stdout.includes(text)) resolve();
        };
        started.child.stdout?.on('data', look);
        exited.then(({ stdout, stderr }) => reject(new Error(`never printed ${text}:\n${stdout}\n${stderr}`)), reject);
        look();
      }),
    stopReading: () => started.child.stdout?.destroy(),
    end: (signal) => {
      started.child.kill(signal);
      return exited;
    },
    exited,
  };
};

const lineAfter = (text: string, label: string): string | undefined => {
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return lines
    .find((line) => line.startsWith(label))
    ?.slice(label.length)
    .trim();
};

/** The rest of the printed line that starts with the label; throws when there is none. */
export const printedAfter = (text: string, label: string): string => {
  const found = lineAfter(text, label);
  if (found === undefined) throw new Error(`no line starts with "${label}" in:\n${text}`);
  return found;
};

const addressOf = (started: Started): Promise<string> =>
  new Promise((resolve, reject) => {
    const look = (): void => {
      const address = lineAfter(started.printed.stdout, 'SCIM base URL: ');
      if (address !== undefined) resolve(address);
    };
    started.child.stdout?.on('data', look);
    started.exited.then(
      (exit) => reject(new Error(`the server ended with ${exit.code}\n${exit.stdout}\n${exit.stderr}`)),
      reject,
    );
  });

/** Starts a server and waits until it has printed its address. */
export const startServer = async ({
  dataDirectory,
  token,
  env = {},
  program,
}: ServerOptions): Promise<RunningServer> => {
  const settings = { LOOOP_SCIM_DATA: dataDirectory, LOOOP_SCIM_TOKEN: token, ...env };
  const started = run('main.js', [TRY_OUT], settings, program);
  const baseUrl = await within(started, START_TIMEOUT_MS, 'the start', addressOf(started));
  const end = (signal: NodeJS.Signals): Promise<Exit> => {
    started.child.kill(signal);
    return within(started, EXIT_TIMEOUT_MS, signal, started.exited);
  };
  return {
    baseUrl,
    token,
    dataDirectory,
    env,
    // A process that has printed its address has a number.
    pid: started.child.pid ?? 0,
    output: () => ({ ...started.printed }),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    terminate: () => void started.child.kill('SIGTERM'),
    exited: started.exited,
  };
};

/** The token that was made for whoever does not read it on a terminal: the output names the file that holds it. */
export const deliveredToken = (stdout: string): string =>
  readFileSync(printedAfter(stdout, 'Token file: '), 'utf8').trim();

/** Adds an organisation as an operator does and returns its token. */
export const addOrganisation = async (place: Place, name: string): Promise<string> => {
  const exit = await runOperator(place, 'organisation', 'add', name);
  if (exit.code !== 0) throw new Error(`organisation add ${name}: ${exit.code}\n${exit.stdout}\n${exit.stderr}`);
  return deliveredToken(exit.stdout);
};

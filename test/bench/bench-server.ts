// The server under measurement: started on a new directory on disk, watched for memory, stopped, its directory removed.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeToken, startServer, type Environment } from '../support/server/server-process.ts';
import { readTurns, type Turns } from './turns.ts';

const TURN_MONITOR = new URL('turn-monitor.ts', import.meta.url).href;

/** Memory of the server process in bytes; the peak is unknown where the system does not tell it. */
export interface Memory {
  readonly resident: number;
  readonly peak?: number;
}

/** A server that can be measured. */
export interface BenchServer {
  /** Its base URL; another one after a crash. */
  readonly address: () => string;
  readonly token: string;
  /** A platform key of the same organisation. */
  readonly key: string;
  readonly dataDirectory: string;
  readonly memory: () => Promise<Memory>;
  /** Turns of the event loop since they were asked for last. */
  readonly turns: () => Promise<Turns>;
  /** Kills the process and starts another one on the same data. */
  readonly crash: () => Promise<void>;
  /** Stops the process and removes its directory. */
  readonly stop: () => Promise<void>;
}

/** Beside the packages rather than in the system's temporary directory, which may be in memory and know no fsync. */
const parentDirectory = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));

/** Starts the built server, with these settings beside its defaults. */
export const startBenchServer = async (env: Environment): Promise<BenchServer> => {
  await mkdir(parentDirectory, { recursive: true });
  const dataDirectory = await mkdtemp(join(parentDirectory, 'bench-'));
  const removeDirectory = (): Promise<void> => rm(dataDirectory, { recursive: true, force: true });
  try {
    const turnsFile = join(dataDirectory, 'turns.json');
    const monitor = { NODE_OPTIONS: `--import=${TURN_MONITOR}`, TURNS_FILE: turnsFile };
    const key = makeToken();
    const start = { dataDirectory, token: makeToken() };
    const settings = { LOG_LEVEL: 'warn', LOOOP_SCIM_PLATFORM_KEY: key, ...monitor, ...env };
    let server = await startServer({ ...start, env: settings });
    return {
      address: () => server.baseUrl,
      token: start.token,
      key,
      dataDirectory,
      memory: () => memoryOf(server.pid),
      turns: () => readTurns(server.pid, turnsFile),
      crash: async () => {
        await server.kill();
        server = await startServer({ ...start, env: settings });
      },
      stop: async () => {
        try {
          await server.stop();
        } finally {
          await removeDirectory();
        }
      },
    };
  } catch (error) {
    await removeDirectory();
    throw error;
  }
};

const memoryOf = async (pid: number): Promise<Memory> => {
  if (process.platform !== 'linux') {
    return { resident: Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024 };
  }
  const lines = (await readFile(`/proc/${pid}/status`, 'utf8')).split('\n');
  const kilobytes = (name: string): number =>
    Number.parseInt(lines.find((line) => line.startsWith(name))?.slice(name.length) ?? '0', 10);
  return { resident: kilobytes('VmRSS:') * 1024, peak: kilobytes('VmHWM:') * 1024 };
};

// Starts the workers of a server with what they need to open its store.
import { Worker } from 'node:worker_threads';
import type { SharedFile } from '@looop-scim/storage-sqlite';
import type { StoreConfig } from '../settings/store.ts';
import type { WorkLimits, WorkSettings } from '../settings/work-limits.ts';
import { makeWorkerPool, type WorkerPool } from './worker-pool.ts';

/** What a worker is given. */
export interface WorkerSettings {
  readonly store: StoreConfig;
  /** The file that the server has open: a worker opens no other one. */
  readonly file: SharedFile | undefined;
  readonly installationSecret: string;
  /** What one call may cost. */
  readonly limits: WorkLimits;
  /** One 32-bit integer: 1 asks the worker to stop what it does. */
  readonly cancelled: SharedArrayBuffer;
}

/** What workers run. */
export interface WorkerProgram {
  /** A file that calls `runWorker`. */
  readonly program: URL;
}

/** Calls that may wait: longer than this, clients give up. */
const MAX_WAITING = 512;
const MAX_WAITING_PER_ORGANISATION = 64;

/** Starts the workers. `onLoss` is told of a worker that ended by itself; another one is in its place then. */
export const startWorkers = (
  settings: Omit<WorkerSettings, 'cancelled'>,
  { program, workers: size }: WorkerProgram & Pick<WorkSettings, 'workers'>,
  onLoss: (cause: unknown) => void,
): WorkerPool => {
  return makeWorkerPool({
    size,
    longestCallMs: settings.limits.maxSeconds * 1000,
    onLoss,
    limits: {
      // One organisation never has all workers to itself.
      maxRunningPerKey: Math.max(1, size - 1),
      maxWaitingPerKey: MAX_WAITING_PER_ORGANISATION,
      maxWaiting: MAX_WAITING,
    },
    start: (cancelled) => new Worker(program, { workerData: { ...settings, cancelled } satisfies WorkerSettings }),
  });
};

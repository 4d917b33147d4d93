// What the program of a worker calls: it does what its thread was started for.
import { workerData } from 'node:worker_threads';
import type { TaskSettings } from '../operator/maintenance/maintenance-task.ts';
import type { WorkerSettings } from './start-workers.ts';

/** Runs a worker, for as long as its thread lives. The program of a worker calls this and nothing else. */
export const runWorker = async (): Promise<void> => {
  // Whoever starts a worker is `startWorkers` or an operator's command, which give it these.
  const settings = workerData as WorkerSettings | TaskSettings;
  // Loaded when it is known what is needed.
  if ('task' in settings) {
    const { performForParent } = await import('../operator/maintenance/maintenance-task.ts');
    return await performForParent(settings);
  }
  const { serveCalls } = await import('./service-worker.ts');
  try {
    await serveCalls(settings);
  } catch (error) {
    // What is thrown is copied to the thread of the server, which gets nothing of an error of a class of its own.
    throw error instanceof Error ? new Error(error.message) : error;
  }
};

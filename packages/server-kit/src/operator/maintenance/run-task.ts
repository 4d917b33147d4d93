// Has a task done beside the command: what was copied so far is told now and then, and an interruption leaves nothing behind.
import { existsSync, realpathSync, rmSync, statSync } from 'node:fs';
import { resolve as absolute } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { App } from '../../app.ts';
import type { StoreConfig } from '../../settings/store.ts';
import { sizeText } from '../columns.ts';
import { remark } from '../session.ts';
import {
  performTask,
  type MaintenanceTask,
  type TaskAnswers,
  type TaskOutcome,
  type TaskSettings,
} from './maintenance-task.ts';

/** Between two lines about what was copied so far. */
const TELL_EVERY_MS = 5000;

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** A file that is being made of another one. */
interface Copying {
  readonly from: string;
  readonly temporary: string;
}

/** Tells, while a file is read, how large it is: SQLite does not say how far it has come. */
const watchReading = (path: string): (() => void) => {
  const began = Date.now();
  const tell = setInterval(() => {
    const seconds = Math.round((Date.now() - began) / 1000);
    remark(`Reading ${sizeText(sizeOf(path))}, for ${seconds} s so far`);
  }, TELL_EVERY_MS);
  return () => clearInterval(tell);
};

/** Tells how far a copy is, and removes it when the command is interrupted; the answer ends both. */
const watchCopying = ({ from, temporary }: Copying): (() => void) => {
  const tell = setInterval(() => {
    const copied = sizeOf(temporary);
    if (copied > 0) remark(`Copied ${sizeText(copied)} of about ${sizeText(sizeOf(from))}`);
  }, TELL_EVERY_MS);
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const stop = (): void => {
    clearInterval(tell);
    for (const signal of signals) process.off(signal, giveUp);
  };
  const giveUp = (signal: (typeof signals)[number]): void => {
    stop();
    for (const file of [temporary, `${temporary}-journal`]) rmSync(file, { force: true });
    // As if it had not been caught: an orderly exit would wait for the thread.
    process.kill(process.pid, signal);
  };
  for (const signal of signals) process.on(signal, giveUp);
  return stop;
};

/** Tells that a task goes on; the answer ends that. */
const watch = (task: MaintenanceTask): (() => void) => {
  switch (task.kind) {
    case 'check':
      return watchReading(task.path);
    case 'backup':
      return watchCopying({ from: task.path, temporary: task.temporary });
    case 'restore':
      return watchCopying({ from: task.backup, temporary: task.temporary });
  }
};

const performBeside = (program: URL, settings: TaskSettings): Promise<TaskOutcome> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(program, { workerData: settings });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The thread of the command ended with status ${code}`)));
  });

/** The SQLite file of a store, behind any symbolic links. @throws Error with what to use where the store is none. */
export const fileOf = (store: StoreConfig, instead: string): string => {
  if (store.kind === 'sqlite') return existsSync(store.path) ? realpathSync(store.path) : absolute(store.path);
  throw new Error(`The data is on MongoDB, which has means of its own: ${instead}`);
};

/** Does a task. Rejects with one line for the operator. */
export const runTask = async <Kind extends MaintenanceTask['kind']>(
  { worker, operatorCommand }: App,
  task: Extract<MaintenanceTask, { readonly kind: Kind }>,
): Promise<TaskAnswers[Kind]> => {
  const settings: TaskSettings = { task, operatorCommand };
  const stop = watch(task);
  try {
    const outcome = await (worker === undefined ? performTask(settings) : performBeside(worker, settings));
    if (outcome.kind === 'failed') throw new Error(outcome.line);
    // The answer of a task has the kind of the task.
    return outcome.answer as TaskAnswers[Kind];
  } finally {
    stop();
  }
};

// Work on a database file as a whole, which takes long on a large one: done by a thread of its own, so that the command can tell
// how far it is and can be interrupted.
import { parentPort } from 'node:worker_threads';
import * as Result from 'effect/Result';
import type {
  BackupOptions,
  Inspection,
  InspectionOptions,
  Restoration,
  RestoreOptions,
} from '@looop-scim/storage-sqlite/maintenance';
import type { App } from '../../app.ts';
import { explainFileFailure } from '../file-failure.ts';
import { explainOperatorFailure } from '../operator-failure.ts';

/** What is to be done. */
export type MaintenanceTask =
  | ({ readonly kind: 'backup' } & BackupOptions)
  | ({ readonly kind: 'restore' } & RestoreOptions)
  | ({ readonly kind: 'check' } & InspectionOptions);

/** What a task answers. */
export interface TaskAnswers {
  readonly backup: Inspection;
  readonly restore: Restoration;
  readonly check: Inspection;
}

/** What the thread of a task is given. */
export interface TaskSettings extends Pick<App, 'operatorCommand'> {
  readonly task: MaintenanceTask;
}

/** What became of a task, in a form that can be copied from thread to thread. */
export type TaskOutcome =
  | { readonly kind: 'done'; readonly answer: TaskAnswers[keyof TaskAnswers] }
  /** One line for the operator. */
  | { readonly kind: 'failed'; readonly line: string };

/** Does a task in this thread. */
export const performTask = async ({ task, operatorCommand }: TaskSettings): Promise<TaskOutcome> => {
  const sqlite = await import('@looop-scim/storage-sqlite/maintenance');
  const perform = (): Result.Result<TaskAnswers[keyof TaskAnswers], Error> => {
    switch (task.kind) {
      case 'backup':
        return sqlite.backUpDatabase(task);
      case 'restore':
        return sqlite.restoreDatabase(task);
      case 'check':
        return sqlite.inspectDatabase(task);
    }
  };
  const result = perform();
  if (Result.isSuccess(result)) return { kind: 'done', answer: result.success };
  // What fails in a restoration is the backup, or is no matter of the store.
  const { failure } = result;
  const line =
    task.kind === 'restore'
      ? (explainFileFailure(failure) ?? failure.message)
      : explainOperatorFailure(failure, { operatorCommand });
  return { kind: 'failed', line };
};

/** Does a task and tells the thread that asked for it. */
export const performForParent = async (settings: TaskSettings): Promise<void> => {
  parentPort?.postMessage(await performTask(settings));
};

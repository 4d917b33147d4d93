// Concurrent writes share one transaction, hence one sync of the disk, and still fail alone: each runs in a savepoint of its
// own. A write is acknowledged after the commit, never before. Nothing here knows what the writes do.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { Connection } from './connection.ts';
import type { FileGuard } from './file-guard.ts';
import { asUnavailable, isBusy, unavailable } from './sqlite-error.ts';

/** Writes of one process, in the order in which they came. */
export interface WriteQueue {
  /** Runs a write in the next shared transaction; a failure or defect undoes this write alone. Uninterruptible. */
  readonly submit: <Success, Failure>(
    write: () => Result.Result<Success, Failure>,
  ) => Effect.Effect<Success, Failure | StorageUnavailable>;
  /** Refuses new writes and finishes those that wait. */
  readonly drain: Effect.Effect<void>;
}

/** Bounds of a queue. */
export interface WriteQueueLimits {
  /** Beyond this many waiting writes new ones are refused: waiting longer than clients do helps nobody. */
  readonly maxWaiting: number;
  /** Writes that share a transaction at most. */
  readonly maxBatch: number;
  /** A transaction takes no further write after this time, so that reads get their turn. */
  readonly maxBatchMs: number;
  /** How long a transaction waits for another process that holds the write lock. */
  readonly busyTimeoutMs: number;
}

const LIMITS: WriteQueueLimits = { maxWaiting: 10_000, maxBatch: 512, maxBatchMs: 25, busyTimeoutMs: 5_000 };
const BUSY_RETRY_MS = 5;

/** What a queue asks of the guard of its file. */
type WriteGuard = Pick<FileGuard, 'refuseWrite' | 'look' | 'failureOf'>;

const UNGUARDED: WriteGuard = { refuseWrite: () => undefined, look: () => undefined, failureOf: asUnavailable };

/** A write that waits: `attempt` runs it, `answer` tells the caller, with the failure of the whole batch if there was one. */
interface WaitingWrite {
  readonly attempt: () => void;
  readonly answer: (batchFailure?: StorageUnavailable) => void;
}

/** SQLite rolled back the whole transaction by itself, for example because the disk is full; or the file is damaged. */
class TransactionLost extends Error {
  constructor(cause: unknown) {
    super('The transaction is lost', { cause });
  }
}

const transactionStatements = (connection: Connection) => ({
  begin: connection.prepare('BEGIN IMMEDIATE'),
  commit: connection.prepare('COMMIT'),
  rollback: connection.prepare('ROLLBACK'),
  savepoint: connection.prepare('SAVEPOINT write'),
  release: connection.prepare('RELEASE write'),
  undo: connection.prepare('ROLLBACK TO write'),
});

/** Makes the function that runs one write in its savepoint and says what its caller is to be told. */
const makeAttempt = (
  connection: Connection,
  statements: ReturnType<typeof transactionStatements>,
  { failureOf }: WriteGuard,
) => {
  const undo = (cause: unknown): void => {
    if (!connection.inTransaction) throw new TransactionLost(cause);
    statements.undo.run();
    statements.release.run();
  };
  return <Success, Failure>(
    write: () => Result.Result<Success, Failure>,
  ): Effect.Effect<Success, Failure | StorageUnavailable> => {
    statements.savepoint.run();
    try {
      const result = write();
      if (Result.isFailure(result)) undo(result.failure);
      else statements.release.run();
      return Effect.fromResult(result);
    } catch (cause) {
      if (cause instanceof TransactionLost) throw cause;
      const failure = failureOf(cause);
      // Nothing is written to a damaged file any more, not even what other writes of the transaction have done.
      if (failure?.problem === 'damaged') throw new TransactionLost(cause);
      undo(cause);
      return failure === undefined ? Effect.die(cause) : Effect.fail(failure);
    }
  };
};

/** Makes the queue of a connection; the connection must have no other writer in this process. */
// oxlint-disable-next-line max-lines-per-function -- a factory: the functions are its closures
export const makeWriteQueue = (
  connection: Connection,
  limits: WriteQueueLimits = LIMITS,
  guard: WriteGuard = UNGUARDED,
): WriteQueue => {
  const statements = transactionStatements(connection);
  const attempt = makeAttempt(connection, statements, guard);
  let waiting: WaitingWrite[] = [];
  let draining = false;
  let scheduled = false;
  let busySince: number | undefined;
  let onEmpty: (() => void) | undefined;

  /** Takes the write lock; false when another process has it and there is time left to try again. */
  const begin = (): boolean => {
    try {
      statements.begin.run();
      busySince = undefined;
      return true;
    } catch (cause) {
      busySince ??= Date.now();
      if (isBusy(cause) && Date.now() - busySince < limits.busyTimeoutMs) return false;
      busySince = undefined;
      throw cause;
    }
  };

  /** Runs writes from the head of the queue and commits them; answers how many were taken. */
  const runBatch = (): number => {
    const deadline = performance.now() + limits.maxBatchMs;
    let taken = 0;
    for (const write of waiting) {
      write.attempt();
      taken += 1;
      if (taken === limits.maxBatch || performance.now() > deadline) break;
    }
    statements.commit.run();
    return taken;
  };

  const answerFirst = (count: number, batchFailure?: StorageUnavailable): void => {
    const answered = waiting.slice(0, count);
    waiting = waiting.slice(count);
    for (const write of answered) write.answer(batchFailure);
  };

  /** Commits the writes at the head of the queue; false when the write lock has to be waited for. */
  const commitBatch = (): boolean => {
    try {
      if (!begin()) return false;
      const taken = runBatch();
      // What was committed to a file that is not there any more is not acknowledged.
      answerFirst(taken, guard.look());
    } catch (thrown) {
      if (connection.inTransaction) statements.rollback.run();
      const cause = thrown instanceof TransactionLost ? thrown.cause : thrown;
      // None of them is stored, and which write broke the transaction is not known: all may be tried again.
      answerFirst(limits.maxBatch, guard.failureOf(cause) ?? unavailable(cause));
    }
    return true;
  };

  const flush = (): void => {
    scheduled = false;
    const refused = guard.refuseWrite();
    if (refused !== undefined) answerFirst(waiting.length, refused);
    else if (!commitBatch()) return schedule(BUSY_RETRY_MS);
    if (waiting.length > 0) schedule();
    else onEmpty?.();
  };

  /** The turn after this one: what the sockets delivered by then goes into the same transaction. */
  const schedule = (delayMs?: number): void => {
    if (scheduled) return;
    scheduled = true;
    if (delayMs === undefined) setImmediate(flush);
    else setTimeout(flush, delayMs);
  };

  const submit = <Success, Failure>(
    write: () => Result.Result<Success, Failure>,
  ): Effect.Effect<Success, Failure | StorageUnavailable> =>
    Effect.uninterruptible(
      Effect.callback<Success, Failure | StorageUnavailable>((resume) => {
        if (draining) return resume(Effect.fail(unavailable(new Error('The storage is closed'))));
        if (waiting.length >= limits.maxWaiting)
          return resume(Effect.fail(unavailable(new Error('Too many writes wait'))));
        let outcome: Effect.Effect<Success, Failure | StorageUnavailable> = Effect.never;
        waiting.push({
          attempt: () => {
            outcome = attempt(write);
          },
          answer: (batchFailure) => resume(batchFailure === undefined ? outcome : Effect.fail(batchFailure)),
        });
        return schedule();
      }),
    );

  const drain = Effect.callback<void>((resume) => {
    draining = true;
    if (waiting.length === 0) resume(Effect.void);
    else onEmpty = () => resume(Effect.void);
  });

  return { submit, drain };
};

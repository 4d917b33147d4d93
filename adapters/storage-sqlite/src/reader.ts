// Reads run at once on the connection. What several statements answer together is read in one transaction; one statement is a
// transaction by itself.
import * as Effect from 'effect/Effect';
import type * as Result from 'effect/Result';
import type { StorageUnavailable, TooMany } from '@looop-scim/scim/errors';
import type { Connection } from './connection.ts';
import type { FileGuard } from './file-guard.ts';
import { asUnavailable, isBusy, unavailable } from './sqlite-error.ts';
import { withinLimits, type WorkMeter } from './work-meter.ts';

/** Reads of one process. */
export interface Reader {
  /** Runs a read whose statements see one state of the database. */
  readonly read: Read;
  /** Runs a read of one statement. */
  readonly readOnce: Read;
  /** As `read` and `readOnce`, within the limits of one call; `TooMany` beyond them. */
  readonly bounded: { readonly read: BoundedRead; readonly readOnce: BoundedRead };
}

type BoundedRead = <Success, Failure>(
  body: () => Result.Result<Success, Failure>,
) => Effect.Effect<Success, Failure | TooMany | StorageUnavailable>;

type Read = <Success, Failure>(
  body: () => Result.Result<Success, Failure>,
) => Effect.Effect<Success, Failure | StorageUnavailable>;

/** A read hardly ever meets a lock: while another process recovers the file, or is the last to close it. */
const BUSY_TIMEOUT_MS = 5_000;
const BUSY_RETRY_MS = 5;

/** What a reader asks of the guard of its file. */
type ReadGuard = Pick<FileGuard, 'refuseRead' | 'failureOf'>;

const UNGUARDED: ReadGuard = { refuseRead: () => undefined, failureOf: asUnavailable };

/** Makes the reader of a connection. */
export const makeReader = (
  connection: Connection,
  meter: WorkMeter,
  {
    busyTimeoutMs = BUSY_TIMEOUT_MS,
    guard = UNGUARDED,
  }: { readonly busyTimeoutMs?: number | undefined; readonly guard?: ReadGuard } = {},
): Reader => {
  const begin = connection.prepare('BEGIN');
  const commit = connection.prepare('COMMIT');
  const rollback = connection.prepare('ROLLBACK');

  const inTransaction = <Answer>(read: () => Answer): Answer => {
    begin.run();
    try {
      const answer = read();
      commit.run();
      return answer;
    } catch (cause) {
      if (connection.inTransaction) rollback.run();
      throw cause;
    }
  };

  const attempt = <Success, Failure>(
    body: () => Result.Result<Success, Failure>,
    firstAt: number,
  ): Effect.Effect<Success, Failure | StorageUnavailable> => {
    if (!connection.open) return Effect.fail(unavailable(new Error('The storage is closed')));
    const refused = guard.refuseRead();
    if (refused !== undefined) return Effect.fail(refused);
    try {
      return Effect.fromResult(body());
    } catch (cause) {
      if (isBusy(cause) && performance.now() - firstAt < busyTimeoutMs) {
        const again = Effect.suspend(() => attempt(body, firstAt));
        return Effect.andThen(Effect.sleep(BUSY_RETRY_MS), again);
      }
      const failure = guard.failureOf(cause);
      return failure === undefined ? Effect.die(cause) : Effect.fail(failure);
    }
  };

  const readOnce: Read = (body) => Effect.suspend(() => attempt(body, performance.now()));

  return {
    read: (body) => readOnce(() => inTransaction(body)),
    readOnce,
    bounded: {
      read: (body) => readOnce(() => withinLimits(meter, () => inTransaction(body))),
      readOnce: (body) => readOnce(() => withinLimits(meter, body)),
    },
  };
};

// The boundary between Effects outside and promises inside: errors of the driver become failures, and a storage that is closed
// answers nothing but finishes what is under way.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { makeKeyedQueue } from './keyed-queue.ts';
import { asUnavailable, unavailable } from './mongo-error.ts';

/** What a call does. */
type Work<Answer, Failure> = () => Promise<Result.Result<Answer, Failure>>;

/** Calls of one storage. */
export interface Calls {
  readonly read: <Answer, Failure = never>(
    work: Work<Answer, Failure>,
  ) => Effect.Effect<Answer, Failure | StorageUnavailable>;
  /**
   * Not interrupted when the client goes away. Writes with the same key run one after the other and together count as one call:
   * whoever changes one resource a hundred times at once keeps nobody else waiting.
   */
  readonly write: <Answer, Failure = never>(
    work: Work<Answer, Failure>,
    key?: string,
  ) => Effect.Effect<Answer, Failure | StorageUnavailable>;
  /** Refuses further calls and waits for those under way. */
  readonly shut: () => Promise<void>;
}

/** Beyond this many calls new ones are refused: waiting longer than clients do helps nobody. */
const MAX_UNDER_WAY = 20_000;

/** Lets a bounded number of calls go on at once; the others wait in order. */
const makeGate = (maxConcurrent: number) => {
  const waiting: (() => void)[] = [];
  let free = maxConcurrent;
  const enter = async (): Promise<void> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
};

/** Makes the calls of a storage, of which `maxConcurrent` go on at the same time: as many as there are connections. */
export const makeCalls = (maxConcurrent: number): Calls => {
  const underWay = new Set<Promise<unknown>>();
  const limited = makeGate(maxConcurrent);
  const turns = makeKeyedQueue();
  let open = true;

  const perform = async <Answer, Failure>(
    work: Work<Answer, Failure>,
    key: string | undefined,
  ): Promise<Result.Result<Answer, Failure | StorageUnavailable>> => {
    if (!open) return Result.fail(unavailable(new Error('The storage is closed')));
    if (underWay.size >= MAX_UNDER_WAY) return Result.fail(unavailable(new Error('Too many calls wait')));
    try {
      return await (key === undefined ? limited(work) : turns.run(key, () => limited(work)));
    } catch (cause) {
      const failure = asUnavailable(cause);
      if (failure === undefined) throw cause;
      return Result.fail(failure);
    }
  };

  const call = <Answer, Failure>(
    work: Work<Answer, Failure>,
    key?: string,
  ): Effect.Effect<Answer, Failure | StorageUnavailable> =>
    Effect.flatMap(
      Effect.promise(() => {
        const performed = perform(work, key);
        underWay.add(performed);
        const ended = (): void => void underWay.delete(performed);
        performed.then(ended, ended);
        return performed;
      }),
      Effect.fromResult,
    );

  return {
    read: (work) => call(work),
    write: (work, key) => Effect.uninterruptible(call(work, key)),
    shut: async () => {
      open = false;
      await Promise.allSettled(underWay);
    },
  };
};

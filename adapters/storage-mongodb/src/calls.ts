// The boundary between Effects outside and promises inside: errors of the driver become failures, and a storage that is closed
// answers nothing any more but finishes what is under way.
import { Effect, Result } from 'effect';
import type { StorageUnavailable } from '@looop-scim/scim';
import { asUnavailable, unavailable } from './mongo-error.ts';

/** What a call does. */
type Work<Answer, Failure> = () => Promise<Result.Result<Answer, Failure>>;

/** Calls of one storage. */
export interface Calls {
  readonly read: <Answer, Failure = never>(
    work: Work<Answer, Failure>,
  ) => Effect.Effect<Answer, Failure | StorageUnavailable>;
  /** Not interrupted when the client goes away. */
  readonly write: <Answer, Failure = never>(
    work: Work<Answer, Failure>,
  ) => Effect.Effect<Answer, Failure | StorageUnavailable>;
  /** Refuses further calls and waits for those under way. */
  readonly shut: () => Promise<void>;
}

/** Makes the calls of a storage. */
export const makeCalls = (): Calls => {
  const underWay = new Set<Promise<unknown>>();
  let open = true;

  const settle = async <Answer, Failure>(
    work: Work<Answer, Failure>,
  ): Promise<Result.Result<Answer, Failure | StorageUnavailable>> => {
    if (!open) return Result.fail(unavailable(new Error('The storage is closed')));
    try {
      return await work();
    } catch (cause) {
      const failure = asUnavailable(cause);
      if (failure === undefined) throw cause;
      return Result.fail(failure);
    }
  };

  const call = <Answer, Failure>(work: Work<Answer, Failure>): Effect.Effect<Answer, Failure | StorageUnavailable> =>
    Effect.flatMap(
      Effect.promise(() => {
        const settled = settle(work);
        underWay.add(settled);
        const ended = (): void => void underWay.delete(settled);
        settled.then(ended, ended);
        return settled;
      }),
      Effect.fromResult,
    );

  return {
    read: call,
    write: (work) => Effect.uninterruptible(call(work)),
    shut: async () => {
      open = false;
      await Promise.allSettled(underWay);
    },
  };
};

// One gate before every call of a storage: after close every call fails.
import { StorageUnavailable } from '@looop-scim/scim/errors';
import * as Effect from 'effect/Effect';
import type * as Result from 'effect/Result';

/** Runs a synchronous, hence atomic, step of the storage. Fails: `StorageUnavailable` once it is closed. */
export type WhileOpen = <Answer, Failure>(
  step: () => Result.Result<Answer, Failure>,
) => Effect.Effect<Answer, Failure | StorageUnavailable>;

/** A gate and the way to shut it. */
export const makeGate = (): { readonly whileOpen: WhileOpen; readonly shut: Effect.Effect<void> } => {
  let open = true;
  return {
    whileOpen: <Answer, Failure>(step: () => Result.Result<Answer, Failure>) =>
      Effect.suspend((): Effect.Effect<Answer, Failure | StorageUnavailable> =>
        open
          ? Effect.fromResult(step())
          : Effect.fail(new StorageUnavailable({ cause: 'storage is closed', retryAfterSeconds: 5 })),
      ),
    shut: Effect.sync(() => {
      open = false;
    }),
  };
};

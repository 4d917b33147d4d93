// The one place of this adapter that runs Effects.
import * as Cause from 'effect/Cause';
import * as Effect from 'effect/Effect';
import * as Exit from 'effect/Exit';
import * as Result from 'effect/Result';
import type { ApiFailure } from './api-failures.ts';

/** Runs an Effect; a typed failure and a defect are thrown for the error handler to tell apart. */
export const run = async <Answer>(effect: Effect.Effect<Answer, ApiFailure>): Promise<Answer> => {
  const exit = await Effect.runPromiseExit(effect);
  if (Exit.isSuccess(exit)) return exit.value;
  const failure = Cause.findError(exit.cause);
  throw Result.isSuccess(failure) ? failure.success : Cause.squash(exit.cause);
};

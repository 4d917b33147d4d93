// The one place of these tests that runs Effects.
import { Effect, type Result } from 'effect';

/** What the Effect succeeds with; rejects with its failure. */
export const run = <Answer, Failure>(effect: Effect.Effect<Answer, Failure>): Promise<Answer> =>
  Effect.runPromise(effect);

/** The outcome as a value; rejects on defects only. */
export const outcomeOf = <Answer, Failure>(
  effect: Effect.Effect<Answer, Failure>,
): Promise<Result.Result<Answer, Failure>> => Effect.runPromise(Effect.result(effect));

/** The outcome of an Effect as a short text: `ok`, or the tag of its failure. */
export const tagOf = async <Failure extends { readonly _tag: string }>(
  effect: Effect.Effect<unknown, Failure>,
): Promise<string> => {
  const outcome = await outcomeOf(effect);
  return outcome._tag === 'Success' ? 'ok' : outcome.failure._tag;
};

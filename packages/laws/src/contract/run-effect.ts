// The one place of this package that runs Effects, and how its cases look at failures.
import assert from 'node:assert/strict';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';

/** What the Effect succeeds with; rejects with its failure. */
export const run = <Answer, Failure>(effect: Effect.Effect<Answer, Failure>): Promise<Answer> =>
  Effect.runPromise(effect);

/** The outcome of an Effect as a value; rejects on defects only. */
export const outcomeOf = <Answer, Failure>(
  effect: Effect.Effect<Answer, Failure>,
): Promise<Result.Result<Answer, Failure>> => Effect.runPromise(Effect.result(effect));

/** All outcomes of Effects that are under way at the same time. */
export const outcomesOf = <Answer, Failure>(
  effects: readonly Effect.Effect<Answer, Failure>[],
): Promise<readonly Result.Result<Answer, Failure>[]> => Promise.all(effects.map(outcomeOf));

interface Tagged {
  readonly _tag: string;
}

/** What the Effect fails with, which has to carry the tag. */
export const failsWith = async <Answer, Failure extends Tagged, Tag extends Failure['_tag']>(
  tag: Tag,
  effect: Effect.Effect<Answer, Failure>,
): Promise<Extract<Failure, { readonly _tag: Tag }>> => {
  const outcome = await outcomeOf(effect);
  if (Result.isSuccess(outcome)) assert.fail(`expected ${tag}, but it succeeded`);
  assert.equal(outcome.failure._tag, tag);
  // The tag decides which member of the union it is.
  return outcome.failure as Extract<Failure, { readonly _tag: Tag }>;
};

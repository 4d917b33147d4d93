// The one place where suites run Effects.
import { Effect } from 'effect';

/** What the Effect succeeds with; rejects with its failure. */
export const run = <Answer, Failure>(effect: Effect.Effect<Answer, Failure>): Promise<Answer> =>
  Effect.runPromise(effect);

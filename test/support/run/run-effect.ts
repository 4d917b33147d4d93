// The one place where suites run Effects.
import { Effect } from 'effect';

/** What the Effect succeeds with; rejects with its failure. */
export const run = <Answer, Failure>(effect: Effect.Effect<Answer, Failure>): Promise<Answer> =>
  Effect.runPromise(effect);

/** What the Effect fails with; rejects when it succeeds. */
export const failureOf = <Answer, Failure>(effect: Effect.Effect<Answer, Failure>): Promise<Failure> =>
  Effect.runPromise(Effect.flip(effect));

// A law as a value: a name that reads as a statement and a property that fast-check tries to refute.
import fc from 'fast-check';

/** How hard a law is tried. */
export interface LawEffort {
  /** Seed of the generator; the same seed draws the same cases. */
  readonly seed: number;
  /** Number of generated cases. */
  readonly runs: number;
}

/** A law with its name; `check` throws (or rejects) with the shrunk counterexample, its seed and its path. */
export interface Law {
  readonly name: string;
  readonly check: (effort: LawEffort) => Promise<void>;
}

type Property = fc.IRawProperty<unknown>;

/** Makes a law from a property of fast-check. */
export const law = <Cases>(name: string, property: fc.IProperty<Cases> | fc.IAsyncProperty<Cases>): Law => ({
  name,
  check: async ({ seed, runs }) => {
    // fc.assert is typed by whether the property is asynchronous; both are awaited here.
    await fc.assert(property as Property & fc.IAsyncProperty<Cases>, { seed, numRuns: runs });
  },
});

// A law as a value: a name that reads as a statement and a property that fast-check tries to refute.
import fc from 'fast-check';

/** How hard a law is tried. */
export interface LawEffort {
  /** Seed of the generator; the same seed draws the same cases. */
  readonly seed: number;
  /** Number of cases that say something about the law. */
  readonly runs: number;
}

/** A law with its name; `check` throws (or rejects) with the shrunk counterexample, its seed and its path. */
export interface Law {
  readonly name: string;
  readonly check: (effort: LawEffort) => Promise<void>;
}

/** What a law asks of the cases that it is tried on. */
export interface LawOptions {
  /**
   * The least share of the drawn cases that must say something, from 0 to 1; `saysNothing` marks the others. An implementation
   * that refuses everything would satisfy a law which most cases skip. Default: 0.5.
   */
  readonly floor?: number;
}

const DEFAULT_FLOOR = 0.5;

/**
 * Ends a case that says nothing about the law, for example because the request was refused. The case does not count as a run:
 * another one is drawn, as long as the floor of the law allows it.
 */
export const saysNothing = (): never => {
  // The floor of the law counts what is thrown away here.
  fc.pre(false);
  throw new Error('fc.pre throws');
};

/** The parameters of fast-check with which a property fails when too few of its cases say something. */
export const parametersOf = <Cases>(
  { seed, runs }: LawEffort,
  { floor = DEFAULT_FLOOR }: LawOptions,
): Pick<fc.Parameters<Cases>, 'seed' | 'numRuns' | 'maxSkipsPerRun'> => ({
  seed,
  numRuns: runs,
  maxSkipsPerRun: 1 / floor - 1,
});

type Property = fc.IRawProperty<unknown>;

/** Makes a law from a property of fast-check. */
export const law = <Cases>(
  name: string,
  property: fc.IProperty<Cases> | fc.IAsyncProperty<Cases>,
  options: LawOptions = {},
): Law => ({
  name,
  check: async (effort) => {
    // fc.assert is typed by whether the property is asynchronous; both are awaited here.
    await fc.assert(property as Property & fc.IAsyncProperty<Cases>, parametersOf<Cases>(effort, options));
  },
});

// Mutants in filter and patch that survive, each with the reason why no test can tell it from the code.

/** Mutants that begin in one line of code, and why they may live. */
export interface Explanation {
  readonly file: string;
  /** The line as it stands in the file, without indentation. */
  readonly line: string;
  /** What is made of what: `before -> after`. */
  readonly mutants: readonly string[];
  readonly reason: string;
}

/** By file, in the order of the lines. */
export const SURVIVORS: readonly Explanation[] = [];

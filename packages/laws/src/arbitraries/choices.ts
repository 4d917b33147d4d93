// Decisions drawn once and used up in order: for generators that walk a tree and deviate here and there.
import fc from 'fast-check';

/** Picks one of `options` alternatives, 0 being the plain one; out of decisions it answers 0. */
export type Choose = (options: number) => number;

/** Sequences of decisions. They shrink to plain ones. */
export const decisions: fc.Arbitrary<readonly number[]> = fc.array(fc.nat({ max: 239 }), {
  maxLength: 80,
  size: 'max',
});

/** Uses up a sequence of decisions. */
export const chooser = (sequence: readonly number[]): Choose => {
  let next = 0;
  return (options) => {
    const decision = sequence[next] ?? 0;
    next += 1;
    return decision % options;
  };
};

/** One of the alternatives, the first one being the plain one. */
export const pick = <Option>(choose: Choose, options: readonly [Option, ...Option[]]): Option =>
  options[choose(options.length)] ?? options[0];

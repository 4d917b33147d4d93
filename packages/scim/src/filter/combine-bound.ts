// Builds bound filters so that no constant is left inside a larger filter: stores see constants at the root or not at all.
import type { BoundFilter } from './bound-filter.ts';

/** The filter that always, or never, holds. */
export const constant = (value: boolean): BoundFilter => ({ kind: 'constant', value });

/** The negation; a double negation vanishes. */
export const negate = (operand: BoundFilter): BoundFilter => {
  if (operand.kind === 'constant') return constant(!operand.value);
  return operand.kind === 'not' ? operand.operand : { kind: 'not', operand };
};

/** All (`and`) or any (`or`) of the operands; chains of the same kind become one, of none the neutral constant is left. */
export const combine = (kind: 'and' | 'or', operands: readonly BoundFilter[]): BoundFilter => {
  // Whatever is false decides `and`, whatever is true decides `or`; the other constant changes nothing.
  const deciding = kind === 'or';
  const kept: BoundFilter[] = [];
  for (const operand of operands) {
    if (operand.kind === 'constant') {
      if (operand.value === deciding) return constant(deciding);
    } else if (operand.kind === kind) {
      kept.push(...operand.operands);
    } else {
      kept.push(operand);
    }
  }
  const [only] = kept;
  if (only === undefined) return constant(!deciding);
  return kept.length === 1 ? only : { kind, operands: kept };
};

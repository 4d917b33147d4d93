// Whether answers that clients got at the same time can be explained by one order of their calls.
import { applyCommand, type ModelAnswer, type ModelCommand, type ModelState } from './directory-model.ts';

/** A call and what it was answered. */
export interface ObservedCall {
  readonly command: ModelCommand;
  readonly answer: ModelAnswer;
}

/** Decides whether the model's answer allows the one observed. */
export type Allows = (expected: ModelAnswer, actual: ModelAnswer) => boolean;

/**
 * Whether some order of the calls, which keeps the order of each client, makes the model answer what was observed; `last` are
 * calls after all others. Tries orders depth first and gives one up at the first answer that does not fit.
 */
export const isLinearisable = (
  state: ModelState,
  clients: readonly (readonly ObservedCall[])[],
  last: readonly ObservedCall[],
  allows: Allows,
): boolean => {
  const waiting = clients.filter((calls) => calls.length > 0);
  if (waiting.length === 0) return last.length === 0 || isLinearisable(state, [last], [], allows);
  return waiting.some((calls) => {
    const [first, ...rest] = calls;
    if (first === undefined) return false;
    const next = applyCommand(state, first.command);
    const others = waiting.filter((other) => other !== calls);
    return allows(next.answer, first.answer) && isLinearisable(next.state, [rest, ...others], last, allows);
  });
};

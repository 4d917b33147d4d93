// How far a long work is: on a terminal one line that is written anew, elsewhere a line now and then.
import { remark } from '../session.ts';

const TERMINAL_EVERY_MS = 200;
const ELSEWHERE_EVERY_MS = 10_000;

/** Tells how far something is. */
export interface Progress {
  readonly tell: (text: () => string) => void;
  /** Says something that stays. */
  readonly say: (line: string) => void;
  readonly end: () => void;
}

/** Makes progress on stderr. */
export const makeProgress = (isTerminal: boolean): Progress => {
  const every = isTerminal ? TERMINAL_EVERY_MS : ELSEWHERE_EVERY_MS;
  let last = performance.now();
  let width = 0;
  const clear = (): void => {
    if (width > 0) process.stderr.write(`\r${' '.repeat(width)}\r`);
    width = 0;
  };
  return {
    tell: (text) => {
      const now = performance.now();
      if (now - last < every) return;
      last = now;
      const line = text();
      if (!isTerminal) return remark(line);
      clear();
      process.stderr.write(line);
      width = line.length;
    },
    say: (line) => {
      clear();
      remark(line);
    },
    end: clear,
  };
};

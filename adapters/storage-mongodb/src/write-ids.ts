// Ids of writes. They grow with time, so that what writes leave behind can be finished and read in the order of the writes; of
// two processes the clocks decide.
import { randomBytes } from 'node:crypto';

const TIME_DIGITS = 12;

/** Makes ids of one process, each greater than the one before: milliseconds, count within the millisecond, process. */
export const makeWriteIds = (now: () => number = Date.now): (() => string) => {
  const source = randomBytes(5).toString('hex');
  let last = 0;
  let count = 0;
  return () => {
    const at = now();
    count = at > last ? 0 : count + 1;
    last = Math.max(last, at);
    return `${last.toString(16).padStart(TIME_DIGITS, '0')}${count.toString(16).padStart(6, '0')}${source}`;
  };
};

/** The least id of a write at a time, for comparisons: all ids of earlier writes are smaller. */
export const writeIdAt = (milliseconds: number): string => milliseconds.toString(16).padStart(TIME_DIGITS, '0');

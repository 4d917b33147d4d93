// Ids of writes. They grow with time, so that what writes leave behind can be finished and read in the order of the writes; of
// two processes the clocks decide.
import { randomBytes } from 'node:crypto';

const TIME_DIGITS = 14;

const microseconds = (milliseconds: number): number => Math.floor(milliseconds * 1000);

/** How far the precise clock may be from the other one before it is set anew: it stands still while a machine sleeps. */
const LARGEST_DRIFT_MS = 100;
/** Clocks are compared only when nothing came between the looks at them. */
const LONGEST_LOOK_MS = 1;

/** Makes a clock finer than a millisecond: two requests that follow each other through two processes may be closer. */
const makePreciseClock = (): (() => number) => {
  let origin = performance.timeOrigin;
  return () => {
    const [before, wall, since] = [performance.now(), Date.now(), performance.now()];
    const isDrift = Math.abs(origin + since - wall) > LARGEST_DRIFT_MS;
    if (isDrift && since - before < LONGEST_LOOK_MS) origin = wall - since;
    return origin + since;
  };
};

/** Ids of writes of one process. */
export interface WriteIds {
  /** A new one, greater than the one before. */
  readonly next: () => string;
  /** Whether it was made here. */
  readonly isOwn: (w: string) => boolean;
}

/** Makes ids of one process: microseconds, count within the microsecond, process. `now` answers milliseconds since 1970. */
export const makeWriteIds = (now: () => number = makePreciseClock()): WriteIds => {
  const source = randomBytes(5).toString('hex');
  let last = 0;
  let count = 0;
  return {
    next: () => {
      const at = microseconds(now());
      count = at > last ? 0 : count + 1;
      last = Math.max(last, at);
      return `${last.toString(16).padStart(TIME_DIGITS, '0')}${count.toString(16).padStart(6, '0')}${source}`;
    },
    isOwn: (w) => w.endsWith(source),
  };
};

/** The least id of a write at a time, for comparisons: all ids of earlier writes are smaller. */
export const writeIdAt = (milliseconds: number): string =>
  microseconds(milliseconds).toString(16).padStart(TIME_DIGITS, '0');

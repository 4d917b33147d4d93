// Work that is done again and again: now, as soon as some is wanted, and now and then for what another process has left.
import type { Background } from './finish-removals.ts';

/** What is done, and how often. */
export interface RoundsPlan {
  /** Between two rounds when nothing is wanted, in milliseconds. */
  readonly everyMs: number;
  /** Whether something was asked for since the last round began. */
  readonly isWanted: () => boolean;
  /** Does what there is to do. It has to end soon after the signal. */
  readonly round: (signal: AbortSignal) => Promise<void>;
  /** Told of a round that failed; the next one comes at its time. */
  readonly failed: (error: unknown) => void;
}

/** Work that goes on in rounds. */
export interface Rounds extends Background {
  /** Begins the next round at once, unless one is under way. */
  readonly wake: () => void;
}

/** Begins with the first round. */
export const startRounds = ({ everyMs, isWanted, round, failed }: RoundsPlan): Rounds => {
  const stopping = new AbortController();
  const { signal } = stopping;
  let wake = (): void => undefined;

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, everyMs);
      timer.unref();
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (signal.aborted || isWanted()) wake();
    });
  const work = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await round(signal);
      } catch (error) {
        // What was cut off by the stop is no failure.
        if (!signal.aborted) failed(error);
      }
      await pause();
    }
  };
  const done = work();
  return {
    done,
    wake: () => wake(),
    stop: async () => {
      stopping.abort();
      wake();
      await done;
    },
  };
};

// Says how far a long preparation is: on a terminal in one line that changes, elsewhere in a few lines.

/** The progress of one preparation. */
export interface Progress {
  readonly at: (done: number) => void;
  /** The sentence for the end. */
  readonly done: () => string;
}

/** Begins to tell the progress of `total` pieces of work, on standard error. */
export const makeProgress = (title: string, total: number): Progress => {
  const started = performance.now();
  const every = Math.max(1, Math.floor(total / (process.stderr.isTTY ? 100 : 4)));
  const seconds = (): string => ((performance.now() - started) / 1000).toFixed(1);
  return {
    at: (done) => {
      if (done % every !== 0) return;
      const text = `${title}: ${Math.floor((done / total) * 100)}%`;
      process.stderr.write(process.stderr.isTTY ? `\r${text}${done >= total ? '\n' : ''}` : `${text}\n`);
    },
    done: () =>
      `${title} took ${seconds()} s: ${Math.round(total / ((performance.now() - started) / 1000)).toLocaleString('en-US')} a second`,
  };
};

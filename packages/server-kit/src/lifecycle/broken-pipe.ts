// Whoever reads the output may stop to read it: `operator organisation list | head -1` is no failure.

const isBrokenPipe = (error: Error): boolean => 'code' in error && error.code === 'EPIPE';

/** Lets a process go on, and end in order, when nobody reads what it prints. */
export const ignoreBrokenPipes = (): void => {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: Error) => {
      if (!isBrokenPipe(error)) throw error;
    });
  }
};

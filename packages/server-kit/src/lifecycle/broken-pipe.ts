// Whoever reads the output may stop to read it: `operator organisation list | head -1` is no failure.

import { once } from 'node:events';
import type { Writable } from 'node:stream';

const isBrokenPipe = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EPIPE';

/** Lets a process go on, and end in order, when nobody reads what it prints. */
export const ignoreBrokenPipes = (): void => {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: Error) => {
      if (!isBrokenPipe(error)) throw error;
    });
  }
};

/**
 * Writes a text, no faster than its reader takes it. Answers whether anybody still reads: a broken pipe is no failure. Rejects with
 * any other error of the stream.
 */
export const writeWhileRead = async (stream: Writable, text: string): Promise<boolean> => {
  if (stream.destroyed || !stream.writable) return false;
  if (stream.write(text)) return true;
  try {
    await once(stream, 'drain');
    return true;
  } catch (error) {
    if (isBrokenPipe(error)) return false;
    throw error;
  }
};

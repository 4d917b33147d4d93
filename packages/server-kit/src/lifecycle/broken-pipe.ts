// Whoever reads the output may stop to read it: `operator organisation list | head -1` is no failure.

import { once } from 'node:events';
import type { Writable } from 'node:stream';

const isBrokenPipe = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EPIPE';

/**
 * Lets a process go on, and end in order, when nobody reads what it prints. What cannot be printed for another reason (a full disk)
 * ends it with status 1 and a line.
 */
export const ignoreBrokenPipes = (): void => {
  const endWhenBroken = (say: (line: string) => void) => (error: Error) => {
    if (isBrokenPipe(error)) return;
    say(`Standard output cannot be written to: ${error.message}\n`);
    process.exit(1);
  };
  process.stdout.on(
    'error',
    endWhenBroken((line) => void process.stderr.write(line)),
  );
  process.stderr.on(
    'error',
    endWhenBroken(() => undefined),
  );
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

// Long turns of the server's event loop: while one lasts, nobody is answered.
import { readFile, rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** A turn that takes longer is a long one, in milliseconds. */
export const LONG_TURN_MS = 50;

/** Turns since they were read last. */
export interface Turns {
  /** How many took longer than `LONG_TURN_MS`. */
  readonly long: number;
  readonly longestMs: number;
}

const LOOK_AGAIN_MS = 5;
const LONGEST_WAIT_MS = 10_000;

/** Has the process write down its turns, and reads them. Fails: Error when it does not. */
export const readTurns = async (pid: number, file: string): Promise<Turns> => {
  await rm(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  const began = performance.now();
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text !== '') return JSON.parse(text) as Turns;
    if (performance.now() - began > LONGEST_WAIT_MS) throw new Error('The server does not tell its turns');
    await pause(LOOK_AGAIN_MS);
  }
};

// Loaded into the server under measurement before its own code: notes how often a turn of the event loop took long, and writes it
// to the file of TURNS_FILE whenever the process gets SIGUSR2.
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { LONG_TURN_MS, type Turns } from './turns.ts';

/** How often the loop is asked to come by. */
const TICK_MS = 5;

const file = process.env['TURNS_FILE'];

if (isMainThread && file !== undefined) {
  let turns: Turns = { long: 0, longestMs: 0 };
  let due = performance.now() + TICK_MS;
  setInterval(() => {
    const now = performance.now();
    const late = Math.max(0, now - due);
    turns = { long: turns.long + Number(late > LONG_TURN_MS), longestMs: Math.max(turns.longestMs, late) };
    due = now + TICK_MS;
  }, TICK_MS).unref();
  process.on('SIGUSR2', () => {
    writeFileSync(file, JSON.stringify(turns));
    turns = { long: 0, longestMs: 0 };
  });
}

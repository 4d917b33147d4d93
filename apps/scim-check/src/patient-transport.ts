// A transport that does what a server asks for when requests come too fast: it waits, and asks again.
import { setTimeout as wait } from 'node:timers/promises';
import type { Transport } from '@looop-scim/conformance';

/** Longest wait that is kept, in seconds; a server that asks for more has its 429 shown. */
const LONGEST_WAIT_SECONDS = 60;
const MAX_REPETITIONS = 5;

/** The whole seconds of Retry-After; undefined where it says none. RFC 9110 section 10.2.3. */
const secondsOf = (value: unknown): number | undefined => {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isInteger(seconds) && seconds >= 0 && seconds <= LONGEST_WAIT_SECONDS ? seconds : undefined;
};

/** Makes a transport repeat what is answered 429, after the time that the answer says. */
export const patient =
  (transport: Transport, sleep: (milliseconds: number) => Promise<unknown> = wait): Transport =>
  async (request) => {
    for (let repetitions = 0; ; repetitions += 1) {
      const answer = await transport(request);
      const seconds = answer.status === 429 ? secondsOf(answer.headers['retry-after']) : undefined;
      if (seconds === undefined || repetitions === MAX_REPETITIONS) return answer;
      await sleep(seconds * 1000);
    }
  };

// A law that is tried on a server: many small cases, and a counterexample as the requests that show it.
import fc from 'fast-check';
import type { Law } from '../law.ts';
import type { DiscoveredServer, ServedType } from './discover-server.ts';
import type { SendRequest } from './send-request.ts';
import { openTrial, ServerFault, type Trial } from './trial.ts';

/** What laws on a server have in common. */
export interface ServerContext {
  readonly send: SendRequest;
  readonly server: DiscoveredServer;
  readonly users: ServedType;
  readonly nextName: () => string;
  /** Told after each case: the name of the law, and how many cases of it are done. */
  readonly onCase: (name: string, done: number) => void;
}

/** Cases that are tried after the first failure, to find a smaller one. */
const MOST_SHRINKS = 200;

const textOfFault = (fault: unknown, trial: Trial): string =>
  `${trial.named(fault instanceof Error ? fault.message : String(fault))}\n\nThe requests, with what was answered:\n${trial.log()}`;

/** Makes a law whose cases are drawn from `plans` and carried out by `run`, which throws where the server is at fault. */
export const serverLaw = <Plan>(
  name: string,
  { send, nextName, onCase }: ServerContext,
  plans: fc.Arbitrary<Plan>,
  run: (trial: Trial, plan: Plan) => Promise<void>,
): Law => ({
  name,
  check: async ({ seed, runs }) => {
    let done = 0;
    let shrinks = 0;
    let smallest: string | undefined;
    const property = fc.asyncProperty(plans, async (plan) => {
      if (smallest !== undefined && (shrinks += 1) > MOST_SHRINKS) return;
      const trial = openTrial(send, nextName);
      try {
        await run(trial, plan);
      } catch (fault) {
        smallest = textOfFault(fault, trial);
        throw fault;
      } finally {
        await trial.cleanUp();
      }
      if (smallest === undefined) onCase(name, (done += 1));
    });
    const { counterexamplePath } = await fc.check(property, { seed, numRuns: runs });
    if (smallest !== undefined) throw new ServerFault(`${smallest}\n\nseed ${seed}, path ${counterexamplePath}`);
  },
});

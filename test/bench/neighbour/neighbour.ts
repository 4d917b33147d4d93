// Starts the neighbour and asks what it has met.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Visits, VisitorSettings } from './visitor.ts';

/** A neighbour that goes on reading until it is ended. */
export interface Neighbour {
  /** What it has met since this was last asked. */
  readonly visits: () => Promise<Visits>;
  readonly end: () => Promise<void>;
}

/** Starts the neighbour. */
export const startNeighbour = (settings: VisitorSettings): Neighbour => {
  const thread = new Worker(new URL('visitor.ts', import.meta.url), { workerData: settings });
  return {
    visits: async () => {
      const told = once(thread, 'message');
      thread.postMessage('visits');
      const [visits] = (await told) as [Visits];
      return visits;
    },
    end: async () => {
      await thread.terminate();
    },
  };
};

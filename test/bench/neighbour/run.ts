// All annoyances, one after the other, beside one neighbour.
import type { BenchServer } from '../bench-server.ts';
import { annoyanceTable } from '../table.ts';
import type { Annoyance, Street } from './annoyance.ts';
import { FLOODS } from './floods.ts';
import { annoy, moveIn, type Annoyed } from './measure.ts';
import { READS } from './reads.ts';
import { WRITES } from './writes.ts';

const [largeGroups, ...otherReads] = READS.toReversed();

/** In the order in which they are run. */
export const ANNOYANCES: readonly Annoyance[] = [
  ...otherReads.toReversed(),
  ...FLOODS,
  ...WRITES,
  ...(largeGroups === undefined ? [] : [largeGroups]),
];

/** Statuses that no load may lead to: the server failed. 503 says that it has no room, and when to come again. */
const isFailure = (status: string): boolean => status === '500';

/** Runs the annoyances of these names; the lines to print, and whether every answer was one that may be. */
export const runNeighbour = async (
  server: BenchServer,
  street: Street,
  only: readonly string[],
  seconds: number,
): Promise<{ readonly results: readonly Annoyed[]; readonly lines: readonly string[]; readonly right: boolean }> => {
  const neighbour = await moveIn(server);
  const results: Annoyed[] = [];
  try {
    for (const annoyance of ANNOYANCES.filter(({ name }) => only.includes(name))) {
      process.stderr.write(`measuring: ${annoyance.title}\n`);
      results.push(await annoy(annoyance, street, server, neighbour, seconds));
    }
  } finally {
    await neighbour.end();
  }
  const failed = results.filter(
    ({ statuses, neighbour: { wrong } }) => wrong > 0 || Object.keys(statuses).some(isFailure),
  );
  return {
    results,
    lines: [
      'The neighbour reads one user every 10 ms, while:',
      ...annoyanceTable(results),
      ...failed.map(({ title }) => `${title}: the server failed, or the neighbour was not served`),
    ],
    right: failed.length === 0,
  };
};

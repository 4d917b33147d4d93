// Long works, one after the other, beside a neighbour who reads, with the memory that they cost.
import type { BenchServer } from '../bench-server.ts';
import { workTable } from '../table.ts';
import { makeDesk } from './desk.ts';
import { measureWork, type Worked } from './measure.ts';
import { WORKS, type WorkPlace } from './works.ts';

/** Runs the works of these names; the lines to print, and whether each was done as it must be. */
export const runLongWork = async (
  server: BenchServer,
  people: number,
  only: readonly string[],
): Promise<{ readonly results: readonly Worked[]; readonly lines: readonly string[]; readonly right: boolean }> => {
  const place: WorkPlace = { desk: makeDesk(() => server.address(), server.key), people, crash: server.crash };
  const needed = WORKS.filter(({ name }) => only.includes(name)).flatMap(({ name, after }) => [name, after]);
  const results: Worked[] = [];
  for (const work of WORKS.filter(({ name }) => needed.includes(name))) {
    process.stderr.write(`measuring: ${work.title(people.toLocaleString('en-US'))}\n`);
    results.push(await measureWork(work, place, server));
  }
  const wrong = results.filter((one) => one.wrong !== undefined || (one.neighbour?.wrong ?? 0) > 0);
  return {
    results,
    lines: [
      'Another organisation reads one user every 10 ms, while:',
      ...workTable(results),
      ...wrong.map((one) => `${one.title}: ${one.wrong ?? 'the neighbour was not served'}`),
    ],
    right: wrong.length === 0,
  };
};

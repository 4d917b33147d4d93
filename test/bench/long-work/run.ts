// Long works, one after the other, beside a neighbour who reads, with the memory that they cost.
import { WrongAnswer } from '../ask.ts';
import type { BenchServer } from '../bench-server.ts';
import { faredOf, moveIn, watchMemory, type Fared } from '../neighbour/measure.ts';
import { workTable } from '../table.ts';
import type { Turns } from '../turns.ts';
import { makeDesk } from './desk.ts';
import { WORKS, type Work, type WorkPlace } from './works.ts';

/** What came of a work. */
export interface Worked {
  readonly name: string;
  readonly title: string;
  readonly seconds: number;
  /** How many people it was done for in a second. */
  readonly perSecond: number;
  /** How another organisation fared meanwhile; absent of a work in which the server is killed. */
  readonly neighbour?: Fared;
  readonly turns?: Turns;
  /** Memory of the server before it, and the most that was seen, in bytes. */
  readonly residentBefore: number;
  readonly residentMost: number;
  /** Why it was not done as it must be. */
  readonly wrong?: string;
}

/** Performs a work, and says what it failed with. */
const performed = async (work: Work, place: WorkPlace): Promise<string | undefined> => {
  try {
    await work.perform(place);
    return undefined;
  } catch (error) {
    if (error instanceof WrongAnswer) return error.message;
    throw error;
  }
};

const measure = async (work: Work, place: WorkPlace, server: BenchServer): Promise<Worked> => {
  const neighbour = work.crashes === true ? undefined : await moveIn(server, `beside-${work.name}`);
  const residentBefore = (await server.memory()).resident;
  const memory = watchMemory(server);
  if (neighbour !== undefined) await neighbour.visits();
  await server.turns();
  const began = performance.now();
  try {
    const wrong = await performed(work, place);
    const seconds = (performance.now() - began) / 1000;
    const beside = neighbour && { neighbour: await faredOf(neighbour), turns: await server.turns() };
    return {
      name: work.name,
      title: work.title(place.people.toLocaleString('en-US')),
      seconds,
      perSecond: place.people / seconds,
      ...beside,
      residentBefore,
      residentMost: await memory.highest(),
      ...(wrong !== undefined && { wrong }),
    };
  } finally {
    await neighbour?.end();
  }
};

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
    results.push(await measure(work, place, server));
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

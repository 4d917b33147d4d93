// What a long work costs, and how another organisation fares meanwhile.
import { WrongAnswer } from '../ask.ts';
import type { BenchServer } from '../bench-server.ts';
import { faredOf, moveIn, watchMemory, type Fared } from '../neighbour/measure.ts';
import type { Turns } from '../turns.ts';
import type { Work, WorkPlace } from './works.ts';

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

/** Performs and measures a work. */
export const measureWork = async (work: Work, place: WorkPlace, server: BenchServer): Promise<Worked> => {
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

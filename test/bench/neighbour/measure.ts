// Measures how a neighbour fares while one organisation does its worst, and how soon it is itself again.
import { setInterval, setTimeout as pause } from 'node:timers/promises';
import { addOrganisation } from '../../support/server/server-process.ts';
import type { BenchServer } from '../bench-server.ts';
import { seedUsers } from '../directory.ts';
import { openConnections, quantile } from '../load.ts';
import type { Turns } from '../turns.ts';
import type { Annoyance, Statuses, Street } from './annoyance.ts';
import { startNeighbour, type Neighbour } from './neighbour.ts';

/** How the neighbour fared. Latencies are in milliseconds. */
export interface Fared {
  readonly visits: number;
  /** Requests of the neighbour that were not answered as they must be. */
  readonly wrong: number;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
}

/** What came of one annoyance. */
export interface Annoyed {
  readonly name: string;
  readonly title: string;
  readonly seconds: number;
  /** The answers that the other organisation got. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly neighbour: Fared;
  /** Turns of the server's event loop during the load. */
  readonly turns: Turns;
  /** The most memory of the server that was seen, in bytes. */
  readonly residentBytes: number;
  /** Seconds from the end of the load until the neighbour's requests took no longer than in quiet times. */
  readonly calmAfter: number;
}

const NEIGHBOURS = 100;
/** How often the server's memory is looked at. */
const LOOK_EVERY_MS = 100;
/** How long a slice of visits after the load is; a slice in which none took longer than `CALM_MS` is calm. */
const SLICE_MS = 250;
const CALM_MS = 25;
/** The load ends for good: what it left behind must be gone by then. */
const LONGEST_RECOVERY_MS = 60_000;

/** Makes the organisation of a neighbour and starts its reading. */
export const moveIn = async (server: BenchServer, name = 'neighbour'): Promise<Neighbour> => {
  const token = await addOrganisation({ dataDirectory: server.dataDirectory }, name);
  const connections = openConnections(server.address(), token, 4);
  const users = await seedUsers(connections, NEIGHBOURS, () => undefined);
  await connections.close();
  return startNeighbour({ baseUrl: server.address(), token, ids: users.map(({ id }) => id) });
};

/** How the neighbour has fared since this was last asked. */
export const faredOf = async (neighbour: Neighbour): Promise<Fared> => {
  const { latencies, wrong } = await neighbour.visits();
  const sorted = Float64Array.from(latencies).toSorted();
  return {
    visits: sorted.length,
    wrong,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    longest: sorted.at(-1) ?? 0,
  };
};

/** Watches the server's memory until it is asked for the most that was seen. */
export const watchMemory = (server: BenchServer): { readonly highest: () => Promise<number> } => {
  let highest = 0;
  const ended = new AbortController();
  const watching = (async () => {
    for await (const _tick of setInterval(LOOK_EVERY_MS, undefined, { signal: ended.signal })) {
      // A server that is just being started anew has none.
      const { resident } = await server.memory().catch(() => ({ resident: 0 }));
      highest = Math.max(highest, resident);
    }
  })().catch((error: unknown) => {
    if (!ended.signal.aborted) throw error;
  });
  return {
    highest: async () => {
      ended.abort();
      await watching;
      return highest;
    },
  };
};

const calmAgain = async (neighbour: Neighbour): Promise<number> => {
  const ended = performance.now();
  while (performance.now() - ended < LONGEST_RECOVERY_MS) {
    const sliceBegan = performance.now();
    await pause(SLICE_MS);
    const { longest, visits } = await faredOf(neighbour);
    if (visits > 0 && longest <= CALM_MS) return (sliceBegan - ended) / 1000;
  }
  return LONGEST_RECOVERY_MS / 1000;
};

const namesOf = (statuses: Statuses): Readonly<Record<string, number>> =>
  Object.fromEntries([...statuses].map(([status, count]) => [status === 0 ? 'no answer' : String(status), count]));

/** Runs one annoyance. Fails: WrongAnswer when it cannot be prepared. */
export const annoy = async (
  annoyance: Annoyance,
  street: Street,
  server: BenchServer,
  neighbour: Neighbour,
  seconds: number,
): Promise<Annoyed> => {
  const run = await annoyance.prepare(street);
  await calmAgain(neighbour);
  const memory = watchMemory(server);
  await server.turns();
  const began = performance.now();
  const statuses = await run(seconds);
  const lasted = (performance.now() - began) / 1000;
  const fared = await faredOf(neighbour);
  const turns = await server.turns();
  const calmAfter = await calmAgain(neighbour);
  return {
    name: annoyance.name,
    title: annoyance.title,
    seconds: lasted,
    statuses: namesOf(statuses),
    neighbour: fared,
    turns,
    residentBytes: await memory.highest(),
    calmAfter,
  };
};

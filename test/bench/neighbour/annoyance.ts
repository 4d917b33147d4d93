// What one organisation may do to the others: a load of a kind, kept up for some seconds.
import type { BenchUser } from '../directory.ts';
import type { Connections } from '../load.ts';

/** What an annoyance finds. */
export interface Street {
  readonly connections: Connections;
  readonly users: readonly BenchUser[];
}

/** How often each status was answered; 0 stands for no answer. */
export type Statuses = ReadonlyMap<number, number>;

/** One kind of load. */
export interface Annoyance {
  /** What --only takes. */
  readonly name: string;
  readonly title: string;
  /** Puts in place what the load needs. Fails: WrongAnswer. */
  readonly prepare: (street: Street) => Promise<(seconds: number) => Promise<Statuses>>;
}

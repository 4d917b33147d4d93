import type { BenchUser } from '../directory.ts';
import type { Connections, LoadResult, Workload } from '../load.ts';

/** What a measurement finds when it begins. */
export interface Stage {
  readonly connections: Connections;
  readonly users: readonly BenchUser[];
}

/** One measurement. */
export interface Scenario {
  /** What --only takes. */
  readonly name: string;
  /** What the table says. */
  readonly title: string;
  /** Fewest users that the directory must have; without it any number will do. */
  readonly leastUsers?: number;
  /** Prepares the workload and checks one answer of its kind. Fails: WrongAnswer. */
  readonly prepare: (stage: Stage) => Promise<Workload>;
  /** Further numbers that are not requests per second. */
  readonly extras?: (stage: Stage) => Promise<readonly Extra[]>;
}

/** A number with its meaning. */
export interface Extra {
  readonly label: string;
  readonly value: number;
  readonly unit: 'ms' | 's' | 'times';
}

/** The outcome of a scenario. */
export interface Measured {
  readonly name: string;
  readonly title: string;
  readonly load: LoadResult;
  readonly residentBytes: number;
  readonly extras: readonly Extra[];
}

/** A position that jumps through `size` places and visits all of them before it repeats, when size and step share no factor. */
export const jumpingPosition = (size: number, first = 0): (() => number) => {
  const step = stepFor(size);
  let position = first % size;
  return () => {
    position = (position + step) % size;
    return position;
  };
};

const stepFor = (size: number): number => {
  const shareFactor = (one: number, other: number): boolean =>
    other === 0 ? one > 1 : shareFactor(other, one % other);
  let step = Math.max(1, Math.floor(size * 0.618));
  while (shareFactor(size, step)) step += 1;
  return step;
};

/** An element of a list that is known to be long enough. */
export const pick = <Element>(list: readonly Element[], position: number): Element => {
  const element = list[position % list.length];
  if (element === undefined) throw new Error('the list is empty');
  return element;
};

// What the numbers were measured on; without it they mean nothing.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { quantile } from './load.ts';

/** The machine, as one line tells it. */
export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
  /** Median of writing 4 KiB and waiting until the disk has them, in milliseconds. */
  readonly fsyncMs: number;
}

/** Looks at the machine; the directory is the one whose disk is to be timed. */
export const lookAtMachine = async (directory: string): Promise<Machine> => ({
  cores: availableParallelism(),
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  memoryBytes: totalmem(),
  system: `${platform()} ${release()}`,
  node: process.version,
  fsyncMs: await timeFsync(join(directory, 'fsync-probe')),
});

const timeFsync = async (path: string): Promise<number> => {
  const block = Buffer.alloc(4096, 1);
  const file = openSync(path, 'w');
  const times = Float64Array.from({ length: 50 }, () => {
    const started = performance.now();
    writeSync(file, block);
    fsyncSync(file);
    return performance.now() - started;
  }).toSorted();
  closeSync(file);
  await rm(path);
  return quantile(times, 0.5);
};

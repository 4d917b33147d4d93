// A disk that is full, for a server that runs: a small file system of its own where the tests may mount one, otherwise a limit on
// the length of the files that its process writes.
import { spawnSync } from 'node:child_process';

const run = (program: string, ...args: readonly string[]): boolean => spawnSync(program, args).status === 0;

/** Bytes that a file may have once the limit is set. */
const LIMIT = 8192;

/** A disk that fills up. */
export interface SmallDisk {
  /** Makes the server meet the end of its disk, unless it does by itself. */
  readonly end: (pid: number) => void;
  /** Makes room for the next server. */
  readonly grow: () => void;
  readonly remove: () => void;
}

/** Makes the disk of a directory that is empty. */
export const makeSmallDisk = (directory: string, bytes: number): SmallDisk => {
  if (run('mount', '-t', 'tmpfs', '-o', `size=${bytes}`, 'none', directory)) {
    return {
      end: () => undefined,
      grow: () => void run('mount', '-o', `remount,size=${16 * bytes}`, directory),
      remove: () => void run('umount', directory),
    };
  }
  return {
    end: (pid) => {
      if (!run('prlimit', '--pid', String(pid), `--fsize=${LIMIT}:${LIMIT}`)) {
        throw new Error('Neither mount nor prlimit may be used: a full disk cannot be tried');
      }
    },
    grow: () => undefined,
    remove: () => undefined,
  };
};

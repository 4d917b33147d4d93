// The files of an open database: which they are on the disk, and whether they still are. A file that is open stays readable after
// it was removed or replaced, so that SQLite itself notices neither. Files are looked at by their path and never opened here:
// closing a file takes the locks away that the process has on it.
import { existsSync, realpathSync, statSync } from 'node:fs';

/** A file on a disk, whatever its path. */
export interface FileIdentity {
  readonly device: bigint;
  readonly inode: bigint;
}

interface Found extends FileIdentity {
  readonly bytes: bigint;
}

const find = (path: string): Found | undefined => {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found && { device: found.dev, inode: found.ino, bytes: found.size };
};

/** The file that a path leads to; undefined when there is none. */
export const identityOf = (path: string): FileIdentity | undefined => {
  const found = find(path);
  return found && { device: found.device, inode: found.inode };
};

/** Whether both are one file. */
export const isSameFile = (one: FileIdentity | undefined, other: FileIdentity | undefined): boolean =>
  one?.device === other?.device && one?.inode === other?.inode;

/** What became of the files since they were opened. */
export type FileChange =
  | { readonly kind: 'removed' | 'replaced'; readonly path: string }
  | { readonly kind: 'unreachable'; readonly path: string; readonly cause: unknown }
  | { readonly kind: 'shorter'; readonly path: string };

/** The path of a database with those of the files that SQLite keeps beside it, which do not follow a symbolic link. */
const pathsOf = (path: string): readonly string[] => {
  const file = existsSync(path) ? realpathSync(path) : path;
  return [path, `${file}-wal`, `${file}-shm`];
};

/** Looks at files that are open. */
export interface OpenFiles {
  /** The first difference to what was opened; undefined when there is none. Costs one `stat` for each of three files. */
  readonly look: () => FileChange | undefined;
}

/**
 * Remembers the files of a database that a connection has just opened and read, in WAL mode. None of them is replaced in order
 * as long as the connection is open.
 * @param isTooShort - whether a database file of so many bytes is cut off; asked when it became shorter
 */
export const rememberFiles = (path: string, isTooShort: (bytes: bigint) => boolean): OpenFiles => {
  const opened = pathsOf(path).map((one) => ({ path: one, file: find(one) }));
  let bytes = opened[0]?.file?.bytes ?? 0n;

  const isCutOff = (now: Found): boolean => {
    const isShorter = now.bytes < bytes;
    bytes = now.bytes;
    // Somebody may have run VACUUM.
    return isShorter && isTooShort(now.bytes);
  };

  const changeOf = (one: (typeof opened)[number]): FileChange | undefined => {
    try {
      const now = find(one.path);
      if (now === undefined) return { kind: 'removed', path: one.path };
      if (!isSameFile(now, one.file)) return { kind: 'replaced', path: one.path };
      return one.path === path && isCutOff(now) ? { kind: 'shorter', path } : undefined;
    } catch (cause) {
      return { kind: 'unreachable', path: one.path, cause };
    }
  };

  return {
    look: () => {
      for (const one of opened) {
        const change = changeOf(one);
        if (change !== undefined) return change;
      }
      return undefined;
    },
  };
};

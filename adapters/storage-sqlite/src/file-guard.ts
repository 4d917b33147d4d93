// Whether a database may be read and written at this moment. Nothing is read or written while its files are not those that were
// opened: what is read would be a phantom, and what is written would be gone. Nothing is written any more once damage was found.
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { Connection } from './connection.ts';
import { identityOf, rememberFiles, type FileChange } from './open-file.ts';
import type { SharedFile, StorageNotice } from './shared-file.ts';
import { asUnavailable, isDamage, unusable } from './sqlite-error.ts';

/** Says whether the file may be used. The failures are to be given to whoever wanted to use it. */
export interface FileGuard {
  /** Undefined when reads may go on. Looks at the files when nobody did for a second, or when they were not there. */
  readonly refuseRead: () => StorageUnavailable | undefined;
  /** Undefined when writes may go on. Looks as `refuseRead` does. */
  readonly refuseWrite: () => StorageUnavailable | undefined;
  /** Looks at the files; undefined when what was committed before is in the file that the path leads to. */
  readonly look: () => StorageUnavailable | undefined;
  /** What was thrown as a failure, undefined for a defect; takes note of damage. */
  readonly failureOf: (cause: unknown) => StorageUnavailable | undefined;
  readonly shared: SharedFile | undefined;
  readonly stop: () => void;
}

/** How a file is guarded. */
export interface GuardOptions {
  readonly onNotice?: ((notice: StorageNotice) => void) | undefined;
  /** What another thread of the process shares. */
  readonly state?: SharedArrayBuffer | undefined;
}

const LOOK_EVERY_MS = 1000;

/** Where the flags are in the memory that threads share. */
const [DAMAGE, RESCUED] = [0, 1];

const moved = (change: FileChange): string => {
  const advice =
    'Nothing is read or written. Put the file back that was there, or restart the server to go on with what is there now';
  switch (change.kind) {
    case 'removed':
      return `${change.path} was removed while it was open. ${advice}`;
    case 'replaced':
      return `${change.path} was replaced by another file while it was open. ${advice}`;
    case 'unreachable':
      return `${change.path} cannot be reached (${String(change.cause)}). ${advice}`;
    case 'shorter':
      return `${change.path} was cut off while it was open`;
  }
};

const damaged = (path: string, cause: unknown): string => {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return `${path} is damaged (${reason}). Nothing is written any more: restore a backup`;
};

/** Whether the database has pages beyond so many bytes. A file that SQLite itself finds too short is damage, too. */
const hasMore = (connection: Connection, bytes: bigint): boolean => {
  const read = (name: string): number => Number(connection.pragma(name, { simple: true }));
  try {
    return BigInt(read('page_count') * read('page_size')) > bytes;
  } catch (cause) {
    return isDamage(cause);
  }
};

/** Brings what was acknowledged from the WAL file into the database, wherever both are by now. False while others read. */
const emptyWal = (connection: Connection): boolean => {
  const [outcome] = connection.pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[];
  return outcome?.busy === 0;
};

/** Guards the file of a connection that has just been opened and read. */
// oxlint-disable-next-line max-lines-per-function -- a factory: the functions are its closures
export const guardFile = (connection: Connection, { onNotice, state }: GuardOptions = {}): FileGuard => {
  const path = connection.name;
  const identity = connection.memory ? undefined : identityOf(path);
  const files = connection.memory ? undefined : rememberFiles(path, (bytes) => hasMore(connection, bytes));
  const sharedState = state ?? new SharedArrayBuffer(8);
  const flags = new Int32Array(sharedState);
  let lost: StorageUnavailable | undefined;
  let lastMessage: string | undefined;
  let damageFailure: StorageUnavailable | undefined;
  let lookedAt = performance.now();

  const noteDamage = (cause: unknown): StorageUnavailable => {
    Atomics.store(flags, DAMAGE, 1);
    if (damageFailure !== undefined) return damageFailure;
    const message = damaged(path, cause);
    onNotice?.({ kind: 'damaged', message });
    return (damageFailure = unusable(new Error(message, { cause }), 'damaged'));
  };

  /** What another thread has found counts here, too. */
  const foundDamage = (): StorageUnavailable | undefined =>
    damageFailure ?? (Atomics.load(flags, DAMAGE) === 1 ? noteDamage('found by another connection') : undefined);

  /** Once for all threads: what is in the WAL file afterwards may be another program's, written to the file that is there now. */
  const rescue = (): void => {
    if (Atomics.load(flags, RESCUED) === 1 || !connection.open || connection.inTransaction) return;
    try {
      if (emptyWal(connection)) Atomics.store(flags, RESCUED, 1);
    } catch {
      // The disk may be gone altogether: then there is nothing to be saved.
      Atomics.store(flags, RESCUED, 1);
    }
  };

  const note = (change: FileChange | undefined): StorageUnavailable | undefined => {
    if (change?.kind === 'shorter') return noteDamage(moved(change));
    if (change === undefined) {
      if (lost === undefined) return undefined;
      lost = undefined;
      Atomics.store(flags, RESCUED, 0);
      onNotice?.({ kind: 'found again', message: `${path} is where it was: the server goes on` });
      return undefined;
    }
    const message = moved(change);
    if (lost === undefined || message !== lastMessage) {
      lastMessage = message;
      lost = unusable(new Error(message), 'moved');
      onNotice?.({ kind: 'moved', message });
    }
    rescue();
    return lost;
  };

  const look = (): StorageUnavailable | undefined => {
    lookedAt = performance.now();
    return note(files?.look());
  };

  const refuseRead = (): StorageUnavailable | undefined =>
    lost !== undefined || performance.now() - lookedAt >= LOOK_EVERY_MS ? look() : undefined;

  const timer = setInterval(() => {
    look();
    foundDamage();
  }, LOOK_EVERY_MS).unref();

  return {
    refuseRead,
    refuseWrite: () => refuseRead() ?? foundDamage(),
    look,
    failureOf: (cause) => {
      const failure = asUnavailable(cause);
      return failure?.problem === 'damaged' ? noteDamage(failure.cause) : failure;
    },
    shared: identity && { identity, state: sharedState },
    stop: () => clearInterval(timer),
  };
};

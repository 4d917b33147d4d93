// Keeps a client that answers. A client of the driver may hang without an error: a command on a connection that was closed in order
// waits for ever, and when the driver's own monitor does, the client never finds its server again. Hence a client from which nothing
// has come back for a while is compared with a new one, and is replaced when the new one is answered.
import type { Db } from 'mongodb';
import * as Result from 'effect/Result';
import type { Connected } from './connection.ts';
import { guardedDatabase, type Generation } from './guarded-database.ts';
import { inTime } from './in-time.ts';
import { makeOperations } from './operations.ts';

/** How long a client may be silent, in milliseconds. */
export interface WatchTimes {
  /** After this time an operation without an answer fails as unavailable. Longer than all time limits of the driver together. */
  readonly operationMs: number;
  /** After this time without any answer a client is compared with a new one. */
  readonly silenceMs: number;
  /** How often a client that has nothing else to do is asked. */
  readonly pingEveryMs: number;
}

/** The times that are kept unless somebody wants others. */
export const WATCH_TIMES: WatchTimes = { operationMs: 45_000, silenceMs: 10_000, pingEveryMs: 5_000 };

/** A client that is replaced when it hangs. */
export interface KeptClient {
  /** Its operations go to the current client and end in time. */
  readonly database: Db;
  /** How many clients were replaced. */
  readonly replaced: () => number;
  readonly close: () => Promise<void>;
}

/** A hanging client does not even close. */
const CLOSE_MS = 5_000;
/** Looks at the clock for each of the times. */
const LOOKS_PER_PING = 5;

interface Kept extends Generation, Connected {}

const closeInTime = async ({ client }: Connected): Promise<void> => {
  await inTime(client.close(), CLOSE_MS, 'closing a client').catch(() => undefined);
};

/** Keeps `first`, or the clients that `open` opens in its place. */
export const keepClient = (
  first: Connected,
  open: () => Promise<Result.Result<Connected, unknown>>,
  times: WatchTimes = WATCH_TIMES,
): KeptClient => {
  const keep = (connected: Connected): Kept => ({ ...connected, operations: makeOperations() });
  let current = keep(first);
  /** Clients that were replaced and still have something to do, or hang. */
  const retired = new Set<Kept>();
  let replaced = 0;
  let closed = false;
  let pinged = 0;
  let comparing = false;
  let hasHung = false;

  const isSuspect = (): boolean => hasHung || performance.now() - current.operations.lastAnswer() >= times.silenceMs;

  const ping = (): void => {
    pinged = performance.now();
    const { database, operations } = current;
    // Only answers are noted. One that does not come shows in how long the client is silent.
    operations.run(database.command({ ping: 1 })).catch(() => undefined);
  };

  const compare = async (): Promise<void> => {
    comparing = true;
    const opened = await open().finally(() => {
      comparing = false;
    });
    if (Result.isFailure(opened)) return;
    if (closed || !isSuspect()) return closeInTime(opened.success);
    retired.add(current);
    current = keep(opened.success);
    replaced += 1;
    hasHung = false;
  };

  const closeRetired = (): void => {
    for (const client of retired) {
      if (client.operations.count() > 0) continue;
      retired.delete(client);
      void closeInTime(client);
    }
  };

  const look = (): void => {
    const now = performance.now();
    if (current.operations.expire(now - times.operationMs)) hasHung = true;
    for (const { operations } of retired) operations.expire(now - times.operationMs);
    closeRetired();
    if (now - pinged >= times.pingEveryMs) ping();
    if (isSuspect() && !comparing) compare().catch(() => undefined);
  };

  const timer = setInterval(look, times.pingEveryMs / LOOKS_PER_PING).unref();
  return {
    database: guardedDatabase(() => current),
    replaced: () => replaced,
    close: async () => {
      closed = true;
      clearInterval(timer);
      await Promise.all([current, ...retired].map(closeInTime));
    },
  };
};

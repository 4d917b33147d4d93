// Locks of other programs are waited for outside of SQLite, so that the process goes on meanwhile.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Result } from 'effect';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openConnection, type Connection } from '../src/connection.ts';
import { makeReader } from '../src/reader.ts';
import { makeWriteQueue } from '../src/write-queue.ts';
import { makeWorkMeter } from '../src/work-meter.ts';
import { run, tagOf } from './support/run-effect.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

/** Two programs with the same file open. */
const openTwice = () => {
  const path = join(temporaryDirectory(), 'scim.db');
  const connection = Result.getOrThrow(openConnection({ path, synchronous: 'normal' }));
  return { connection, other: new Database(path) };
};

const countTenants = (connection: Connection) => () =>
  Result.succeed(connection.prepare('SELECT count(*) FROM tenants').pluck().get());

const addTenant = (connection: Connection) => () =>
  Result.succeed(connection.prepare("INSERT INTO tenants (id) VALUES ('acme')").run().changes);

describe('a connection', () => {
  it('never waits inside SQLite once it is open', () => {
    const { connection, other } = openTwice();
    expect(connection.pragma('busy_timeout', { simple: true })).toBe(0);
    connection.close();
    other.close();
  });
});

const readerOf = (connection: Connection, busyTimeoutMs?: number) =>
  makeReader(connection, makeWorkMeter(connection), { busyTimeoutMs });

describe('while another program holds the write lock', () => {
  it('reads are answered and timers run before the write that waits', async () => {
    const { connection, other } = openTwice();
    const [reader, queue] = [readerOf(connection), makeWriteQueue(connection)];
    other.exec('BEGIN IMMEDIATE');
    const order: string[] = [];
    const write = run(queue.submit(addTenant(connection))).then(() => order.push('write'));
    await run(reader.read(countTenants(connection))).then(() => order.push('read'));
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 1);
    }).then(() => order.push('timer'));
    other.exec('COMMIT');
    await write;
    expect(order).toEqual(['read', 'timer', 'write']);
    connection.close();
    other.close();
  });
});

describe('a read that meets a lock', () => {
  // Reads of a file that is open hardly ever do; a statement that writes meets one at will.
  it.each(['read', 'readOnce'] as const)('by %s is made again until the lock is gone', async (kind) => {
    const { connection, other } = openTwice();
    other.exec('BEGIN IMMEDIATE');
    let attempts = 0;
    const reading = run(
      readerOf(connection)[kind](() => {
        attempts += 1;
        if (attempts === 2) other.exec('COMMIT');
        return addTenant(connection)();
      }),
    );
    expect(await reading).toBe(1);
    expect(attempts).toBe(2);
    connection.close();
    other.close();
  });

  it('for as long as it may wait fails as unavailable', async () => {
    vi.useFakeTimers({ toFake: ['performance'], now: 0 });
    onTestFinished(() => void vi.useRealTimers());
    const { connection, other } = openTwice();
    other.exec('BEGIN IMMEDIATE');
    expect(await tagOf(readerOf(connection, 0).readOnce(addTenant(connection)))).toBe('StorageUnavailable');
    other.close();
    connection.close();
  });
});

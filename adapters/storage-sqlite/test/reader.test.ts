import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Effect, Exit, Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { makeReader } from '../src/reader.ts';
import { makeWorkMeter } from '../src/work-meter.ts';
import { makeWriteQueue } from '../src/write-queue.ts';
import { outcomeOf, run, tagOf } from './support/run-effect.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

const open = () => {
  const path = join(temporaryDirectory(), 'reader.db');
  const connection = new Database(path);
  connection.pragma('journal_mode = WAL');
  connection.exec('CREATE TABLE numbers (a)');
  const queue = makeWriteQueue(connection);
  const insert = connection.prepare('INSERT INTO numbers VALUES (1)');
  return {
    path,
    connection,
    reader: makeReader(connection, makeWorkMeter(connection)),
    write: () => run(queue.submit(() => Result.succeed(insert.run().changes))),
    count: () => connection.prepare('SELECT count(*) FROM numbers').pluck().get(),
  };
};

describe('a read', () => {
  it('that meets a mistake of the program leaves nothing open: reads and writes go on', async () => {
    const { connection, reader, write, count } = open();
    const mistaken = reader.read((): Result.Result<number> => {
      throw new RangeError('a mistake in the program');
    });
    expect(Exit.hasDies(await run(Effect.exit(mistaken)))).toBe(true);
    expect(connection.inTransaction).toBe(false);
    await write();
    expect(await run(reader.read(() => Result.succeed(count())))).toBe(1);
  });

  it('that meets a full disk is unavailable, and the next one is answered', async () => {
    const { connection, reader, count } = open();
    const full = reader.read((): Result.Result<number> => {
      throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
    });
    expect(await tagOf(full)).toBe('StorageUnavailable');
    expect(connection.inTransaction).toBe(false);
    expect(await run(reader.read(() => Result.succeed(count())))).toBe(0);
  });

  it('that finds nothing leaves nothing open either', async () => {
    const { connection, reader, write } = open();
    expect(await tagOf(reader.read(() => Result.fail({ _tag: 'NotFound' })))).toBe('NotFound');
    expect(connection.inTransaction).toBe(false);
    await write();
  });

  it('sees one state of the database, whatever others commit meanwhile', async () => {
    const { path, reader, count } = open();
    const other = new Database(path);
    const seen = reader.read(() => {
      const before = count();
      other.exec('INSERT INTO numbers VALUES (2)');
      return Result.succeed([before, count()]);
    });
    expect(await run(seen)).toEqual([0, 0]);
    expect(await run(reader.read(() => Result.succeed(count())))).toBe(1);
    other.close();
  });

  it('of a storage that is closed is unavailable', async () => {
    const { connection, reader, count } = open();
    connection.close();
    expect(await outcomeOf(reader.read(() => Result.succeed(count())))).toMatchObject({
      failure: { _tag: 'StorageUnavailable', cause: { message: 'The storage is closed' } },
    });
  });

  it('whose transaction SQLite gave up is unavailable, and the next one is answered', async () => {
    const { connection, reader, count } = open();
    const lost = reader.read((): Result.Result<number> => {
      connection.exec('ROLLBACK');
      throw new Database.SqliteError('disk I/O error', 'SQLITE_IOERR');
    });
    expect(await outcomeOf(lost)).toMatchObject({
      failure: { _tag: 'StorageUnavailable', cause: { code: 'SQLITE_IOERR' } },
    });
    expect(await run(reader.read(() => Result.succeed(count())))).toBe(0);
  });
});

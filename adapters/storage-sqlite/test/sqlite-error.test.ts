import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { asUnavailable, isBusy, isNotADatabase } from '../src/sqlite-error.ts';

const errorOf = (code: string) => new Database.SqliteError('told by SQLite', code);

describe('what SQLite throws', () => {
  it.each([
    'SQLITE_BUSY',
    'SQLITE_BUSY_SNAPSHOT',
    'SQLITE_LOCKED',
    'SQLITE_LOCKED_SHAREDCACHE',
    'SQLITE_FULL',
    'SQLITE_IOERR',
    'SQLITE_IOERR_FSYNC',
    'SQLITE_CANTOPEN',
    'SQLITE_READONLY_DBMOVED',
    'SQLITE_NOMEM',
    'SQLITE_PROTOCOL',
    'SQLITE_INTERRUPT',
  ])('%s is unavailability, after which a client may try again', (code) => {
    const cause = errorOf(code);
    expect(asUnavailable(cause)).toMatchObject({ _tag: 'StorageUnavailable', cause, retryAfterSeconds: 1 });
  });

  it.each(['SQLITE_CORRUPT', 'SQLITE_CORRUPT_INDEX', 'SQLITE_NOTADB', 'SQLITE_IOERR_CORRUPTFS'])(
    '%s is damage, which does not pass by itself',
    (code) => {
      expect(asUnavailable(errorOf(code))).toMatchObject({ problem: 'damaged', retryAfterSeconds: 30 });
    },
  );

  it.each(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_ERROR', 'SQLITE_MISUSE', 'SQLITE_FULLNESS'])(
    '%s is a defect',
    (code) => {
      expect(asUnavailable(errorOf(code))).toBeUndefined();
    },
  );

  it('is told from what others throw with the same code', () => {
    expect(asUnavailable(Object.assign(new Error('not SQLite'), { code: 'SQLITE_FULL' }))).toBeUndefined();
  });

  it('says who is in the way, and whether the file is a database', () => {
    const codes = ['SQLITE_BUSY', 'SQLITE_BUSY_TIMEOUT', 'SQLITE_LOCKED', 'SQLITE_NOTADB', 'SQLITE_FULL'];
    expect(codes.filter((code) => isBusy(errorOf(code)))).toEqual(['SQLITE_BUSY', 'SQLITE_BUSY_TIMEOUT']);
    expect(codes.filter((code) => isNotADatabase(errorOf(code)))).toEqual(['SQLITE_NOTADB']);
  });
});

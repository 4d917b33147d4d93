// The one place that knows SQLite's error codes. Collisions of unique keys never get here: they are found by
// `ON CONFLICT DO NOTHING`, so that the writer knows which key it was.
import Database from 'better-sqlite3';
import { StorageUnavailable } from '@looop-scim/scim/errors';

/** Seconds after which a client may try again. */
const RETRY_AFTER_SECONDS = 1;
/** The same, for what lasts until somebody has mended it. */
const RETRY_AFTER_REPAIR_SECONDS = 30;

/** Primary result codes that say nothing of the request: it may succeed later, or on a healthy disk. */
const UNAVAILABLE = [
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_CANTOPEN',
  'SQLITE_READONLY',
  'SQLITE_NOMEM',
  'SQLITE_PROTOCOL',
  'SQLITE_INTERRUPT',
  // A trigger refuses what is written for an organisation that was deleted.
  'SQLITE_CONSTRAINT_TRIGGER',
];

/** Primary and extended codes that say the file does not hold what SQLite has written to it. */
const DAMAGED = ['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_IOERR_CORRUPTFS'];

const hasCode = (cause: unknown, codes: readonly string[]): boolean =>
  cause instanceof Database.SqliteError &&
  codes.some((code) => cause.code === code || cause.code.startsWith(`${code}_`));

/** Whether another connection holds the lock that was wanted. */
export const isBusy = (cause: unknown): boolean => hasCode(cause, ['SQLITE_BUSY']);

/** Whether the disk has no space left. */
export const isFull = (cause: unknown): boolean => hasCode(cause, ['SQLITE_FULL']);

/** Whether the file is no SQLite database. */
export const isNotADatabase = (cause: unknown): boolean => hasCode(cause, ['SQLITE_NOTADB']);

/** Whether the file is damaged. */
export const isDamage = (cause: unknown): boolean => hasCode(cause, DAMAGED);

/** The failure that callers see while the storage cannot serve them. */
export const unavailable = (cause: unknown): StorageUnavailable =>
  new StorageUnavailable({ cause, retryAfterSeconds: RETRY_AFTER_SECONDS });

/** The failure of callers whose database file is not there any more or is damaged. */
export const unusable = (cause: unknown, problem: 'moved' | 'damaged'): StorageUnavailable =>
  new StorageUnavailable({ cause, problem, retryAfterSeconds: RETRY_AFTER_REPAIR_SECONDS });

/** What was thrown as `StorageUnavailable`, or undefined when it is a defect of this adapter. */
export const asUnavailable = (cause: unknown): StorageUnavailable | undefined => {
  if (cause instanceof StorageUnavailable) return cause;
  if (isDamage(cause)) return unusable(cause, 'damaged');
  return hasCode(cause, UNAVAILABLE) ? unavailable(cause) : undefined;
};

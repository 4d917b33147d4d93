export { openSqliteStorage, type SqliteStorage, type SqliteStorageOptions } from './open-sqlite-storage.ts';
export { type SharedFile, type StorageNotice } from './shared-file.ts';
export {
  DatabaseDamaged,
  DatabaseNotBackedUp,
  DatabaseNotUsable,
  DatabaseReplaced,
  DatabaseTooNew,
  ForeignDatabase,
  type SqliteOpenFailure,
} from './open-failure.ts';

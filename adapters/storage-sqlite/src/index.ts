export { openSqliteStorage, type SqliteStorageOptions } from './open-sqlite-storage.ts';
export { DatabaseNotUsable, DatabaseTooNew, ForeignDatabase, type SqliteOpenFailure } from './open-failure.ts';

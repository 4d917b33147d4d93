// Where an app has one server for a database file: a second one is refused, and so is whoever would change the schema under it.
import { existsSync, realpathSync } from 'node:fs';
import * as Result from 'effect/Result';
import type { App } from '../app.ts';
import type { Config } from '../settings/config.ts';

/**
 * Has a database file for the server of this process alone, until the process ends. A file that does not exist yet is left to
 * whoever opens it. Rejects with what the storage says.
 */
export const haveStoreAlone = async ({ organisations }: App, { store }: Pick<Config, 'store'>): Promise<void> => {
  if (organisations !== 'one' || store.kind !== 'sqlite' || !existsSync(store.path)) return;
  const { takeServerLock } = await import('@looop-scim/storage-sqlite/maintenance');
  const release = Result.getOrThrow(takeServerLock(realpathSync(store.path)));
  // Whatever holds the lock is not collected as garbage before the end.
  process.once('exit', release);
};

/** A server of an earlier version has the database. */
class ServedByEarlier extends Error {
  override readonly name = 'ServedByEarlier';
  constructor(path: string) {
    super(
      `A server of an earlier version runs on ${path}: restart it, which brings the database to the schema of this version, ` +
        'then repeat the command. Nothing was changed',
    );
  }
}

/**
 * Keeps servers away until the process ends where a command is about to bring the schema up to date. Rejects while a server runs: it
 * would go on with statements of the schema of before.
 */
export const keepServersAway = async ({ organisations }: App, { store }: Pick<Config, 'store'>): Promise<void> => {
  if (organisations !== 'one' || store.kind !== 'sqlite' || !existsSync(store.path)) return;
  const { inspectSchema, takeServerLock } = await import('@looop-scim/storage-sqlite/maintenance');
  const path = realpathSync(store.path);
  const schema = inspectSchema(path);
  // What cannot be looked at is told by whoever opens it.
  if (Result.isFailure(schema) || schema.success.schemaVersion === schema.success.knownVersion) return;
  const lock = takeServerLock(path);
  if (Result.isSuccess(lock)) process.once('exit', lock.success);
  else throw lock.failure.cause === undefined ? new ServedByEarlier(path) : lock.failure;
};

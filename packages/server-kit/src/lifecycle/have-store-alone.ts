// Of two servers on one database file the second one is refused, where an app asks for it.
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

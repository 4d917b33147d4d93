// Opening a store: the storage, and the secret that all processes on it share.
import * as Effect from 'effect/Effect';
import { tokenSecrets } from '@looop-scim/crypto-node';
import type { Storage, StorageLimits } from '@looop-scim/provisioning';
import { standardRegistry } from '@looop-scim/scim/schema';
import type { ServerParts } from '../composition/compose-server.ts';
import type { StoreConfig } from '../settings/store.ts';

/** What becomes of a store that does not exist: a server makes it, an operator's command refuses to. */
export type WhenMissing = 'create' | 'refuse';

/** A storage that is open, with the secret it keeps. */
export type Installation = Pick<ServerParts, 'storage' | 'installationSecret'>;

export const openStorage = async (
  store: StoreConfig,
  whenMissing: WhenMissing,
  limits: StorageLimits = {},
): Promise<Storage> => {
  const registry = standardRegistry;
  const mustExist = whenMissing === 'refuse';
  switch (store.kind) {
    // Loaded when it is known which one is needed: the other driver would only take up memory.
    case 'sqlite': {
      const { openSqliteStorage } = await import('@looop-scim/storage-sqlite');
      return await Effect.runPromise(openSqliteStorage({ path: store.path, registry, mustExist, limits }));
    }
    case 'mongodb': {
      const { openMongoStorage } = await import('@looop-scim/storage-mongodb');
      const { url, poolSize } = store;
      return await Effect.runPromise(openMongoStorage({ url, poolSize, registry, mustExist, limits }));
    }
  }
};

/** Opens a store. Rejects with what the storage says when it cannot. */
export const openInstallation = async (
  store: StoreConfig,
  whenMissing: WhenMissing,
  limits?: StorageLimits,
): Promise<Installation> => {
  const storage = await openStorage(store, whenMissing, limits);
  try {
    const secret = Effect.flatMap(tokenSecrets.generate, storage.installationSecret);
    return { storage, installationSecret: await Effect.runPromise(secret) };
  } catch (error) {
    await Effect.runPromise(storage.close());
    throw error;
  }
};

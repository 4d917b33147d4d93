// Opening a store: the storage, and the secret that all processes on it share.
import * as Effect from 'effect/Effect';
import { tokenSecrets } from '@looop-scim/crypto-node';
import type { Storage, StorageLimits } from '@looop-scim/provisioning/ports';
import { standardRegistry } from '@looop-scim/scim/schema';
import type { SharedFile, StorageNotice } from '@looop-scim/storage-sqlite';
import type { ServerParts } from '../composition/compose-server.ts';
import type { StoreConfig } from '../settings/store.ts';

/** What becomes of a store that does not exist: a server makes it, an operator's command refuses to. */
export type WhenMissing = 'create' | 'refuse';

/** How a store is opened. */
export interface OpenOptions {
  readonly whenMissing: WhenMissing;
  readonly limits?: StorageLimits;
  /** Version of the app, which is noted in a file that it brings to its schema. */
  readonly software?: string | undefined;
  /** Told of what happens to the file of a store that is one. */
  readonly onNotice?: (notice: StorageNotice) => void;
  /** The file that another thread of this process has open. */
  readonly file?: SharedFile | undefined;
}

/** A storage that is open, and its file where it is one. */
export interface OpenStorage {
  readonly storage: Storage;
  readonly file?: SharedFile | undefined;
}

/** A storage that is open, with the secret it keeps. */
export interface Installation extends OpenStorage, Pick<ServerParts, 'storage' | 'installationSecret'> {}

export const openStorage = async (
  store: StoreConfig,
  { whenMissing, limits = {}, software, onNotice, file }: OpenOptions,
): Promise<OpenStorage> => {
  const registry = standardRegistry;
  const mustExist = whenMissing === 'refuse';
  switch (store.kind) {
    // Loaded when it is known which one is needed: the other driver would only take up memory.
    case 'sqlite': {
      const { openSqliteStorage } = await import('@looop-scim/storage-sqlite');
      const { path, upgradeBackups = 0 } = store;
      const options = {
        registry,
        mustExist,
        limits,
        ...(software && { software }),
        ...(onNotice && { onNotice }),
        ...(file && { file }),
      };
      const storage = await Effect.runPromise(openSqliteStorage({ path, upgradeBackups, ...options }));
      return { storage, file: storage.file };
    }
    case 'mongodb': {
      const { openMongoStorage } = await import('@looop-scim/storage-mongodb');
      const { url, poolSize } = store;
      return { storage: await Effect.runPromise(openMongoStorage({ url, poolSize, registry, mustExist, limits })) };
    }
  }
};

/** Opens a store. Rejects with what the storage says when it cannot. */
export const openInstallation = async (store: StoreConfig, options: OpenOptions): Promise<Installation> => {
  const opened = await openStorage(store, options);
  const { storage } = opened;
  try {
    const secret = Effect.flatMap(tokenSecrets.generate, storage.installationSecret);
    return { ...opened, installationSecret: await Effect.runPromise(secret) };
  } catch (error) {
    await Effect.runPromise(storage.close());
    throw error;
  }
};

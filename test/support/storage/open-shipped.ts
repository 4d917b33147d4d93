// A storage whose registry the caller chooses: what organisations with attributes of their own are compared with.
import type { OpenShipped } from '@looop-scim/laws';
import { openMemoryStorage } from '@looop-scim/storage-memory';
import { run } from '../run/run-effect.ts';

/** Opens a storage in memory. */
export const openShipped: OpenShipped = async (registry) => {
  const storage = await run(openMemoryStorage({ registry }));
  return { storage, close: () => run(storage.close()) };
};

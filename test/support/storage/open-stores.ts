// Every storage that the suites run on, opened fresh with the registry of the laws.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contractRegistry, type OpenedStorage, type OpenStorage } from '@looop-scim/laws';
import { openMemoryStorage } from '@looop-scim/storage-memory';
import { openSqliteStorage } from '@looop-scim/storage-sqlite';
import type { Storage } from '@looop-scim/provisioning/ports';
import { run } from '../run/run-effect.ts';

/** A storage in memory. */
export const openMemory: OpenStorage = async () => {
  const storage = await run(openMemoryStorage({ registry: contractRegistry }));
  return { storage, close: () => run(storage.close()) };
};

const sqliteOpener =
  (synchronous: 'full' | 'normal'): OpenStorage =>
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'looop-scim-'));
    const path = join(directory, 'scim.db');
    const storage = await run(openSqliteStorage({ path, registry: contractRegistry, synchronous }));
    const close = async (): Promise<void> => {
      await run(storage.close());
      await rm(directory, { recursive: true });
    };
    return { storage, close };
  };

/** A storage on a SQLite file in a directory of its own, which goes with it. */
export const openSqlite: OpenStorage = sqliteOpener('full');

/** The same without waiting for the disk: for suites of very many writes that are not about durability. */
export const openQuickSqlite: OpenStorage = sqliteOpener('normal');

/**
 * A MongoDB that is slow is not gone: the stand-in reads whole collections, and on a busy machine it answers nobody for longer
 * than the driver's monitor waits.
 */
const patient = (url: string): string => `${url}${url.includes('?') ? '&' : '?'}connectTimeoutMS=120000`;

/** Milliseconds; as for the driver's monitor. */
const watchTimes = { operationMs: 240_000, silenceMs: 120_000, pingEveryMs: 5_000 };

const openOnMongo = async (processes: number): Promise<OpenedStorage> => {
  // Loaded when it is asked for: most suites do without the driver.
  const { openMongoStorage } = await import('@looop-scim/storage-mongodb');
  const { newDatabase } = await import('../mongodb/on-mongo.ts');
  const { removingOldOrganisations } = await import('./remove-old-organisations.ts');
  const { roundRobin } = await import('./round-robin.ts');
  const { url, database, drop } = await newDatabase();
  const opened: Storage[] = [];
  for (let count = 0; count < processes; count += 1) {
    opened.push(await run(openMongoStorage({ url: patient(url), registry: contractRegistry, watchTimes })));
  }
  const { storage, settled } = removingOldOrganisations(roundRobin(opened), database);
  const close = async (): Promise<void> => {
    await settled();
    for (const each of opened) await run(each.close());
    await drop();
  };
  return { storage, close };
};

/** A storage on a database of its own, which is kept small while it is used and goes with it. */
export const openMongo: OpenStorage = () => openOnMongo(1);

/** The same as two processes have it open; each call goes through the one that had not the call before. */
export const openMongoTwice: OpenStorage = () => openOnMongo(2);

/** One storage that is opened on first use and handed out again and again, until `close`. */
export interface SharedStorage {
  readonly open: OpenStorage;
  readonly close: () => Promise<void>;
}

/** Shares one storage among many cases, each of which works in an organisation of its own. */
export const shared = (open: OpenStorage): SharedStorage => {
  let opening: Promise<OpenedStorage> | undefined;
  return {
    open: async () => {
      opening ??= open();
      const { storage } = await opening;
      return { storage, close: () => Promise.resolve() };
    },
    close: async () => {
      await (await opening)?.close();
    },
  };
};

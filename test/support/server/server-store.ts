// The storages that the server is tested on as a process: where it keeps its data, and how a test looks there beside it.
import { join } from 'node:path';
import { describe } from 'vitest';
import type { Storage } from '@looop-scim/provisioning/ports';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMongoStorage } from '@looop-scim/storage-mongodb';
import { openSqliteStorage } from '@looop-scim/storage-sqlite';
import { newDatabase, onMongo } from '../mongodb/on-mongo.ts';
import { run } from '../run/run-effect.ts';
import type { ScimAnswer } from '../client/scim-client.ts';
import { makeDataDirectory, removeDataDirectory, type Place } from './server-process.ts';

/** A place of a test's own. */
export interface OwnPlace extends Required<Omit<Place, 'program'>> {
  /** Opens the storage beside the server. */
  readonly openStorage: () => Promise<Storage>;
  /** Everything that a database server keeps of it, as text; empty where all of it is in the data directory. */
  readonly keptElsewhere: () => Promise<string>;
  /** Removes it with all it holds. */
  readonly remove: () => Promise<void>;
}

/** A storage that the server can be started on. */
export interface ServerStore {
  readonly name: string;
  /**
   * Asks until the answer has the status that follows from what another process changed, a token or an organisation: once where
   * servers notice it at once, again and again where they remember tokens for some seconds.
   */
  readonly noticed: (status: number, ask: () => Promise<ScimAnswer>) => Promise<ScimAnswer>;
  readonly makePlace: () => Promise<OwnPlace>;
}

const LOOK_AGAIN_MS = 100;

const askAgain: ServerStore['noticed'] = async (status, ask) => {
  for (;;) {
    const answer = await ask();
    if (answer.status === status) return answer;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
};

/** A SQLite file in the data directory. */
export const sqliteStore: ServerStore = {
  name: 'SQLite',
  noticed: (_status, ask) => ask(),
  makePlace: async () => {
    const dataDirectory = await makeDataDirectory();
    const path = join(dataDirectory, 'looop-scim.sqlite');
    return {
      dataDirectory,
      env: {},
      openStorage: () => run(openSqliteStorage({ path, registry: standardRegistry })),
      keptElsewhere: () => Promise.resolve(''),
      remove: () => removeDataDirectory(dataDirectory),
    };
  },
};

/** A database of the run's MongoDB. */
export const mongoStore: ServerStore = {
  name: 'MongoDB',
  noticed: askAgain,
  makePlace: async () => {
    const { url, database, drop } = await newDatabase();
    const dataDirectory = await makeDataDirectory();
    return {
      dataDirectory,
      env: { LOOOP_SCIM_STORE: url },
      openStorage: () => run(openMongoStorage({ url, registry: standardRegistry })),
      keptElsewhere: async () => {
        const documents = (await database.collections()).map((collection) => collection.find().toArray());
        return JSON.stringify(await Promise.all(documents));
      },
      remove: async () => {
        await drop();
        await removeDataDirectory(dataDirectory);
      },
    };
  },
};

/** Registers a suite of the server once a storage. */
export const onEveryStore = (suite: string, register: (store: ServerStore) => void): void => {
  describe(`on ${sqliteStore.name}`, () => {
    register(sqliteStore);
  });
  onMongo(suite, () => {
    register(mongoStore);
  });
};

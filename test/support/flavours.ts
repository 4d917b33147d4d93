// The servers that fixtures are replayed on: one entry a storage.
import { randomUUID } from 'node:crypto';
import { makeDataDirectory, makeToken, removeDataDirectory, startServer, addOrganisation } from './server-process.ts';

/** An organisation that is served somewhere. */
export interface ServedOrganisation {
  readonly baseUrl: string;
  readonly token: string;
}

export interface RunningFlavour {
  /** An organisation without any resource. */
  readonly newOrganisation: () => Promise<ServedOrganisation>;
  readonly stop: () => Promise<void>;
}

export interface ServerFlavour {
  readonly name: string;
  readonly start: () => Promise<RunningFlavour>;
}

/** The built server on a SQLite file. */
export const sqliteServer: ServerFlavour = {
  name: 'SQLite',
  start: async () => {
    const dataDirectory = await makeDataDirectory();
    const { baseUrl, stop } = await startServer({ dataDirectory, token: makeToken() });
    return {
      newOrganisation: async () => ({ baseUrl, token: await addOrganisation(dataDirectory, `fixture-${randomUUID()}`) }),
      stop: async () => {
        const { code, stderr } = await stop();
        await removeDataDirectory(dataDirectory);
        if (code !== 0) throw new Error(`the server ended with ${code}\n${stderr}`);
      },
    };
  },
};

/** All servers under test. */
export const serverFlavours: readonly ServerFlavour[] = [sqliteServer];

// The servers that fixtures are replayed on: one entry a storage.
import { randomUUID } from 'node:crypto';
import { buildMemoryServer } from './memory-server.ts';
import { canRunOnMongo } from './mongodb/on-mongo.ts';
import { openOperatorDesk } from './operator-desk.ts';
import { run } from './run-effect.ts';
import { faultsLeftBehind, PASSWORD_MARK } from './secrets-at-rest.ts';
import { makeToken, startServer } from './server-process.ts';
import { mongoStore, sqliteStore, type ServerStore } from './server-store.ts';

/** An organisation that is served somewhere. */
export interface ServedOrganisation {
  readonly baseUrl: string;
  readonly token: string;
  /** A token that stands for a user, by id or userName. */
  readonly tokenOf: (subject: string) => Promise<string>;
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

/** The built server on a storage. */
const serverOn = ({ name: storeName, makePlace }: ServerStore): ServerFlavour => ({
  name: storeName,
  start: async () => {
    const place = await makePlace();
    const secrets = [PASSWORD_MARK];
    const { baseUrl, stop } = await startServer({ ...place, token: makeToken() });
    const desk = await openOperatorDesk(place);
    return {
      newOrganisation: async () => {
        const name = `fixture-${randomUUID()}`;
        const keep = (token: string): string => {
          secrets.push(token);
          return token;
        };
        const token = keep(await desk.addOrganisation(name));
        return { baseUrl, token, tokenOf: async (subject) => keep(await desk.issueTokenOf(name, subject)) };
      },
      stop: async () => {
        await desk.close();
        const faults = await faultsLeftBehind(await stop(), place, secrets);
        await place.remove();
        if (faults.length > 0) throw new Error(faults.join('\n'));
      },
    };
  },
});

/** The HTTP adapter on the reference storage, which no process of its own has. */
const memoryServer: ServerFlavour = {
  name: 'memory',
  start: async () => {
    const { server, administration } = await buildMemoryServer();
    const baseUrl = `${await server.listen({ host: '127.0.0.1', port: 0 })}/scim/v2`;
    return {
      newOrganisation: async () => {
        const name = `fixture-${randomUUID()}`;
        await run(administration.addOrganisation(name));
        const issue = async (subject?: string): Promise<string> =>
          (await run(administration.issueToken(name, subject === undefined ? {} : { subject }))).secret;
        return { baseUrl, token: await issue(), tokenOf: issue };
      },
      stop: () => server.close(),
    };
  },
};

/** All servers under test. */
export const serverFlavours: readonly ServerFlavour[] = [
  serverOn(sqliteStore),
  memoryServer,
  ...(canRunOnMongo('the server on MongoDB') ? [serverOn(mongoStore)] : []),
];

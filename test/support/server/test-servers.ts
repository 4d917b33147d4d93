// The servers that cases are played on: one entry a storage.
import { randomUUID } from 'node:crypto';
import { buildMemoryServer } from './memory-server.ts';
import { canRunOnMongo } from '../mongodb/on-mongo.ts';
import { openAdministration } from './administration.ts';
import { run } from '../run/run-effect.ts';
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

export interface RunningTestServer {
  /** An organisation without any resource. */
  readonly newOrganisation: () => Promise<ServedOrganisation>;
  readonly stop: () => Promise<void>;
}

export interface TestServer {
  readonly name: string;
  readonly start: () => Promise<RunningTestServer>;
}

/** The built server on a storage. */
const serverOn = ({ name: storeName, makePlace }: ServerStore): TestServer => ({
  name: storeName,
  start: async () => {
    const place = await makePlace();
    const secrets = [PASSWORD_MARK];
    const { baseUrl, stop } = await startServer({ ...place, token: makeToken() });
    const administration = await openAdministration(place);
    return {
      newOrganisation: async () => {
        const name = `case-${randomUUID()}`;
        const keep = (token: string): string => {
          secrets.push(token);
          return token;
        };
        const token = keep(await administration.addOrganisation(name));
        return { baseUrl, token, tokenOf: async (subject) => keep(await administration.issueTokenOf(name, subject)) };
      },
      stop: async () => {
        await administration.close();
        const faults = await faultsLeftBehind(await stop(), place, secrets);
        await place.remove();
        if (faults.length > 0) throw new Error(faults.join('\n'));
      },
    };
  },
});

/** The HTTP adapter on the reference storage, which no process of its own has. */
const memoryServer: TestServer = {
  name: 'memory',
  start: async () => {
    const { server, administration } = await buildMemoryServer();
    const baseUrl = `${await server.listen({ host: '127.0.0.1', port: 0 })}/scim/v2`;
    return {
      newOrganisation: async () => {
        const name = `case-${randomUUID()}`;
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
export const testServers: readonly TestServer[] = [
  serverOn(sqliteStore),
  memoryServer,
  ...(canRunOnMongo('the server on MongoDB') ? [serverOn(mongoStore)] : []),
];

// One server for a test file: started before its tests, stopped after them, and then held against what no use may leave
// behind: a bad exit, errors in the log, secrets in the log or in the files.
import { afterAll, beforeAll, expect } from 'vitest';
import { openAdministration, type Administration } from './administration.ts';
import { makeScimClient, type ScimClient } from '../client/scim-client.ts';
import { faultsLeftBehind, PASSWORD_MARK } from './secrets-at-rest.ts';
import { makeToken, startServer, type RunningServer } from './server-process.ts';
import { sqliteStore, type OwnPlace, type ServerStore } from './server-store.ts';

/** What a test file gets of its server. */
export interface ServerOfFile {
  readonly server: () => RunningServer;
  /** Client of the demo organisation. */
  readonly client: () => ScimClient;
  /** Client of an organisation of its own. */
  readonly newOrganisation: (name: string) => Promise<ScimClient>;
}

/** Registers a server for the calling test file or suite. */
export const useServer = (store: ServerStore = sqliteStore): ServerOfFile => {
  let place: OwnPlace | undefined;
  let running: RunningServer | undefined;
  let administration: Administration | undefined;
  const secrets = [PASSWORD_MARK];
  const server = (): RunningServer => {
    if (running === undefined) throw new Error('the server is used outside of a test');
    return running;
  };

  beforeAll(async () => {
    const token = makeToken();
    secrets.push(token);
    place = await store.makePlace();
    running = await startServer({ ...place, token });
  }, 60_000);

  afterAll(async () => {
    await administration?.close();
    const exit = await running?.stop();
    const faults = exit === undefined || place === undefined ? [] : await faultsLeftBehind(exit, place, secrets);
    await place?.remove();
    expect(faults).toEqual([]);
  }, 60_000);

  const clientFor = (token: string): ScimClient => makeScimClient({ baseUrl: server().baseUrl, token });
  return {
    server,
    client: () => clientFor(server().token),
    newOrganisation: async (name) => {
      if (place === undefined) throw new Error('the server is used outside of a test');
      administration ??= await openAdministration(place);
      const token = await administration.addOrganisation(name);
      secrets.push(token);
      return clientFor(token);
    },
  };
};

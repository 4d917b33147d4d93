// One server for a test file: started before its tests, stopped after them, and then held against what no use may leave
// behind: a bad exit, errors in the log, secrets in the log or in the files.
import { afterAll, beforeAll, expect } from 'vitest';
import { openOperatorDesk, type OperatorDesk } from './operator-desk.ts';
import { makeScimClient, type ScimClient } from './scim-client.ts';
import { faultsLeftBehind, PASSWORD_MARK } from './secrets-at-rest.ts';
import {
  makeDataDirectory,
  makeToken,
  removeDataDirectory,
  startServer,
  type Environment,
  type RunningServer,
} from './server-process.ts';

/** What a test file gets of its server. */
export interface ServerOfFile {
  readonly server: () => RunningServer;
  /** Client of the demo organisation. */
  readonly client: () => ScimClient;
  /** Client of an organisation of its own. */
  readonly newOrganisation: (name: string) => Promise<ScimClient>;
}

/** Registers a server for the calling test file. */
export const useServer = (env: Environment = {}): ServerOfFile => {
  let running: RunningServer | undefined;
  let desk: OperatorDesk | undefined;
  const secrets = [PASSWORD_MARK];
  const server = (): RunningServer => {
    if (running === undefined) throw new Error('the server is used outside of a test');
    return running;
  };

  beforeAll(async () => {
    const token = makeToken();
    secrets.push(token);
    running = await startServer({ dataDirectory: await makeDataDirectory(), token, env });
  }, 60_000);

  afterAll(async () => {
    if (running === undefined) return;
    await desk?.close();
    const exit = await running.stop();
    const faults = await faultsLeftBehind(exit, running.dataDirectory, secrets);
    await removeDataDirectory(running.dataDirectory);
    expect(faults).toEqual([]);
  }, 60_000);

  const clientFor = (token: string): ScimClient => makeScimClient({ baseUrl: server().baseUrl, token });
  return {
    server,
    client: () => clientFor(server().token),
    newOrganisation: async (name) => {
      desk ??= await openOperatorDesk(server().dataDirectory);
      const token = await desk.addOrganisation(name);
      secrets.push(token);
      return clientFor(token);
    },
  };
};

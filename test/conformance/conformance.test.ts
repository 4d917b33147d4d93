// Plays every case of every identity provider on a server with each storage.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allCases, describeFailure, runCase } from '@looop-scim/conformance';
import { nodeTransport } from '../support/client/scim-client.ts';
import { testServers, type RunningTestServer } from '../support/server/test-servers.ts';

for (const testServer of testServers) {
  describe(`conformance on ${testServer.name}`, () => {
    let running: RunningTestServer | undefined;
    beforeAll(async () => {
      running = await testServer.start();
    }, 60_000);
    afterAll(async () => {
      await running?.stop();
    }, 60_000);

    for (const { profile, cases } of allCases) {
      for (const one of cases) {
        it(`${one.id} ${one.title} [${one.file}]`, { timeout: 20_000 }, async () => {
          if (running === undefined) throw new Error('the server has not started');
          const target = { ...(await running.newOrganisation()), transport: nodeTransport };
          const failure = await runCase(one, profile, target, { cleanUp: false });
          expect(failure === undefined ? '' : describeFailure(failure)).toBe('');
        });
      }
    }
  });
}

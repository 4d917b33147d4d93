// The cases as another server's owner plays them: by fetch, one organisation for all, which is empty again after each.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allCases, describeFailure, fetchTransport, runCase, type ScimTarget } from '@looop-scim/conformance';
import { testServers, type RunningTestServer } from '../support/server/test-servers.ts';
import { makeScimClient } from '../support/client/scim-client.ts';

const testServer = testServers.find(({ name }) => name === 'memory');

describe('by fetch on one organisation', () => {
  let running: RunningTestServer | undefined;
  let target: ScimTarget | undefined;
  beforeAll(async () => {
    running = await testServer?.start();
    const organisation = await running?.newOrganisation();
    target = organisation && { ...organisation, transport: fetchTransport(globalThis.fetch) };
  });
  afterAll(() => running?.stop());

  for (const { client, profile, cases } of allCases) {
    it(`the cases of ${client} pass, and leave nothing behind`, async () => {
      if (target === undefined) throw new Error('the server has not started');
      const scim = makeScimClient(target);
      for (const one of cases) {
        const failure = await runCase(one, profile, target);
        expect(failure === undefined ? '' : describeFailure(failure), one.file).toBe('');
        for (const path of ['/Users', '/Groups'])
          expect((await scim.get(path)).body, one.file).toMatchObject({ totalResults: 0 });
      }
    });
  }
});

// The cases as another server's owner plays them: by fetch, one organisation for all, which is empty again after each.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allCases, describeFailure, fetchTransport, runCase, type ScimTarget } from '@looop-scim/conformance';
import { serverFlavours, type RunningFlavour } from '../support/flavours.ts';
import { makeScimClient } from '../support/scim-client.ts';

const flavour = serverFlavours.find(({ name }) => name === 'memory');

describe('by fetch on one organisation', () => {
  let running: RunningFlavour | undefined;
  let target: ScimTarget | undefined;
  beforeAll(async () => {
    running = await flavour?.start();
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

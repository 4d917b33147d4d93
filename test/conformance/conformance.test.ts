// Replays every fixture of every identity provider on every server flavour.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { loadClientProfile, loadFixtures } from '../support/fixture.ts';
import { replay } from '../support/fixture-runner.ts';
import { serverFlavours, type RunningFlavour } from '../support/flavours.ts';

const root = import.meta.dirname;
const providers = readdirSync(root, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

for (const flavour of serverFlavours) {
  describe(`conformance on ${flavour.name}`, () => {
    let running: RunningFlavour | undefined;
    beforeAll(async () => {
      running = await flavour.start();
    }, 60_000);
    afterAll(async () => {
      await running?.stop();
    }, 60_000);

    for (const provider of providers) {
      const profile = loadClientProfile(join(root, provider));
      for (const fixture of loadFixtures(join(root, provider))) {
        it(`${fixture.id} ${fixture.title} [${fixture.file}]`, { timeout: 20_000 }, async () => {
          if (running === undefined) throw new Error('the server has not started');
          await replay(fixture, profile, await running.newOrganisation());
        });
      }
    }
  });
}

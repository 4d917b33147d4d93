// Reads that go on from a position which the log itself has given.
import { Cause, Effect, Exit } from 'effect';
import { describe, expect, it } from 'vitest';
import { makeActivityReading } from '@looop-scim/provisioning/activity';
import { makeFindingsReading, makeHealthReading, makeSetUpReading } from '@looop-scim/provisioning/insight';
import { organisationId, type Organisation } from '@looop-scim/provisioning/organisation';
import { InvalidPosition, type ActivityLog } from '@looop-scim/provisioning/ports';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '../../../../test/support/domain-parts.ts';
import { run } from '../../../../test/support/run/run-effect.ts';

const acme: Organisation = {
  ...{ id: organisationId('acme'), name: 'acme', scimEnabled: true },
  ...{ profile: 'interop', leniencies: {}, created: 0 },
};

const open = async () => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  await run(storage.organisations.add(acme));
  await run(storage.tokens.add({ organisationId: acme.id, fingerprint: 'abc', hash: 'abc', created: 0 }));
  const ports = storage.forOrganisation(acme.id);
  const refused = Effect.fail(new InvalidPosition({ position: 'its own' }));
  const activity: ActivityLog = { ...ports.activity, page: () => refused, after: () => refused };
  const deps = { ...ports, tokens: storage.tokens, registry: standardRegistry, activity };
  const reading = makeActivityReading(deps);
  return {
    summary: reading.summary(0),
    arrivals: reading.arrivals(),
    origins: reading.origins('ana'),
    follower: reading.follow({}),
    health: makeHealthReading(deps, acme)(),
    setUp: makeSetUpReading(deps, acme.id)(),
    findings: makeFindingsReading({ ...deps, reading: { summary: () => Effect.die('not asked') } })(),
  };
};

describe('a log that refuses what it has given itself', () => {
  it.each(['summary', 'arrivals', 'origins', 'follower', 'health', 'setUp'] as const)(
    'is a defect, and no failure of whoever reads: %s',
    async (name) => {
      const exit = await run(Effect.exit<unknown, unknown, never>((await open())[name]));
      expect(Exit.isFailure(exit) && Cause.hasDies(exit.cause)).toBe(true);
      expect(JSON.stringify(exit)).toContain('its own');
    },
  );
});

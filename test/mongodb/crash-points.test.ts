// A write can be cut between any two of its statements: each statement of each use case is the last one once, before and after it
// reaches the database, by a process that stops and by a connection that breaks.
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Effect, Exit } from 'effect';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contractRegistry } from '@looop-scim/laws';
import { organisationId, type Organisation } from '@looop-scim/provisioning';
import { makeMongoStorage, prepareMongoDatabase, type MongoStorage } from '@looop-scim/storage-mongodb';
import type { Db } from 'mongodb';
import { newDatabase, onMongo, type TestDatabase } from '../support/mongodb/on-mongo.ts';
import { run } from '../support/run-effect.ts';
import { cutDatabase, type Cut } from './support/cut-database.ts';
import { faultsIn, observe } from './support/examine.ts';
import { AT, scenarios, type Scenario } from './support/scenarios.ts';

/** Small, so that a few members are many. */
const MOST_IN_PLACE = 3;

const storageOn = (database: Db): MongoStorage =>
  makeMongoStorage({ database, registry: contractRegistry, close: () => Promise.resolve(), mostInPlace: MOST_IN_PLACE });

const cuts = (writes: number): readonly Cut[] =>
  Array.from({ length: writes }, (_, index) => index + 1).flatMap((write) =>
    (['before', 'after'] as const).flatMap((side) =>
      (['process', 'connection'] as const).map((what) => ({ write, side, what })),
    ),
  );

onMongo('crash points', () => {
  let opened: TestDatabase | undefined;
  const database = (): Db => {
    if (opened === undefined) throw new Error('the database is used outside of a test');
    return opened.database;
  };
  beforeAll(async () => {
    opened = await newDatabase();
    await prepareMongoDatabase(database());
  });
  afterAll(() => opened?.drop());

  /** An organisation with what the scenario finds there. */
  const prepare = async ({ before }: Scenario): Promise<Organisation> => {
    const name = `cut-${randomUUID()}`;
    const id = organisationId(randomUUID());
    const organisation: Organisation = { id, name, scimEnabled: true, profile: 'interop', leniencies: {}, created: AT };
    const { storage } = storageOn(database());
    await run(storage.organisations.add(organisation));
    await run(before(storage.forOrganisation(id)));
    await run(storage.close());
    return organisation;
  };

  /** Makes the call of a scenario through a cut; whether it was acknowledged, and how many writes it came to. */
  const call = async (scenario: Scenario, organisation: Organisation, cut?: Cut) => {
    const through = cutDatabase(database(), cut);
    const { storage } = storageOn(through.database);
    const exit = await Effect.runPromiseExit(
      scenario.call(storage.forOrganisation(organisation.id), storage, organisation),
    );
    // What follows the answer is cut as well; a stopped process gets nowhere here.
    await run(storage.close());
    return { acknowledged: Exit.isSuccess(exit), writes: through.writes() };
  };

  const seenByAnother = async (organisation: Organisation) => {
    const { storage, sweep } = storageOn(database());
    // Those of this very millisecond, too.
    await sweep.finishLeftBehind(-1);
    const seen = await observe(storage, organisation);
    await run(storage.close());
    return seen;
  };

  describe.each(scenarios)('$name', (scenario) => {
    it('has all of its effects or none, wherever it is cut, and all when it was acknowledged', async () => {
      const organisation = await prepare(scenario);
      const before = await seenByAnother(organisation);
      const { writes } = await call(scenario, organisation);
      const after = await seenByAnother(organisation);
      expect(isDeepStrictEqual(before, after)).toBe(false);
      expect(writes).toBeGreaterThan(0);
      for (const cut of cuts(writes)) {
        const place = `${cut.what} cut ${cut.side} write ${cut.write} of ${writes}`;
        const other = await prepare(scenario);
        const { acknowledged } = await call(scenario, other, cut);
        const seen = await seenByAnother(other);
        const allowed = acknowledged || !isDeepStrictEqual(seen, before) ? after : before;
        expect(seen, place).toEqual(allowed);
        expect(await faultsIn(database(), other), place).toEqual([]);
      }
    });
  });
});

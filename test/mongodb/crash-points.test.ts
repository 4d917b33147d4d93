// A write can be cut between any two of its statements: each statement of each use case is the last one once, before and after it
// reaches the database, by a process that stops and by a connection that breaks.
import { isDeepStrictEqual } from 'node:util';
import { Effect, Exit } from 'effect';
import { describe, expect, it } from 'vitest';
import type { Organisation } from '@looop-scim/provisioning/organisation';
import type { Db } from 'mongodb';
import { newDatabase, onMongo } from '../support/mongodb/on-mongo.ts';
import { run } from '../support/run/run-effect.ts';
import { cutDatabase, type Cut } from './support/cut-database.ts';
import { faultsIn } from './support/examine.ts';
import { operatorScenarios } from './support/operator-scenarios.ts';
import { directoryScenarios, type Scenario } from './support/scenarios.ts';
import { storageOn, useScenes } from './support/scene.ts';

const cuts = (writes: number): readonly Cut[] =>
  Array.from({ length: writes }, (_, index) => index + 1).flatMap((write) =>
    (['before', 'after'] as const).flatMap((side) =>
      (['process', 'connection'] as const).map((what) => ({ write, side, what })),
    ),
  );

const withFreshDatabase = async <Answer>(use: (database: Db) => Promise<Answer>): Promise<Answer> => {
  const { database, drop } = await newDatabase();
  try {
    return await use(database);
  } finally {
    await drop();
  }
};

onMongo('crash points', () => {
  const { database, prepare, seenByAnother } = useScenes();

  /** Makes the call of a scenario through a cut; whether it was acknowledged, and how many writes it came to. */
  const call = async (scenario: Scenario, organisation: Organisation, cut?: Cut) => {
    const through = cutDatabase(database(), cut === undefined ? {} : { cut });
    const { storage } = storageOn(through.database);
    const exit = await Effect.runPromiseExit(
      scenario.call(storage.forOrganisation(organisation.id), storage, organisation),
    );
    // What follows the answer is cut as well; a stopped process gets nowhere here.
    await run(storage.close());
    return { acknowledged: Exit.isSuccess(exit), writes: through.writes() };
  };

  describe.each([...directoryScenarios, ...operatorScenarios])('$name', (scenario) => {
    it('has all of its effects or none, wherever it is cut, and all when it was acknowledged', async () => {
      const organisation = await prepare(scenario.before);
      const before = await seenByAnother(organisation);
      const { writes } = await call(scenario, organisation);
      const after = await seenByAnother(organisation);
      expect(isDeepStrictEqual(before, after)).toBe(false);
      expect(writes).toBeGreaterThan(0);
      for (const cut of cuts(writes)) {
        const place = `${cut.what} cut ${cut.side} write ${cut.write} of ${writes}`;
        const other = await prepare(scenario.before);
        const { acknowledged } = await call(scenario, other, cut);
        const seen = await seenByAnother(other);
        const allowed = acknowledged || !isDeepStrictEqual(seen, before) ? after : before;
        expect(seen, place).toEqual(allowed);
        expect(await faultsIn(database(), other), place).toEqual([]);
      }
    });
  });

  it('the secret of the installation is one, and the one that was acknowledged, wherever its storing is cut', async () => {
    const secretOf = (on: Db, offer: string): Promise<Exit.Exit<string, unknown>> =>
      Effect.runPromiseExit(storageOn(on).storage.installationSecret(offer));
    const writes = await withFreshDatabase(async (fresh) => {
      const counted = cutDatabase(fresh);
      await secretOf(counted.database, 'first');
      return counted.writes();
    });
    expect(writes).toBeGreaterThan(0);
    for (const cut of cuts(writes)) {
      await withFreshDatabase(async (fresh) => {
        const place = `${cut.what} cut ${cut.side} write ${cut.write} of ${writes}`;
        const first = await secretOf(cutDatabase(fresh, { cut }).database, 'first');
        const kept = await secretOf(fresh, 'second');
        expect(await secretOf(fresh, 'third'), place).toEqual(kept);
        if (Exit.isSuccess(first)) expect(kept, place).toEqual(first);
        expect([Exit.succeed('first'), Exit.succeed('second')], place).toContainEqual(kept);
      });
    }
  });
});

// The mapping sets that a process goes by: how often it asks for them, and which ones it keeps.
import { Effect, Result } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { makeSchemaRegistry, standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '../../../../test/support/domain-parts.ts';
import { run } from '../../../../test/support/run/run-effect.ts';
import { makeSetsInHand, SetNeeded, type SetsInHand, type Telling } from '../../src/use-cases/sets-in-hand.ts';

/** The set of a version upper-cases the title of odd versions. */
const setOf = (version: number) => ({
  mappings: [{ field: 'title', from: [{ attribute: 'title' }], ...(version % 2 === 1 && { steps: ['upper'] }) }],
});

/** Sets over revisions in memory; `asked` lists what was read of them. */
const open = async (registry = standardRegistry) => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  const { revisions } = storage.forOrganisation(organisationId('0199f0a1-0000-7000-8000-000000000001'));
  const asked: (number | 'newest')[] = [];
  const sets = makeSetsInHand(registry, {
    ...revisions,
    newest: (kind) => Effect.suspend(() => (asked.push('newest'), revisions.newest(kind))),
    read: (kind, version) => Effect.suspend(() => (asked.push(version), revisions.read(kind, version))),
  });
  const save = (version: number) =>
    revisions.append(
      'mappingSet',
      { at: 0, author: 'Ion', content: JSON.stringify({ set: setOf(version) }) },
      version - 1,
    );
  return { sets, asked, save };
};

const timed = <Answer, Failure>(steps: Effect.Effect<Answer, Failure>): Promise<Answer> =>
  run(steps.pipe(Effect.provide(TestClock.layer())));

/** The version that a write goes by. */
const newestOf = (sets: SetsInHand) => sets.telling(({ newest }) => Effect.succeed(newest.version));

/** The version of a write to somebody who was told of by another one, and the steps of the set of that one. */
const tell = (sets: SetsInHand, version: number) =>
  sets.telling(({ newest, toldBy }: Telling) =>
    Effect.map(Effect.fromResult(toldBy(version)), (set) => [
      newest.version,
      set?.mappings.find(({ mapping }) => mapping.field === 'title')?.steps.length,
    ]),
  );

describe('the newest set', () => {
  it('is asked for once in 5 seconds, and again when the clock went back', async () => {
    const { sets, asked, save } = await open();
    const seen = await timed(
      Effect.gen(function* () {
        yield* TestClock.setTime(100_000);
        const versions = [yield* newestOf(sets)];
        yield* save(1);
        yield* TestClock.adjust('4999 millis');
        versions.push(yield* newestOf(sets));
        yield* TestClock.adjust('1 millis');
        versions.push(yield* newestOf(sets));
        yield* save(2);
        yield* TestClock.setTime(104_999);
        versions.push(yield* newestOf(sets));
        return versions;
      }),
    );
    expect([seen, asked.length]).toEqual([[0, 0, 1, 2], 3]);
  });

  it('is asked for by whoever reads, and is then known to writes', async () => {
    const { sets, asked, save } = await open();
    await run(newestOf(sets));
    await run(save(1));
    const inForce = await run(sets.inForce);
    expect([inForce.version, await run(newestOf(sets)), asked.length]).toEqual([1, 1, 2]);
    // A version never changes: its set is bound once.
    expect((await run(sets.inForce)).set).toBe(inForce.set);
  });

  it('is not known to a registry without users', async () => {
    const { sets } = await open(makeSchemaRegistry([], []));
    await expect(run(sets.inForce)).rejects.toThrow('The registry has no User');
  });
});

describe('a person who was told of by another set', () => {
  it('by a newer one: the process asks which one is in force, although it has just done so', async () => {
    const { sets, save } = await open();
    await run(newestOf(sets));
    await run(save(1));
    expect(await run(tell(sets, 1))).toEqual([1, 1]);
  });

  it('by an older one: its set is read once', async () => {
    const { sets, asked, save } = await open();
    for (const version of [1, 2, 3, 4]) await run(save(version));
    expect([await run(tell(sets, 1)), await run(tell(sets, 2)), await run(tell(sets, 1))]).toEqual([
      [4, 1],
      [4, 0],
      [4, 1],
    ]);
    expect(asked).toEqual(['newest', 1, 2]);
  });

  it('by the default set: nothing is read for it', async () => {
    const { sets, asked, save } = await open();
    await run(save(1));
    expect(await run(tell(sets, 0))).toEqual([1, 0]);
    expect(asked).toEqual(['newest']);
  });

  it('by the set that was in force until now: it is at hand', async () => {
    const { sets, asked, save } = await open();
    await run(save(1));
    await run(sets.inForce);
    await run(save(2));
    await run(sets.inForce);
    expect(await run(tell(sets, 1))).toEqual([2, 1]);
    expect(asked).toEqual(['newest', 'newest']);
  });

  it('by one that is not kept any more: there is no such set, and it is asked for once', async () => {
    const { sets, asked, save } = await open();
    await run(save(1));
    expect([await run(tell(sets, -1)), await run(tell(sets, -1))]).toEqual([
      [1, undefined],
      [1, undefined],
    ]);
    expect(asked).toEqual(['newest', -1]);
  });

  it('by one that the revisions do not have yet: the write counts on from it', async () => {
    const { sets, save } = await open();
    await run(save(1));
    expect(await run(tell(sets, 7))).toEqual([7, 1]);
    expect(await run(newestOf(sets))).toBe(7);
    // What revisions say meanwhile does not take it back.
    expect((await run(sets.inForce)).version).toBe(7);
  });

  it('keeps 8 sets at hand: the one read longest ago makes room', async () => {
    const { sets, asked, save } = await open();
    for (let version = 1; version <= 10; version += 1) await run(save(version));
    for (let version = 1; version <= 8; version += 1) await run(tell(sets, version));
    await run(tell(sets, 1));
    expect(asked).toEqual(['newest', 1, 2, 3, 4, 5, 6, 7, 8]);
    await run(tell(sets, 9));
    await run(tell(sets, 2));
    expect(asked.slice(9)).toEqual([9]);
    await run(tell(sets, 1));
    expect(asked.slice(10)).toEqual([1]);
  });
});

it('any other failure of an attempt is the failure of the write', async () => {
  const { sets, asked } = await open();
  const outcome = await run(Effect.result(sets.telling(() => Effect.fail('taken'))));
  expect(outcome).toEqual(Result.fail('taken'));
  expect([asked, new SetNeeded({ version: 3 }).version]).toEqual([['newest'], 3]);
});

// Tells the platform of people by a newer mapping set: background work after a set was saved. Where it stands is said by the people
// themselves, each of whom remembers by which set it was told of. Hence it needs no record: any process may begin it, go on with
// it, or do it at the same time as others.
import * as Clock from 'effect/Clock';
import * as Data from 'effect/Data';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { describeRetelling } from '../events/describe-events.ts';
import type { Decide } from '../ports/outbound/resource-repository.ts';
import { setsOf, type ScimDependencies } from './dependencies.ts';
import type { SetNeeded } from './sets-in-hand.ts';

/** People who are looked for at once. */
const BATCH = 128;
/** Writes at once, so that a store may share one flush among them. */
const CONCURRENCY = 16;

/** Somebody else has told of the person meanwhile. */
class ToldAlready extends Data.TaggedError('ToldAlready')<object> {}

/** What telling anew works with. */
export type RetellDependencies = Pick<ScimDependencies, 'registry' | 'resources' | 'revisions' | 'sets'>;

/**
 * Makes one round for an organisation: everybody who was told of by an older set than the newest one is told of by that, in one commit
 * a person, with an event where the profile differs. The result is how many people there were. It may be interrupted, and goes on
 * the next time.
 */
export const makeRetelling = (deps: RetellDependencies): Effect.Effect<number, StorageUnavailable> => {
  const { resources } = deps;
  const sets = setsOf(deps);

  /** Whether the person was told of here. */
  const retell = Effect.fnUntraced(function* (id: string): Effect.fn.Return<boolean, StorageUnavailable> {
    const at = yield* Clock.currentTimeMillis;
    const telling = sets.telling(({ newest, toldBy }) => {
      const decide: Decide<ToldAlready | SetNeeded> = (current, mappingVersion) =>
        mappingVersion >= newest.version
          ? Result.fail(new ToldAlready())
          : Result.map(toldBy(mappingVersion), (before) => ({
              kind: 'retell',
              mappingVersion: newest.version,
              events: describeRetelling(current, { at, telling: newest, toldBy: before }),
            }));
      return resources.change({ resourceType: 'User', id }, decide);
    });
    return yield* Effect.as(telling, true).pipe(
      Effect.catchTags({
        // Deleted, or told of, since the person was looked for.
        ResourceNotFound: () => Effect.succeed(false),
        ToldAlready: () => Effect.succeed(false),
        // Nothing but the set changes.
        Uniqueness: Effect.die,
        UnknownMembers: Effect.die,
        MembershipCycle: Effect.die,
        TooMany: Effect.die,
      }),
    );
  });

  return Effect.gen(function* () {
    const { version } = yield* sets.inForce;
    let told = 0;
    // No set was saved: everybody is told of by the default set.
    if (version === 0) return told;
    for (;;) {
      const ids = yield* resources.behindMapping(version, BATCH);
      if (ids.length === 0) return told;
      const done = yield* Effect.forEach(ids, retell, { concurrency: CONCURRENCY });
      told += done.filter(Boolean).length;
      yield* Effect.yieldNow;
    }
  });
};

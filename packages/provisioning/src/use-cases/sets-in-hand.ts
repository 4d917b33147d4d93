// The mapping sets by which events tell of people. A write does not read them: a process goes by the newest set that it knows, and
// asks again when a person was told of by a newer one. What was told by an older set is told again in the background.
import * as Clock from 'effect/Clock';
import * as Data from 'effect/Data';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { SchemaRegistry } from '@looop-scim/scim/schema';
import type { SetInForce } from '../events/event-subjects.ts';
import { bindSavedSet } from '../mapping/bind-saved-set.ts';
import type { BoundMappingSet } from '../mapping/bound-mapping-set.ts';
import { fullMappingSet } from '../mapping/default-mapping-sets.ts';
import { makeMappingRepository } from '../mapping/mapping-revisions.ts';
import type { MappingSet } from '../mapping/mapping-set.ts';
import type { RevisionStore } from '../ports/outbound/revision-store.ts';

/** How long a process goes by a set without asking whether there is a newer one. */
const KNOWN_MS = 5_000;
/** Sets of earlier versions that are kept bound. */
const KEPT_SETS = 8;

/** Name of the type whose resources are people. */
export const USER_TYPE = 'User';

/** A set is needed that is not in hand. */
export class SetNeeded extends Data.TaggedError('SetNeeded')<{ readonly version: number }> {}

/** The sets of one attempt at a write. */
export interface Telling {
  /** By which the person is told of from now on. */
  readonly newest: SetInForce;
  /** By which the person was told of before; undefined when it is not kept any more. */
  readonly toldBy: (version: number) => Result.Result<BoundMappingSet | undefined, SetNeeded>;
}

/** The mapping sets of one organisation as one process knows them. */
export interface SetsInHand {
  /** Asks which set is in force. */
  readonly inForce: Effect.Effect<SetInForce, StorageUnavailable>;
  /** Attempts a write with the sets in hand, and again with those that it needs. */
  readonly telling: <Answer, Failure>(
    attempt: (telling: Telling) => Effect.Effect<Answer, Failure>,
  ) => Effect.Effect<Answer, Exclude<Failure, SetNeeded> | StorageUnavailable>;
}

/** Makes the sets of an organisation over its revisions; a registry without users is never asked for sets. */
export const makeSetsInHand = (registry: SchemaRegistry, revisions: RevisionStore): SetsInHand => {
  const repository = makeMappingRepository(revisions);
  const boundSet = (set: MappingSet): BoundMappingSet => {
    const type = registry.resourceType(USER_TYPE);
    if (type === undefined) throw new TypeError('The registry has no User');
    return bindSavedSet(type, set);
  };
  const kept = new Map<number, BoundMappingSet | undefined>();
  let newest: SetInForce | undefined;
  let askedAt = 0;

  const keep = (version: number, set: BoundMappingSet | undefined): void => {
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size >= KEPT_SETS) kept.delete(oldest);
    kept.set(version, set);
  };

  const inForce: SetsInHand['inForce'] = Effect.gen(function* () {
    const saved = yield* repository.current();
    askedAt = yield* Clock.currentTimeMillis;
    const version = saved?.version ?? 0;
    // A version never changes, so that it is bound once. Of two that ask at once, the newer answer counts.
    if (newest !== undefined && newest.version >= version) return newest;
    if (newest !== undefined) keep(newest.version, newest.set);
    return (newest = { version, set: boundSet(saved?.set ?? fullMappingSet) });
  });

  const inHand = Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis;
    const isKnown = newest !== undefined && now >= askedAt && now - askedAt < KNOWN_MS;
    return isKnown && newest !== undefined ? newest : yield* inForce;
  });

  /** Gets what an attempt needed. */
  const fetch = Effect.fnUntraced(function* (version: number): Effect.fn.Return<void, StorageUnavailable> {
    const { version: known, set } = yield* inHand;
    if (version > known) {
      // Where revisions are behind the resources, the version still must not go back.
      if ((yield* inForce).version < version) newest = { version, set };
      return;
    }
    const saved = version === 0 ? { set: fullMappingSet } : yield* repository.version(version);
    keep(version, saved && boundSet(saved.set));
  });

  const tellingOf = (current: SetInForce): Telling => ({
    newest: current,
    toldBy: (version) => {
      if (version === current.version) return Result.succeed(current.set);
      return kept.has(version) ? Result.succeed(kept.get(version)) : Result.fail(new SetNeeded({ version }));
    },
  });

  const telling: SetsInHand['telling'] = <Answer, Failure>(
    attempt: (given: Telling) => Effect.Effect<Answer, Failure>,
  ): Effect.Effect<Answer, Exclude<Failure, SetNeeded> | StorageUnavailable> =>
    Effect.flatMap(inHand, (current) => attempt(tellingOf(current))).pipe(
      Effect.catchIf(
        (failure): failure is Extract<Failure, SetNeeded> => failure instanceof SetNeeded,
        ({ version }) => Effect.andThen(fetch(version), telling(attempt)),
      ),
    ) as Effect.Effect<Answer, Exclude<Failure, SetNeeded> | StorageUnavailable>;

  return { inForce, telling };
};

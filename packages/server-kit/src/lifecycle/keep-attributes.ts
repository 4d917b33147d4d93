// Finishes what changes of own attributes leave to do: users are indexed who were stored before an attribute was looked up by, and
// purged values are taken away. What is left to do stands in the data, so that any process may go on with it.
import * as Effect from 'effect/Effect';
import type { FastifyBaseLogger } from 'fastify';
import type { Organisation, OrganisationId } from '@looop-scim/provisioning/organisation';
import type { Storage } from '@looop-scim/provisioning/ports';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { ComposedServer } from '../composition/compose-server.ts';
import type { Background } from './finish-removals.ts';
import { startRounds } from './start-rounds.ts';

/** Users of one step: few enough that requests between the steps are not kept waiting. */
const UPKEEP_STEP = 100;
/** How often all organisations are looked at, for what a process that stopped has left. */
const LOOK_EVERY_MS = 10 * 60 * 1000;

/** What is looked after. */
export interface AttributeKeeping {
  readonly storage: Pick<Storage, 'organisations'>;
  readonly composed: Pick<ComposedServer, 'platformOf' | 'onAttributesSaved'>;
}

/** Does all that is left to do for an organisation; answers how many users were brought up to date. */
const finish = Effect.fnUntraced(function* (
  platformOf: ComposedServer['platformOf'],
  organisation: Organisation,
): Effect.fn.Return<number, StorageUnavailable> {
  const { attributes } = yield* platformOf(organisation);
  let users = 0;
  for (;;) {
    const step = yield* attributes.upkeep(UPKEEP_STEP);
    users += step.users;
    if (!step.hasMore) return users;
    yield* Effect.yieldNow;
  }
});

/** Begins to look after own attributes, now and whenever some are changed. A storage that fails is logged; it is tried again. */
export const keepAttributes = (
  { storage, composed: { platformOf, onAttributesSaved } }: AttributeKeeping,
  log: FastifyBaseLogger,
): Background => {
  const changed = new Set<OrganisationId>();

  const rounds = startRounds({
    everyMs: LOOK_EVERY_MS,
    isWanted: () => changed.size > 0,
    round: async (signal) => {
      // Woken for some, or time to look at all.
      const some = changed.size === 0 ? undefined : new Set(changed);
      changed.clear();
      for (const organisation of await Effect.runPromise(storage.organisations.list())) {
        if (signal.aborted) return;
        if (some !== undefined && !some.has(organisation.id)) continue;
        const users = await Effect.runPromise(finish(platformOf, organisation), { signal });
        if (users > 0) log.info({ organisation: organisation.name, users }, 'brought users up to changed attributes');
      }
    },
    failed: (error) => log.warn({ err: error }, 'users are not brought up to changed attributes; it is tried again'),
  });
  onAttributesSaved((id) => {
    changed.add(id);
    rounds.wake();
  });
  return rounds;
};

// Organisations that were deleted have their data removed in small steps; what an operator's command left undone when it was
// interrupted is finished here, whenever a server starts.
import * as Effect from 'effect/Effect';
import type { FastifyBaseLogger } from 'fastify';
import type { Storage } from '@looop-scim/provisioning';

/** Records that are removed in one step: few enough that requests between the steps are not kept waiting. */
export const PURGE_STEP = 500;

/** Work that goes on beside the requests. */
export interface Background {
  /** Ends after the step that is under way. */
  readonly stop: () => Promise<void>;
}

/** Removes what is left of deleted organisations. A storage that fails meanwhile is logged; the next start goes on. */
export const finishRemovals = (storage: Pick<Storage, 'purgeRemoved'>, log: FastifyBaseLogger): Background => {
  let stopped = false;
  const work = async (): Promise<void> => {
    let removed = 0;
    while (!stopped) {
      const step = await Effect.runPromise(storage.purgeRemoved(PURGE_STEP));
      removed += step;
      if (step === 0) break;
    }
    if (removed > 0) log.info({ records: removed }, 'removed what deleted organisations had left');
  };
  const done = work().catch((error: unknown) =>
    log.warn({ err: error }, 'deleted organisations are removed at the next start'),
  );
  return {
    stop: async () => {
      stopped = true;
      await done;
    },
  };
};

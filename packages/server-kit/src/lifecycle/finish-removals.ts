// Organisations that were deleted have their data removed in small steps; what an operator's command left undone when it was
// interrupted is finished here, whenever a server starts.
import * as Effect from 'effect/Effect';
import type { FastifyBaseLogger } from 'fastify';
import type { Storage } from '@looop-scim/provisioning/ports';

/** Records that are removed in one step: few enough that requests between the steps are not kept waiting. */
const PURGE_STEP = 500;

/** Work that goes on beside the requests. */
export interface Background {
  /** Ends when there is nothing left to do. */
  readonly done: Promise<void>;
  /** Ends after the step that is under way. */
  readonly stop: () => Promise<void>;
}

/** Removes what is left of deleted organisations. A storage that fails meanwhile is logged; the next start goes on. */
export const finishRemovals = (storage: Pick<Storage, 'purgeRemoved'>, log: FastifyBaseLogger): Background => {
  const stopping = new AbortController();
  const work = async (): Promise<void> => {
    let removed = 0;
    while (!stopping.signal.aborted) {
      const step = await Effect.runPromise(storage.purgeRemoved(PURGE_STEP));
      if (step === 0) break;
      removed += step;
    }
    if (removed > 0) log.info({ records: removed }, 'removed what deleted organisations had left');
  };
  const done = work().catch((error: unknown) =>
    log.warn({ err: error }, 'deleted organisations are removed at the next start'),
  );
  return {
    done,
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
};

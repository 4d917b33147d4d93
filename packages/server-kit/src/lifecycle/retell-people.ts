// Tells the platform of people by the newest mapping set: right after one was saved here, and now and then in case one was saved
// elsewhere or a process ended before it was done.
import * as Effect from 'effect/Effect';
import type { FastifyBaseLogger } from 'fastify';
import type { Organisation } from '@looop-scim/provisioning/organisation';
import type { Storage } from '@looop-scim/provisioning/ports';
import type { ComposedServer } from '../composition/compose-server.ts';
import type { Background } from './finish-removals.ts';
import { startRounds } from './start-rounds.ts';

/** Between two looks at all organisations. */
const EVERY_MS = 5 * 60 * 1000;

/** Then everybody is told once more: other processes go by the set before for some seconds. */
const AGAIN_AFTER_MS = 10_000;

/** What is looked after. */
export interface Retelling {
  readonly storage: Pick<Storage, 'organisations'>;
  readonly retell: ComposedServer['retell'];
}

/** Organisations whose people are to be told of, and the work on them. */
export interface RetellQueue {
  /** Called when a mapping set was saved. */
  readonly saved: (organisation: Organisation) => void;
  /** Begins the work. A storage that fails meanwhile is logged, and the next look goes on. */
  readonly start: (retelling: Retelling, log: FastifyBaseLogger) => Background;
}

/** Makes the queue of a server. */
export const makeRetellQueue = (): RetellQueue => {
  const waiting = new Map<string, Organisation>();
  let wake = (): void => undefined;

  const start: RetellQueue['start'] = ({ storage, retell }, log) => {
    const failed = (error: unknown): void =>
      log.warn({ err: error }, 'people cannot be told of by the newest mapping set; it is tried again');
    const tellOf = async (organisation: Organisation, signal: AbortSignal): Promise<void> => {
      const told = await Effect.runPromise(retell(organisation), { signal });
      if (told > 0)
        log.info({ organisation: organisation.name, people: told }, 'told of people by the newest mapping set');
    };
    const takeWaiting = async (signal: AbortSignal): Promise<void> => {
      for (const [id, organisation] of waiting) {
        waiting.delete(id);
        if (signal.aborted) return;
        try {
          await tellOf(organisation, signal);
        } catch (error) {
          // Others are told of all the same.
          if (!signal.aborted) failed(error);
        }
      }
    };
    const look = async (signal: AbortSignal): Promise<void> => {
      for (const organisation of await Effect.runPromise(storage.organisations.list(), { signal })) {
        await takeWaiting(signal);
        if (signal.aborted) return;
        await tellOf(organisation, signal);
      }
    };
    const rounds = startRounds({
      everyMs: EVERY_MS,
      isWanted: () => waiting.size > 0,
      // Woken for some, or time to look at all.
      round: (signal) => (waiting.size > 0 ? takeWaiting(signal) : look(signal)),
      failed,
    });
    ({ wake } = rounds);
    return rounds;
  };

  const enqueue = (organisation: Organisation): void => {
    waiting.set(organisation.id, organisation);
    wake();
  };

  return {
    saved: (organisation) => {
      enqueue(organisation);
      setTimeout(enqueue, AGAIN_AFTER_MS, organisation).unref();
    },
    start,
  };
};

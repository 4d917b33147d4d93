// Tells the platform of people by the newest mapping set: right after one was saved here, and now and then in case one was saved
// elsewhere or a process ended before it was done.
import * as Effect from 'effect/Effect';
import type { FastifyBaseLogger } from 'fastify';
import type { Organisation } from '@looop-scim/provisioning/organisation';
import type { Storage } from '@looop-scim/provisioning/ports';
import type { ComposedServer } from '../composition/compose-server.ts';
import type { Background } from './finish-removals.ts';

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
// oxlint-disable-next-line max-lines-per-function -- a factory: the functions are its closures
export const makeRetellQueue = (): RetellQueue => {
  const waiting = new Map<string, Organisation>();
  let wake = (): void => undefined;

  const start: RetellQueue['start'] = ({ storage, retell }, log) => {
    const stopping = new AbortController();
    const { signal } = stopping;

    const tellOf = async (organisation: Organisation): Promise<void> => {
      const told = await Effect.runPromise(retell(organisation), { signal });
      if (told > 0)
        log.info({ organisation: organisation.name, people: told }, 'told of people by the newest mapping set');
    };
    const attempt = async (work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (error) {
        if (!signal.aborted)
          log.warn({ err: error }, 'people cannot be told of by the newest mapping set; it is tried again');
      }
    };
    const takeWaiting = async (): Promise<void> => {
      for (const [id, organisation] of waiting) {
        waiting.delete(id);
        if (!signal.aborted) await attempt(() => tellOf(organisation));
      }
    };
    const look = async (): Promise<void> => {
      for (const organisation of await Effect.runPromise(storage.organisations.list(), { signal })) {
        await takeWaiting();
        if (signal.aborted) return;
        await tellOf(organisation);
      }
    };
    const pause = (): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, EVERY_MS);
        timer.unref();
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (waiting.size > 0 || signal.aborted) wake();
      });
    const work = async (): Promise<void> => {
      while (!signal.aborted) {
        // Woken for some, or time to look at all.
        if (waiting.size > 0) await takeWaiting();
        else await attempt(look);
        await pause();
      }
    };
    const done = work();
    return {
      done,
      stop: async () => {
        stopping.abort();
        wake();
        await done;
      },
    };
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

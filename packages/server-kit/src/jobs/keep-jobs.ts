// Does the jobs of all organisations, one of each in turn, and looks now and then for those of processes that have stopped.
import { randomUUID } from 'node:crypto';
import * as Effect from 'effect/Effect';
import type { FastifyBaseLogger } from 'fastify';
import { queuedJobs, type QueuedJobs } from '@looop-scim/provisioning/directory';
import type { Storage } from '@looop-scim/provisioning/ports';
import type { ComposedServer } from '../composition/compose-server.ts';
import type { Background } from '../lifecycle/finish-removals.ts';
import { runJob } from './run-job.ts';

const LOOK_EVERY_MS = 30_000;

/** What is looked after. */
export interface JobKeeping {
  readonly storage: Pick<Storage, 'organisations' | 'records'>;
  readonly composed: Pick<ComposedServer, 'jobsOf' | 'onJobQueued'>;
}

/** Begins to do jobs. A storage that fails is logged; it is tried again. */
export const keepJobs = ({ storage, composed }: JobKeeping, log: FastifyBaseLogger): Background => {
  const stopping = new AbortController();
  const owner = randomUUID();
  let isWanted = true;
  let wake = (): void => undefined;
  composed.onJobQueued(() => {
    isWanted = true;
    wake();
  });

  /** Does the first job of an organisation that nobody else does; whether there was one. */
  const doOne = async ({ organisation: organisationId, ids }: QueuedJobs): Promise<boolean> => {
    const organisation = await Effect.runPromise(storage.organisations.byId(organisationId));
    if (organisation === undefined) return false;
    const { desk, ...tools } = await Effect.runPromise(composed.jobsOf(organisation));
    for (const id of ids) {
      if (stopping.signal.aborted) return false;
      const claimed = await Effect.runPromise(desk.claim(id, owner));
      if (claimed === undefined) continue;
      await runJob(claimed, tools, { signal: stopping.signal });
      if (!stopping.signal.aborted)
        log.info({ organisation: organisation.name, job: id, kind: claimed.job.kind }, 'did a job');
      return true;
    }
    return false;
  };

  /** Does a job of each organisation in turn; whether there was one. */
  const doRound = async (): Promise<boolean> => {
    let hasDone = false;
    for (const queued of await Effect.runPromise(queuedJobs(storage.records))) {
      if (stopping.signal.aborted) return false;
      try {
        hasDone = (await doOne(queued)) || hasDone;
      } catch (error) {
        // Those of others are done all the same.
        log.warn({ err: error }, 'a job cannot be done at the moment; it is gone on with');
      }
    }
    return hasDone;
  };

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_EVERY_MS);
      timer.unref();
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (stopping.signal.aborted || isWanted) wake();
    });

  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      isWanted = false;
      try {
        while (await doRound());
      } catch (error) {
        log.warn({ err: error }, 'jobs cannot be looked for at the moment');
      }
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

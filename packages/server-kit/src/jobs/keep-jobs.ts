// Does the jobs of all organisations, one of each in turn, and looks now and then for those of processes that have stopped.
import { randomUUID } from 'node:crypto';
import * as Effect from 'effect/Effect';
import type { FastifyBaseLogger } from 'fastify';
import { queuedJobs, type QueuedJobs } from '@looop-scim/provisioning/directory';
import type { Storage } from '@looop-scim/provisioning/ports';
import type { ComposedServer } from '../composition/compose-server.ts';
import type { Background } from '../lifecycle/finish-removals.ts';
import { startRounds } from '../lifecycle/start-rounds.ts';
import { runJob } from './run-job.ts';

const LOOK_EVERY_MS = 30_000;

/** What is looked after. */
export interface JobKeeping {
  readonly storage: Pick<Storage, 'organisations' | 'records'>;
  readonly composed: Pick<ComposedServer, 'jobsOf' | 'onJobQueued'>;
}

/** Begins to do jobs. A storage that fails is logged; it is tried again. */
export const keepJobs = ({ storage, composed }: JobKeeping, log: FastifyBaseLogger): Background => {
  const owner = randomUUID();
  let isWanted = true;

  /** Does the first job of an organisation that nobody else does; whether there was one. */
  const doOne = async ({ organisation: organisationId, ids }: QueuedJobs, signal: AbortSignal): Promise<boolean> => {
    const organisation = await Effect.runPromise(storage.organisations.byId(organisationId));
    if (organisation === undefined) return false;
    const { desk, ...tools } = await Effect.runPromise(composed.jobsOf(organisation));
    for (const id of ids) {
      if (signal.aborted) return false;
      const claimed = await Effect.runPromise(desk.claim(id, owner));
      if (claimed === undefined) continue;
      await runJob(claimed, tools, { signal });
      if (!signal.aborted) log.info({ organisation: organisation.name, job: id, kind: claimed.job.kind }, 'did a job');
      return true;
    }
    return false;
  };

  /** Does a job of each organisation in turn; whether there was one. */
  const doOneOfEach = async (signal: AbortSignal): Promise<boolean> => {
    let hasDone = false;
    for (const queued of await Effect.runPromise(queuedJobs(storage.records))) {
      if (signal.aborted) return false;
      try {
        hasDone = (await doOne(queued, signal)) || hasDone;
      } catch (error) {
        // Those of others are done all the same.
        log.warn({ err: error }, 'a job cannot be done at the moment; it is gone on with');
      }
    }
    return hasDone;
  };

  const rounds = startRounds({
    everyMs: LOOK_EVERY_MS,
    isWanted: () => isWanted,
    round: async (signal) => {
      isWanted = false;
      while (await doOneOfEach(signal));
    },
    failed: (error) => log.warn({ err: error }, 'jobs cannot be looked for at the moment'),
  });
  composed.onJobQueued(() => {
    isWanted = true;
    rounds.wake();
  });
  return rounds;
};

// Does the jobs of all organisations, one after the other, and looks now and then for those of processes that have stopped.
import { randomUUID } from 'node:crypto';
import * as Effect from 'effect/Effect';
import type { FastifyBaseLogger } from 'fastify';
import { queuedJobs } from '@looop-scim/provisioning/directory';
import type { Organisation } from '@looop-scim/provisioning/organisation';
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

  const organisations = async (): Promise<ReadonlyMap<string, Organisation>> =>
    new Map((await Effect.runPromise(storage.organisations.list())).map((one) => [one.id, one]));

  const doQueued = async (): Promise<void> => {
    const queued = await Effect.runPromise(queuedJobs(storage.records));
    if (queued.length === 0) return;
    const known = await organisations();
    for (const { organisation: organisationId, id } of queued) {
      if (stopping.signal.aborted) return;
      const organisation = known.get(organisationId);
      if (organisation === undefined) continue;
      const { desk, ...tools } = await Effect.runPromise(composed.jobsOf(organisation));
      const claimed = await Effect.runPromise(desk.claim(id, owner));
      if (claimed === undefined) continue;
      await runJob(claimed, tools, { signal: stopping.signal });
      if (stopping.signal.aborted) return;
      log.info({ organisation: organisation.name, job: id, kind: claimed.job.kind }, 'did a job');
    }
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
        await doQueued();
      } catch (error) {
        log.warn({ err: error }, 'a job cannot be done at the moment; it is gone on with');
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

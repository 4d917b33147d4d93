// Jobs as records: the job itself, the pieces of its body, and its place in the queue of the installation.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { SchemaRegistry } from '@looop-scim/scim/schema';
import { isOver, JOB_LIMITS, type StoredJob } from '../jobs/job.ts';
import type { OrganisationId } from '../organisation/organisation.ts';
import type { IdGenerator } from '../ports/outbound/identifiers.ts';
import type { RecordStore } from '../ports/outbound/record-store.ts';
import type { VersionConflict } from '../ports/outbound/revision-store.ts';

/** What the jobs of an organisation work with. */
export interface JobDependencies {
  readonly organisation: OrganisationId;
  readonly registry: SchemaRegistry;
  readonly records: RecordStore;
  /** Records of the installation: which jobs of any organisation are to be done. */
  readonly queue: RecordStore;
  readonly ids: IdGenerator;
  /** Told of a job that is to be done. */
  readonly queued: (id: string) => void;
}

/** No body takes longer. */
const RECEIVING_MS = 5 * 60_000;

const jobKey = (id: string): string => `job:${id}`;
const partKey = (id: string, index: number): string => `part:${id}:${String(index).padStart(6, '0')}`;

/** The key of a job in the queue of the installation. */
const queueKey = (organisation: OrganisationId, id: string): string => `queued:${organisation}:${id}`;

/** Jobs of an organisation that are looked at before it is the turn of the next one: as many other processes may do one each. */
const LOOKED_AT = 100;

/** Behind all keys of an organisation: ids have no such character. */
const AFTER_IDS = '~';

/** The first jobs of an organisation that are to be done, in the order in which they came. */
export interface QueuedJobs {
  readonly organisation: OrganisationId;
  readonly ids: readonly string[];
}

/**
 * The jobs that are to be done, as the queue of the installation names them: of each organisation the first ones, so that none waits
 * until another one has no jobs any more.
 */
export const queuedJobs = Effect.fnUntraced(function* (
  queue: RecordStore,
): Effect.fn.Return<readonly QueuedJobs[], StorageUnavailable> {
  const found: QueuedJobs[] = [];
  for (let after: string | undefined; ;) {
    const [next] = yield* queue.page('job', { prefix: 'queued:', ...(after !== undefined && { after }), limit: 1 });
    if (next === undefined) return found;
    // Written by `enqueue` below.
    const organisation = (next.key.split(':')[1] ?? '') as OrganisationId;
    const prefix = queueKey(organisation, '');
    const records = yield* queue.page('job', { prefix, limit: LOOKED_AT });
    found.push({ organisation, ids: records.map(({ key }) => key.slice(prefix.length)) });
    after = `${prefix}${AFTER_IDS}`;
  }
});

/** Whether the body of a job broke off: it is sent again, also where its process stopped before it could say so. */
export const brokeOff = ({ state, createdAt }: StoredJob, now: number): boolean =>
  state === 'receiving' && createdAt + RECEIVING_MS <= now;

/** A job, and the version of its record. */
export interface VersionedJob {
  readonly job: StoredJob;
  readonly version: number;
}

/** Removes all records of a prefix. */
const removeAll = Effect.fnUntraced(function* (
  store: RecordStore,
  prefix: string,
): Effect.fn.Return<void, StorageUnavailable> {
  for (const { key, version } of yield* store.page('job', { prefix, limit: 1000 })) {
    yield* Effect.catchTag(store.remove('job', key, version), 'VersionConflict', () => Effect.void);
  }
});

/** Stores what is never changed. */
const put = Effect.fnUntraced(function* (
  store: RecordStore,
  key: string,
  content: unknown,
): Effect.fn.Return<void, StorageUnavailable> {
  const now = yield* Clock.currentTimeMillis;
  const record = { content: JSON.stringify(content), expiresAt: now + JOB_LIMITS.keptMs };
  yield* Effect.catchTag(store.write('job', key, record, 0), 'VersionConflict', () => Effect.void);
});

/** Makes what reads and writes the jobs of an organisation. */
export const makeJobStore = ({ organisation, records, queue, queued }: JobDependencies) => {
  const read = (id: string): Effect.Effect<VersionedJob | undefined, StorageUnavailable> =>
    Effect.map(records.read('job', jobKey(id)), (record) =>
      // Written by `write` below, never by anybody else.
      record === undefined ? undefined : { job: JSON.parse(record.content) as StoredJob, version: record.version },
    );

  const write = Effect.fnUntraced(function* (
    job: StoredJob,
    version: number,
  ): Effect.fn.Return<VersionedJob, VersionConflict | StorageUnavailable> {
    const now = yield* Clock.currentTimeMillis;
    const record = { content: JSON.stringify(job), expiresAt: now + JOB_LIMITS.keptMs };
    const stored = yield* records.write('job', jobKey(job.id), record, version);
    return { job, version: stored.version };
  });

  /** Changes a job, whoever else changes it at the same time. `change` answers undefined when there is nothing to change. */
  const change = Effect.fnUntraced(function* (
    id: string,
    revise: (job: StoredJob) => StoredJob | undefined,
  ): Effect.fn.Return<VersionedJob | undefined, StorageUnavailable> {
    for (;;) {
      const found = yield* read(id);
      if (found === undefined) return undefined;
      const next = revise(found.job);
      if (next === undefined) return found;
      const written = yield* Effect.catchTag(write(next, found.version), 'VersionConflict', () =>
        Effect.succeed(undefined),
      );
      if (written !== undefined) return written;
    }
  });

  /** Removes what a job that has ended leaves beside its record. */
  const clear = (id: string): Effect.Effect<void, StorageUnavailable> =>
    Effect.andThen(removeAll(records, `part:${id}:`), removeAll(queue, queueKey(organisation, id)));

  return {
    read,
    write,
    change,
    putPart: (id: string, index: number, text: string) => put(records, partKey(id, index), text),
    part: (id: string, index: number) =>
      Effect.map(records.read('job', partKey(id, index)), (record) =>
        record === undefined ? undefined : (JSON.parse(record.content) as string),
      ),
    /**
     * Has a job done that is being received so far. The queue comes first: whoever looks into it leaves the job alone until it is
     * queued itself, and a process that stops in between leaves nothing that waits for ever.
     */
    enqueue: Effect.fnUntraced(function* (id: string, parts: number) {
      yield* put(queue, queueKey(organisation, id), {});
      // Somebody may have cancelled it meanwhile.
      const changed = yield* change(id, (job) => (isOver(job) ? undefined : { ...job, state: 'queued', parts }));
      if (changed === undefined) throw new TypeError(`The job ${id} is gone`);
      if (isOver(changed.job)) yield* clear(id);
      else queued(id);
      return changed.job;
    }),
    clear,
  };
};

/** Reads and writes jobs. */
export type JobStore = ReturnType<typeof makeJobStore>;

// Makes the jobs of an organisation: the implementation of the inbound ports. A job is a record that is changed by compare-and-set;
// whoever does it holds a lease in it, and loses it to another process once it has ended.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { beginningOf } from '../activity/samples.ts';
import {
  isOver,
  JOB_LIMITS,
  NO_LINES,
  NO_PEOPLE,
  shownJob,
  type ImpactJob,
  type ImportJob,
  type Job,
  type StoredJob,
} from '../jobs/job.ts';
import { acceptMappingSet } from '../mapping/check-mapping-set.ts';
import {
  JobCancelled,
  JobExists,
  JobLost,
  NoSuchJob,
  type ClaimedJob,
  type ImportSubmission,
  type ImportUpload,
  type JobDesk,
  type JobService,
} from '../ports/inbound/job-service.ts';
import { typeNamed } from './directory-parts.ts';
import { brokeOff, makeJobStore, type JobDependencies, type JobStore, type VersionedJob } from './job-store.ts';

const LONGEST_AUTHOR = 200;
const LONGEST_FAILURE = 1000;
/** Characters of a piece of a body: as JSON it has six times as many at most. */
const PART_CHARACTERS = 160_000;
const LEASE_MS = 60_000;

const idempotencyKeyOf = (key: string): string => `key:${key}`;
const importOf = (job: Job): ImportJob => {
  if (job.kind !== 'import') throw new TypeError(`The job ${job.id} is no import`);
  return job;
};

const makeUpload = (store: JobStore, id: string): ImportUpload => {
  let waiting = '';
  let parts = 0;
  const flush = Effect.fnUntraced(function* (least: number): Effect.fn.Return<void, StorageUnavailable> {
    while (waiting.length > least) {
      // Half a surrogate pair is no text.
      const cut = waiting.slice(0, PART_CHARACTERS).isWellFormed() ? PART_CHARACTERS : PART_CHARACTERS - 1;
      const text = waiting.slice(0, cut);
      waiting = waiting.slice(cut);
      yield* store.putPart(id, parts, text);
      parts += 1;
    }
  });
  return {
    id,
    append: (text) => {
      waiting += text;
      return flush(PART_CHARACTERS);
    },
    finish: Effect.fnUntraced(function* () {
      yield* flush(0);
      return importOf(shownJob(yield* store.enqueue(id, parts)));
    }),
    abandon: Effect.fnUntraced(function* (reason: string) {
      const finishedAt = yield* Clock.currentTimeMillis;
      yield* store.change(id, (job) => ({ ...job, state: 'failed', failure: reason, finishedAt }));
      yield* store.clear(id);
    }),
  };
};

const makeSubmit = (deps: JobDependencies, store: JobStore): Pick<JobService, 'submitImport' | 'submitImpact'> => {
  const { ids, records, registry } = deps;
  const base = Effect.fnUntraced(function* (author: string) {
    const createdAt = yield* Clock.currentTimeMillis;
    return { id: yield* ids.next, author: beginningOf(author, LONGEST_AUTHOR), createdAt, attempts: 0, parts: 0 };
  });
  const create = (job: StoredJob) =>
    // Nobody else has the id.
    Effect.catchTag(store.write(job, 0), 'VersionConflict', Effect.die);

  /** The job of a key, when there is one that it may stand for. */
  const earlierOf = Effect.fnUntraced(function* (
    id: string,
    { request }: ImportSubmission,
  ): Effect.fn.Return<ImportJob | undefined, JobExists | StorageUnavailable> {
    const found = yield* store.read(id);
    const now = yield* Clock.currentTimeMillis;
    if (found === undefined || found.job.state === 'failed' || brokeOff(found.job, now)) return undefined;
    const job = importOf(shownJob(found.job));
    const isSame = JSON.stringify(job.request) === JSON.stringify(request);
    if (!isSame || job.state === 'receiving') return yield* new JobExists({ id });
    return job;
  });

  return {
    submitImport: Effect.fnUntraced(function* (submission: ImportSubmission) {
      const { request, author, idempotencyKey } = submission;
      const job: StoredJob = {
        ...(yield* base(author)),
        kind: 'import',
        state: 'receiving',
        request,
        report: NO_LINES,
      };
      if (idempotencyKey !== undefined) {
        const key = idempotencyKeyOf(idempotencyKey);
        const named = yield* records.read('job', key);
        const id = named === undefined ? undefined : (JSON.parse(named.content) as string);
        const earlier = id === undefined ? undefined : yield* earlierOf(id, submission);
        if (earlier !== undefined) return { earlier };
        const record = { content: JSON.stringify(job.id), expiresAt: job.createdAt + JOB_LIMITS.keptMs };
        yield* Effect.catchTag(records.write('job', key, record, named?.version ?? 0), 'VersionConflict', () =>
          Effect.fail(new JobExists({ id: job.id })),
        );
      }
      yield* create(job);
      return makeUpload(store, job.id);
    }),
    submitImpact: Effect.fnUntraced(function* (set: unknown, author: string) {
      yield* Effect.fromResult(acceptMappingSet(typeNamed(registry, 'User'), set));
      const job: StoredJob & ImpactJob = {
        ...(yield* base(author)),
        ...{ kind: 'impact', state: 'receiving', request: { set }, report: NO_PEOPLE },
      };
      yield* create(job);
      return shownJob(yield* store.enqueue(job.id, 0)) as ImpactJob;
    }),
  };
};

/** Makes the service that jobs are asked of. */
export const makeJobService = (deps: JobDependencies): JobService => {
  const store = makeJobStore(deps);
  const found = Effect.fnUntraced(function* <Kind extends Job['kind']>(
    kind: Kind,
    id: string,
  ): Effect.fn.Return<Extract<Job, { readonly kind: Kind }>, NoSuchJob | StorageUnavailable> {
    const read = yield* store.read(id);
    if (read?.job.kind !== kind) return yield* new NoSuchJob({ kind, id });
    return shownJob(read.job) as Extract<Job, { readonly kind: Kind }>;
  });
  return {
    ...makeSubmit(deps, store),
    importJob: (id) => found('import', id),
    impactJob: (id) => found('impact', id),
    cancel: Effect.fnUntraced(function* (kind: Job['kind'], id: string) {
      yield* found(kind, id);
      const finishedAt = yield* Clock.currentTimeMillis;
      const changed = yield* store.change(id, (job) => {
        if (isOver(job)) return undefined;
        // Whoever does it stops at the next step; nobody has begun with one that waits.
        if (job.state === 'running') return { ...job, isCancelRequested: true };
        return { ...job, state: 'cancelled', finishedAt };
      });
      if (changed === undefined) return yield* new NoSuchJob({ kind, id });
      if (isOver(changed.job)) yield* store.clear(id);
      return shownJob(changed.job);
    }),
  };
};

/** Whether a process may begin with a job, or go on with one whose process has stopped. */
const isFree = ({ state, lease }: StoredJob, now: number): boolean =>
  state === 'queued' || (state === 'running' && (lease?.until ?? 0) <= now);

const makeClaimed = (store: JobStore, claimed: VersionedJob, owner: string): ClaimedJob => {
  let current = claimed;
  const { id } = claimed.job;

  /** Writes as the owner of the lease: a record that somebody has asked to cancel was written by somebody else. */
  const writeAsOwner = Effect.fnUntraced(function* (
    next: (job: StoredJob) => StoredJob,
  ): Effect.fn.Return<void, JobLost | StorageUnavailable> {
    for (;;) {
      const written = yield* Effect.catchTag(store.write(next(current.job), current.version), 'VersionConflict', () =>
        Effect.succeed(undefined),
      );
      if (written !== undefined) {
        current = written;
        return;
      }
      const found = yield* store.read(id);
      if (found?.job.lease?.owner !== owner) return yield* new JobLost({ id });
      current = found;
    }
  });

  return {
    job: shownJob(claimed.job),
    part: (index) => (index < claimed.job.parts ? store.part(id, index) : Effect.succeed(undefined)),
    keep: Effect.fnUntraced(function* (report) {
      const until = (yield* Clock.currentTimeMillis) + LEASE_MS;
      yield* writeAsOwner((job) => ({ ...job, report, lease: { owner, until } }) as StoredJob);
      if (current.job.isCancelRequested === true) yield* new JobCancelled({ id });
    }),
    release: () =>
      Effect.catchTag(
        writeAsOwner((job) => {
          const { lease: _lease, ...rest } = job;
          return { ...rest, state: 'queued', attempts: job.attempts - 1 };
        }),
        'JobLost',
        () => Effect.void,
      ),
    end: Effect.fnUntraced(function* (state, report, failure) {
      const finishedAt = yield* Clock.currentTimeMillis;
      const ended = writeAsOwner((job) => {
        const { lease: _lease, ...rest } = job;
        const why = failure === undefined ? {} : { failure: beginningOf(failure, LONGEST_FAILURE) };
        return { ...rest, state, report, finishedAt, ...why } as StoredJob;
      });
      // Whoever has taken it over ends it.
      const isMine = yield* ended.pipe(
        Effect.as(true),
        Effect.catchTag('JobLost', () => Effect.succeed(false)),
      );
      if (isMine) yield* store.clear(id);
    }),
  };
};

/** Makes the desk of whoever does jobs. */
export const makeJobDesk = (deps: JobDependencies): JobDesk => {
  const store = makeJobStore(deps);
  return {
    claim: Effect.fnUntraced(function* (id: string, owner: string) {
      const found = yield* store.read(id);
      const now = yield* Clock.currentTimeMillis;
      if (found === undefined || isOver(found.job)) {
        yield* store.clear(id);
        return undefined;
      }
      if (brokeOff(found.job, now)) {
        const failure = 'the process that took it in stopped before it was whole';
        yield* store.change(id, (job) =>
          brokeOff(job, now) ? { ...job, state: 'failed', failure, finishedAt: now } : undefined,
        );
        yield* store.clear(id);
        return undefined;
      }
      if (!isFree(found.job, now)) return undefined;
      const attempts = found.job.attempts + 1;
      const isGivenUp = attempts > JOB_LIMITS.attempts;
      const failure = `the processes that did it stopped ${JOB_LIMITS.attempts} times`;
      const next: StoredJob = isGivenUp
        ? { ...found.job, state: 'failed', failure, finishedAt: now }
        : { ...found.job, state: 'running', attempts, lease: { owner, until: now + LEASE_MS } };
      const written = yield* Effect.catchTag(store.write(next, found.version), 'VersionConflict', () =>
        Effect.succeed(undefined),
      );
      if (written === undefined || isGivenUp) return undefined;
      return makeClaimed(store, written, owner);
    }),
  };
};

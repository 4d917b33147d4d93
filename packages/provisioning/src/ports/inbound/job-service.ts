// The inbound ports of jobs: of whoever asks for them, and of whoever does them. Both are made for one organisation.
import * as Data from 'effect/Data';
import type * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { ImpactJob, ImpactReport, ImportJob, ImportJobReport, ImportRequest, Job } from '../../jobs/job.ts';
import type { InvalidMappingSet } from '../../mapping/mapping-fault.ts';

/** The organisation has no such job, or none any more. */
export class NoSuchJob extends Data.TaggedError('NoSuchJob')<{ readonly kind: Job['kind']; readonly id: string }> {}

/** The same key was sent for another import, or one whose body is still on its way. */
export class JobExists extends Data.TaggedError('JobExists')<{ readonly id: string }> {}

/** Somebody else does the job now. */
export class JobLost extends Data.TaggedError('JobLost')<{ readonly id: string }> {}

/** Somebody wants the job to stop. */
export class JobCancelled extends Data.TaggedError('JobCancelled')<{ readonly id: string }> {}

/** Who asks for an import. */
export interface ImportSubmission {
  readonly request: ImportRequest;
  readonly author: string;
  /** The same key brings the same job, however often it is sent; 1 to 100 printable ASCII characters without spaces. */
  readonly idempotencyKey?: string;
}

/** The body of an import on its way. */
export interface ImportUpload {
  readonly id: string;
  /** Stores the next characters. */
  readonly append: (text: string) => Effect.Effect<void, StorageUnavailable>;
  /** The body is complete: the job waits to be done. */
  readonly finish: () => Effect.Effect<ImportJob, StorageUnavailable>;
  /** The body broke off: the job has failed. */
  readonly abandon: (reason: string) => Effect.Effect<void, StorageUnavailable>;
}

/** Asks for jobs. */
export interface JobService {
  /** Begins an import, or finds the one that the key has begun. Fails: `JobExists`. */
  readonly submitImport: (
    submission: ImportSubmission,
  ) => Effect.Effect<ImportUpload | { readonly earlier: ImportJob }, JobExists | StorageUnavailable>;
  /** Asks what a mapping set would change. Fails: `InvalidMappingSet`. */
  readonly submitImpact: (
    set: unknown,
    author: string,
  ) => Effect.Effect<ImpactJob, InvalidMappingSet | StorageUnavailable>;
  readonly importJob: (id: string) => Effect.Effect<ImportJob, NoSuchJob | StorageUnavailable>;
  readonly impactJob: (id: string) => Effect.Effect<ImpactJob, NoSuchJob | StorageUnavailable>;
  /** Stops a job soon; one that has ended stays as it is. What it has done stays done. */
  readonly cancel: (kind: Job['kind'], id: string) => Effect.Effect<Job, NoSuchJob | StorageUnavailable>;
}

/** A job that this process does. */
export interface ClaimedJob {
  readonly job: Job;
  /** The body, piece by piece. */
  readonly part: (index: number) => Effect.Effect<string | undefined, StorageUnavailable>;
  /** Stores how far the job is and keeps it for another minute. Fails: `JobLost`; `JobCancelled`. */
  readonly keep: (
    report: ImportJobReport | ImpactReport,
  ) => Effect.Effect<void, JobLost | JobCancelled | StorageUnavailable>;
  /** Leaves the job to another process, which begins anew with it. */
  readonly release: () => Effect.Effect<void, StorageUnavailable>;
  /** Ends the job. */
  readonly end: (
    state: 'succeeded' | 'failed' | 'cancelled',
    report: ImportJobReport | ImpactReport,
    failure?: string,
  ) => Effect.Effect<void, StorageUnavailable>;
}

/** Does jobs. */
export interface JobDesk {
  /** Takes a job that nobody does; undefined when there is nothing to do. */
  readonly claim: (id: string, owner: string) => Effect.Effect<ClaimedJob | undefined, StorageUnavailable>;
}

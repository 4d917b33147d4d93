// Work that takes longer than a request: imports, and how many people a mapping set would change. A job is a record, so that any
// process may do it, and another one goes on when that process stops.
import type { ImportSettings, LineOutcome, MissingReport } from '../ports/inbound/directory-import.ts';
import type { ProfileChange } from '../mapping/profile.ts';

/** Bounds of jobs. */
export const JOB_LIMITS = {
  /** Bytes of the body of an import. */
  importBytes: 64 * 1024 * 1024,
  /** Refused lines that an import lists; all of them are counted. */
  errors: 500,
  /** Changes that a job shows. */
  examples: 20,
  /** For how long a job that has ended can be read, in milliseconds. */
  keptMs: 7 * 24 * 60 * 60 * 1000,
  /** How often a job is begun whose process stopped. */
  attempts: 5,
} as const;

/** `receiving`: its body is on its way. `queued`: nobody does it yet. */
export const JOB_STATES = ['receiving', 'queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;

/** State of a job. */
export type JobState = (typeof JOB_STATES)[number];

/** An import that is asked for. */
export interface ImportRequest extends Omit<ImportSettings, 'requestId' | 'begun'> {
  readonly format: 'csv' | 'jsonl';
  /** What is between the cells of CSV. */
  readonly delimiter: string;
  /** How many refused lines stop it. Default: none do. */
  readonly maxErrors?: number;
  /** Whether people whom no line is about are deactivated once all lines were taken. */
  readonly deactivateMissing?: boolean;
  /** How many of them may be deactivated: the job fails, and nobody is, when they are more. Default: any number. */
  readonly deactivateAtMost?: number;
}

/** A refused line. */
export interface JobError {
  readonly line: number;
  readonly column?: string;
  readonly reason: string;
}

/** What became of an import so far. */
export interface ImportJobReport {
  readonly lines: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
  /** The first refused lines. */
  readonly errors: readonly JobError[];
  /** The first lines that changed something. */
  readonly examples: readonly LineOutcome[];
  /** The people who are not in the file, when they were to be deactivated; of a dry run those who would be. */
  readonly missing?: MissingReport;
}

/** A mapping set whose impact is asked for, in its JSON form. */
export interface ImpactRequest {
  readonly set: unknown;
}

/** A person whose profile would be another one. */
export interface ImpactExample {
  readonly id: string;
  readonly userName: string;
  readonly difference: readonly ProfileChange[];
}

/** What a mapping set would do, as far as people were looked at. */
export interface ImpactReport {
  readonly people: number;
  readonly changed: number;
  /** By field: how many people would have another value. */
  readonly fields: Readonly<Record<string, number>>;
  readonly examples: readonly ImpactExample[];
}

/** What both kinds of jobs have. */
interface CommonJob {
  readonly id: string;
  readonly state: JobState;
  /** Who asked for it. */
  readonly author: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly finishedAt?: number;
  /** Why it failed. */
  readonly failure?: string;
}

/** An import as a job. */
export interface ImportJob extends CommonJob {
  readonly kind: 'import';
  readonly request: ImportRequest;
  readonly report: ImportJobReport;
}

/** The impact of a mapping set as a job. */
export interface ImpactJob extends CommonJob {
  readonly kind: 'impact';
  readonly request: ImpactRequest;
  readonly report: ImpactReport;
}

/** A job. */
export type Job = ImportJob | ImpactJob;

/** Who does a job, and until when nobody else may: milliseconds since 1970. */
export interface Lease {
  readonly owner: string;
  readonly until: number;
}

/** A job as its record keeps it. */
export type StoredJob = Job & {
  readonly attempts: number;
  /** Pieces of its body. */
  readonly parts: number;
  readonly lease?: Lease;
  readonly isCancelRequested?: boolean;
};

/** The report of an import that has not begun. */
export const NO_LINES: ImportJobReport = {
  ...{ lines: 0, created: 0, changed: 0, unchanged: 0, refused: 0 },
  errors: [],
  examples: [],
};

/** The report of an impact that has not begun. */
export const NO_PEOPLE: ImpactReport = { people: 0, changed: 0, fields: {}, examples: [] };

/** The job as it is shown. */
export const shownJob = (stored: StoredJob): Job => {
  const { attempts: _attempts, parts: _parts, lease: _lease, isCancelRequested: _asked, ...job } = stored;
  return job;
};

/** Whether a job has ended. */
export const isOver = ({ state }: Pick<Job, 'state'>): boolean =>
  state === 'succeeded' || state === 'failed' || state === 'cancelled';

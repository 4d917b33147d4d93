// Does one job: an import from the pieces of its body, or the impact of a mapping set.
import { Readable } from 'node:stream';
import { setImmediate as othersTurn } from 'node:timers/promises';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import {
  columnFaultText,
  InvalidColumns,
  JOB_LIMITS,
  JobCancelled,
  JobLost,
  NO_LINES,
  type ClaimedJob,
  type DirectoryImport,
  type ImpactJob,
  type ImportJob,
  type ImportJobReport,
  type JobError,
  type LineOutcome,
  type MissingUsers,
} from '@looop-scim/provisioning/directory';
import type { BeginImpact } from '@looop-scim/provisioning/organisation';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import { countOf } from '../operator/columns.ts';
import { importFile, type ImportCounts } from '../operator/directory-file/import-file.ts';
import { readCsv } from '../operator/directory-file/read-csv.ts';
import { readJsonLines } from '../operator/directory-file/read-json-lines.ts';
import { settleMissing } from '../operator/directory-file/settle-missing.ts';

/** What jobs are done with. */
export interface JobTools {
  readonly importing: DirectoryImport;
  readonly beginImpact: BeginImpact;
}

/** How often the record of a job is written, in milliseconds. */
const KEEP_EVERY_MS = 2000;
/** Characters of a reason that is listed. */
const LONGEST_REASON = 500;

/** The pieces of a body. Others get a turn before each: a body may have no line that is taken, and a storage may answer at once. */
const piecesOf = async function* ({ part }: ClaimedJob): AsyncGenerator<string> {
  for (let index = 0; ; index += 1) {
    await othersTurn();
    const piece = await Effect.runPromise(part(index));
    if (piece === undefined) return;
    yield piece;
  }
};

/** This process is about to end: another one goes on with the job. */
class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** How a job is done. */
export interface JobPace {
  /** Stops the job between two steps. */
  readonly signal: AbortSignal;
  /** How often its record is written, in milliseconds. Default: 2000. */
  readonly everyMs?: number;
}

/** Writes the record now and then. */
const makeKeeper = (claimed: ClaimedJob, { signal, everyMs = KEEP_EVERY_MS }: JobPace) => {
  let kept = Number.NEGATIVE_INFINITY;
  return async (report: Parameters<ClaimedJob['keep']>[0]): Promise<void> => {
    if (signal.aborted) throw new Stopped();
    if (performance.now() - kept < everyMs) return;
    // Its failures are thrown as they are.
    const outcome = await Effect.runPromise(Effect.result(claimed.keep(report)));
    if (Result.isFailure(outcome)) throw outcome.failure;
    kept = performance.now();
  };
};

const errorOf = ({ line, column, reason }: LineOutcome & { readonly kind: 'refused' }): JobError => ({
  line,
  ...(column !== undefined && { column }),
  reason: reason.slice(0, LONGEST_REASON).toWellFormed(),
});

/** More people are missing than may be deactivated. */
class TooManyMissing extends Error {
  override readonly name = 'TooManyMissing';
}

/** Refuses to deactivate more people than that. */
const atMost =
  (most: number) =>
  async ({ count }: MissingUsers): Promise<void> => {
    if (count <= most) return;
    throw new TooManyMissing(
      `Nobody was deactivated: ${countOf(count, 'active user')} not in the file, and at most ${most} may be deactivated`,
    );
  };

const doImport = async (claimed: ClaimedJob, job: ImportJob, { importing }: JobTools, pace: JobPace) => {
  const { format, delimiter, deactivateMissing, ...request } = job.request;
  const { maxErrors = Number.POSITIVE_INFINITY, deactivateAtMost = Number.POSITIVE_INFINITY, ...settings } = request;
  // Who came after the job is not missing, also where it is begun anew.
  const begun = { requestId: `import-${job.id}`, begun: job.createdAt };
  const importRun = await Effect.runPromise(importing.begin({ ...settings, ...begun }));
  const errors: JobError[] = [];
  let counts: Readonly<ImportCounts> = NO_LINES;
  const reportOf = (examples: readonly LineOutcome[] = []): ImportJobReport => ({ ...counts, errors, examples });
  const keep = makeKeeper(claimed, pace);
  const keeping = Effect.suspend(() => Effect.promise(() => keep(reportOf())));
  const source = Readable.from(piecesOf(claimed));
  const parts = format === 'csv' ? readCsv(source, { delimiter }) : readJsonLines(source);
  try {
    const {
      samples,
      counts: all,
      isStopped,
    } = await importFile(
      parts,
      {
        checkColumns: importRun.checkColumns,
        take: (lines) => Effect.andThen(keeping, importRun.take(lines)),
      },
      {
        onRefused: (outcome) => void (errors.length < JOB_LIMITS.errors && errors.push(errorOf(outcome))),
        onProgress: (now) => void (counts = { ...now }),
      },
      { maxErrors },
    );
    counts = all;
    const missing =
      deactivateMissing === true && !isStopped
        ? {
            missing: await settleMissing(importRun, {
              ...{ dryRun: settings.dryRun, between: keeping },
              confirm: atMost(deactivateAtMost),
            }),
          }
        : {};
    const report = { ...reportOf(samples), ...missing };
    const ended = isStopped
      ? claimed.end('failed', report, `Stopped: ${counts.refused} lines were refused; those behind were not looked at`)
      : claimed.end('succeeded', report);
    await Effect.runPromise(ended);
  } catch (error) {
    await endAfter(claimed, reportOf(), error);
  } finally {
    source.destroy();
  }
};

const doImpact = async (claimed: ClaimedJob, job: ImpactJob, { beginImpact }: JobTools, pace: JobPace) => {
  let { report } = job;
  try {
    const impact = await Effect.runPromise(beginImpact(job.request.set));
    const keep = makeKeeper(claimed, pace);
    for (let isDone = false; !isDone;) {
      await keep(report);
      ({ report, isDone } = await Effect.runPromise(impact.step()));
    }
    await Effect.runPromise(claimed.end('succeeded', report));
  } catch (error) {
    await endAfter(claimed, report, error);
  }
};

const failureText = (error: unknown): string => {
  if (error instanceof InvalidColumns)
    return `The columns are refused: ${error.faults.map(columnFaultText).join('; ')}`;
  return error instanceof Error && error.message !== '' ? error.message : 'The job cannot be done';
};

/** Ends a job that was stopped. One that a storage's failure stopped is left to whoever takes it when its lease has ended. */
const endAfter = async (
  claimed: ClaimedJob,
  report: Parameters<ClaimedJob['end']>[1],
  error: unknown,
): Promise<void> => {
  if (error instanceof JobLost) return;
  if (error instanceof Stopped) return await Effect.runPromise(claimed.release());
  if (error instanceof JobCancelled) return await Effect.runPromise(claimed.end('cancelled', report));
  if (error instanceof StorageUnavailable) throw error;
  await Effect.runPromise(claimed.end('failed', report, failureText(error)));
};

/** Does a job. Rejects when the storage fails: then another process, or this one, goes on once the lease has ended. */
export const runJob = async (claimed: ClaimedJob, tools: JobTools, pace: JobPace): Promise<void> => {
  const { job } = claimed;
  return job.kind === 'import' ? await doImport(claimed, job, tools, pace) : await doImpact(claimed, job, tools, pace);
};

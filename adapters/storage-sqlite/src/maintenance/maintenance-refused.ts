// Why a backup was not made or not restored, where it is not a matter of the database.
import * as Data from 'effect/Data';

/** A whole sentence or two for the operator, without a full stop at the end. */
export class MaintenanceRefused extends Data.TaggedError('MaintenanceRefused')<{
  readonly reason: string;
  /** What the file system threw, where it did. */
  readonly cause?: unknown;
}> {
  override get message(): string {
    return this.reason;
  }
}

/** Runs file system calls; what they throw is a refusal. */
export const refusalOf = (cause: unknown): MaintenanceRefused =>
  cause instanceof MaintenanceRefused
    ? cause
    : new MaintenanceRefused({ reason: cause instanceof Error ? cause.message : String(cause), cause });

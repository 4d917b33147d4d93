// Why a database file is not opened, in words for the operator who reads the start-up log.
import * as Data from 'effect/Data';

/** The file was written by a newer version of this software. */
export class DatabaseTooNew extends Data.TaggedError('DatabaseTooNew')<{
  readonly path: string;
  /** Schema version of the file. */
  readonly found: number;
  /** Newest schema version that this version of the software knows. */
  readonly known: number;
  /** Version of the software that brought the file to its schema, where it said so. */
  readonly writtenBy?: string | undefined;
  /** A backup from before the upgrade that this version can read. */
  readonly backup?: string | undefined;
}> {
  override get message(): string {
    const backup =
      this.backup === undefined
        ? 'a backup from before the upgrade'
        : `the backup from before the upgrade, ${this.backup}`;
    const writer =
      this.writtenBy === undefined
        ? 'the version that wrote the file'
        : `version ${this.writtenBy}, which wrote the file`;
    return (
      `${this.path} has schema version ${this.found}, this version of Looop SCIM knows versions up to ${this.known}. ` +
      `Start ${writer} (or a newer one), or restore ${backup}. Nothing was changed.`
    );
  }
}

/** There is no storage in the file, which was to hold one already. */
export class DatabaseMissing extends Data.TaggedError('DatabaseMissing')<{ readonly path: string }> {
  override get message(): string {
    return `${this.path} does not exist or is empty. Nothing was created.`;
  }
}

/** The file is no database, or the database of another application. */
export class ForeignDatabase extends Data.TaggedError('ForeignDatabase')<{
  readonly path: string;
  readonly reason: string;
  /** Whether it may have been a database once. */
  readonly mayBeDamaged?: boolean;
}> {
  override get message(): string {
    const advice =
      this.mayBeDamaged === true ? 'If it was one, it is damaged: restore a backup.' : 'Name another file.';
    return `${this.path} is no database of Looop SCIM: ${this.reason}. ${advice} Nothing was changed.`;
  }
}

/** The file does not hold any more what was written to it. */
export class DatabaseDamaged extends Data.TaggedError('DatabaseDamaged')<{
  readonly path: string;
  readonly cause: unknown;
}> {
  override get message(): string {
    const reason = this.cause instanceof Error ? this.cause.message : String(this.cause);
    return `${this.path} is damaged: ${reason}. Restore a backup.`;
  }
}

/** The path leads to another file than the one that was to be opened. */
export class DatabaseReplaced extends Data.TaggedError('DatabaseReplaced')<{ readonly path: string }> {
  override get message(): string {
    return `${this.path} was replaced by another file while it was open. Restart the server to go on with what is there now.`;
  }
}

/** The file or its directory cannot be created, read or written, or another process keeps it locked. */
export class DatabaseNotUsable extends Data.TaggedError('DatabaseNotUsable')<{
  readonly path: string;
  readonly cause: unknown;
}> {
  override get message(): string {
    const reason = this.cause instanceof Error ? this.cause.message : String(this.cause);
    return `${this.path} cannot be opened: ${reason}. Check that the directory exists, is writable and has free space.`;
  }
}

/** The file has an older schema, and the backup that comes before bringing it to the newest one could not be made. */
export class DatabaseNotBackedUp extends Data.TaggedError('DatabaseNotBackedUp')<{
  readonly path: string;
  /** Schema version of the file. */
  readonly from: number;
  /** The one that it is brought to. */
  readonly to: number;
  readonly reason: string;
}> {
  override get message(): string {
    return (
      `${this.path} has schema version ${this.from}, which this version of Looop SCIM brings to ${this.to} after a backup, ` +
      `and the backup could not be made: ${this.reason}. Nothing was changed.`
    );
  }
}

/** Every way in which opening a storage can fail. */
export type SqliteOpenFailure =
  | DatabaseMissing
  | DatabaseTooNew
  | ForeignDatabase
  | DatabaseDamaged
  | DatabaseReplaced
  | DatabaseNotBackedUp
  | DatabaseNotUsable;

// Why a database is not opened, in words for the operator who reads the start-up log. No text here holds a password.
import * as Data from 'effect/Data';

/** The database was written by a newer version of this software. */
export class MongoDatabaseTooNew extends Data.TaggedError('MongoDatabaseTooNew')<{
  readonly database: string;
  /** Schema version of the database. */
  readonly found: number;
  /** Newest schema version that this version of the software knows. */
  readonly known: number;
}> {
  override get message(): string {
    return (
      `The database ${this.database} has schema version ${this.found}, this version of Looop SCIM knows versions up to ` +
      `${this.known}. Start the version that wrote it (or a newer one), or restore a backup from before the upgrade. Nothing was changed.`
    );
  }
}

/** There is no storage in the database, which was to hold one already. */
export class MongoDatabaseMissing extends Data.TaggedError('MongoDatabaseMissing')<{ readonly database: string }> {
  override get message(): string {
    return `The database ${this.database} holds nothing of Looop SCIM. Nothing was created.`;
  }
}

/** The URL is not one of MongoDB, no server answers, or it does not let us in. */
export class MongoNotUsable extends Data.TaggedError('MongoNotUsable')<{
  /** Where it was looked for, without credentials. */
  readonly address: string;
  readonly reason: string;
}> {
  override get message(): string {
    return `MongoDB at ${this.address} cannot be used: ${this.reason}. Check the URL, the credentials and that the server is up.`;
  }
}

/** Every way in which opening a storage can fail. */
export type MongoOpenFailure = MongoDatabaseMissing | MongoDatabaseTooNew | MongoNotUsable;

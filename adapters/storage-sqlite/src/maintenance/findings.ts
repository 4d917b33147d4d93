// What is found in a database file.

/** How many there are. */
export interface Counts {
  readonly organisations: number;
  readonly users: number;
  readonly groups: number;
}

/** Rows that refer to what is not there, or do not fit together. */
export interface Misfit {
  /** What is wrong, such as `memberships refer to resources that are not there`. */
  readonly what: string;
  readonly rows: number;
}

/** What was found in a database file. */
export interface Inspection {
  readonly bytes: number;
  /** Of the file with the writes that are not in the database yet. */
  readonly walBytes: number;
  readonly schemaVersion: number;
  /** The version that this software brings files to. */
  readonly knownVersion: number;
  /** What SQLite says is wrong; empty when all of it can be read. */
  readonly faults: readonly string[];
  readonly misfits: readonly Misfit[];
  /** Indexes and triggers that the schema has and the file has not. */
  readonly missing: readonly string[];
  /** When something was written last, by the clock of whoever wrote it: milliseconds since 1970. Absent: nothing was. */
  readonly lastWritten?: number;
  readonly counts: Counts;
}

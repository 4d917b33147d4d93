// What people with accounts did.

/** Who did something. */
export interface Actor {
  readonly accountId: string;
  readonly email: string;
}

/** One thing that somebody did. */
export interface AuditEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly actor: Actor;
  /** Name of the operation, such as `issueToken`. */
  readonly action: string;
  /** What it was done to: ids and names, no secrets. */
  readonly target: Readonly<Record<string, string>>;
  /** Network address of the caller. */
  readonly address: string;
  readonly requestId: string;
}

/** An entry with its position; entries are listed newest first. */
export interface StoredAuditEntry extends AuditEntry {
  readonly position: string;
  /** It was begun, and nobody knows (yet) whether it was done: a process that stops in between leaves it so. */
  readonly isUnfinished?: true;
}

// How far back the logs reach.

/** Records before a bound are removed; without it they are kept. Milliseconds since 1970. */
export interface LogBounds {
  /** Of activity records: when the request was made. */
  readonly activityBefore?: number;
  /** Of directory events: when the change was made. Sequence numbers are not issued again. */
  readonly eventsBefore?: number;
  /** Of events of deletions: when the person was deleted. They are not removed, but keep id and externalId alone. */
  readonly lastProfilesBefore?: number;
  /** Of records: when they ended (`RecordContent.expiresAt`), this moment included. */
  readonly expiredBy?: number;
}

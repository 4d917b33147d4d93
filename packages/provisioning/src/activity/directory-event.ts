// What changed, for the learning platform: stored with the write that caused it, read in order.

/** Kinds of events. `activated` and `deactivated` come beside `updated`, whatever wrote `active`. */
export type DirectoryEventKind = 'created' | 'updated' | 'activated' | 'deactivated' | 'deleted' | 'membersChanged';

/** One change of a user or group. */
export interface DirectoryEvent {
  readonly kind: DirectoryEventKind;
  readonly resourceType: string;
  readonly resourceId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Paths of the attributes that changed; values are read from the resource. */
  readonly attributes: readonly string[];
  readonly membersAdded: readonly string[];
  readonly membersRemoved: readonly string[];
}

/** An event with its place in the organisation's order. */
export interface SequencedEvent {
  /** Grows with each event of the organisation; not without gaps. */
  readonly sequence: number;
  readonly event: DirectoryEvent;
}

// What changed, for the learning platform: stored with the write that caused it, read in order.

/** Kinds of events. `activated` and `deactivated` come beside `updated`, whatever wrote `active`. */
export type DirectoryEventKind = 'created' | 'updated' | 'activated' | 'deactivated' | 'deleted' | 'membersChanged';

/** One change of a user or group. Holds ids and names of attributes and no value of a person: there is nothing to erase in it. */
export interface DirectoryEvent {
  readonly kind: DirectoryEventKind;
  readonly resourceType: string;
  readonly resourceId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Paths of the attributes that changed, in schema spelling; values are read from the resource. */
  readonly attributes: readonly string[];
  readonly membersAdded: readonly string[];
  readonly membersRemoved: readonly string[];
}

/** An event with its place in the organisation's order. */
export interface SequencedEvent {
  /**
   * Strictly increasing within the organisation, in the order of the writes, and never issued again, also after old events are
   * removed. Numbers may be skipped: a gap says nothing.
   */
  readonly sequence: number;
  readonly event: DirectoryEvent;
}

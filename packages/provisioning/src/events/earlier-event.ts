// Events of format 1, which earlier versions wrote: kept as history until they are too old. The feed does not have them.

/** One change of a user or group, without values. */
export interface EarlierEvent {
  readonly kind: 'created' | 'updated' | 'activated' | 'deactivated' | 'deleted' | 'membersChanged';
  readonly resourceType: string;
  readonly resourceId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Paths of the attributes that changed, in schema spelling. */
  readonly attributes: readonly string[];
  readonly membersAdded: readonly string[];
  readonly membersRemoved: readonly string[];
}

/** An event of format 1 with its number, of which some were skipped. */
export interface SequencedEarlierEvent {
  readonly sequence: number;
  readonly event: EarlierEvent;
}

// What an identity provider did to an organisation, request by request, for the administrator who asks why.
import type { IgnoredAttribute, Value } from '@looop-scim/scim/attribute';

/** Who sent a request, for activity and log. */
export interface Caller {
  /** Fingerprint of the provisioning token. */
  readonly tokenFingerprint: string;
  /** Correlates the record with the server's log. */
  readonly requestId: string;
}

/** What is kept of a request that writes. It holds no secret: values of passwords and of other secrets are masked. */
export interface KeptRequest {
  /** JSON as received, without secrets; absent of a deletion, and of a body that cannot be kept. */
  readonly body?: unknown;
  /** The body was too long, too deep, or not to be parted from a secret: it is not kept. */
  readonly isCut?: true;
  /** The headers as sent, at most 256 characters. */
  readonly ifMatch?: string;
  readonly ifNoneMatch?: string;
  /** Name of the interop policy under which it was served; with an asterisk when single leniencies were set apart. */
  readonly policy?: string;
}

/** A caller together with what is kept of the request. */
export interface CallerOfWrite extends Caller {
  readonly request?: KeptRequest;
}

/** Ids of members in a record; a push of thousands is counted in full and listed in part. */
export interface MemberSample {
  readonly count: number;
  /** At most 100 ids, of at most 256 characters each. */
  readonly ids: readonly string[];
}

/**
 * What a request asked for; `authenticate` is a request of any kind that was refused for its token, or since its token sent too
 * many, `read` a read or a query of which something was left out.
 */
export type ActivityOperation = 'create' | 'replace' | 'patch' | 'delete' | 'read' | 'authenticate';

/** What became of a request: `unchanged` is a write that asked for what was there already, `answered` a read. */
export type ActivityOutcome = 'applied' | 'unchanged' | 'answered' | 'refused';

/**
 * One attribute that a write changed. A side is at most 100 elements and 1,000 characters long. A value beyond that is cut, and
 * of a list there is what only this side has: of `before` the elements that went, of `after` those that came.
 */
export interface RecordedChange {
  /** Path in schema spelling. */
  readonly attribute: string;
  readonly before?: Value;
  readonly after?: Value;
  /** The size of a side that is not whole: the elements of a list, else characters. */
  readonly beforeTotal?: number;
  readonly afterTotal?: number;
}

/** Why a request was refused. */
export interface ActivityFailure {
  /** Tag of the failure, such as `InvalidValue`. */
  readonly kind: string;
  /** What the client was answered, at most 1,000 characters; absent once it is erased. */
  readonly detail?: string;
  /** Id of the resource that the request collided with. */
  readonly existingId?: string;
}

/**
 * One request and what became of it: one that writes, one that was refused before it was read, or a read of which something was
 * left out. Holds no secret: neither password nor token.
 */
export interface ActivityRecord {
  /** When the request was made, in milliseconds since 1970; of requests that are counted as one, the first one. */
  readonly at: number;
  readonly caller: Caller;
  readonly operation: ActivityOperation;
  /** Absent for `authenticate`, and for a `read` of all types. */
  readonly resourceType?: string;
  /** Absent of a creation that was refused, of `authenticate` and of `read`. */
  readonly resourceId?: string;
  /** userName or displayName, for people to read; of a creation that was refused, the one that was asked for. */
  readonly resourceName?: string;
  readonly outcome: ActivityOutcome;
  readonly failure?: ActivityFailure;
  /** Of a write: what was asked for. Absent of records of older versions, and once it is erased. */
  readonly request?: KeptRequest;
  /** Version of the resource after the request; of a deletion the last one, of a creation that was refused absent. */
  readonly resourceVersion?: number;
  readonly changes: readonly RecordedChange[];
  /** What was left out of the request, at most 100 attributes. */
  readonly ignored: readonly IgnoredAttribute[];
  /** How many attributes were left out, where `ignored` does not list them all. */
  readonly ignoredTotal?: number;
  readonly membersAdded?: MemberSample;
  readonly membersRemoved?: MemberSample;
  /** Members of the request that the organisation does not know. */
  readonly membersUnknown?: MemberSample;
  /** Of refusals or reads of one kind within a window of time: how many there were, the first included, and when the last one was. */
  readonly repeated?: { readonly count: number; readonly last: number };
  /**
   * The person was deleted: the values are gone, and this is how many changes and ignored attributes there were, and whether the
   * request deactivated the person.
   */
  readonly erased?: { readonly changes: number; readonly ignored: number; readonly deactivated?: true };
}

// What an identity provider did to an organisation, request by request, for the administrator who asks why.
import type { IgnoredAttribute } from '@looop-scim/scim/attribute';
import type { AttributeChange } from '@looop-scim/scim/write';

/** Who sent a request, for activity and log. */
export interface Caller {
  /** Handle of the provisioning token. */
  readonly tokenFingerprint: string;
  /** Correlates the record with the server's log. */
  readonly requestId: string;
}

/** Ids of members in a record; a push of thousands is counted in full and listed in part. */
export interface MemberSample {
  readonly count: number;
  /** At most 100 ids. */
  readonly ids: readonly string[];
}

/** What a request asked for. */
export type ActivityOperation = 'create' | 'replace' | 'patch' | 'delete';

/** One write request and what became of it. Holds no secret: passwords never reach a document or a change. */
export interface ActivityRecord {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly caller: Caller;
  readonly operation: ActivityOperation;
  readonly resourceType: string;
  readonly resourceId?: string;
  /** userName or displayName, for people to read. */
  readonly resourceName?: string;
  readonly outcome: 'applied' | 'unchanged' | 'refused';
  /** Why a request was refused. */
  readonly failure?: { readonly kind: string; readonly detail: string };
  readonly changes: readonly AttributeChange[];
  readonly ignored: readonly IgnoredAttribute[];
  readonly membersAdded?: MemberSample;
  readonly membersRemoved?: MemberSample;
  /** Members of the request that the organisation does not know. */
  readonly membersUnknown?: MemberSample;
}

const SAMPLE_SIZE = 100;

/** Counts ids and keeps the first hundred; undefined for none, so that records stay short. */
export const sampleOf = (ids: readonly string[]): MemberSample | undefined =>
  ids.length === 0 ? undefined : { count: ids.length, ids: ids.slice(0, SAMPLE_SIZE) };

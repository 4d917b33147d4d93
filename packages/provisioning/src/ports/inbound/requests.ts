// The shapes of requests and answers at the inbound ports.
import type { Complex } from '@looop-scim/scim/attribute';
import type { ListQuery } from '@looop-scim/scim/list';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { Caller, CallerOfWrite } from '../../activity/activity-record.ts';

/** The parameters `attributes` and `excludedAttributes`. RFC 7644 section 3.9. */
export interface ProjectionRequest {
  readonly attributes?: readonly string[];
  readonly excludedAttributes?: readonly string[];
}

/** What every request of a resource type has. */
export interface TypedRequest {
  readonly type: ResourceType;
  readonly projection: ProjectionRequest;
}

/** A request for one resource. */
export interface ReadRequest extends TypedRequest {
  readonly caller: Caller;
  readonly id: string;
}

/** What every write has. */
export interface WriteRequest extends TypedRequest {
  readonly caller: CallerOfWrite;
  /** JSON as received; an `UnreadBody` only where the service takes one. */
  readonly body: unknown;
}

/** The headers If-Match and If-None-Match as sent. RFC 7644 section 3.14. */
export interface Preconditions {
  readonly ifMatch?: string;
  readonly ifNoneMatch?: string;
}

/** A write of an existing resource. */
export interface ChangeRequest extends WriteRequest, Preconditions {
  readonly id: string;
}

/** A deletion. */
export type DeleteRequest = Pick<ChangeRequest, 'type' | 'id' | 'caller'> & Preconditions;

/** A query of all resource types. RFC 7644 section 3.4.2.1. */
export interface ListAllRequest {
  readonly caller: Caller;
  readonly query: ListQuery;
}

/** A query of one resource type. */
export interface ListRequest extends ListAllRequest {
  readonly type: ResourceType;
}

/** A query by POST. RFC 7644 section 3.4.3. */
export interface SearchRequest {
  readonly caller: Caller;
  /** The resource type that is searched; absent: all of them. */
  readonly type?: ResourceType;
  /** JSON as received. */
  readonly body: unknown;
}

/** A bulk request. RFC 7644 section 3.7. */
export interface BulkCall {
  readonly caller: Caller;
  /** JSON as received. */
  readonly body: unknown;
}

/** The body of an answer as JSON text in UTF-8, made by whoever had the time for it. */
export class JsonText {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** The body of a request that nobody has parsed yet: JSON text, which must be UTF-8. */
export class UnreadBody {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** A resource as it is answered. */
export interface ResourceAnswer<Representation = Complex> {
  readonly id: string;
  readonly location: string;
  readonly version: number;
  /** Absent when the answer needs no body. */
  readonly representation?: Representation;
}

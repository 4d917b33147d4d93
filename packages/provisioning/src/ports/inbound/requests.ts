// The shapes of requests and answers at the inbound ports.
import type { Complex } from '@looop-scim/scim/attribute';
import type { ListQuery } from '@looop-scim/scim/list';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { Caller } from '../../activity/activity-record.ts';

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
  readonly id: string;
}

/** What every write has. */
export interface WriteRequest extends TypedRequest {
  readonly caller: Caller;
  /** JSON as received. */
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

/** A query of one resource type. */
export interface ListRequest {
  readonly type: ResourceType;
  readonly query: ListQuery;
}

/** A query by POST. RFC 7644 section 3.4.3. */
export interface SearchRequest {
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

/** A resource as it is answered. */
export interface ResourceAnswer {
  readonly id: string;
  readonly location: string;
  readonly version: number;
  /** Absent when the answer needs no body. */
  readonly representation?: Complex;
}

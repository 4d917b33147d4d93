// What the use cases of one organisation work with, and the shapes of their requests and answers.
import type { Complex, InteropPolicy, ResourceType, SchemaRegistry } from '@looop-scim/scim';
import type { Caller } from '../activity/activity-record.ts';
import type { ActivityLog } from '../ports/activity-log.ts';
import type { IdGenerator, Seal } from '../ports/identifiers.ts';
import type { ResourceRepository } from '../ports/resource-repository.ts';

/** Ports and settings of one organisation. */
export interface ScimDependencies {
  readonly registry: SchemaRegistry;
  readonly policy: InteropPolicy;
  /** Base of every location and $ref, without a slash at the end. */
  readonly baseUrl: string;
  readonly resources: ResourceRepository;
  readonly activity: ActivityLog;
  readonly ids: IdGenerator;
  /** Seals the cursors of walks. */
  readonly seal: Seal;
}

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

/** A resource as it is answered. */
export interface ResourceAnswer {
  readonly id: string;
  readonly location: string;
  readonly version: number;
  /** Absent when the answer needs no body. */
  readonly representation?: Complex;
}

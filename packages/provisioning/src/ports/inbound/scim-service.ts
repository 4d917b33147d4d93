// The inbound port: everything that one organisation's SCIM endpoint can do. Adapters of any transport call this and nothing
// else. It is made for one organisation, so no method takes an organisation.
import type * as Effect from 'effect/Effect';
import type { Locate } from '@looop-scim/scim/answer';
import type { Complex } from '@looop-scim/scim/attribute';
import type { BulkResult } from '@looop-scim/scim/bulk';
import type {
  ExpiredCursor,
  InvalidCount,
  InvalidCursor,
  InvalidFilter,
  InvalidSyntax,
  InvalidValue,
  Mutability,
  PayloadTooLarge,
  PreconditionFailed,
  ResourceNotFound,
  StorageUnavailable,
  TooMany,
  TooManyRequests,
  Uniqueness,
} from '@looop-scim/scim/errors';
import type { ListPage } from '@looop-scim/scim/message';
import type { PatchFailure } from '@looop-scim/scim/patch';
import type { ResourceType } from '@looop-scim/scim/schema';
import type {
  BulkCall,
  ChangeRequest,
  DeleteRequest,
  JsonText,
  ListAllRequest,
  ListRequest,
  ReadRequest,
  ResourceAnswer,
  SearchRequest,
  WriteRequest,
} from './requests.ts';

/** The discovery resources of one organisation. RFC 7644 section 4. */
export interface ServiceDescription {
  readonly serviceProviderConfig: Complex;
  /** By name, in the order of the registry. */
  readonly resourceTypes: ReadonlyMap<string, Complex>;
  /** By URN in lower case, in the order of the registry. */
  readonly schemas: ReadonlyMap<string, Complex>;
}

/**
 * How any call may fail that has nothing to do with what it asks: it needs more work than one call may (`TooMany`), too many
 * calls wait already (`TooManyRequests`), or the storage does not answer.
 */
export type LoadFailure = TooMany | TooManyRequests | StorageUnavailable;

/** How a creation may fail. */
export type CreateFailure = InvalidSyntax | InvalidValue | Uniqueness | LoadFailure;

/** How a read of one resource may fail. */
export type ReadFailure = ResourceNotFound | InvalidValue | LoadFailure;

/** How any change of an existing resource may fail, besides what the request's own semantics refuse. */
export type ChangeFailure = ReadFailure | PreconditionFailed | Uniqueness;

/** How a deletion may fail. */
export type DeleteFailure = ChangeFailure;

/** How a query may fail. */
export type QueryFailure = InvalidFilter | InvalidValue | LoadFailure;

/** How a query by cursor may fail, besides what fails any query. RFC 9865 section 2.1. */
export type CursorFailure = InvalidCursor | ExpiredCursor | InvalidCount;

/**
 * The use cases of one organisation. `Representation` and `Page` are what answers hold of resources and of lists.
 */
export interface ScimService<Representation = Complex, Page = ListPage> {
  /** The resource type served at an endpoint such as `/Users`; undefined when the organisation has none there. */
  readonly resourceTypeAt: (endpoint: string) => ResourceType | undefined;

  /** The URI of a resource, whether it exists or not. */
  readonly locate: Locate;

  /** What clients read before they start. */
  readonly description: ServiceDescription;

  /**
   * Creates a user or group. The id is issued here; readOnly attributes are ignored; a user is active unless the body says
   * otherwise. RFC 7644 section 3.3.
   */
  readonly create: (request: WriteRequest) => Effect.Effect<ResourceAnswer<Representation>, CreateFailure>;

  /** Reads one resource; inactive users are read like any other. RFC 7644 section 3.4.1. */
  readonly get: (request: ReadRequest) => Effect.Effect<Required<ResourceAnswer<Representation>>, ReadFailure>;

  /** Lists the resources of one type, in pages by index or by cursor. RFC 7644 section 3.4.2, RFC 9865 section 2. */
  readonly list: (request: ListRequest) => Effect.Effect<Page, QueryFailure | CursorFailure>;

  /** Lists the resources of all types, one type after the other in the order of the registry. RFC 7644 section 3.4.2.1. */
  readonly listAllTypes: (request: ListAllRequest) => Effect.Effect<Page, QueryFailure>;

  /** Answers a query by POST. RFC 7644 section 3.4.3. */
  readonly search: (request: SearchRequest) => Effect.Effect<Page, InvalidSyntax | QueryFailure | CursorFailure>;

  /** Replaces a resource (PUT); a resource that does not exist is not created. RFC 7644 section 3.5.1. */
  readonly replace: (
    request: ChangeRequest,
  ) => Effect.Effect<ResourceAnswer<Representation>, ChangeFailure | InvalidSyntax | Mutability>;

  /** Changes parts of a resource (PATCH): all operations in order, or none. RFC 7644 section 3.5.2. */
  readonly patch: (
    request: ChangeRequest,
  ) => Effect.Effect<ResourceAnswer<Representation>, ChangeFailure | PatchFailure>;

  /** Deletes a resource: afterwards it is not found, its memberships have ended and its names are free. RFC 7644 section 3.6. */
  readonly remove: (request: DeleteRequest) => Effect.Effect<void, DeleteFailure>;

  /**
   * Runs a bulk request. The results stand in the order of the request; each says what became of its operation.
   * RFC 7644 section 3.7.
   */
  readonly bulk: (
    call: BulkCall,
  ) => Effect.Effect<readonly BulkResult[], InvalidSyntax | PayloadTooLarge | LoadFailure>;
}

/**
 * The use cases of one organisation as transports see them: an answer may be JSON text already, and a long body may be handed
 * over as it was received.
 */
export type ServedScimService = ScimService<Complex | JsonText, ListPage | JsonText>;

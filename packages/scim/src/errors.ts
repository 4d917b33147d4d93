// Every way in which this library refuses a request, as facts. No status and no prose here:
// error-response.ts alone turns a failure into the SCIM Error message.
// A `reason` is in words of the library and of the schemas alone: what a client sent stands in fields of its own, so that a log
// can leave it out.
import * as Data from 'effect/Data';
import type { Received } from './attribute/received.ts';

/** A filter that cannot be parsed, bound or evaluated. RFC 7644 section 3.12, invalidFilter. */
export class InvalidFilter extends Data.TaggedError('InvalidFilter')<{
  readonly reason: string;
  /** 0-based offset in the filter, when the fault has a place. */
  readonly position?: number;
  /** The attribute as the client spelled it, when the fault is one of an attribute. */
  readonly attribute?: string;
  /** Whether the resource type has no such attribute. */
  readonly unknown?: boolean;
  /** The attribute that was probably meant. */
  readonly suggestion?: string;
  /** The word of the filter at fault. */
  readonly received?: Received;
}> {}

/** A call needs more work than one call may. RFC 7644 section 3.12, tooMany. */
export class TooMany extends Data.TaggedError('TooMany')<{
  readonly limit: number;
  /** What the limit counts: rows that are looked at, characters that are read, time. */
  readonly unit: 'rows' | 'characters' | 'seconds';
}> {}

/** A value that another resource of the organisation holds already. RFC 7644 section 3.12, uniqueness. */
export class Uniqueness extends Data.TaggedError('Uniqueness')<{
  readonly resourceType: string;
  readonly attribute: string;
  /** The value that was sent; absent when the attribute is never returned. */
  readonly value?: Received;
  /** Whether values that differ in case alone are different ones. */
  readonly caseExact?: boolean;
  /** The resource of the same organisation that holds the value; absent when it is gone again. */
  readonly holder?: { readonly id: string; readonly inactive: boolean };
}> {}

/** A change that conflicts with the mutability of an attribute. RFC 7644 section 3.12, mutability. */
export class Mutability extends Data.TaggedError('Mutability')<{
  readonly attribute: string;
  readonly reason: string;
}> {}

/** A body or parameter whose structure is not what the message demands. RFC 7644 section 3.12, invalidSyntax. */
export class InvalidSyntax extends Data.TaggedError('InvalidSyntax')<{
  readonly reason: string;
  /** 0-based offset in the body, when the fault has a place. */
  readonly position?: number;
  /** The place in a body that is not JSON; both count from 1. `near` is a few characters of the body. */
  readonly text?: { readonly line: number; readonly column: number; readonly near?: string };
  /** The attribute at fault as the client spelled it. */
  readonly attribute?: string;
  /** The attribute that was probably meant. */
  readonly suggestion?: string;
  readonly received?: Received;
}> {}

/** A PATCH path that is malformed or names no known attribute. RFC 7644 section 3.12, invalidPath. */
export class InvalidPath extends Data.TaggedError('InvalidPath')<{
  /** As sent. */
  readonly path: string;
  readonly reason: string;
  /** 0-based offset in the path, when the fault has a place. */
  readonly position?: number;
  /** Whether the path is well-formed and no schema has the attribute. */
  readonly unknown?: boolean;
  /** The path that was probably meant. */
  readonly suggestion?: string;
  /** The word of the path at fault. */
  readonly received?: Received;
}> {}

/** A PATCH target that yields nothing to operate on. RFC 7644 section 3.12, noTarget. */
export class NoTarget extends Data.TaggedError('NoTarget')<{
  /** The path as sent; absent when the operation has none. */
  readonly path?: string;
  readonly reason: string;
}> {}

/** A value that is missing or does not fit its attribute. RFC 7644 section 3.12, invalidValue. */
export class InvalidValue extends Data.TaggedError('InvalidValue')<{
  /** Attribute path in schema spelling, or the name of a parameter. */
  readonly attribute: string;
  readonly reason: string;
  /** Whether no schema has the attribute: some call that a matter of syntax. */
  readonly unknown?: boolean;
  /** Whether a required attribute has no value. */
  readonly missing?: boolean;
  /** The unknown attribute of the body that was probably sent in place of a missing one. */
  readonly instead?: string;
  /** The attribute that was probably meant. */
  readonly suggestion?: string;
  /** What was sent, as far as it is short and no secret. */
  readonly received?: Received;
}> {}

/** A cursor that was not given out for this very query. RFC 9865 section 2.1, invalidCursor. */
export class InvalidCursor extends Data.TaggedError('InvalidCursor')<object> {}

/** A cursor that was given out too long ago. RFC 9865 section 2.1, expiredCursor. */
export class ExpiredCursor extends Data.TaggedError('ExpiredCursor')<{ readonly lifetimeSeconds: number }> {}

/** A count that differs from that of the first page. RFC 9865 section 2.1, invalidCount. */
export class InvalidCount extends Data.TaggedError('InvalidCount')<{ readonly expected: number }> {}

/** A protocol version that is not served. RFC 7644 section 3.12, invalidVers. */
export class InvalidVersion extends Data.TaggedError('InvalidVersion')<{ readonly requested: string }> {}

/** No resource of this type and id in the organisation. RFC 7644 section 3.12, status 404. */
export class ResourceNotFound extends Data.TaggedError('ResourceNotFound')<{
  readonly resourceType: string;
  readonly id: string;
}> {}

/** No endpoint under the base URL answers to this path. RFC 7644 section 3.12, status 404. */
export class EndpointNotFound extends Data.TaggedError('EndpointNotFound')<{
  /** The path as sent, perhaps with the query. */
  readonly path: string;
  /** The endpoints that there are, such as `/Users`; absent when the request is not below the base URL. */
  readonly endpoints?: readonly string[];
  /** The endpoint that was probably meant. */
  readonly suggestion?: string;
  /** What the base URL has behind `/scim/v2` and must not have, such as `/Users`. */
  readonly surplus?: string;
}> {}

/** The user whom the token stands for is gone, so that `/Me` means nobody. RFC 7644 section 3.11, status 404. */
export class SubjectNotFound extends Data.TaggedError('SubjectNotFound')<{ readonly id: string }> {}

/**
 * The resource has another version than If-Match names, or the one that If-None-Match excludes.
 * RFC 7644 section 3.14, RFC 9110 sections 13.1.1 and 13.1.2, status 412.
 */
export class PreconditionFailed extends Data.TaggedError('PreconditionFailed')<{
  readonly header: 'If-Match' | 'If-None-Match';
  readonly resourceType: string;
  readonly id: string;
  /** The header as sent, when it is not a list of entity tags, so that no version can match. */
  readonly malformed?: string;
}> {}

/** Operations of a bulk request whose references go in a circle that cannot be. RFC 7644 section 3.7.1, status 409. */
export class CircularReference extends Data.TaggedError('CircularReference')<{
  readonly bulkId: string;
  readonly reason: string;
}> {}

/** A request beyond a published limit. RFC 7644 section 3.7.4, status 413. */
export class PayloadTooLarge extends Data.TaggedError('PayloadTooLarge')<{
  /**
   * What is limited: bytes of a `body`, operations of a `patch` or `bulk` request, `work` of the operations of a PATCH request
   * in values that they look at, characters of a `resource`.
   */
  readonly limit: 'body' | 'patch' | 'bulk' | 'work' | 'resource';
  readonly maximum: number;
  /** How much was sent, where that is known. */
  readonly received?: number;
}> {}

/** An HTTP method that the endpoint does not offer. RFC 9110 section 15.5.6, status 405. */
export class MethodNotAllowed extends Data.TaggedError('MethodNotAllowed')<{
  readonly method: string;
  readonly allow: readonly string[];
}> {}

/** A request body in a media type that is not read. RFC 9110 section 15.5.16, status 415. */
export class UnsupportedMediaType extends Data.TaggedError('UnsupportedMediaType')<{
  /** The header Content-Type as sent; absent when there is none. */
  readonly received?: string;
}> {}

/** A request body in a content coding, such as gzip, that is not read. RFC 9110 section 15.5.16, status 415. */
export class UnsupportedContentCoding extends Data.TaggedError('UnsupportedContentCoding')<{
  readonly received: string;
}> {}

/** How credentials were sent that cannot be a token as it was issued. */
export type CredentialForm =
  'basic' | 'quoted' | 'bracketed' | 'repeated scheme' | 'labelled' | 'with spaces' | 'fingerprint' | 'platform key';

/** Credentials that are missing or not valid. RFC 6750 section 3, status 401. */
export class Unauthorized extends Data.TaggedError('Unauthorized')<{
  readonly problem: 'missing' | 'invalid' | 'expired' | 'revoked';
  /** Milliseconds since 1970: when a token expired or was revoked. Only for a token that matched whole. */
  readonly at?: number;
  /** What the form of the credentials gives away, whether or not there is such a token. */
  readonly form?: CredentialForm;
}> {}

/** Valid credentials that do not permit the request. RFC 7644 section 3.12, status 403. */
export class Forbidden extends Data.TaggedError('Forbidden')<{ readonly reason: string }> {}

/** More requests than the client may send. RFC 6585 section 4, status 429. */
export class TooManyRequests extends Data.TaggedError('TooManyRequests')<{ readonly retryAfterSeconds: number }> {}

/** A request line and headers longer than what is read. RFC 6585 section 5, status 431. */
export class HeadersTooLarge extends Data.TaggedError('HeadersTooLarge')<{ readonly maximumBytes: number }> {}

/** A request that did not arrive whole in the time it has. RFC 9110 section 15.5.9, status 408. */
export class RequestTimedOut extends Data.TaggedError('RequestTimedOut')<object> {}

/** A feature of the protocol that is switched off or not served. RFC 7644 section 3.12, status 501. */
export class NotImplemented extends Data.TaggedError('NotImplemented')<{
  /** In words, such as `Bulk`. */
  readonly feature: string;
  /** Whether a token that stands for a user would be served. RFC 7644 section 3.11. */
  readonly needsSubject?: boolean;
}> {}

/** The storage cannot be reached or is overloaded; the same request may succeed later. Status 503. */
export class StorageUnavailable extends Data.TaggedError('StorageUnavailable')<{
  readonly cause: unknown;
  readonly retryAfterSeconds: number;
  /**
   * What only whoever runs the service can mend: the database file is no longer where it was opened, or is damaged. Absent for
   * what passes by itself.
   */
  readonly problem?: 'moved' | 'damaged';
}> {}

/** The service has as much to do as it takes on at once; nothing was changed. RFC 9110 section 15.6.4, status 503. */
export class Overloaded extends Data.TaggedError('Overloaded')<{ readonly retryAfterSeconds: number }> {}

/** Every failure that can leave the protocol layer. */
export type ScimFailure =
  | InvalidFilter
  | TooMany
  | Uniqueness
  | Mutability
  | InvalidSyntax
  | InvalidPath
  | NoTarget
  | InvalidValue
  | InvalidCursor
  | ExpiredCursor
  | InvalidCount
  | InvalidVersion
  | ResourceNotFound
  | EndpointNotFound
  | SubjectNotFound
  | PreconditionFailed
  | CircularReference
  | PayloadTooLarge
  | MethodNotAllowed
  | UnsupportedMediaType
  | UnsupportedContentCoding
  | Unauthorized
  | Forbidden
  | TooManyRequests
  | HeadersTooLarge
  | RequestTimedOut
  | NotImplemented
  | StorageUnavailable
  | Overloaded;

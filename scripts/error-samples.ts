// What docs/errors.md says of each failure: samples, whose answers the error table makes, why it happens and what to do.
import * as errors from '../packages/scim/src/errors.ts';

/** A failure as the document explains it. */
export interface ErrorSample<Failure> {
  /** At least one: their answers are shown. */
  readonly samples: readonly Failure[];
  readonly cause: string;
  /** What the administrator does; for failures that only a program can cause, what its author does. */
  readonly remedy: string;
}

/** One entry a failure; a failure without one does not compile. */
type ErrorSamples = { readonly [Failure in errors.ScimFailure as Failure['_tag']]: ErrorSample<Failure> };

const id = '0198c1f2-6f0e-7c3a-9d41-52b1e0c7a9d3';

export const errorSamples: ErrorSamples = {
  Unauthorized: {
    samples: [
      new errors.Unauthorized({ problem: 'missing' }),
      new errors.Unauthorized({ problem: 'invalid' }),
      new errors.Unauthorized({ problem: 'invalid', form: 'quoted' }),
      new errors.Unauthorized({ problem: 'invalid', form: 'basic' }),
      new errors.Unauthorized({ problem: 'revoked', at: Date.UTC(2026, 10, 27) }),
      new errors.Unauthorized({ problem: 'expired', at: Date.UTC(2026, 10, 27) }),
    ],
    cause: 'No token came with the request, or one that was not copied whole, was revoked or has expired.',
    remedy: 'Copy the token again, without quotes and spaces. Else have a new one issued and enter it.',
  },
  Forbidden: {
    samples: [
      new errors.Forbidden({
        reason: 'SCIM provisioning is switched off for the organisation acme; contact support to have it enabled',
      }),
    ],
    cause: 'The token is right and the organisation may not use SCIM at the moment.',
    remedy: "Ask Looop's support to switch SCIM on.",
  },
  EndpointNotFound: {
    samples: [
      new errors.EndpointNotFound({ path: '/scim/Users' }),
      new errors.EndpointNotFound({ path: '/Users/Users', endpoints: ['/Users', '/Groups'], surplus: '/Users' }),
      new errors.EndpointNotFound({ path: '/users', endpoints: ['/Users', '/Groups'], suggestion: '/Users' }),
    ],
    cause: 'The base URL is not the right one, or the client asks for what is not served.',
    remedy: 'Enter the base URL as Looop shows it: it ends in /scim/v2, and nothing comes after it.',
  },
  ResourceNotFound: {
    samples: [new errors.ResourceNotFound({ resourceType: 'User', id })],
    cause: 'The person or group was deleted, or belongs to another organisation.',
    remedy: 'Remove the assignment or the pushed group in the identity provider and make it again.',
  },
  SubjectNotFound: {
    samples: [new errors.SubjectNotFound({ id })],
    cause: 'The request is one for /Me, and the user whom the token stands for was deleted.',
    remedy: 'Have a token issued for another user.',
  },
  Uniqueness: {
    samples: [
      new errors.Uniqueness({
        resourceType: 'User',
        attribute: 'userName',
        value: 'ana@acme.example',
        holder: { id, inactive: true },
      }),
      new errors.Uniqueness({ resourceType: 'Group', attribute: 'displayName' }),
    ],
    cause: 'Somebody else has the userName, or another group the name. Case does not count.',
    remedy: 'Link to the one that exists (import it, or match by userName), or change the name.',
  },
  InvalidValue: {
    samples: [
      new errors.InvalidValue({ attribute: 'userName', reason: 'is required and has no value', missing: true }),
      new errors.InvalidValue({ attribute: 'active', reason: 'must be true or false, not a string', received: 'yes' }),
      new errors.InvalidValue({
        attribute: 'Titel',
        reason: 'is not defined by the schemas of the resource',
        unknown: true,
        suggestion: 'title',
      }),
    ],
    cause: 'A value is missing or does not fit its attribute.',
    remedy: 'Correct the mapping of the attribute that is named.',
  },
  InvalidSyntax: {
    samples: [
      new errors.InvalidSyntax({
        reason: 'the body is not JSON (invalid symbol)',
        position: 18,
        text: { line: 2, column: 3, near: 'title: "Co' },
      }),
      new errors.InvalidSyntax({ reason: 'op must be add, remove or replace', received: 'update' }),
    ],
    cause: 'The body or a parameter is not what SCIM has there.',
    remedy: 'Correct the template of the client, where it has one; else tell its maker.',
  },
  InvalidPath: {
    samples: [new errors.InvalidPath({ path: 'titel', reason: 'User has no such attribute', suggestion: 'title' })],
    cause: 'A PATCH names an attribute that nobody knows, or its path cannot be read.',
    remedy: 'Compare the name and its namespace with the attribute table of your provider.',
  },
  NoTarget: {
    samples: [new errors.NoTarget({ path: 'emails[type eq "work"].value', reason: 'no element matches the filter' })],
    cause: 'A PATCH aims at what is not there. Under the default profile this is rare: the element is made.',
    remedy: 'Provision the person again, so that all attributes are sent.',
  },
  Mutability: {
    samples: [new errors.Mutability({ attribute: 'id', reason: 'is readOnly' })],
    cause: 'A PATCH changes an attribute that the server sets.',
    remedy: 'Remove the mapping of the attribute.',
  },
  InvalidFilter: {
    samples: [
      new errors.InvalidFilter({
        reason: 'no such attribute',
        attribute: 'userNme',
        position: 0,
        unknown: true,
        suggestion: 'userName',
      }),
    ],
    cause: 'The look-up of the client cannot be read or names an attribute that nobody knows.',
    remedy: 'Correct the look-up or matching attribute of the client; `userName eq "..."` is the usual one.',
  },
  InvalidCursor: {
    samples: [new errors.InvalidCursor()],
    cause: 'A cursor came back with another query than the one that it was given out for.',
    remedy: 'Programs: keep filter, sorting and organisation, and send the cursor as it came.',
  },
  ExpiredCursor: {
    samples: [new errors.ExpiredCursor({ lifetimeSeconds: 86_400 })],
    cause: 'A walk through a list was left for more than a day.',
    remedy: 'Programs: begin again without a cursor.',
  },
  InvalidCount: {
    samples: [new errors.InvalidCount({ expected: 100 })],
    cause: 'count changed in the middle of a walk by cursor.',
    remedy: 'Programs: keep count.',
  },
  InvalidVersion: {
    samples: [new errors.InvalidVersion({ requested: 'v1' })],
    cause: 'The base URL has another version of the protocol.',
    remedy: 'Enter the base URL as Looop shows it, and choose SCIM 2.0 in the client.',
  },
  PreconditionFailed: {
    samples: [
      new errors.PreconditionFailed({ header: 'If-Match', resourceType: 'User', id }),
      new errors.PreconditionFailed({ header: 'If-Match', resourceType: 'User', id, malformed: '1' }),
    ],
    cause: 'Somebody else changed the resource between reading and writing.',
    remedy: 'Programs: read it again and repeat the change.',
  },
  CircularReference: {
    samples: [new errors.CircularReference({ bulkId: 'a', reason: 'a group cannot be a member of itself' })],
    cause: 'Operations of a bulk request refer to each other in a circle that cannot be.',
    remedy: 'Programs: send them in two requests.',
  },
  PayloadTooLarge: {
    samples: [new errors.PayloadTooLarge({ limit: 'body', maximum: 1_048_576, received: 1_153_434 })],
    cause: 'The request, or the resource that it makes, is larger than a limit (limits.md).',
    remedy: 'Send photos as URL and not as data; set a smaller batch size for groups.',
  },
  MethodNotAllowed: {
    samples: [new errors.MethodNotAllowed({ method: 'DELETE', allow: ['GET', 'POST'] })],
    cause: 'The client uses a method that the endpoint does not have.',
    remedy: 'Check that the base URL is right; else tell the maker of the client.',
  },
  UnsupportedMediaType: {
    samples: [new errors.UnsupportedMediaType({ received: 'text/plain' }), new errors.UnsupportedMediaType({})],
    cause: 'The body is sent as another type than application/scim+json or application/json.',
    remedy: 'Set the content type of the client.',
  },
  UnsupportedContentCoding: {
    samples: [new errors.UnsupportedContentCoding({ received: 'gzip' })],
    cause: 'The body is compressed.',
    remedy: 'Switch the compression of requests off in the client.',
  },
  HeadersTooLarge: {
    samples: [new errors.HeadersTooLarge({ maximumBytes: 131_072 })],
    cause: 'A filter in the URL is very long.',
    remedy: 'Programs: send it with POST to /.search.',
  },
  RequestTimedOut: {
    samples: [new errors.RequestTimedOut()],
    cause: 'The connection is too slow, or was cut.',
    remedy: 'The client repeats it.',
  },
  NotImplemented: {
    samples: [new errors.NotImplemented({ feature: '/Me', needsSubject: true })],
    cause: 'The feature is not served, or not for this token.',
    remedy: 'Programs: /ServiceProviderConfig says what is served.',
  },
  StorageUnavailable: {
    samples: [
      new errors.StorageUnavailable({ cause: undefined, retryAfterSeconds: 5 }),
      new errors.StorageUnavailable({ cause: undefined, retryAfterSeconds: 30, problem: 'moved' }),
      new errors.StorageUnavailable({ cause: undefined, retryAfterSeconds: 30, problem: 'damaged' }),
    ],
    cause:
      'The database is down or overloaded, or its file was removed, replaced or damaged. The change may or may not have been made.',
    remedy: 'The client repeats it. When it lasts, tell whoever runs the server: the log says what to do.',
  },
  TooManyRequests: {
    samples: [new errors.TooManyRequests({ retryAfterSeconds: 30 })],
    cause:
      'A token or an organisation sends more than it may, leaves its answers unread, or waits for too much already; an address tries out tokens.',
    remedy: 'The client waits as Retry-After says. Whoever runs the server sets LOOOP_SCIM_RATE_LIMIT.',
  },
  Overloaded: {
    samples: [new errors.Overloaded({ retryAfterSeconds: 5 })],
    cause: 'Many large answers wait for clients that do not read them.',
    remedy: 'The client repeats it. When it lasts, tell whoever runs the server.',
  },
  TooMany: {
    samples: [new errors.TooMany({ limit: 2_000_000, unit: 'rows' })],
    cause: 'The filter or order of a list has to look at more than one call may.',
    remedy: 'Programs: filter by an attribute that is looked up by, or ask for smaller pages.',
  },
};

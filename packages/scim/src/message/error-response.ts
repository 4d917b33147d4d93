// THE table from failures to SCIM Error messages (RFC 7644 section 3.12). No other file knows a status or a scimType.
// `detail` is read by the administrator in the identity provider's log: what is wrong, where, and what to do about it.
import type { ScimFailure } from '../errors.ts';
import { ERROR } from '../schema/urns.ts';

/** The keywords of `scimType`. RFC 7644 section 3.12, Table 9. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive'
  | 'invalidCursor'
  | 'expiredCursor'
  | 'invalidCount';

/** Body of an error. RFC 7644 section 3.12. */
export interface ScimErrorMessage {
  readonly schemas: readonly [typeof ERROR];
  /** The HTTP status as a string, as the RFC has it. */
  readonly status: string;
  readonly scimType?: ScimType;
  readonly detail: string;
}

/** An error as it is answered. */
export interface ErrorAnswer {
  readonly status: number;
  readonly body: ScimErrorMessage;
  /** Whole seconds, at least 1; for the header Retry-After. */
  readonly retryAfterSeconds?: number;
}

interface ErrorRow<Failure> {
  readonly status: number;
  readonly scimType?: ScimType;
  readonly detail: (failure: Failure) => string;
}

/** One row a failure; a failure without a row does not compile. */
type ErrorTable = { readonly [Failure in ScimFailure as Failure['_tag']]: ErrorRow<Failure> };

const LONGEST_QUOTE = 200;
const LONGEST_DETAIL = 1000;

const shorten = (text: string, longest: number): string =>
  (text.length <= longest ? text : `${text.slice(0, longest)}...`).toWellFormed();

/** Text that came from a client, cut to what a log can show. */
const quote = (text: string): string => `"${shorten(text, LONGEST_QUOTE)}"`;

/** Queries may carry what must not be repeated. */
const withoutQuery = (url: string): string => (url.includes('?') ? url.slice(0, url.indexOf('?')) : url);

const place = (position: number | undefined): string => (position === undefined ? '' : ` at character ${position + 1}`);

const unauthorized = {
  missing: 'The request has no token. Enter the provisioning token of the organisation as bearer token.',
  invalid: 'The token is not valid. Check that it was copied whole, or have a new one issued.',
  expired: 'The token has expired. Have a new one issued and enter it here.',
} as const;

const ERROR_TABLE: ErrorTable = {
  InvalidFilter: {
    status: 400,
    scimType: 'invalidFilter',
    detail: ({ reason, attribute, position }) => {
      const named = attribute === undefined ? '' : ` (attribute ${quote(attribute)})`;
      return `The filter cannot be used${place(position)}: ${reason}${named}.`;
    },
  },
  TooMany: {
    status: 400,
    scimType: 'tooMany',
    detail: ({ limit }) => `The request yields more than ${limit} results. Narrow it with a filter.`,
  },
  Uniqueness: {
    status: 409,
    scimType: 'uniqueness',
    detail: ({ resourceType, attribute }) =>
      `Another ${resourceType} of the organisation has this ${attribute} already (upper and lower case may not count). ` +
      `Link to that ${resourceType}, or send another ${attribute}.`,
  },
  Mutability: {
    status: 400,
    scimType: 'mutability',
    detail: ({ attribute, reason }) => `${attribute}: ${reason}. Leave the attribute as it is.`,
  },
  InvalidSyntax: {
    status: 400,
    scimType: 'invalidSyntax',
    detail: ({ reason, position }) => `The request cannot be read${place(position)}: ${reason}.`,
  },
  InvalidPath: {
    status: 400,
    scimType: 'invalidPath',
    detail: ({ path, reason, position }) => `The path ${quote(path)} cannot be used${place(position)}: ${reason}.`,
  },
  NoTarget: {
    status: 400,
    scimType: 'noTarget',
    detail: ({ path, reason }) =>
      `${path === undefined ? 'The operation' : `The path ${quote(path)}`} has no target: ${reason}.`,
  },
  InvalidValue: {
    status: 400,
    scimType: 'invalidValue',
    detail: ({ attribute, reason }) => `${attribute}: ${reason}.`,
  },
  InvalidCursor: {
    status: 400,
    scimType: 'invalidCursor',
    detail: () =>
      'The cursor was not given out for this query. Send it as it came, with the same filter and sorting, or start again ' +
      'without one.',
  },
  ExpiredCursor: {
    status: 400,
    scimType: 'expiredCursor',
    detail: ({ lifetimeSeconds }) => `The cursor is older than ${lifetimeSeconds} seconds. Start again without one.`,
  },
  InvalidCount: {
    status: 400,
    scimType: 'invalidCount',
    detail: ({ expected }) => `The count must be ${expected} on every page, as on the first one.`,
  },
  InvalidVersion: {
    status: 400,
    scimType: 'invalidVers',
    detail: ({ requested }) => `Version ${quote(requested)} of the protocol is not served. Use version 2.`,
  },
  Sensitive: {
    status: 403,
    scimType: 'sensitive',
    detail: ({ attribute }) =>
      `The URI must not carry values of ${quote(attribute)}. Query with POST to /.search instead.`,
  },
  ResourceNotFound: {
    status: 404,
    detail: ({ resourceType, id }) => `The organisation has no ${resourceType} with the id ${quote(id)}.`,
  },
  EndpointNotFound: {
    status: 404,
    detail: ({ path }) =>
      `Nothing is served at ${quote(withoutQuery(path))}. Check that the base URL ends in /scim/v2.`,
  },
  SubjectNotFound: {
    status: 404,
    detail: ({ id }) =>
      `The token stands for the user ${quote(id)}, who does not exist any more. Have a token issued for another user.`,
  },
  PreconditionFailed: {
    status: 412,
    detail: ({ header, resourceType, id }) =>
      header === 'If-Match'
        ? `The ${resourceType} ${quote(id)} has changed since the version that If-Match names. ` +
          'Read it again and repeat the change.'
        : `The ${resourceType} ${quote(id)} has the version that If-None-Match excludes. Nothing was changed.`,
  },
  CircularReference: {
    status: 409,
    detail: ({ bulkId, reason }) =>
      `What ${quote(`bulkId:${bulkId}`)} refers to refers back to it, and that cannot be resolved: ${reason}.`,
  },
  PayloadTooLarge: {
    status: 413,
    detail: ({ limit, maximum }) =>
      `The request exceeds the limit on ${limit}: at most ${maximum}. Send it in several smaller requests.`,
  },
  MethodNotAllowed: {
    status: 405,
    detail: ({ method, allow }) => `${quote(method)} is not offered here. Offered: ${allow.join(', ')}.`,
  },
  UnsupportedMediaType: {
    status: 415,
    detail: ({ received }) => `A body of type ${quote(received)} is not read. Send application/scim+json.`,
  },
  UnsupportedContentCoding: {
    status: 415,
    detail: ({ received }) => `A body with the content coding ${quote(received)} is not read. Send it without one.`,
  },
  Unauthorized: { status: 401, detail: ({ problem }) => unauthorized[problem] },
  Forbidden: { status: 403, detail: ({ reason }) => `The request is not permitted: ${reason}.` },
  TooManyRequests: {
    status: 429,
    detail: ({ retryAfterSeconds }) => `Too many requests. Try again in ${wholeSeconds(retryAfterSeconds)} seconds.`,
  },
  HeadersTooLarge: {
    status: 431,
    detail: ({ maximumBytes }) =>
      `The URL and the headers of the request are longer than ${maximumBytes} bytes. Send a long filter with POST to /.search.`,
  },
  RequestTimedOut: { status: 408, detail: () => 'The request did not arrive whole in time. Send it again.' },
  NotImplemented: { status: 501, detail: ({ feature }) => `${feature} is not offered by this service.` },
  StorageUnavailable: {
    status: 503,
    detail: ({ retryAfterSeconds }) =>
      // Whether a change was made is not known: the storage may have been lost after the commit.
      `The service cannot reach its storage at the moment. Try again in ${wholeSeconds(retryAfterSeconds)} seconds.`,
  },
};

const wholeSeconds = (seconds: number): number =>
  Number.isFinite(seconds) ? Math.min(Math.max(1, Math.ceil(seconds)), 86_400) : 1;

/** Whether something that was thrown is one of the protocol's failures. */
export const isScimFailure = (thrown: unknown): thrown is ScimFailure =>
  thrown instanceof Error &&
  '_tag' in thrown &&
  typeof thrown._tag === 'string' &&
  Object.hasOwn(ERROR_TABLE, thrown._tag);

/** The SCIM Error message of a failure with its status. Causes and values stay inside. RFC 7644 section 3.12. */
export const errorMessage = (failure: ScimFailure): ErrorAnswer => {
  // The tag picks the row made for this very failure; TypeScript cannot follow a union through the table.
  const { status, scimType, detail } = ERROR_TABLE[failure._tag] as ErrorRow<ScimFailure>;
  return {
    status,
    body: {
      schemas: [ERROR],
      status: String(status),
      ...(scimType !== undefined && { scimType }),
      detail: shorten(detail(failure), LONGEST_DETAIL),
    },
    ...('retryAfterSeconds' in failure && { retryAfterSeconds: wholeSeconds(failure.retryAfterSeconds) }),
  };
};

/** The answer to a defect: nothing of what happened but the id under which the log has it. */
export const defectMessage = (correlationId: string): ErrorAnswer => ({
  status: 500,
  body: {
    schemas: [ERROR],
    status: '500',
    detail: `The service failed unexpectedly. If it happens again, tell support this number: ${correlationId}.`,
  },
});

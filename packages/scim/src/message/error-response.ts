// THE table from failures to SCIM Error messages (RFC 7644 section 3.12). No other file knows a status or a scimType.
// `detail` is read by the administrator in the identity provider's log: what is wrong, where, and what to do about it.
import type { ScimFailure } from '../errors.ts';
import { ERROR } from '../schema/urns.ts';
import { bytesText, hint, list, onDay, position, sent, secondsText, textPlace, wholeSeconds } from './phrases.ts';
import { shorten, SHOWN, WITHOUT_VALUES, type Show } from './show.ts';

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

/** What a log or a record may keep of a failure: no value that a client sent. */
export interface ErrorSummary {
  readonly kind: ScimFailure['_tag'];
  readonly scimType?: ScimType;
  /** The detail of the answer with `"..."` in place of values. */
  readonly detail: string;
}

interface ErrorRow<Failure> {
  readonly status: number;
  readonly scimType?: ScimType;
  /** Whole sentences. Whatever a client sent goes through `show`. */
  readonly detail: (failure: Failure, show: Show) => string;
}

/** One row a failure; a failure without a row does not compile. */
type ErrorTable = { readonly [Failure in ScimFailure as Failure['_tag']]: ErrorRow<Failure> };

const LONGEST_DETAIL = 1000;

/** Queries may carry what must not be repeated. */
const withoutQuery = (url: string): string => (url.includes('?') ? url.slice(0, url.indexOf('?')) : url);

const tokenForms = {
  basic: 'The request uses Basic authentication. Choose HTTP Header or Bearer Token as authentication.',
  quoted: 'It is in quotes: enter it without them.',
  bracketed: 'It is in brackets: enter it without them.',
  'repeated scheme': 'It has the word Bearer in front: enter the token alone.',
  labelled: 'It has a label such as "Token:" in front: enter the token alone.',
  'with spaces': 'It has a space or a line break inside: copy it anew.',
  'platform key': 'It is a key of the learning platform, which opens no SCIM: enter a provisioning token.',
  fingerprint:
    'It is the fingerprint of a token, which only names it: enter the token itself, or have a new one issued.',
} as const;

const storageProblems = {
  moved:
    'The file of the database was removed or replaced while the service was running, so nothing is read or stored. ' +
    'Whoever runs the service must put the file back or restart the service.',
  damaged:
    'The file of the database is damaged, so nothing more is stored. Whoever runs the service must restore a backup.',
} as const;

const limits = {
  body: 'Send photos as URL and not as data, and many operations in several requests.',
  patch: 'Send the operations in several requests.',
  bulk: 'Send the operations in several requests.',
  work: 'Send fewer operations in one request, or select values by shorter filters.',
  resource: 'Send fewer or shorter values.',
} as const;

const limitedThings = {
  body: 'body',
  patch: 'PATCH request',
  bulk: 'bulk request (maxOperations)',
  work: 'PATCH request',
  resource: 'resource',
} as const;

const limitUnits = {
  body: bytesText,
  patch: (count: number) => `${count} operations`,
  bulk: (count: number) => `${count} operations`,
  work: (count: number) => `${count} values that its operations look at`,
  resource: (count: number) => `${count} characters`,
} as const;

const ERROR_TABLE: ErrorTable = {
  InvalidFilter: {
    status: 400,
    scimType: 'invalidFilter',
    detail: ({ reason, attribute, unknown, suggestion, received, position: at }, show) => {
      if (unknown === true && attribute !== undefined) {
        const advice = hint(suggestion, attribute, 'correct the filter');
        return `Unknown attribute ${show.name(attribute)} in the filter${position(at)}.${advice || ' See /Schemas for those that there are.'}`;
      }
      const named = attribute === undefined ? '' : ` (attribute ${show.name(attribute)})`;
      return `The filter cannot be used${position(at)}: ${reason}${sent(received, show)}${named}.${hint(suggestion, attribute, 'correct the filter')}`;
    },
  },
  TooMany: {
    status: 400,
    scimType: 'tooMany',
    detail: ({ limit, unit }) =>
      `The request needs more than ${limit} ${unit}, and was stopped. It must ask for less: filter by userName, externalId, displayName or id, or read the list in smaller pages.`,
  },
  Uniqueness: {
    status: 409,
    scimType: 'uniqueness',
    detail: ({ resourceType, attribute, value, caseExact, holder }, show) => {
      const named = value === undefined ? `this ${attribute}` : `the ${attribute} ${show.value(value)}`;
      const who = holder === undefined ? '' : ` (id ${holder.id}${holder.inactive ? '; inactive' : ''})`;
      const folded = caseExact === true ? '' : ' Upper and lower case do not count.';
      return (
        `Another ${resourceType} of the organisation has ${named} already${who}.${folded} ` +
        `Link to that ${resourceType}, or send another ${attribute}.`
      );
    },
  },
  Mutability: {
    status: 400,
    scimType: 'mutability',
    detail: ({ attribute, reason }, show) => `${show.attribute(attribute)} ${reason}. Leave the attribute as it is.`,
  },
  InvalidSyntax: {
    status: 400,
    scimType: 'invalidSyntax',
    detail: ({ reason, position: at, text, attribute, suggestion, received }, show) => {
      const named = attribute === undefined ? '' : `${show.name(attribute)} `;
      const place = text === undefined ? position(at) : textPlace(text, at, show);
      return `The request cannot be read${place}: ${named}${reason}${sent(received, show)}.${hint(suggestion, attribute, 'correct the mapping')}`;
    },
  },
  InvalidPath: {
    status: 400,
    scimType: 'invalidPath',
    detail: ({ path, reason, suggestion, received, position: at }, show) =>
      `The path ${show.name(path)} cannot be used${position(at)}: ${reason}${sent(received, show)}.${hint(suggestion, path, 'correct the path')}`,
  },
  NoTarget: {
    status: 400,
    scimType: 'noTarget',
    detail: ({ path, reason }, show) =>
      `${path === undefined ? 'The operation' : `The path ${show.name(path)}`} has no target: ${reason}. ` +
      'Correct the path, or add the value first.',
  },
  InvalidValue: {
    status: 400,
    scimType: 'invalidValue',
    detail: ({ attribute, reason, unknown, missing, instead, suggestion, received }, show) => {
      if (unknown === true && received === undefined) {
        const advice = hint(suggestion, attribute, 'correct the mapping');
        return `${show.name(attribute)} ${reason}.${advice || ' Remove its mapping in the identity provider.'}`;
      }
      const other = instead === undefined ? '' : ` The request has ${show.name(instead)} instead.`;
      const map = missing === true ? ` Map an attribute to ${show.attribute(attribute)} in the identity provider.` : '';
      return `${show.attribute(attribute)} ${reason}${sent(received, show)}.${other}${map}${hint(suggestion, attribute, 'send that')}`;
    },
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
    detail: ({ requested }, show) =>
      `Version ${show.name(requested)} of the protocol is not served. Use version 2: the base URL must end in /scim/v2.`,
  },
  ResourceNotFound: {
    status: 404,
    detail: ({ resourceType, id }, show) =>
      `The organisation has no ${resourceType} with the id ${show.value(id)}, or it was deleted. ` +
      'Look it up by name, or create it again.',
  },
  EndpointNotFound: {
    status: 404,
    detail: ({ path, endpoints, suggestion, surplus }, show) => {
      const place = show.name(withoutQuery(path));
      if (surplus !== undefined)
        return `The base URL must end in /scim/v2, not in ${show.name(surplus)}. Correct the base URL.`;
      if (endpoints === undefined) return `Nothing is served at ${place}. Check that the base URL ends in /scim/v2.`;
      const meant = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
      const known = endpoints.length === 0 ? 'an endpoint of the service' : `one of ${list(endpoints)}`;
      return `Unknown endpoint ${place}.${meant} Use ${known}; upper and lower case count.`;
    },
  },
  SubjectNotFound: {
    status: 404,
    detail: ({ id }, show) =>
      `The token stands for the user ${show.value(id)}, who was deleted. Have a token issued for another user.`,
  },
  PreconditionFailed: {
    status: 412,
    detail: ({ header, resourceType, id, malformed }, show) => {
      if (malformed !== undefined) {
        return `${header} must be an entity tag such as W/"10", not ${show.value(malformed)}. Send the ETag or the meta.version of the ${resourceType}.`;
      }
      return header === 'If-Match'
        ? `The ${resourceType} ${show.value(id)} has changed since the version that If-Match names. ` +
            'Read it again and repeat the change.'
        : `The ${resourceType} ${show.value(id)} has the version that If-None-Match excludes. Leave the header out to change it all the same.`;
    },
  },
  CircularReference: {
    status: 409,
    detail: ({ bulkId, reason }, show) =>
      `What ${show.name(`bulkId:${bulkId}`)} refers to refers back to it, and that cannot be resolved: ${reason}. ` +
      'Send one of the references in a later request.',
  },
  PayloadTooLarge: {
    status: 413,
    detail: ({ limit, maximum, received }) => {
      const [unit, thing] = [limitUnits[limit], limitedThings[limit]];
      const fact = received === undefined ? '' : `The ${thing} has ${unit(received)}. `;
      return `${fact}A ${thing} must have at most ${unit(maximum)}. ${limits[limit]}`;
    },
  },
  MethodNotAllowed: {
    status: 405,
    detail: ({ method, allow }, show) => `${show.name(method)} is not offered here. Use one of ${list(allow)}.`,
  },
  UnsupportedMediaType: {
    status: 415,
    detail: ({ received }, show) =>
      received === undefined
        ? 'The header Content-Type is missing. Send application/scim+json.'
        : `A body of type ${show.name(received)} is not read. Send application/scim+json.`,
  },
  UnsupportedContentCoding: {
    status: 415,
    detail: ({ received }, show) =>
      `A body with the content coding ${show.name(received)} is not read. Send it without one.`,
  },
  Unauthorized: {
    status: 401,
    detail: ({ problem, at, form }) => {
      if (form === 'basic') return tokenForms.basic;
      switch (problem) {
        case 'missing':
          return 'The request has no token. Enter the provisioning token of the organisation as bearer token.';
        case 'expired':
          return `The token expired${onDay(at)}. Have a new one issued and enter it here.`;
        case 'revoked':
          return `The token was revoked${onDay(at)}. Have a new one issued and enter it here.`;
        case 'invalid':
          return `The token is not valid. ${form === undefined ? 'Check that it was copied whole, or have a new one issued.' : tokenForms[form]}`;
      }
    },
  },
  Forbidden: { status: 403, detail: ({ reason }) => `The request is not permitted: ${reason}.` },
  TooManyRequests: {
    status: 429,
    detail: ({ retryAfterSeconds }) => `Too many requests. Try again in ${secondsText(retryAfterSeconds)}.`,
  },
  HeadersTooLarge: {
    status: 431,
    detail: ({ maximumBytes }) =>
      `The URL and the headers of the request are longer than ${maximumBytes} bytes. Send a long filter with POST to /.search.`,
  },
  RequestTimedOut: { status: 408, detail: () => 'The request did not arrive whole in time. Send it again.' },
  NotImplemented: {
    status: 501,
    detail: ({ feature, needsSubject }) =>
      needsSubject === true
        ? `${feature} is not offered to this token, which stands for no user. ` +
          'Have one issued for a user (--subject), or use /Users.'
        : `${feature} is not offered by this service. See /ServiceProviderConfig for what is.`,
  },
  StorageUnavailable: {
    status: 503,
    detail: ({ retryAfterSeconds, problem }) =>
      // Whether a change was made is not known: the storage may have been lost after the commit.
      problem === undefined
        ? `The service cannot reach its storage at the moment. Try again in ${secondsText(retryAfterSeconds)}.`
        : storageProblems[problem],
  },
  Overloaded: {
    status: 503,
    detail: ({ retryAfterSeconds }) =>
      `The service has too much to do at the moment. Try again in ${wholeSeconds(retryAfterSeconds)} seconds.`,
  },
};

// The tag picks the row made for this very failure; TypeScript cannot follow a union through the table.
const rowOf = (failure: ScimFailure): ErrorRow<ScimFailure> => ERROR_TABLE[failure._tag] as ErrorRow<ScimFailure>;

/** Whether something that was thrown is one of the protocol's failures. */
export const isScimFailure = (thrown: unknown): thrown is ScimFailure =>
  thrown instanceof Error &&
  '_tag' in thrown &&
  typeof thrown._tag === 'string' &&
  Object.hasOwn(ERROR_TABLE, thrown._tag);

/** What administrators tell support of a failure of the service itself. */
const named = (status: number, requestId: string | undefined): string =>
  status < 500 || requestId === undefined ? '' : ` If it stays so, tell support the request id ${requestId}.`;

/**
 * The SCIM Error message of a failure with its status. Causes and secrets stay inside; short values that the client sent are
 * repeated. With the id of the request, a status of 500 or above names it. RFC 7644 section 3.12.
 */
export const errorMessage = (failure: ScimFailure, requestId?: string): ErrorAnswer => {
  const { status, scimType, detail } = rowOf(failure);
  return {
    status,
    body: {
      schemas: [ERROR],
      status: String(status),
      ...(scimType !== undefined && { scimType }),
      detail: `${shorten(detail(failure, SHOWN), LONGEST_DETAIL)}${named(status, requestId)}`,
    },
    ...('retryAfterSeconds' in failure && { retryAfterSeconds: wholeSeconds(failure.retryAfterSeconds) }),
  };
};

/** What a log or a record may keep of a failure: its kind and the detail without values that a client sent. */
export const errorSummary = (failure: ScimFailure): ErrorSummary => {
  const { scimType, detail } = rowOf(failure);
  return {
    kind: failure._tag,
    ...(scimType !== undefined && { scimType }),
    detail: shorten(detail(failure, WITHOUT_VALUES), LONGEST_DETAIL),
  };
};

/** The answer to a defect: nothing of what happened but the id under which the log has it. */
export const defectMessage = (requestId: string): ErrorAnswer => ({
  status: 500,
  body: {
    schemas: [ERROR],
    status: '500',
    detail: `The service failed unexpectedly. Send the request again.${named(500, requestId)}`,
  },
});

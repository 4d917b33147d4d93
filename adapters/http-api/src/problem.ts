// From failures to problem details (RFC 9457). No other file of this adapter knows which failure has which status.
import { errorMessage } from '@looop-scim/scim/message';
import type { ScimFailure } from '@looop-scim/scim/errors';
import type { CursorExpired } from '@looop-scim/provisioning/events';
import type { MappingFault } from '@looop-scim/provisioning/mapping';
import type { InvalidWebhook, TooManyWebhooks } from '@looop-scim/provisioning/webhooks';
import type {
  ApiFailure,
  InsufficientScope,
  InvalidRequest,
  PreconditionRequired,
  RequestFault,
} from './api-failures.ts';
import { isPeopleFailure, saidOf, type PeopleFailure } from './people-failures.ts';
import { PROBLEM_KINDS, problemType, type ProblemCode } from './problem-kinds.ts';

/** One fault of several; what there is of it depends on the problem. */
type ProblemFault = Readonly<Record<string, string>>;

/** The body of a problem. */
export interface ProblemDetails {
  readonly type: string;
  readonly code: ProblemCode;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The request, by the id under which the log has it. */
  readonly instance: string;
  readonly errors?: readonly ProblemFault[];
}

/** What is said of a failure. */
interface Facts {
  readonly code: ProblemCode;
  readonly detail?: string;
  readonly errors?: readonly ProblemFault[];
}

const keyProblems = {
  missing: 'Send a platform key of the organisation: Authorization: Bearer looopkey_...',
  invalid: 'The key is unknown. A provisioning token opens SCIM alone: have a platform key issued.',
  expired: 'The key has expired. Have another one issued.',
  revoked: 'The key was revoked. Have another one issued.',
} as const;

/** How a consumer starts over. */
const startOver = ({ after, oldest, last }: CursorExpired): string =>
  `${after > last ? `The last event is ${last}: the log was restored` : `Events are kept from ${oldest} on`}. Load GET /users and ` +
  'GET /groups with their members again, remove what they do not have, and read on after the feedPosition of the first page.';

const quoted = (id: string): string => JSON.stringify(id);

/** The code of each failure of the protocol. */
const CODES: { readonly [Tag in ScimFailure['_tag']]: ProblemCode } = {
  InvalidFilter: 'invalid-request',
  TooMany: 'too-large',
  Uniqueness: 'conflict',
  Mutability: 'invalid-profile-change',
  InvalidSyntax: 'invalid-request',
  InvalidPath: 'invalid-request',
  NoTarget: 'invalid-request',
  InvalidValue: 'invalid-profile-change',
  InvalidCursor: 'invalid-cursor',
  ExpiredCursor: 'invalid-cursor',
  InvalidCount: 'invalid-request',
  InvalidVersion: 'not-found',
  ResourceNotFound: 'not-found',
  EndpointNotFound: 'not-found',
  SubjectNotFound: 'not-found',
  PreconditionFailed: 'precondition-failed',
  CircularReference: 'conflict',
  PayloadTooLarge: 'too-large',
  MethodNotAllowed: 'method-not-allowed',
  UnsupportedMediaType: 'unsupported-media-type',
  UnsupportedContentCoding: 'unsupported-media-type',
  Unauthorized: 'unauthorized',
  Forbidden: 'insufficient-scope',
  TooManyRequests: 'too-many-requests',
  HeadersTooLarge: 'headers-too-large',
  RequestTimedOut: 'request-timeout',
  NotImplemented: 'not-found',
  StorageUnavailable: 'unavailable',
  Overloaded: 'unavailable',
};

const TOO_MANY_ROWS =
  'The filter has to look at more than one call may. Compare userName, displayName, externalId or emails.value by eq or sw.';

/** What a call had to read too much of. */
const TOO_MUCH = {
  characters: 'What is stored is longer than one call may read on this server.',
  rows: TOO_MANY_ROWS,
  seconds: TOO_MANY_ROWS,
} as const;

/** What the API says in other words than SCIM does. */
const ownWords = (failure: ScimFailure): string | undefined => {
  switch (failure._tag) {
    case 'Unauthorized':
      return keyProblems[failure.problem];
    case 'ResourceNotFound':
      return `The organisation has no ${failure.resourceType.toLowerCase()} ${quoted(failure.id)}.`;
    case 'EndpointNotFound':
      return 'The API has no such path. GET /api/v1/openapi.json lists all of them.';
    case 'InvalidCursor':
      return 'Send `next` of the page before, unchanged and to the same list, or begin without a cursor.';
    case 'TooMany':
      return TOO_MUCH[failure.unit];
    case 'UnsupportedMediaType':
      return 'Send the body as application/json, the lines of an import as text/csv or application/jsonl.';
    default:
      return undefined;
  }
};

const requestFault = ({ part, pointer, detail }: RequestFault): ProblemFault => {
  if (part === 'body') return { detail, pointer: `#${pointer}` };
  const name = pointer.slice(1).split('/')[0] ?? '';
  return name === '' ? { detail } : { detail, [part === 'headers' ? 'header' : 'parameter']: name };
};

/** A fault of a mapping set. */
export const mappingFault = ({ kind, at, field, attribute, reason, suggestion }: MappingFault): ProblemFault => ({
  detail: reason,
  kind,
  at,
  ...(field !== undefined && { field }),
  ...(attribute !== undefined && { attribute }),
  ...(suggestion !== undefined && { suggestion }),
});

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

type FeedFailure = CursorExpired | InvalidWebhook | TooManyWebhooks;

const isOfFeed = (failure: ApiFailure): failure is FeedFailure =>
  ['CursorExpired', 'InvalidWebhook', 'TooManyWebhooks'].includes(failure._tag);

/** What is said of the feed and of where it is pushed to. */
const feedFacts = (failure: FeedFailure): Facts => {
  switch (failure._tag) {
    case 'CursorExpired':
      return { code: 'cursor-expired', detail: startOver(failure) };
    case 'InvalidWebhook':
      return {
        code: 'invalid-webhook',
        detail: 'Nothing was saved. See errors.',
        errors: failure.faults.map(({ field, reason }) => ({ detail: reason, field, pointer: `#/${field}` })),
      };
    case 'TooManyWebhooks':
      return { code: 'too-many-webhooks', detail: `There may be ${failure.maximum}. Remove one that is not needed.` };
  }
};

const peopleText = (users: number): string => (users === 1 ? '1 person has' : `${users} people have`);

type AttributeOrJobFailure = Extract<
  ApiFailure,
  {
    readonly _tag:
      'AttributeHasValues' | 'AttributeMapped' | 'InvalidAttribute' | 'JobExists' | 'NoSuchAttribute' | 'NoSuchJob';
  }
>;

const OF_ATTRIBUTES_AND_JOBS: ReadonlySet<string> = new Set<AttributeOrJobFailure['_tag']>([
  'AttributeHasValues',
  'AttributeMapped',
  'InvalidAttribute',
  'JobExists',
  'NoSuchAttribute',
  'NoSuchJob',
]);

const isOfAttributesOrJobs = (failure: ApiFailure): failure is AttributeOrJobFailure =>
  OF_ATTRIBUTES_AND_JOBS.has(failure._tag);

/** What is said of own attributes and of jobs. */
const factsOfAttributesAndJobs = (failure: AttributeOrJobFailure): Facts => {
  switch (failure._tag) {
    case 'InvalidAttribute':
      return {
        code: 'invalid-attribute',
        detail: 'Nothing was saved. See errors.',
        errors: failure.faults.map(({ kind, at, reason }) => ({ detail: reason, kind, pointer: `#/${at}` })),
      };
    case 'AttributeHasValues':
      return {
        code: 'attribute-has-values',
        detail: `Nothing was changed: ${peopleText(failure.users)} a value of ${failure.path} that would not fit. The first one ${failure.reason}.`,
      };
    case 'AttributeMapped':
      return {
        code: 'attribute-mapped',
        detail: `Nothing was changed: in the mapping set in force, ${failure.fields.join(', ')} could not be mapped from ${failure.path} any more. Change the set first.`,
      };
    case 'NoSuchAttribute':
      return {
        code: 'not-found',
        detail: `The organisation has no own attribute ${quoted(failure.path)}, or it is not in the state that the operation needs.`,
      };
    case 'NoSuchJob':
      return { code: 'not-found', detail: `The organisation has no such job ${quoted(failure.id)}, or none any more.` };
    case 'JobExists':
      return {
        code: 'job-exists',
        detail: `The key was sent for the import ${failure.id}, which is another one or is still on its way. Send a new key for a new import.`,
      };
  }
};

type RefusedRequest = InsufficientScope | InvalidRequest | PreconditionRequired;

const isRefusedRequest = (failure: ApiFailure): failure is RefusedRequest =>
  ['InsufficientScope', 'InvalidRequest', 'PreconditionRequired'].includes(failure._tag);

/** What is said of a request that is refused as such. */
const factsOfRequest = (failure: RefusedRequest): Facts => {
  switch (failure._tag) {
    case 'InsufficientScope':
      return { code: 'insufficient-scope', detail: `The operation needs the scope ${failure.scope}.` };
    case 'InvalidRequest':
      return {
        code: 'invalid-request',
        detail: 'See errors for what has to be different.',
        errors: failure.faults.map(requestFault),
      };
    case 'PreconditionRequired':
      return {
        code: 'precondition-required',
        detail: 'Send the ETag of the version that you have read as If-Match, or * to replace whichever there is.',
      };
  }
};

const factsOfOthers = (failure: Exclude<ApiFailure, PeopleFailure>): Facts => {
  if (isOfFeed(failure)) return feedFacts(failure);
  if (isOfAttributesOrJobs(failure)) return factsOfAttributesAndJobs(failure);
  if (isRefusedRequest(failure)) return factsOfRequest(failure);
  switch (failure._tag) {
    case 'OtherVersion':
    case 'VersionConflict':
      return {
        code: 'precondition-failed',
        detail: `Version ${failure.current} is in force: read it, make the change again, and send its ETag.`,
      };
    case 'InvalidMappingSet':
      return {
        code: 'invalid-mapping-set',
        detail: 'Nothing was saved. See errors.',
        errors: failure.faults.map(mappingFault),
      };
    case 'ProfileRefused':
      return {
        code: 'invalid-profile-change',
        detail: 'Nothing was changed. See errors.',
        errors: failure.faults.map(({ field, reason }) => ({
          detail: reason,
          field,
          pointer: `#/${escaped(field)}`,
        })),
      };
    case 'NoSuchMappingVersion':
      return {
        code: 'not-found',
        detail: `There is no version ${failure.version} of the mapping set, or none any more.`,
      };
    case 'NoSuchEntry':
      return { code: 'not-found', detail: `The organisation has no ${failure.what} ${quoted(failure.name)}.` };
    default: {
      const detail = ownWords(failure);
      return { code: CODES[failure._tag], ...(detail !== undefined && { detail }) };
    }
  }
};

const factsOf = (failure: ApiFailure): Facts => (isPeopleFailure(failure) ? saidOf(failure) : factsOfOthers(failure));

/** A problem, with the headers that belong to it. */
export interface Problem {
  readonly body: ProblemDetails;
  readonly headers: Readonly<Record<string, string>>;
}

const madeOf = ({ code, detail, errors }: Facts & { readonly detail: string }, requestId: string): ProblemDetails => ({
  type: problemType(code),
  code,
  title: PROBLEM_KINDS[code].title,
  status: PROBLEM_KINDS[code].status,
  detail,
  instance: `urn:uuid:${requestId}`,
  ...(errors !== undefined && { errors }),
});

/** RFC 6750 section 3.1: no error code when no credentials were sent. */
const challengeOf = (failure: ApiFailure): Problem['headers'] => {
  if (failure._tag === 'InsufficientScope') {
    return { 'www-authenticate': `Bearer realm="api", error="insufficient_scope", scope="${failure.scope}"` };
  }
  // RFC 9110 section 15.5.2: every 401 has a challenge; no browser knows this one, so that none opens a dialogue of its own.
  if (failure._tag === 'NotSignedIn' || failure._tag === 'SignInRefused') {
    return { 'www-authenticate': 'Session realm="api"' };
  }
  if (failure._tag !== 'Unauthorized') return {};
  const error = failure.problem === 'missing' ? '' : ', error="invalid_token"';
  return { 'www-authenticate': `Bearer realm="api"${error}` };
};

const isOwn = (failure: ApiFailure): failure is Exclude<ApiFailure, ScimFailure> => !(failure._tag in CODES);

/** The problem of a failure. */
export const problemOf = (failure: ApiFailure, requestId: string): Problem => {
  const facts = factsOf(failure);
  // What has no words here is said as SCIM says it.
  const answer = isOwn(failure) ? undefined : errorMessage(failure, requestId);
  const detail = facts.detail ?? answer?.body.detail ?? '';
  return {
    body: madeOf({ ...facts, detail }, requestId),
    headers: {
      ...challengeOf(failure),
      ...(failure._tag === 'MethodNotAllowed' && { allow: failure.allow.join(', ') }),
      ...(answer?.retryAfterSeconds !== undefined && { 'retry-after': String(answer.retryAfterSeconds) }),
    },
  };
};

/** The problem of a defect; its cause is in the log alone. */
export const defectProblem = (requestId: string): Problem => ({
  body: madeOf(
    {
      code: 'internal-error',
      detail: 'Whoever runs the service finds the cause in its log, by the id of the request.',
    },
    requestId,
  ),
  headers: {},
});

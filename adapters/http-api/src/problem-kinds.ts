// The kinds of problems (RFC 9457): clients go by `code`, people read title and detail. A kind never changes its meaning.

interface Kind {
  readonly status: number;
  readonly title: string;
}

/** All kinds by code. */
export const PROBLEM_KINDS = {
  'invalid-request': { status: 400, title: 'The request is not as the operation needs it' },
  'invalid-cursor': { status: 400, title: 'The cursor belongs to no page of this list' },
  unauthorized: { status: 401, title: 'The platform key is missing or not valid' },
  'not-signed-in': { status: 401, title: 'Nobody is signed in' },
  'sign-in-refused': { status: 401, title: 'The sign-in is refused' },
  'not-permitted': { status: 403, title: 'The caller may not do this' },
  'cross-site': { status: 403, title: 'The request does not come from our own pages' },
  'insufficient-scope': { status: 403, title: 'The platform key may not do this' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'The path takes another method' },
  'request-timeout': { status: 408, title: 'The request did not arrive in time' },
  conflict: { status: 409, title: 'It does not go together with what there is' },
  'cursor-expired': { status: 410, title: 'The events after this position are not kept' },
  'too-many-webhooks': { status: 409, title: 'The organisation has as many webhooks as it may' },
  'job-exists': { status: 409, title: 'The idempotency key belongs to another import' },
  'attribute-has-values': { status: 409, title: 'People have values that would not fit' },
  'attribute-mapped': { status: 409, title: 'The mapping set in force needs the attribute' },
  'precondition-failed': { status: 412, title: 'Somebody else has made a change in the meantime' },
  'too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'The body must be JSON' },
  'invalid-profile-change': { status: 422, title: 'The profile cannot be changed so' },
  'invalid-attribute': { status: 422, title: 'The definition of the attribute is refused' },
  'invalid-mapping-set': { status: 422, title: 'The mapping set is refused' },
  'invalid-webhook': { status: 422, title: 'The webhook cannot be saved so' },
  'invalid-value': { status: 422, title: 'A value is refused' },
  'invalid-password': { status: 422, title: 'The password is refused' },
  'not-confirmed': { status: 422, title: 'The deletion is not confirmed' },
  'precondition-required': { status: 428, title: 'The change must name the version that it replaces' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  'internal-error': { status: 500, title: 'The server has failed' },
  unavailable: { status: 503, title: 'The service does not answer at the moment' },
} as const satisfies Readonly<Record<string, Kind>>;

/** Code of a kind. */
export type ProblemCode = keyof typeof PROBLEM_KINDS;

/** The `type` of a kind: a name, which leads nowhere. */
export const problemType = (code: ProblemCode): string => `urn:looop:problem:${code}`;

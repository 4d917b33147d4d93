// Laws of error messages (RFC 7644 section 3.12): every failure renders, and none tells a secret.
import fc from 'fast-check';
import * as Result from 'effect/Result';
import {
  CircularReference,
  EndpointNotFound,
  ExpiredCursor,
  InvalidCount,
  InvalidCursor,
  Forbidden,
  HeadersTooLarge,
  InvalidFilter,
  InvalidPath,
  InvalidSyntax,
  InvalidValue,
  InvalidVersion,
  MethodNotAllowed,
  Mutability,
  NoTarget,
  NotImplemented,
  PayloadTooLarge,
  PreconditionFailed,
  RequestTimedOut,
  ResourceNotFound,
  StorageUnavailable,
  SubjectNotFound,
  TooMany,
  Overloaded,
  TooManyRequests,
  Unauthorized,
  Uniqueness,
  UnsupportedContentCoding,
  UnsupportedMediaType,
  type ScimFailure,
} from '@looop-scim/scim/errors';
import { interopPolicy, strictPolicy } from '@looop-scim/scim/interop';
import { resolveAttribute } from '@looop-scim/scim/attribute';
import { defectMessage, errorMessage, errorSummary, type ErrorAnswer } from '@looop-scim/scim/message';
import { readDocument } from '@looop-scim/scim/read';
import { ERROR, isNeverReturned } from '@looop-scim/scim/schema';
import { faultsOfDetail, faultsOfText } from '../detail-form.ts';
import { law, type Law } from '../law.ts';
import { anyType } from './filter-case.ts';

const SECRET = 'correct horse battery staple';

/** Text of a client. */
const words = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('😀'.repeat(9000), '\ud800', '\u202e\u0007', 'userNme', SECRET, `name.${SECRET}`),
);
const shortWords = words.filter((text) => text.length <= 40);
const received = fc.oneof(shortWords, fc.double(), fc.boolean(), fc.array(shortWords, { maxLength: 12 }));
/** Text of the library and of its schemas. */
const reason = fc.constantFrom('must be true or false, not a string', 'must be a list of operations, not an object');
const attribute = fc.constantFrom('userName', 'name.givenName', 'urn:ietf:params:scim:schemas:core:2.0:User:title');
const resourceType = fc.constantFrom('User', 'Group');
const path = fc.constantFrom('/Users', '/Groups', '/Schemas');
const position = fc.nat();
const resource = fc.record({ resourceType, id: words });

/** Facts of which any may be missing but those named. */
const facts = <Facts extends Record<string, unknown>, Needed extends keyof Facts & string>(
  model: { [Fact in keyof Facts]: fc.Arbitrary<Facts[Fact]> },
  ...needed: readonly Needed[]
) => fc.record(model, { requiredKeys: [...needed] });

/** One arbitrary a failure; a failure without one does not compile. */
const failures: { readonly [Failure in ScimFailure as Failure['_tag']]: fc.Arbitrary<Failure> } = {
  InvalidFilter: facts(
    { reason, attribute: words, position, received, suggestion: attribute, unknown: fc.boolean() },
    'reason',
  ).map((one) => new InvalidFilter(one)),
  TooMany: fc
    .record({ limit: fc.nat(), unit: fc.constantFrom('rows', 'characters', 'seconds') })
    .map((one) => new TooMany(one)),
  Uniqueness: facts(
    {
      resourceType,
      attribute,
      value: received,
      caseExact: fc.boolean(),
      holder: fc.record({ id: fc.uuid(), inactive: fc.boolean() }),
    },
    'resourceType',
    'attribute',
  ).map((one) => new Uniqueness(one)),
  Mutability: fc.record({ reason, attribute }).map((one) => new Mutability(one)),
  InvalidSyntax: facts(
    {
      reason,
      position,
      text: facts({ line: fc.nat(), column: fc.nat(), near: shortWords }, 'line', 'column'),
      attribute: words,
      suggestion: attribute,
      received,
    },
    'reason',
  ).map((one) => new InvalidSyntax(one)),
  InvalidPath: facts({ path: words, reason, position, suggestion: attribute, received }, 'path', 'reason').map(
    (one) => new InvalidPath(one),
  ),
  NoTarget: facts({ path: words, reason }, 'reason').map((one) => new NoTarget(one)),
  InvalidValue: facts(
    {
      attribute: fc.oneof(attribute, words),
      reason,
      unknown: fc.boolean(),
      missing: fc.boolean(),
      instead: words,
      suggestion: attribute,
      received,
    },
    'attribute',
    'reason',
  ).map((one) => new InvalidValue(one)),
  InvalidCursor: fc.constant(new InvalidCursor()),
  ExpiredCursor: fc.nat().map((lifetimeSeconds) => new ExpiredCursor({ lifetimeSeconds })),
  InvalidCount: fc.nat().map((expected) => new InvalidCount({ expected })),
  InvalidVersion: fc.record({ requested: words }).map((one) => new InvalidVersion(one)),
  ResourceNotFound: resource.map((one) => new ResourceNotFound(one)),
  EndpointNotFound: facts(
    {
      path: words.map((text) => `${text}?token=${SECRET}`),
      endpoints: fc.array(path),
      suggestion: path,
      surplus: words,
    },
    'path',
  ).map((one) => new EndpointNotFound(one)),
  SubjectNotFound: words.map((id) => new SubjectNotFound({ id })),
  PreconditionFailed: facts(
    {
      resourceType,
      id: words,
      header: fc.constantFrom('If-Match' as const, 'If-None-Match' as const),
      malformed: words,
    },
    'resourceType',
    'id',
    'header',
  ).map((one) => new PreconditionFailed(one)),
  CircularReference: fc.record({ reason, bulkId: words }).map((one) => new CircularReference(one)),
  PayloadTooLarge: facts(
    {
      limit: fc.constantFrom('body' as const, 'patch' as const, 'bulk' as const, 'work' as const, 'resource' as const),
      maximum: fc.nat(),
      received: fc.nat(),
    },
    'limit',
    'maximum',
  ).map((one) => new PayloadTooLarge(one)),
  MethodNotAllowed: fc
    .record({ method: words, allow: fc.array(fc.constantFrom('GET', 'POST'), { minLength: 1 }) })
    .map((one) => new MethodNotAllowed(one)),
  UnsupportedMediaType: facts({ received: words }).map((one) => new UnsupportedMediaType(one)),
  UnsupportedContentCoding: fc.record({ received: words }).map((one) => new UnsupportedContentCoding(one)),
  Unauthorized: facts(
    {
      problem: fc.constantFrom('missing' as const, 'invalid' as const, 'expired' as const, 'revoked' as const),
      at: fc.oneof(fc.nat(), fc.constantFrom(Date.UTC(2026, 10, 27), Number.NaN, 1e300)),
      form: fc.constantFrom(
        ...([
          'basic',
          'quoted',
          'bracketed',
          'repeated scheme',
          'labelled',
          'with spaces',
          'fingerprint',
          'platform key',
        ] as const),
      ),
    },
    'problem',
  ).map((one) => new Unauthorized(one)),
  Forbidden: fc
    .constantFrom('SCIM is switched off for the organisation acme; ask support to switch it on')
    .map((text) => new Forbidden({ reason: text })),
  TooManyRequests: fc.double().map((retryAfterSeconds) => new TooManyRequests({ retryAfterSeconds })),
  Overloaded: fc.double().map((retryAfterSeconds) => new Overloaded({ retryAfterSeconds })),
  HeadersTooLarge: fc.nat().map((maximumBytes) => new HeadersTooLarge({ maximumBytes })),
  RequestTimedOut: fc.constant(new RequestTimedOut()),
  NotImplemented: facts({ feature: fc.constantFrom('Bulk', '/Me'), needsSubject: fc.boolean() }, 'feature').map(
    (one) => new NotImplemented(one),
  ),
  StorageUnavailable: fc
    .tuple(
      fc.constantFrom<unknown>(new Error(SECRET), { password: SECRET }, SECRET, null),
      fc.double(),
      fc.constantFrom('moved' as const, 'damaged' as const, undefined),
    )
    .map(
      ([cause, retryAfterSeconds, problem]) =>
        new StorageUnavailable({ cause, retryAfterSeconds, ...(problem !== undefined && { problem }) }),
    ),
};

const anyFailure: fc.Arbitrary<ScimFailure> = fc.oneof(...Object.values<fc.Arbitrary<ScimFailure>>(failures));

const SCIM_TYPES = [
  ...['invalidFilter', 'tooMany', 'uniqueness', 'mutability', 'invalidSyntax', 'invalidPath', 'noTarget'],
  ...['invalidValue', 'invalidVers', 'invalidCursor', 'expiredCursor', 'invalidCount'],
];

const FIELDS = ['schemas', 'status', 'scimType', 'detail'];

const holds = (fact: boolean, statement: string): void => {
  if (!fact) throw new Error(statement);
};

const checkMessage = ({ status, body, retryAfterSeconds }: ErrorAnswer): void => {
  holds(Number.isInteger(status) && status >= 400 && status <= 599, `status ${status}`);
  holds(body.status === String(status), 'the status of the body is not the string of the status');
  holds(body.schemas.length === 1 && body.schemas[0] === ERROR, 'another schema');
  holds(body.scimType === undefined || SCIM_TYPES.includes(body.scimType), `scimType ${body.scimType}`);
  holds(body.detail.length > 0 && body.detail.length <= 1010 && body.detail.isWellFormed(), `detail ${body.detail}`);
  holds(
    Object.keys(body).every((field) => FIELDS.includes(field)),
    'a field that no error has',
  );
  const wait = retryAfterSeconds ?? 1;
  holds(Number.isInteger(wait) && wait >= 1, `Retry-After ${wait}`);
};

/** What an answer repeats of a client goes to that client; nothing else may show. */
const checkSecret = (failure: ScimFailure): void => {
  const { cause, path: url } = { cause: undefined, path: '', ...failure };
  const { detail } = errorMessage(failure).body;
  if (cause !== undefined) holds(!detail.includes(SECRET), 'a cause shows');
  if (typeof url === 'string' && url.includes('?token=')) holds(!detail.includes('?token='), 'a query shows');
  holds(
    !errorSummary(failure).detail.includes(SECRET),
    `a value shows without values: ${errorSummary(failure).detail}`,
  );
};

const checkForm = (failure: ScimFailure, requestId: string): void => {
  const { status, body } = errorMessage(failure, requestId);
  // What a client sent may be any text: its words are not the library's.
  const faults = [...faultsOfText(body.detail), ...faultsOfDetail(errorSummary(failure).detail)];
  holds(faults.length === 0, `${body.detail}\n${faults.join('; ')}`);
  holds(status < 500 || body.detail.includes(requestId), 'the id of the request is missing');
};

/** Anything with the secret somewhere in it. */
const secretive: fc.Arbitrary<unknown> = fc.oneof(
  fc.constant(SECRET),
  fc.constant({ value: SECRET }),
  fc.constant([SECRET, { value: [SECRET] }]),
  fc.constant(`${SECRET}\ud800`),
  fc.constant({ value: `\u0000${SECRET}` }),
);

/** Laws of errors. */
export const errorLaws: readonly Law[] = [
  law(
    'every failure renders as a SCIM Error: status 400 to 599, as a string in the body, no cause, no query of a URI',
    fc.property(anyFailure, (failure) => checkMessage(errorMessage(failure))),
  ),
  law(
    'a defect tells no more than its number',
    fc.property(fc.uuid(), (id) => {
      const message = defectMessage(id);
      checkMessage(message);
      holds(message.status === 500 && message.body.detail.includes(id), 'the number is missing');
    }),
  ),
  law(
    'every detail says what is wrong and where or what to do, in whole sentences; of 500 and above under which id the log has it',
    fc.property(anyFailure, fc.uuid(), checkForm),
  ),
  law(
    'no cause and no query of a URI shows, and without values nothing that a client sent',
    fc.property(anyFailure, checkSecret),
  ),
  law(
    'refusing a body never repeats a value of an attribute that is never returned; without values no value at all',
    fc.property(
      anyType.chain((type) => {
        const names = [...type.attributes.keys()];
        return fc.tuple(fc.constant(type), fc.dictionary(fc.constantFrom(...names), secretive, { minKeys: 1 }));
      }),
      fc.constantFrom(interopPolicy, strictPolicy),
      ([type, body], policy) => {
        const read = readDocument(type, { ...body, schemas: [type.definition.schema] }, policy);
        if (Result.isSuccess(read)) return;
        const { failure } = read;
        checkMessage(errorMessage(failure));
        holds(!errorSummary(failure).detail.includes(SECRET), 'a value shows without values');
        const node = failure._tag === 'InvalidValue' ? resolveAttribute(type, failure.attribute) : undefined;
        if (node === undefined || !isNeverReturned(node)) return;
        holds(!JSON.stringify(errorMessage(failure).body).includes(SECRET), 'a secret shows');
      },
    ),
  ),
];

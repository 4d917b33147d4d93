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
  Sensitive,
  StorageUnavailable,
  SubjectNotFound,
  TooMany,
  TooManyRequests,
  Unauthorized,
  Uniqueness,
  UnsupportedContentCoding,
  UnsupportedMediaType,
  type ScimFailure,
} from '@looop-scim/scim/errors';
import { interopPolicy, strictPolicy } from '@looop-scim/scim/interop';
import { defectMessage, errorMessage, type ErrorAnswer } from '@looop-scim/scim/message';
import { readDocument } from '@looop-scim/scim/read';
import { ERROR } from '@looop-scim/scim/schema';
import { law, type Law } from '../law.ts';
import { anyType } from './filter-case.ts';

const SECRET = 'correct horse battery staple';

const words = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('😀'.repeat(9000), '\ud800'));
const position = fc.option(fc.nat(), { nil: undefined });
const reason = { reason: words };
const place = position.map((at) => (at === undefined ? {} : { position: at }));
const resource = fc.record({ resourceType: words, id: words });

/** One arbitrary a failure; a failure without one does not compile. */
const failures: { readonly [Failure in ScimFailure as Failure['_tag']]: fc.Arbitrary<Failure> } = {
  InvalidFilter: fc
    .tuple(fc.record({ ...reason, attribute: words }, { requiredKeys: ['reason'] }), place)
    .map(([facts, at]) => new InvalidFilter({ ...facts, ...at })),
  TooMany: fc.record({ limit: fc.nat() }).map((facts) => new TooMany(facts)),
  Uniqueness: fc.record({ resourceType: words, attribute: words }).map((facts) => new Uniqueness(facts)),
  Mutability: fc.record({ ...reason, attribute: words }).map((facts) => new Mutability(facts)),
  InvalidSyntax: fc.tuple(words, place).map(([text, at]) => new InvalidSyntax({ reason: text, ...at })),
  InvalidPath: fc
    .tuple(fc.record({ ...reason, path: words }), place)
    .map(([facts, at]) => new InvalidPath({ ...facts, ...at })),
  NoTarget: fc.record({ ...reason, path: words }, { requiredKeys: ['reason'] }).map((facts) => new NoTarget(facts)),
  InvalidValue: fc.record({ ...reason, attribute: words }).map((facts) => new InvalidValue(facts)),
  InvalidCursor: fc.constant(new InvalidCursor()),
  ExpiredCursor: fc.nat().map((lifetimeSeconds) => new ExpiredCursor({ lifetimeSeconds })),
  InvalidCount: fc.nat().map((expected) => new InvalidCount({ expected })),
  InvalidVersion: fc.record({ requested: words }).map((facts) => new InvalidVersion(facts)),
  Sensitive: fc.record({ attribute: words }).map((facts) => new Sensitive(facts)),
  ResourceNotFound: resource.map((facts) => new ResourceNotFound(facts)),
  EndpointNotFound: words.map((path) => new EndpointNotFound({ path: `${path}?token=${SECRET}` })),
  SubjectNotFound: words.map((id) => new SubjectNotFound({ id })),
  PreconditionFailed: fc
    .tuple(resource, fc.constantFrom('If-Match' as const, 'If-None-Match' as const))
    .map(([facts, header]) => new PreconditionFailed({ ...facts, header })),
  CircularReference: fc.record({ ...reason, bulkId: words }).map((facts) => new CircularReference(facts)),
  PayloadTooLarge: fc.record({ limit: words, maximum: fc.nat() }).map((facts) => new PayloadTooLarge(facts)),
  MethodNotAllowed: fc.record({ method: words, allow: fc.array(words) }).map((facts) => new MethodNotAllowed(facts)),
  UnsupportedMediaType: fc.record({ received: words }).map((facts) => new UnsupportedMediaType(facts)),
  UnsupportedContentCoding: fc.record({ received: words }).map((facts) => new UnsupportedContentCoding(facts)),
  Unauthorized: fc
    .constantFrom('missing' as const, 'invalid' as const, 'expired' as const)
    .map((problem) => new Unauthorized({ problem })),
  Forbidden: fc.record(reason).map((facts) => new Forbidden(facts)),
  TooManyRequests: fc.double().map((retryAfterSeconds) => new TooManyRequests({ retryAfterSeconds })),
  HeadersTooLarge: fc.nat().map((maximumBytes) => new HeadersTooLarge({ maximumBytes })),
  RequestTimedOut: fc.constant(new RequestTimedOut()),
  NotImplemented: fc.record({ feature: words }).map((facts) => new NotImplemented(facts)),
  StorageUnavailable: fc
    .tuple(fc.constantFrom<unknown>(new Error(SECRET), { password: SECRET }, SECRET, null), fc.double())
    .map(([cause, retryAfterSeconds]) => new StorageUnavailable({ cause, retryAfterSeconds })),
};

const anyFailure: fc.Arbitrary<ScimFailure> = fc.oneof(...Object.values<fc.Arbitrary<ScimFailure>>(failures));

const SCIM_TYPES = [
  ...['invalidFilter', 'tooMany', 'uniqueness', 'mutability', 'invalidSyntax', 'invalidPath', 'noTarget'],
  ...['invalidValue', 'invalidVers', 'sensitive', 'invalidCursor', 'expiredCursor', 'invalidCount'],
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
  holds(!JSON.stringify(body).includes(SECRET), 'a secret shows');
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
    'refusing a body never repeats a value of it',
    fc.property(
      anyType.chain((type) => {
        const names = [...type.attributes.keys()];
        return fc.tuple(fc.constant(type), fc.dictionary(fc.constantFrom(...names), secretive, { minKeys: 1 }));
      }),
      fc.constantFrom(interopPolicy, strictPolicy),
      ([type, body], policy) => {
        const read = readDocument(type, { ...body, schemas: [type.definition.schema] }, policy);
        if (Result.isFailure(read)) checkMessage(errorMessage(read.failure));
      },
    ),
  ),
];

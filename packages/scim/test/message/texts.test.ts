// The sentences that administrators read, word for word: each form that a row of the error table has.
import { describe, expect, it } from 'vitest';
import * as errors from '../../src/errors.ts';
import { errorMessage, errorSummary } from '../../src/message/error-response.ts';

const detailOf = (failure: errors.ScimFailure): string => errorMessage(failure).body.detail;
const LOOOP = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User';

describe('errorMessage: what is wrong, where, and what to do (RFC 7644 section 3.12)', () => {
  it.each<[errors.ScimFailure, string]>([
    [
      new errors.InvalidFilter({
        reason: 'r',
        attribute: 'usrName',
        unknown: true,
        position: 0,
        suggestion: 'userName',
      }),
      'Unknown attribute "usrName" in the filter at character 1. Did you mean userName? Then correct the filter.',
    ],
    [
      new errors.InvalidFilter({ reason: 'r', attribute: 'shoe', unknown: true }),
      'Unknown attribute "shoe" in the filter. See /Schemas for those that there are.',
    ],
    [
      new errors.InvalidFilter({ reason: 'it is not ready', unknown: true, received: 7 }),
      'The filter cannot be used: it is not ready: 7.',
    ],
    [
      new errors.InvalidFilter({ reason: 'is no operator', attribute: 'active', suggestion: 'actives', received: 'x' }),
      'The filter cannot be used: is no operator: "x" (attribute "active"). Did you mean actives? Then correct the filter.',
    ],
    [
      new errors.InvalidSyntax({ reason: 'must be an object', attribute: 'nam', suggestion: 'name', received: true }),
      'The request cannot be read: "nam" must be an object: true. Did you mean name? Then correct the mapping.',
    ],
    [
      new errors.InvalidSyntax({ reason: 'the JSON ends', position: 9, text: { line: 2, column: 3, near: '}' } }),
      'The request cannot be read at line 2, column 3 (character 10), near "}": the JSON ends.',
    ],
    [
      new errors.InvalidSyntax({ reason: 'the JSON ends', text: { line: 2, column: 3 } }),
      'The request cannot be read at line 2, column 3: the JSON ends.',
    ],
    [
      new errors.InvalidSyntax({ reason: 'a text must come', position: 4 }),
      'The request cannot be read at character 5: a text must come.',
    ],
    [
      new errors.InvalidPath({ path: 'naem', reason: 'is no attribute', suggestion: 'name', received: 1, position: 2 }),
      'The path "naem" cannot be used at character 3: is no attribute: 1. Did you mean name? Then correct the path.',
    ],
    [new errors.NoTarget({ reason: 'r' }), 'The operation has no target: r. Correct the path, or add the value first.'],
    [
      new errors.NoTarget({ path: 'emails', reason: 'r' }),
      'The path "emails" has no target: r. Correct the path, or add the value first.',
    ],
    [
      new errors.InvalidValue({
        attribute: 'custom_9',
        reason: 'is no attribute of a User',
        unknown: true,
        suggestion: 'custom_1',
      }),
      '"custom_9" is no attribute of a User. Did you mean custom_1? Then correct the mapping.',
    ],
    [
      new errors.InvalidValue({ attribute: 'shoe', reason: 'is no attribute of a User', unknown: true }),
      '"shoe" is no attribute of a User. Remove its mapping in the identity provider.',
    ],
    [
      new errors.InvalidValue({
        attribute: 'schemas',
        reason: 'names an unknown schema',
        unknown: true,
        received: 'urn:x',
      }),
      'schemas names an unknown schema: "urn:x".',
    ],
    [
      new errors.InvalidValue({ attribute: 'userName', reason: 'is missing', missing: true, instead: 'username_' }),
      'userName is missing. The request has "username_" instead. Map an attribute to userName in the identity provider.',
    ],
    [
      new errors.InvalidValue({ attribute: 'active', reason: 'must be true or false', received: 'yes' }),
      'active must be true or false: "yes".',
    ],
    [
      new errors.InvalidValue({
        attribute: 'emails.type',
        reason: 'is none of those',
        suggestion: 'work',
        received: 'wrk',
      }),
      'emails.type is none of those: "wrk". Did you mean work? Then send that.',
    ],
    [
      new errors.EndpointNotFound({ path: '/v2', surplus: '/v2/v2' }),
      'The base URL must end in /scim/v2, not in "/v2/v2". Correct the base URL.',
    ],
    [
      new errors.EndpointNotFound({ path: '/scim?token=secret' }),
      'Nothing is served at "/scim". Check that the base URL ends in /scim/v2.',
    ],
    [
      new errors.EndpointNotFound({ path: '/Usrs', endpoints: ['/Users', '/Groups'], suggestion: '/Users' }),
      'Unknown endpoint "/Usrs". Did you mean /Users? Use one of /Users, /Groups; upper and lower case count.',
    ],
    [
      new errors.EndpointNotFound({ path: '/x', endpoints: [] }),
      'Unknown endpoint "/x". Use an endpoint of the service; upper and lower case count.',
    ],
    [
      new errors.SubjectNotFound({ id: 'u1' }),
      'The token stands for the user "u1", who was deleted. Have a token issued for another user.',
    ],
    [
      new errors.PreconditionFailed({ header: 'If-Match', resourceType: 'User', id: 'u1', malformed: '10' }),
      'If-Match must be an entity tag such as W/"10", not "10". Send the ETag or the meta.version of the User.',
    ],
    [
      new errors.PreconditionFailed({ header: 'If-Match', resourceType: 'User', id: 'u1' }),
      'The User "u1" has changed since the version that If-Match names. Read it again and repeat the change.',
    ],
    [
      new errors.PreconditionFailed({ header: 'If-None-Match', resourceType: 'User', id: 'u1' }),
      'The User "u1" has the version that If-None-Match excludes. Leave the header out to change it all the same.',
    ],
    [
      new errors.CircularReference({ bulkId: 'a', reason: 'a group cannot contain itself' }),
      'What "bulkId:a" refers to refers back to it, and that cannot be resolved: a group cannot contain itself. ' +
        'Send one of the references in a later request.',
    ],
    [new errors.UnsupportedMediaType({}), 'The header Content-Type is missing. Send application/scim+json.'],
    [
      new errors.UnsupportedMediaType({ received: 'text/xml' }),
      'A body of type "text/xml" is not read. Send application/scim+json.',
    ],
    [
      new errors.HeadersTooLarge({ maximumBytes: 16_384 }),
      'The URL and the headers of the request are longer than 16384 bytes. Send a long filter with POST to /.search.',
    ],
    [new errors.RequestTimedOut(), 'The request did not arrive whole in time. Send it again.'],
    [
      new errors.NotImplemented({ feature: '/Me', needsSubject: true }),
      '/Me is not offered to this token, which stands for no user. Have one issued for a user (--subject), or use /Users.',
    ],
    [
      new errors.NotImplemented({ feature: 'Watching' }),
      'Watching is not offered by this service. See /ServiceProviderConfig for what is.',
    ],
    [
      new errors.StorageUnavailable({ retryAfterSeconds: 1, cause: 'gone' }),
      'The service cannot reach its storage at the moment. Try again in 1 second.',
    ],
    [
      new errors.StorageUnavailable({ retryAfterSeconds: 5, cause: 'gone', problem: 'damaged' }),
      'The file of the database is damaged, so nothing more is stored. Whoever runs the service must restore a backup.',
    ],
    [
      new errors.Unauthorized({ problem: 'expired', at: Date.UTC(2026, 10, 3) }),
      'The token expired on 2026-11-03. Have a new one issued and enter it here.',
    ],
    [
      new errors.Unauthorized({ problem: 'revoked', at: Number.NaN }),
      'The token was revoked. Have a new one issued and enter it here.',
    ],
    [new errors.Unauthorized({ problem: 'expired' }), 'The token expired. Have a new one issued and enter it here.'],
  ])('%s', (failure, detail) => {
    expect(detailOf(failure)).toBe(detail);
  });

  it.each([
    [new errors.HeadersTooLarge({ maximumBytes: 1 }), 431],
    [new errors.RequestTimedOut(), 408],
    [new errors.InvalidCursor(), 400],
  ])('%s has its status', (failure, status) => {
    expect(errorMessage(failure, 'r-1')).toMatchObject({ status, body: { status: String(status) } });
    expect(errorMessage(failure, 'r-1').body.detail).not.toContain('r-1');
  });
});

describe('errorMessage: what was probably meant (RFC 7644 section 3.12)', () => {
  const hintFor = (attribute: string, suggestion: string): string =>
    detailOf(new errors.InvalidValue({ attribute, reason: 'is unknown', unknown: true, suggestion }));

  it.each([
    ['area', `${LOOOP}:area`, ` Write ${LOOOP}:area.`],
    ['AREA', `${LOOOP}:area`, ` Write ${LOOOP}:area.`],
    ['area', `${LOOOP.toUpperCase()}:AREA`, ` Write ${LOOOP.toUpperCase()}:AREA.`],
    ['rea', `${LOOOP}:area`, ` Did you mean ${LOOOP}:area? Then correct the mapping.`],
  ])('of %s it is %s', (attribute, suggestion, end) => {
    expect(hintFor(attribute, suggestion)).toBe(`"${attribute}" is unknown.${end}`);
  });

  it.each([
    [`${LOOOP}:area`, `${LOOOP}:area`],
    [`${LOOOP}:AREA`, `${LOOOP}:area`],
    [`${LOOOP}:area`, `${LOOOP}:AREA`],
  ])('of %s it is a place where the name may stand', (attribute, suggestion) => {
    expect(hintFor(attribute, suggestion)).toBe(
      `"${attribute}" is unknown. Write attributes of an extension inside an object with its URN as name, and core attributes without a URN.`,
    );
  });

  it('needs no name that was sent', () => {
    const failure = new errors.InvalidFilter({ reason: 'is no operator', suggestion: 'eq' });
    expect(detailOf(failure)).toBe(
      'The filter cannot be used: is no operator. Did you mean eq? Then correct the filter.',
    );
  });
});

describe('errorMessage: what a client sent is quoted, cut and made visible', () => {
  const shown = (received: string | number | boolean | readonly (string | number)[]): string =>
    detailOf(new errors.InvalidValue({ attribute: 'a', reason: 'r', received })).slice('a r: '.length, -1);
  const named = (path: string): string =>
    detailOf(new errors.NoTarget({ path, reason: 'r' })).split(' has no target')[0] ?? '';

  it.each([
    ['x'.repeat(64), `"${'x'.repeat(64)}"`],
    ['x'.repeat(65), `"${'x'.repeat(64)}..."`],
    ['\ud800', '"\ufffd"'],
    [`a\u0000b\u001fc d~\u007f\u009f\u00a0`, String.raw`"a\u0000b\u001fc d~\u007f\u009f` + '\u00a0"'],
    ['\u200a\u200b\u200f\u2010', '"\u200a' + String.raw`\u200b\u200f` + '\u2010"'],
    ['\u2027\u2028\u202e\u202f', '"\u2027' + String.raw`\u2028\u202e` + '\u202f"'],
    ['\u2065\u2066\u2069\u206a', '"\u2065' + String.raw`\u2066\u2069` + '\u206a"'],
    ['\ufefe\ufeff\uff00', '"\ufefe' + String.raw`\ufeff` + '\uff00"'],
    [['a', 1], '"a", 1'],
    [Array.from({ length: 10 }, (_, index) => index), '0, 1, 2, 3, 4, 5, 6, 7, 8, 9'],
    [Array.from({ length: 12 }, (_, index) => index), '0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more'],
  ])('%j', (received, text) => {
    expect(shown(received)).toBe(text);
  });

  it('cuts names later than values', () => {
    expect(named('p'.repeat(200))).toBe(`The path "${'p'.repeat(200)}"`);
    expect(named('p'.repeat(201))).toBe(`The path "${'p'.repeat(200)}..."`);
  });

  it('shows an attribute bare where it is spelled as one', () => {
    const of = (attribute: string): string => detailOf(new errors.Mutability({ attribute, reason: 'r' }));
    expect(of(`${LOOOP}:custom_1.a-b/$ref`)).toBe(`${LOOOP}:custom_1.a-b/$ref r. Leave the attribute as it is.`);
    expect(of('a'.repeat(200))).toBe(`${'a'.repeat(200)} r. Leave the attribute as it is.`);
    expect(of('a'.repeat(201))).toBe(`"${'a'.repeat(200)}..." r. Leave the attribute as it is.`);
    expect(of('')).toBe('"" r. Leave the attribute as it is.');
    for (const odd of ['a b', 'ana@acme.example', 'a;b', 'a"b']) {
      expect(of(odd)).toBe(`"${odd}" r. Leave the attribute as it is.`);
    }
  });

  it('ends a detail at 1000 characters', () => {
    const reason = 'y'.repeat(2000);
    expect(detailOf(new errors.Forbidden({ reason }))).toBe(
      `${`The request is not permitted: ${reason}`.slice(0, 1000)}...`,
    );
  });
});

describe('errorSummary: what a log may keep', () => {
  it.each<[errors.ScimFailure, string]>([
    [new errors.NoTarget({ path: 'name.givenName', reason: 'r' }), 'The path "name.givenName" has'],
    [new errors.NoTarget({ path: 'Ana Smith', reason: 'r' }), 'The path "..." has'],
    [new errors.Mutability({ attribute: 'emails.type', reason: 'r' }), 'emails.type r.'],
    [new errors.Mutability({ attribute: 'ana@acme.example', reason: 'r' }), '"..." r.'],
    [new errors.InvalidValue({ attribute: 'active', reason: 'r', received: 'Ana' }), 'active r: "...".'],
  ])('%s', (failure, beginning) => {
    expect(errorSummary(failure).detail.startsWith(beginning)).toBe(true);
  });
});

import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import * as errors from '../../src/errors.ts';
import { defectMessage, errorMessage, isScimFailure } from '../../src/message/error-response.ts';
import { listResponse } from '../../src/message/list-response.ts';
import { parseListQuery, parseProjectionQuery } from '../../src/list/query.ts';
import { ERROR, LIST_RESPONSE } from '../../src/schema/urns.ts';

describe('errorMessage', () => {
  it('answers a duplicate with 409 uniqueness, naming the attribute (RFC 7644 section 3.12, OKTA-21)', () => {
    const { status, body } = errorMessage(new errors.Uniqueness({ resourceType: 'User', attribute: 'userName' }));
    expect(status).toBe(409);
    expect(body).toMatchObject({ schemas: [ERROR], status: '409', scimType: 'uniqueness' });
    expect(body.detail).toContain('userName');
  });

  // RFC 7644 section 3.12, Tables 8 and 9; 405, 415 and 429 from RFC 9110 and RFC 6585.
  it.each([
    [new errors.InvalidFilter({ reason: 'r' }), 400, 'invalidFilter'],
    [new errors.TooMany({ limit: 1, unit: 'rows' }), 400, 'tooMany'],
    [new errors.Mutability({ attribute: 'id', reason: 'r' }), 400, 'mutability'],
    [new errors.InvalidSyntax({ reason: 'r' }), 400, 'invalidSyntax'],
    [new errors.InvalidPath({ path: 'p', reason: 'r' }), 400, 'invalidPath'],
    [new errors.NoTarget({ reason: 'r' }), 400, 'noTarget'],
    [new errors.InvalidValue({ attribute: 'a', reason: 'r' }), 400, 'invalidValue'],
    [new errors.InvalidVersion({ requested: 'v1' }), 400, 'invalidVers'],
    [new errors.Unauthorized({ problem: 'missing' }), 401, undefined],
    [new errors.Forbidden({ reason: 'r' }), 403, undefined],
    [new errors.ResourceNotFound({ resourceType: 'User', id: '1' }), 404, undefined],
    [new errors.EndpointNotFound({ path: '/' }), 404, undefined],
    [new errors.SubjectNotFound({ id: '1' }), 404, undefined],
    [new errors.CircularReference({ bulkId: 'a', reason: 'b' }), 409, undefined],
    [new errors.MethodNotAllowed({ method: 'PUT', allow: ['GET'] }), 405, undefined],
    [new errors.PreconditionFailed({ header: 'If-Match', resourceType: 'User', id: '1' }), 412, undefined],
    [new errors.PayloadTooLarge({ limit: 'patch', maximum: 1 }), 413, undefined],
    [new errors.UnsupportedMediaType({ received: 'text/xml' }), 415, undefined],
    [new errors.UnsupportedContentCoding({ received: 'gzip' }), 415, undefined],
    [new errors.NotImplemented({ feature: 'Bulk' }), 501, undefined],
  ])('answers %s with the status and scimType of its table (RFC 7644 section 3.12)', (failure, status, scimType) => {
    const answer = errorMessage(failure);
    expect([answer.status, answer.body.status, answer.body.scimType]).toEqual([status, String(status), scimType]);
  });

  it('says where a filter went wrong, counted from 1 (RFC 7644 section 3.12)', () => {
    const failure = new errors.InvalidFilter({ reason: 'a value is missing', position: 12, attribute: 'userName' });
    expect(errorMessage(failure).body.detail).toBe(
      'The filter cannot be used at character 13: a value is missing (attribute "userName").',
    );
  });

  // What the administrator reads in the identity provider's log: what is wrong, where, and what to do about it.
  it.each([
    [new errors.InvalidFilter({ reason: 'no such attribute' }), 'The filter cannot be used: no such attribute.'],
    [
      new errors.TooMany({ limit: 9, unit: 'seconds' }),
      'The request needs more than 9 seconds, and was stopped. It must ask for less: filter by userName, externalId, displayName or id, or read the list in smaller pages.',
    ],
    [
      new errors.Uniqueness({ resourceType: 'User', attribute: 'userName' }),
      'Another User of the organisation has this userName already. Upper and lower case do not count. ' +
        'Link to that User, or send another userName.',
    ],
    [
      new errors.Uniqueness({
        resourceType: 'User',
        attribute: 'userName',
        value: 'ana@acme.example',
        holder: { id: 'u1', inactive: true },
      }),
      'Another User of the organisation has the userName "ana@acme.example" already (id u1; inactive). ' +
        'Upper and lower case do not count. Link to that User, or send another userName.',
    ],
    [
      new errors.Uniqueness({
        resourceType: 'Group',
        attribute: 'code',
        value: 7,
        caseExact: true,
        holder: { id: 'g1', inactive: false },
      }),
      'Another Group of the organisation has the code 7 already (id g1). Link to that Group, or send another code.',
    ],
    [
      new errors.Mutability({ attribute: 'id', reason: 'is readOnly' }),
      'id is readOnly. Leave the attribute as it is.',
    ],
    [new errors.InvalidSyntax({ reason: 'no JSON' }), 'The request cannot be read: no JSON.'],
    [
      new errors.InvalidSyntax({ reason: 'no JSON', position: 0 }),
      'The request cannot be read at character 1: no JSON.',
    ],
    [
      new errors.InvalidPath({ path: 'emails[', reason: 'not closed', position: 6 }),
      'The path "emails[" cannot be used at character 7: not closed.',
    ],
    [
      new errors.NoTarget({ reason: 'no path' }),
      'The operation has no target: no path. Correct the path, or add the value first.',
    ],
    [
      new errors.NoTarget({ path: 'x', reason: 'no match' }),
      'The path "x" has no target: no match. Correct the path, or add the value first.',
    ],
    [new errors.InvalidValue({ attribute: 'active', reason: 'must be true' }), 'active must be true.'],
    [
      new errors.InvalidCursor(),
      'The cursor was not given out for this query. Send it as it came, with the same filter and sorting, or start again ' +
        'without one.',
    ],
    [new errors.ExpiredCursor({ lifetimeSeconds: 9 }), 'The cursor is older than 9 seconds. Start again without one.'],
    [new errors.InvalidCount({ expected: 9 }), 'The count must be 9 on every page, as on the first one.'],
    [
      new errors.InvalidVersion({ requested: 'v1' }),
      'Version "v1" of the protocol is not served. Use version 2: the base URL must end in /scim/v2.',
    ],
    [
      new errors.ResourceNotFound({ resourceType: 'User', id: 'u1' }),
      'The organisation has no User with the id "u1", or it was deleted. Look it up by name, or create it again.',
    ],
    [
      new errors.EndpointNotFound({ path: '/v1/Users?filter=secret' }),
      'Nothing is served at "/v1/Users". Check that the base URL ends in /scim/v2.',
    ],
    [
      new errors.PreconditionFailed({ resourceType: 'User', id: 'u1', header: 'If-Match' }),
      'The User "u1" has changed since the version that If-Match names. Read it again and repeat the change.',
    ],
    [
      new errors.PayloadTooLarge({ limit: 'patch', maximum: 9 }),
      'A PATCH request must have at most 9 operations. Send the operations in several requests.',
    ],
    [
      new errors.PayloadTooLarge({ limit: 'bulk', maximum: 9, received: 10 }),
      'The bulk request (maxOperations) has 10 operations. A bulk request (maxOperations) must have at most 9 operations. ' +
        'Send the operations in several requests.',
    ],
    [
      new errors.PayloadTooLarge({ limit: 'body', maximum: 1_048_576, received: 1_153_434 }),
      'The body has 1.1 MiB. A body must have at most 1 MiB. ' +
        'Send photos as URL and not as data, and many operations in several requests.',
    ],
    [
      new errors.PayloadTooLarge({ limit: 'body', maximum: 1024 }),
      'A body must have at most 1024 bytes. ' +
        'Send photos as URL and not as data, and many operations in several requests.',
    ],
    [
      new errors.PayloadTooLarge({ limit: 'work', maximum: 9 }),
      'A PATCH request must have at most 9 values that its operations look at. ' +
        'Send fewer operations in one request, or select values by shorter filters.',
    ],
    [
      new errors.PayloadTooLarge({ limit: 'resource', maximum: 9, received: 12 }),
      'The resource has 12 characters. A resource must have at most 9 characters. Send fewer or shorter values.',
    ],
    [
      new errors.MethodNotAllowed({ method: 'PUT', allow: ['GET', 'POST'] }),
      '"PUT" is not offered here. Use one of GET, POST.',
    ],
    [
      new errors.UnsupportedMediaType({ received: 'text/xml' }),
      'A body of type "text/xml" is not read. Send application/scim+json.',
    ],
    [
      new errors.UnsupportedContentCoding({ received: 'gzip' }),
      'A body with the content coding "gzip" is not read. Send it without one.',
    ],
    [
      new errors.Unauthorized({ problem: 'missing' }),
      'The request has no token. Enter the provisioning token of the organisation as bearer token.',
    ],
    [
      new errors.Unauthorized({ problem: 'invalid' }),
      'The token is not valid. Check that it was copied whole, or have a new one issued.',
    ],
    [new errors.Unauthorized({ problem: 'expired' }), 'The token expired. Have a new one issued and enter it here.'],
    [
      new errors.Unauthorized({ problem: 'expired', at: Date.UTC(2026, 10, 27) }),
      'The token expired on 2026-11-27. Have a new one issued and enter it here.',
    ],
    [
      new errors.Unauthorized({ problem: 'revoked', at: Date.UTC(2026, 10, 27, 23, 59) }),
      'The token was revoked on 2026-11-27. Have a new one issued and enter it here.',
    ],
    [
      new errors.Unauthorized({ problem: 'invalid', form: 'quoted' }),
      'The token is not valid. It is in quotes: enter it without them.',
    ],
    [
      new errors.Unauthorized({ problem: 'invalid', form: 'basic' }),
      'The request uses Basic authentication. Choose HTTP Header or Bearer Token as authentication.',
    ],
    [new errors.Forbidden({ reason: 'SCIM is off' }), 'The request is not permitted: SCIM is off.'],
    [new errors.TooManyRequests({ retryAfterSeconds: 9 }), 'Too many requests. Try again in 9 seconds.'],
    [
      new errors.Overloaded({ retryAfterSeconds: 9 }),
      'The service has too much to do at the moment. Try again in 9 seconds.',
    ],
    [
      new errors.NotImplemented({ feature: '/Me', needsSubject: true }),
      '/Me is not offered to this token, which stands for no user. Have one issued for a user (--subject), or use /Users.',
    ],
    [
      new errors.StorageUnavailable({ cause: undefined, retryAfterSeconds: 9 }),
      'The service cannot reach its storage at the moment. Try again in 9 seconds.',
    ],
  ])('says of %s what is wrong and what to do about it (RFC 7644 section 3.12)', (failure, detail) => {
    expect(errorMessage(failure).body.detail).toBe(detail);
  });

  it('cuts what a client sent, and the whole, to what a log can show', () => {
    const detailOf = (requested: string) => errorMessage(new errors.InvalidVersion({ requested })).body.detail;
    expect(detailOf('x'.repeat(200))).toContain(`"${'x'.repeat(200)}"`);
    expect(detailOf('x'.repeat(201))).toContain(`"${'x'.repeat(200)}..."`);
    expect(detailOf(`${'x'.repeat(199)}😀😀`)).toContain('x\ufffd..."');
    const long = (length: number) => errorMessage(new errors.InvalidSyntax({ reason: 'x'.repeat(length) })).body.detail;
    const frame = 'The request cannot be read: .'.length;
    expect(long(1000 - frame)).toHaveLength(1000);
    expect(long(1000 - frame)).toMatch(/x\.$/u);
    expect(long(1001 - frame)).toBe(`The request cannot be read: ${'x'.repeat(1001 - frame)}...`);
  });

  it.each([
    [new errors.InvalidCursor(), 'invalidCursor'],
    [new errors.ExpiredCursor({ lifetimeSeconds: 9 }), 'expiredCursor'],
    [new errors.InvalidCount({ expected: 9 }), 'invalidCount'],
  ])('answers %s with 400 (RFC 9865 section 2.1)', (failure, scimType) => {
    const { status, body, retryAfterSeconds } = errorMessage(failure);
    expect([status, body.scimType, retryAfterSeconds]).toEqual([400, scimType, undefined]);
  });

  it('has no scimType and no time to wait where there is none', () => {
    const answer = errorMessage(new errors.NotImplemented({ feature: 'Bulk' }));
    expect(answer.body).not.toHaveProperty('scimType');
    expect(answer).not.toHaveProperty('retryAfterSeconds');
  });

  it.each([
    [-5, 1],
    [1.2, 2],
    [86_400, 86_400],
    [1e9, 86_400],
    [Number.NaN, 1],
    [Number.POSITIVE_INFINITY, 1],
  ])('asks to wait %d seconds as %d', (retryAfterSeconds, seconds) => {
    const answer = errorMessage(new errors.TooManyRequests({ retryAfterSeconds }));
    expect(answer.retryAfterSeconds).toBe(seconds);
    expect(answer.body.detail).toContain(seconds === 1 ? ' 1 second.' : ` ${seconds} seconds.`);
  });

  it('gives whole seconds to wait and no cause (RFC 9110 section 10.2.3)', () => {
    const failure = new errors.StorageUnavailable({
      cause: new Error('SQLITE_BUSY /var/looop.db'),
      retryAfterSeconds: 0.2,
    });
    const { status, retryAfterSeconds, body } = errorMessage(failure);
    expect([status, retryAfterSeconds]).toEqual([503, 1]);
    expect(JSON.stringify(body)).not.toContain('SQLITE');
    expect(errorMessage(new errors.TooManyRequests({ retryAfterSeconds: 30 })).retryAfterSeconds).toBe(30);
  });

  it('tells of a defect nothing but the number under which it was logged', () => {
    expect(defectMessage('req-7')).toMatchObject({ status: 500, body: { schemas: [ERROR], status: '500' } });
    expect(defectMessage('req-7').body.detail).toBe(
      'The service failed unexpectedly. Send the request again. If it stays so, tell support the request id req-7.',
    );
  });
});

describe('isScimFailure', () => {
  it('knows the failures of the protocol from other errors', () => {
    expect(isScimFailure(new errors.NoTarget({ reason: 'r' }))).toBe(true);
    for (const thrown of [
      new Error('NoTarget'),
      { _tag: 'NoTarget' },
      Object.assign(new Error('x'), { _tag: 'toString' }),
      Object.assign(new Error('x'), { _tag: 7 }),
      Object.assign(new Error('x'), { _tag: ['NoTarget'] }),
      'NoTarget',
      null,
    ]) {
      expect(isScimFailure(thrown)).toBe(false);
    }
  });
});

describe('listResponse', () => {
  it('counts the resources of the page, and has a list for none (RFC 7644 section 3.4.2, OKTA-45)', () => {
    expect(listResponse({ totalResults: 7, startIndex: 8, representations: [] })).toEqual({
      schemas: [LIST_RESPONSE],
      totalResults: 7,
      startIndex: 8,
      itemsPerPage: 0,
      Resources: [],
    });
  });

  it('has a cursor or an index, as the page has (RFC 9865 section 2)', () => {
    const representations = [{ id: 'u1' }];
    expect(listResponse({ totalResults: 7, nextCursor: 'abc', representations })).toStrictEqual({
      schemas: [LIST_RESPONSE],
      totalResults: 7,
      itemsPerPage: 1,
      nextCursor: 'abc',
      Resources: representations,
    });
    const page = listResponse({ totalResults: 7, startIndex: 7, representations });
    expect(page).not.toHaveProperty('nextCursor');
  });
});

describe('parseListQuery', () => {
  const query = (parameters: Record<string, string>) => parseListQuery(new Map(Object.entries(parameters)));

  it('has a default page and none of the rest (RFC 7644 section 3.4.2.4, GOOG-2)', () => {
    expect(Result.getOrThrow(query({}))).toEqual({ startIndex: 1, count: 100 });
  });

  it.each([
    [
      { startindex: '0', count: '-3' },
      { startIndex: 1, count: 0 },
    ],
    [
      { startindex: '101', count: '5000' },
      { startIndex: 101, count: 1000 },
    ],
    [
      { startindex: ' 5', count: '+7' },
      { startIndex: 5, count: 7 },
    ],
  ])('reads %j (RFC 7644 section 3.4.2.4)', (parameters, expected) => {
    expect(Result.getOrThrow(query(parameters))).toEqual(expected);
  });

  it.each(['', 'x', '1.5', '1e3', '0x10', '--1', '- 1', '١'])('refuses the count %j by name', (count) => {
    expect(Result.getOrThrow(Result.flip(query({ count })))).toMatchObject({
      _tag: 'InvalidValue',
      attribute: 'count',
    });
  });

  it('passes filter, sort and names on; an empty filter stays one, so that it cannot mean everybody', () => {
    const parameters = { filter: '', sortby: 'userName', sortorder: 'descending', attributes: ' id, ,name.givenName,' };
    expect(Result.getOrThrow(query(parameters))).toEqual({
      startIndex: 1,
      count: 100,
      filter: '',
      sortBy: 'userName',
      sortOrder: 'descending',
      attributes: ['id', 'name.givenName'],
    });
  });

  it.each(['startindex', 'count'])('refuses a %s that is no whole number, saying so', (name) => {
    expect(Result.getOrThrow(Result.flip(query({ [name]: 'x' })))).toMatchObject({
      attribute: name === 'count' ? 'count' : 'startIndex',
      reason: 'must be a whole number',
    });
  });

  it.each(['/', ':'])('knows the digits from their neighbour %s', (count) => {
    expect(Result.isFailure(query({ count }))).toBe(true);
    expect(Result.getOrThrow(query({ count: '90' }))).toMatchObject({ count: 90 });
  });

  it('cuts numbers to the safe range', () => {
    const far = '9'.repeat(400);
    expect(Result.getOrThrow(query({ startindex: far }))).toMatchObject({ startIndex: Number.MAX_SAFE_INTEGER });
    expect(Result.getOrThrow(query({ startindex: `-${far}` }))).toMatchObject({ startIndex: 1 });
  });

  it('opens a walk by a cursor, which cannot stand beside a startIndex (RFC 9865 section 2.4)', () => {
    expect(Result.getOrThrow(query({ cursor: '' }))).toStrictEqual({ startIndex: 1, count: 100, cursor: '' });
    expect(Result.getOrThrow(query({ cursor: ' abc ' }))).toMatchObject({ cursor: 'abc' });
    expect(Result.getOrThrow(Result.flip(query({ cursor: '', startindex: '1' })))).toMatchObject({
      _tag: 'InvalidValue',
      attribute: 'cursor',
      reason: 'cannot be combined with startIndex; leave one of the two out',
    });
  });

  it('takes empty and blank sorting as absent', () => {
    expect(Result.getOrThrow(query({ sortby: ' ', sortorder: '' }))).toStrictEqual({ startIndex: 1, count: 100 });
    expect(Result.getOrThrow(query({ sortby: ' title ' }))).toMatchObject({ sortBy: 'title' });
  });

  it.each([
    ['emails[type eq "a,b"],title', ['emails[type eq "a,b"]', 'title']],
    ['emails[value ew "]," and type pr].value,title', ['emails[value ew "]," and type pr].value', 'title']],
    ['emails[value eq "a\\",]"],title', ['emails[value eq "a\\",]"]', 'title']],
    ['a],b', ['a]', 'b']],
    ['a","b', ['a"', '"b']],
    ['a[b,c', ['a[b,c']],
    [',a,,b,', ['a', 'b']],
  ])('cuts %j at the commas between names (RFC 7644 section 3.9)', (text, attributes) => {
    expect(parseProjectionQuery(new Map([['attributes', text]]))).toEqual({ attributes });
  });

  it('takes empty lists of names as absent (RFC 7644 section 3.9)', () => {
    expect(
      parseProjectionQuery(
        new Map([
          ['attributes', ''],
          ['excludedattributes', 'members'],
        ]),
      ),
    ).toEqual({
      excludedAttributes: ['members'],
    });
  });
});

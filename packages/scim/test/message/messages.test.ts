import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import * as errors from '../../src/errors.ts';
import { defectMessage, errorMessage } from '../../src/message/error-response.ts';
import { listResponse } from '../../src/message/list-response.ts';
import { parseListQuery, parseProjectionQuery } from '../../src/message/query.ts';
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
    [new errors.TooMany({ limit: 1 }), 400, 'tooMany'],
    [new errors.Mutability({ attribute: 'id', reason: 'r' }), 400, 'mutability'],
    [new errors.InvalidSyntax({ reason: 'r' }), 400, 'invalidSyntax'],
    [new errors.InvalidPath({ path: 'p', reason: 'r' }), 400, 'invalidPath'],
    [new errors.NoTarget({ reason: 'r' }), 400, 'noTarget'],
    [new errors.InvalidValue({ attribute: 'a', reason: 'r' }), 400, 'invalidValue'],
    [new errors.InvalidVersion({ requested: 'v1' }), 400, 'invalidVers'],
    [new errors.Sensitive({ attribute: 'password' }), 403, 'sensitive'],
    [new errors.Unauthorized({ problem: 'missing' }), 401, undefined],
    [new errors.Forbidden({ reason: 'r' }), 403, undefined],
    [new errors.ResourceNotFound({ resourceType: 'User', id: '1' }), 404, undefined],
    [new errors.EndpointNotFound({ path: '/' }), 404, undefined],
    [new errors.SubjectNotFound({ id: '1' }), 404, undefined],
    [new errors.CircularReference({ bulkId: 'a', reason: 'b' }), 409, undefined],
    [new errors.MethodNotAllowed({ method: 'PUT', allow: ['GET'] }), 405, undefined],
    [new errors.PreconditionFailed({ header: 'If-Match', resourceType: 'User', id: '1' }), 412, undefined],
    [new errors.PayloadTooLarge({ limit: 'operations', maximum: 1 }), 413, undefined],
    [new errors.UnsupportedMediaType({ received: 'text/xml' }), 415, undefined],
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
    expect(defectMessage('req-7').body.detail).toContain('req-7');
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

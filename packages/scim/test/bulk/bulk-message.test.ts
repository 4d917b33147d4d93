import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { BULK_LIMITS, bulkResponse, parseBulkRequest } from '../../src/bulk/bulk-message.ts';
import { interopPolicy, strictPolicy } from '../../src/interop/policy-rules.ts';
import { BULK_REQUEST, BULK_RESPONSE } from '../../src/schema/urns.ts';

const body = (...operations: readonly unknown[]) => ({ schemas: [BULK_REQUEST], Operations: operations });
const parsed = (json: unknown, policy = interopPolicy) => Result.getOrThrow(parseBulkRequest(json, policy));
const refused = (json: unknown, policy = interopPolicy) =>
  Result.getOrThrow(Result.flip(parseBulkRequest(json, policy)));

const post = { method: 'POST', path: '/Users', bulkId: 'ana', data: { userName: 'ana' } };
const remove = { method: 'DELETE', path: '/Users/u7' };

describe('parseBulkRequest: what operations are (RFC 7644 section 3.7)', () => {
  it('keeps them in order, each with what it has', () => {
    const operations = [
      post,
      { method: 'PUT', path: '/Users/u1', version: 'W/"3"', data: { userName: 'ben' } },
      { method: 'PATCH', path: '/Users/u2', bulkId: 'ben', data: { Operations: [] } },
      remove,
    ];
    expect(parsed(body(...operations), strictPolicy)).toStrictEqual({ operations });
  });

  it('reads methods and keys in any case', () => {
    const request = {
      SCHEMAS: [BULK_REQUEST],
      operations: [{ Method: 'Post', PATH: '/Users', BulkID: 'a', Data: {} }],
    };
    expect(parsed(request, strictPolicy).operations).toStrictEqual([
      { method: 'POST', path: '/Users', bulkId: 'a', data: {} },
    ]);
  });

  it('takes null for a key that is not there', () => {
    expect(parsed(body({ ...remove, bulkId: null, version: null })).operations).toStrictEqual([remove]);
  });

  it('allows a bulkId twice where it names nothing new', () => {
    const patch = { method: 'PATCH', path: '/Users/u2', bulkId: 'ana', data: {} };
    expect(parsed(body(post, patch, patch)).operations).toHaveLength(3);
    expect(refused(body(post, patch, post))).toMatchObject({
      reason: 'a bulkId must stand at one operation alone',
      received: 'ana',
    });
  });

  it('reads the number of errors after which to stop (RFC 7644 section 3.7.3)', () => {
    expect(parsed({ ...body(remove), failOnErrors: 1 }).failOnErrors).toBe(1);
    expect(parsed({ ...body(remove), FAILONERRORS: 7 }).failOnErrors).toBe(7);
    expect(parsed({ ...body(remove), failOnErrors: null })).toStrictEqual({ operations: [remove] });
    for (const failOnErrors of [0, -1, 1.5, '1', true]) {
      expect(refused({ ...body(remove), failOnErrors })).toMatchObject({
        _tag: 'InvalidSyntax',
        reason: 'failOnErrors must be a whole number of at least 1',
      });
    }
  });
});

describe('parseBulkRequest: what is refused (RFC 7644 section 3.12, invalidSyntax)', () => {
  it.each([
    ['a body that is no object', [], 'the body must be an object, not a list'],
    ['operations that are no list', { Operations: {} }, 'Operations must be a list of operations, not an object'],
    ['no operations', {}, 'Operations is missing; send a list of operations'],
    ['an operation that is no object', body('x'), 'operation 1 of 1 must be an object, not a string'],
    [
      'a method that is none',
      body(remove, { ...remove, method: 'GET' }),
      'operation 2 of 2 needs a method: POST, PUT, PATCH or DELETE',
    ],
    ['no method', body({ path: '/Users/u1' }), 'operation 1 of 1 needs a method: POST, PUT, PATCH or DELETE'],
    ['no path', body({ method: 'DELETE' }), 'operation 1 of 1 needs a path'],
    ['an empty path', body({ method: 'DELETE', path: '' }), 'operation 1 of 1: path must be a string'],
    ['a bulkId that is no text', body({ ...post, bulkId: 7 }), 'operation 1 of 1: bulkId must be a string'],
    ['a version that is no text', body({ ...remove, version: 7 }), 'operation 1 of 1: version must be a string'],
    ['a POST without bulkId', body({ ...post, bulkId: null }), 'operation 1 of 1 is a POST and needs a bulkId'],
  ])('%s', (_what, json, reason) => {
    expect(refused(json)).toMatchObject({ _tag: 'InvalidSyntax', reason });
  });

  it('a body without the URN of the message, under a strict policy', () => {
    for (const schemas of [undefined, BULK_REQUEST, [], ['urn:example:other']]) {
      const request = { schemas, Operations: [remove] };
      expect(refused(request, strictPolicy)).toMatchObject({
        _tag: 'InvalidSyntax',
        reason: `schemas must list ${BULK_REQUEST}`,
      });
      expect(parsed(request).operations).toEqual([remove]);
    }
  });

  it('but not one that spells the URN in another case (RFC 7644 section 3.10)', () => {
    const request = { schemas: [BULK_REQUEST.toUpperCase()], Operations: [remove] };
    expect(parsed(request, strictPolicy).operations).toEqual([remove]);
  });

  it('more operations than the service publishes (RFC 7644 section 3.7.4)', () => {
    const many = (count: number) => body(...Array.from({ length: count }, () => remove));
    expect(parsed(many(BULK_LIMITS.maxOperations)).operations).toHaveLength(1000);
    expect(refused(many(BULK_LIMITS.maxOperations + 1))).toMatchObject({
      _tag: 'PayloadTooLarge',
      limit: 'bulk',
      maximum: 1000,
    });
  });
});

describe('bulkResponse', () => {
  it('lists the results under the URN of the message (RFC 7644 section 3.7.3)', () => {
    const results = [{ method: 'POST', bulkId: 'ana', status: '201' }] as const;
    expect(bulkResponse(results)).toEqual({ schemas: [BULK_RESPONSE], Operations: results });
  });
});

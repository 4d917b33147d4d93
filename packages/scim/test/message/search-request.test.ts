import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { interopPolicy, strictPolicy, zollner02Policy } from '../../src/interop/policy-rules.ts';
import { parseSearchRequest } from '../../src/message/search-request.ts';
import { SEARCH_REQUEST } from '../../src/schema/urns.ts';

const body = (rest: object = {}) => ({ schemas: [SEARCH_REQUEST], ...rest });
const parsed = (json: unknown, policy = interopPolicy) => Result.getOrThrow(parseSearchRequest(json, policy));
const refused = (json: unknown, policy = interopPolicy) =>
  Result.getOrThrow(Result.flip(parseSearchRequest(json, policy)));

describe('parseSearchRequest (RFC 7644 section 3.4.3)', () => {
  it('means what the parameters of a URI mean', () => {
    const query = {
      filter: 'userName eq "ana"',
      sortBy: 'userName',
      sortOrder: 'descending',
      startIndex: 11,
      count: 10,
      attributes: ['id', 'userName'],
    };
    expect(parsed(body(query), strictPolicy)).toStrictEqual(query);
    expect(parsed(body({ excludedAttributes: ['members'], cursor: 'abc' }))).toStrictEqual({
      startIndex: 1,
      count: 100,
      cursor: 'abc',
      excludedAttributes: ['members'],
    });
  });

  it('has a default page, and takes null and what is empty for absent', () => {
    const absent = { startIndex: 1, count: 100 };
    expect(parsed(body())).toStrictEqual(absent);
    const empty = { sortBy: '', sortOrder: '', attributes: [' ', ''], excludedAttributes: [] };
    expect(parsed(body(empty))).toStrictEqual(absent);
    const nothing = { filter: null, sortBy: null, startIndex: null, count: null, attributes: null, cursor: null };
    expect(parsed(body(nothing))).toStrictEqual(absent);
  });

  it('keeps an empty filter and an empty cursor: the one must not mean everybody, the other opens a walk', () => {
    expect(parsed(body({ filter: '', cursor: '' }))).toStrictEqual({
      startIndex: 1,
      count: 100,
      filter: '',
      cursor: '',
    });
  });

  it('reads keys in any case and names without blanks', () => {
    const query = { SCHEMAS: [SEARCH_REQUEST], STARTINDEX: 5, Attributes: [' id ', 'userName'] };
    expect(parsed(query, strictPolicy)).toStrictEqual({ startIndex: 5, count: 100, attributes: ['id', 'userName'] });
  });

  it('cuts numbers to what a page can be (RFC 7644 section 3.4.2.4)', () => {
    expect(parsed(body({ startIndex: -3, count: -3 }))).toStrictEqual({ startIndex: 1, count: 0 });
    expect(parsed(body({ startIndex: 1e300, count: 1e300 }))).toStrictEqual({
      startIndex: Number.MAX_SAFE_INTEGER,
      count: 1000,
    });
  });

  it.each([
    ['filter', 7, 'must be a string, not a number'],
    ['sortBy', [], 'must be a string, not an empty list'],
    ['sortOrder', true, 'must be a string, not true'],
    ['cursor', {}, 'must be a string, not an object'],
    ['startIndex', 'one', 'must be a whole number'],
    ['startIndex', 1.5, 'must be a whole number'],
    ['count', [1], 'must be a whole number'],
    ['attributes', 'id', 'must be a list of strings, not a string'],
    ['excludedAttributes', ['id', 7], 'must be a list of strings, not a list of 2'],
  ])('refuses %s %j by name (RFC 7644 section 3.12, invalidValue)', (attribute, value, reason) => {
    expect(refused(body({ [attribute]: value }))).toMatchObject({ _tag: 'InvalidValue', attribute, reason });
  });

  it('reads numbers in quotation marks by leniency alone', () => {
    expect(parsed(body({ startIndex: '3', count: '7' }))).toStrictEqual({ startIndex: 3, count: 7 });
    expect(refused(body({ count: '7' }), strictPolicy)).toMatchObject({ _tag: 'InvalidValue', attribute: 'count' });
  });

  it('refuses a cursor beside a startIndex (RFC 9865 section 2.4)', () => {
    expect(refused(body({ cursor: '', startIndex: 1 }))).toMatchObject({
      _tag: 'InvalidValue',
      attribute: 'cursor',
      reason: 'cannot be combined with startIndex; leave one of the two out',
    });
  });

  it('refuses a body that is no object, and under a strict policy one without the URN', () => {
    expect(refused([])).toMatchObject({
      _tag: 'InvalidSyntax',
      reason: 'the body must be an object, not a list',
    });
    for (const schemas of [undefined, SEARCH_REQUEST, ['urn:example:other']]) {
      expect(refused({ schemas }, strictPolicy)).toMatchObject({
        _tag: 'InvalidSyntax',
        reason: `schemas must list ${SEARCH_REQUEST}`,
      });
      expect(parsed({ schemas })).toStrictEqual({ startIndex: 1, count: 100 });
    }
  });

  it('takes the URN in any case, under a strict policy too (RFC 7644 section 3.10)', () => {
    const shouted = { schemas: [SEARCH_REQUEST.toUpperCase()] };
    expect(parsed(shouted, strictPolicy)).toStrictEqual({ startIndex: 1, count: 100 });
  });

  it('refuses a filter where the policy wants it in the URI', () => {
    expect(refused(body({ filter: 'title pr' }), zollner02Policy)).toMatchObject({
      _tag: 'InvalidFilter',
      reason: 'a query by POST takes no filter here; use GET',
    });
    expect(parsed(body({ count: 5 }), zollner02Policy)).toStrictEqual({ startIndex: 1, count: 5 });
  });

  it.each([
    [1.5, 1.5],
    ['x', 'x'],
    [true, true],
    [[1], undefined],
    ['y'.repeat(5000), undefined],
  ])('says what was sent in place of a whole number: %j', (startIndex, received) => {
    const refusal = refused(body({ startIndex }));
    expect(refusal).toMatchObject({ attribute: 'startIndex', reason: 'must be a whole number' });
    expect('received' in refusal ? refusal.received : undefined).toBe(received);
  });

  it('takes no other value for a number', () => {
    expect(refused(body({ count: '5' }), strictPolicy)).toMatchObject({ attribute: 'count', received: '5' });
    expect(refused(body({ count: [5] }))).toMatchObject({ attribute: 'count' });
  });
});

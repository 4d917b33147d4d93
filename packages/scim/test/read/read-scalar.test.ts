import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { interopPolicy, strictPolicy, type InteropPolicy } from '../../src/interop/policy-rules.ts';
import { byLowerCase, isJsonObject, kindOfJson, truncatedName } from '../../src/attribute/json-value.ts';
import { readMemberIds } from '../../src/read/read-members.ts';
import { readScalar } from '../../src/read/read-scalar.ts';
import { attributeNode, type AttributeNode } from '../../src/schema/attribute-node.ts';
import { attribute, type AttributeSource, type AttributeType } from '../../src/schema/characteristics.ts';
import { groupType } from '../support/standard-types.ts';

const nodeOf = (type: AttributeType, source: Partial<AttributeSource> = {}): AttributeNode =>
  attributeNode(attribute({ name: type, type, ...source }), {
    schema: 'urn:example:test',
    storedIn: 'document',
    parent: undefined,
  });

const reading = (type: AttributeType, json: unknown, policy: InteropPolicy = interopPolicy) =>
  readScalar(nodeOf(type), json, policy);
const scalar = (type: AttributeType, json: unknown, policy?: InteropPolicy) =>
  Result.getOrThrow(reading(type, json, policy));
const reason = (type: AttributeType, json: unknown, policy?: InteropPolicy) =>
  Result.getOrThrow(Result.flip(reading(type, json, policy))).reason;

describe('readScalar: what each data type takes (RFC 7643 section 2.3)', () => {
  it.each([
    ['string', 'Ana', 'Ana'],
    ['string', -1.5, '-1.5'],
    ['string', 9_007_199_254_740_991, '9007199254740991'],
    ['string', false, 'false'],
    ['boolean', false, false],
    ['boolean', 'FALSE', false],
    ['integer', -7, -7],
    ['integer', '-7', -7],
    ['integer', 9_007_199_254_740_991, 9_007_199_254_740_991],
    ['decimal', '1.50', 1.5],
    ['decimal', 1e300, 1e300],
    ['dateTime', '2026-11-01T09:00:00Z', '2026-11-01T09:00:00Z'],
    ['reference', 'https://looop.example/x', 'https://looop.example/x'],
    ['reference', 'not a URI', 'not a URI'],
    ['binary', '09AZaz+/', '09AZaz+/'],
    ['binary', 'QQ==', 'QQ=='],
    ['binary', 'QQ', 'QQ'],
  ] as const)('%s: %j', (type, json, value) => {
    expect(scalar(type, json)).toBe(value);
  });

  it.each([
    ['string', null, 'must be a string, not null'],
    ['string', [], 'must be a string, not an empty list'],
    ['string', Number.POSITIVE_INFINITY, 'must be a string, not a number'],
    ['string', 9_007_199_254_740_992, 'is a number of more digits than are kept; send it as a string'],
    ['string', -1e21, 'is a number of more digits than are kept; send it as a string'],
    ['boolean', 'truex', 'must be true or false, not a string'],
    ['boolean', 'tru', 'must be true or false, not a string'],
    ['boolean', 0, 'must be true or false, not a number'],
    ['integer', '7.5', 'must be a whole number of at most 9007199254740991'],
    ['integer', 9_007_199_254_740_992, 'must be a whole number of at most 9007199254740991'],
    ['integer', 'seven', 'must be a whole number, not a string'],
    ['integer', true, 'must be a whole number, not true'],
    ['decimal', '1e999', 'is beyond the range of numbers'],
    ['decimal', '1,5', 'must be a number, not a string'],
    ['decimal', '', 'must be a number, not an empty string'],
    ['dateTime', '2026-11-01', 'must be a date and time such as 2026-11-01T09:00:00Z, not a string'],
    ['dateTime', 7, 'must be a date and time such as 2026-11-01T09:00:00Z, not a number'],
    ['binary', 7, 'must be base64, not a number'],
    ['reference', 7, 'must be a URI, not a number'],
    ['reference', 'x\u0000', 'contains the character U+0000'],
    ['complex', 'x', 'must be an object, not a string'],
  ] as const)('%s: not %j, saying why (RFC 7644 section 3.12, invalidValue)', (type, json, expected) => {
    expect(reason(type, json)).toBe(expected);
  });

  it.each([
    ['string', 7, 'must be a string, not a number'],
    ['string', true, 'must be a string, not true'],
    ['boolean', 'true', 'must be true or false, not a string'],
    ['integer', '7', 'must be a whole number, not a string'],
    ['decimal', '7', 'must be a number, not a string'],
  ] as const)('%s: not %j under a strict policy', (type, json, expected) => {
    expect(reason(type, json, strictPolicy)).toBe(expected);
  });

  it.each([
    '',
    '=',
    '==',
    '===',
    'A',
    'A===',
    'AA===',
    'AAA==',
    'AA=',
    'AAAAA',
    'AA=A',
    '*AAA',
    'AA,A',
    'AA.A',
    'AA-A',
    'AA:A',
    'AA@A',
    'AA[A',
    'AA`A',
    'AA{A',
  ])('binary: %j is no base64 (RFC 7643 section 2.3.6)', (json) => {
    expect(Result.isFailure(reading('binary', json))).toBe(true);
  });

  it('has one zero', () => {
    expect(Object.is(scalar('decimal', '-0'), 0)).toBe(true);
    expect(Object.is(scalar('integer', -0), 0)).toBe(true);
  });

  it('wants something where a value is required', () => {
    const required = nodeOf('string', { required: true });
    expect(Result.isFailure(readScalar(required, '', strictPolicy))).toBe(true);
    expect(Result.getOrThrow(readScalar(required, ' ', strictPolicy))).toBe(' ');
  });
});

describe('JSON before any schema', () => {
  it.each([
    [null, 'null'],
    [undefined, 'null'],
    [[1, 2], 'a list of 2'],
    ['', 'an empty string'],
    ['x', 'a string'],
    [7, 'a number'],
    [true, 'true'],
    [false, 'false'],
    [{}, 'an object'],
  ])('calls %j %s', (json, kind) => {
    expect(kindOfJson(json)).toBe(kind);
  });

  it('tells objects from what else is one to JavaScript', () => {
    expect([{}, [], null, 'x', undefined].map(isJsonObject)).toEqual([true, false, false, false, false]);
  });

  it('cuts names behind 128 characters, without halves of surrogate pairs', () => {
    expect(truncatedName('x'.repeat(128))).toBe('x'.repeat(128));
    expect(truncatedName('x'.repeat(129))).toBe(`${'x'.repeat(128)}...`);
    expect(truncatedName(`${'x'.repeat(127)}😀`)).toBe(`${'x'.repeat(127)}\ufffd...`);
    expect(truncatedName('\ud800')).toBe('\ufffd');
  });

  it('looks keys up in lower case, the last of equal ones, with their spelling', () => {
    expect([...byLowerCase({ userName: 1, USERNAME: 2, title: 3 })]).toEqual([
      ['username', { key: 'USERNAME', value: 2 }],
      ['title', { key: 'title', value: 3 }],
    ]);
  });
});

describe('readMemberIds (RFC 7643 section 4.2)', () => {
  const members = groupType.membership;
  if (members === undefined) throw new TypeError('Group has no membership');
  const ids = (json: unknown, policy = interopPolicy) => Result.getOrThrow(readMemberIds(members, json, policy));
  const refused = (json: unknown, policy = interopPolicy) =>
    Result.getOrThrow(Result.flip(readMemberIds(members, json, policy)));

  it.each([
    [
      [{ value: 'ana' }, null, { VALUE: 'ben' }, { value: 'ana' }],
      ['ana', 'ben'],
    ],
    [{ value: 'ana' }, ['ana']],
    ['ana', ['ana']],
    [null, []],
    [undefined, []],
    ['', []],
    [[], []],
  ])('reads %j', (json, expected) => {
    expect(ids(json)).toEqual(expected);
  });

  it('takes no strange keys, no bare ids and no bare member under a strict policy', () => {
    expect(ids([{ value: 'ana', Type: 'User' }], strictPolicy)).toEqual(['ana']);
    expect(refused([{ value: 'ana', role: 'x' }], strictPolicy)).toMatchObject({
      attribute: 'members.role',
      reason: 'is not defined by the schemas of the resource (element 1 of 1)',
    });
    expect(ids([{ value: 'ana', role: 'x' }])).toEqual(['ana']);
    expect(refused(['ana'], strictPolicy)).toMatchObject({
      attribute: 'members',
      reason: 'must have objects with a value, not a string (element 1 of 1)',
    });
    expect(refused({ value: 'ana' }, strictPolicy)).toMatchObject({
      attribute: 'members',
      reason: 'must be a list, not an object',
    });
    expect([ids(null, strictPolicy), ids(undefined, strictPolicy)]).toEqual([[], []]);
    expect(refused('', strictPolicy)).toMatchObject({ reason: 'must be a list, not an empty string' });
  });

  it.each([
    [[{ value: 'ana' }, {}], 'members.value', 'is missing (element 2 of 2)'],
    [[{ value: null }], 'members.value', 'is missing (element 1 of 1)'],
    [[{ value: {} }], 'members.value', 'must be a string, not an object (element 1 of 1)'],
    [[{ value: '' }], 'members.value', 'must not be empty (element 1 of 1)'],
    [[['ana']], 'members', 'must have objects with a value, not a list of 1 (element 1 of 1)'],
  ])('refuses %j by name and place', (json, attributePath, expected) => {
    expect(refused(json)).toMatchObject({ _tag: 'InvalidValue', attribute: attributePath, reason: expected });
  });
});

describe('values of which the schema lists all (restricted canonical values)', () => {
  const shifts = Array.from({ length: 12 }, (_nothing, index) => `Shift ${index}`);
  const restricted = (canonicalValues: readonly string[], source: Partial<AttributeSource> = {}) =>
    nodeOf('string', { canonicalValues, restricted: true, ...source });
  const read = (node: AttributeNode, json: unknown) => Result.merge(readScalar(node, json, interopPolicy));

  it('are read in the spelling of the schema', () => {
    expect(read(restricted(['Early', 'Late']), 'late')).toBe('Late');
    expect(read(restricted(['Early', 'Late']), 'Early')).toBe('Early');
    expect(read(restricted(['Early', 'Late'], { caseExact: true }), 'Late')).toBe('Late');
  });

  it('are refused with what may be sent, at most ten of them', () => {
    expect(read(restricted(['Early', 'Late']), 'Night')).toMatchObject({
      _tag: 'InvalidValue',
      attribute: 'string',
      reason: 'must be one of "Early", "Late"',
      received: 'Night',
    });
    expect(read(restricted(['Early', 'Late'], { caseExact: true }), 'late')).toMatchObject({ _tag: 'InvalidValue' });
    const ten = shifts.slice(0, 10);
    const shown = ten.map((shift) => JSON.stringify(shift)).join(', ');
    expect(read(restricted(ten), 'x')).toMatchObject({ reason: `must be one of ${shown}` });
    expect(read(restricted(shifts), 'x')).toMatchObject({ reason: `must be one of ${shown}, ...` });
    expect(read(restricted(shifts), 'shift 11')).toBe('Shift 11');
  });

  it('are texts: another kind of value is refused or read as everywhere', () => {
    expect(read(restricted(['7']), null)).toMatchObject({ reason: 'must be a string, not null' });
    expect(read(restricted(['7']), 7)).toBe('7');
  });
});

describe('what stands at the edge of a data type', () => {
  it.each(['=', '==', 'QQ===', 'A', 'QQ=', 'Q===', '===='])('%j is no base64', (text) => {
    expect(reason('binary', text)).toMatch(/^must be base64/u);
  });

  it('names what is expected where the kind of value is wrong', () => {
    expect(reason('dateTime', 7)).toBe('must be a date and time such as 2026-11-01T09:00:00Z, not a number');
    expect(reason('binary', 7)).toMatch(/^must be base64, not a number/u);
    expect(reason('boolean', {})).toBe('must be true or false, not an object');
    expect(reason('boolean', null)).toBe('must be true or false, not null');
  });
});

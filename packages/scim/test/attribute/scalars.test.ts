import { describe, expect, it } from 'vitest';
import { isAttributeName } from '../../src/attribute/attribute-path.ts';
import { compareScalars, compareStrings, foldCase, comparable } from '../../src/attribute/compare.ts';
import { parseDateTime } from '../../src/attribute/date-time.ts';
import { isJsonNumber } from '../../src/attribute/json-number.ts';
import { isComplex, isList, sameValue, valueAt } from '../../src/attribute/value.ts';
import { attribute } from '../../src/schema/characteristics.ts';

describe('isAttributeName (RFC 7643 section 2.1)', () => {
  it.each(['a', 'z', 'A', 'Z', 'a0', 'a9', 'a-b', 'a_b', '$ref', 'aZz9'])('%s is one', (name) => {
    expect(isAttributeName(name)).toBe(true);
  });

  it.each([
    '',
    '0a',
    '9',
    '-a',
    '_a',
    '@a',
    '[a',
    '`a',
    '{a',
    'a@',
    'a[',
    'a`',
    'a{',
    'a/',
    'a:',
    'a,',
    'a^',
    'a%',
    'a b',
    'ä',
  ])('%j is none', (name) => expect(isAttributeName(name)).toBe(false));
});

describe('isJsonNumber (RFC 8259 section 6)', () => {
  it.each(['0', '-0', '9', '10', '-10', '0.5', '1.09', '1e5', '1E5', '1e+5', '1e-05', '0e0', '-1.5E+10'])(
    '%s is one',
    (text) => {
      expect(isJsonNumber(text)).toBe(true);
    },
  );

  it.each([
    '',
    '-',
    '+1',
    '01',
    '-01',
    '00',
    '.5',
    '1.',
    '1.e5',
    '1e',
    '1e+',
    '1e-',
    '1ee5',
    '1e5.',
    '1.5.5',
    ' 1',
    '1 ',
    '1a',
    '0x1',
    '/',
    ':',
    '1/',
    '1:',
    'e5',
    '1-',
    '1e+-5',
  ])('%j is none', (text) => expect(isJsonNumber(text)).toBe(false));
});

describe('parseDateTime: the bounds of each part (RFC 7643 section 2.3.5)', () => {
  it.each([
    ['2026-12-31T23:59:59Z', Date.UTC(2026, 11, 31, 23, 59, 59)],
    ['2026-01-01t00:00:00z', Date.UTC(2026, 0, 1)],
    ['0001-01-01T00:00:00Z', new Date('0001-01-01T00:00:00Z').getTime()],
    ['9999-12-31T23:59:59.999Z', new Date('9999-12-31T23:59:59.999Z').getTime()],
    ['2026-06-01T12:00:00+14:00', Date.UTC(2026, 4, 31, 22)],
    ['2026-06-01T12:00:00-14:00', Date.UTC(2026, 5, 2, 2)],
    ['2026-06-01T12:00:00+00:59', Date.UTC(2026, 5, 1, 11, 1)],
    ['2026-06-01T12:00:00-00:00', Date.UTC(2026, 5, 1, 12)],
    ['2026-06-01T12:00:00.07', Date.UTC(2026, 5, 1, 12, 0, 0, 70)],
    ['2026-06-01T12:00:00.9999Z', Date.UTC(2026, 5, 1, 12, 0, 0, 999)],
    ['2026-06-01T12:00:00.5+02:00', Date.UTC(2026, 5, 1, 10, 0, 0, 500)],
    [`2026-06-01T12:00:00.${'1'.repeat(43)}Z`, Date.UTC(2026, 5, 1, 12, 0, 0, 111)],
    ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29)],
  ])('%s', (text, milliseconds) => {
    expect(parseDateTime(text)).toBe(milliseconds);
  });

  it.each([
    '2026-00-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-01-32T00:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:61Z',
    '2026-01-01T25:00:00Z',
    '2026/01-01T00:00:00Z',
    '2026-01/01T00:00:00Z',
    '2026-01-01 00:00:00Z',
    '2026-01-01T00-00:00Z',
    '2026-01-01T00:00-00Z',
    '202x-01-01T00:00:00Z',
    '2026-0x-01T00:00:00Z',
    '2026-01-0xT00:00:00Z',
    '2026-01-01T0x:00:00Z',
    '2026-01-01T00:0x:00Z',
    '2026-01-01T00:00:0xZ',
    '2026-01-01T00:00:0:Z',
    '2026-01-01T00:00:0/Z',
    '2026-01-01T00:00:0',
    '2026-01-01T00:00:00+14:01',
    '2026-01-01T00:00:00+13:60',
    '2026-01-01T00:00:00+1x:00',
    '2026-01-01T00:00:00+01:0x',
    '2026-01-01T00:00:00+01-00',
    '2026-01-01T00:00:00+01:000',
    '2026-01-01T00:00:00+0100',
    '2026-01-01T00:00:00*01:00',
    '2026-01-01T00:00:00 01:00',
    '2026-01-01T00:00:00Y',
    '2026-01-01T00:00:00.',
    '2026-01-01T00:00:00.+01:00',
    '2026-01-01T00:00:00,5Z',
    `2026-06-01T12:00:00.${'1'.repeat(44)}Z`,
  ])('%s is none', (text) => {
    expect(parseDateTime(text)).toBeUndefined();
  });
});

describe('compareStrings and compareScalars', () => {
  it('orders by code unit, and surrogates behind every other', () => {
    expect(compareStrings('a', 'b')).toBeLessThan(0);
    expect(compareStrings('b', 'a')).toBeGreaterThan(0);
    expect(compareStrings('ab', 'a')).toBeGreaterThan(0);
    expect(compareStrings('a', 'ab')).toBeLessThan(0);
    expect(compareStrings('a', 'a')).toBe(0);
    expect(compareStrings('\u{10000}', '\ue000')).toBeGreaterThan(0);
    expect(compareStrings('\ue000', '\u{10ffff}')).toBeLessThan(0);
    expect(compareStrings('\u{10000}', '\u{10001}')).toBeLessThan(0);
    expect(compareStrings('\u{10ffff}', '\u{10000}')).toBeGreaterThan(0);
    expect(compareStrings('\ud7ff', '\u{10000}')).toBeLessThan(0);
    expect(compareStrings('\ud800', '\uffff')).toBeGreaterThan(0);
    expect(compareStrings('\udfff', '\uffff')).toBeGreaterThan(0);
  });

  it('orders numbers by size and false before true', () => {
    expect(compareScalars(9, 10)).toBeLessThan(0);
    expect(compareScalars('9', '10')).toBeGreaterThan(0);
    expect(compareScalars(false, true)).toBeLessThan(0);
    expect(compareScalars(true, true)).toBe(0);
    expect(compareScalars(3, '2')).toBeGreaterThan(0);
  });

  it('folds texts of letters beyond ASCII alike, whatever stands around them', () => {
    expect(foldCase('ΣΑΣ σας')).toBe(foldCase('σας ΣΑΣ'));
    expect(foldCase('\u007f')).toBe('\u007f');
    expect(foldCase('\u0080A')).toBe('\u0080a');
    expect(foldCase('A\u030a')).toBe(foldCase('\u00e5'));
  });

  it('keeps a text that is no dateTime where one is due', () => {
    expect(comparable(attribute({ name: 'opensAt', type: 'dateTime' }), 'Soon')).toBe('Soon');
    expect(comparable(attribute({ name: 'level', type: 'integer' }), 7)).toBe(7);
  });
});

describe('values in canonical form (RFC 7643 section 2.5)', () => {
  it('are scalars, lists or complex', () => {
    expect([isList(['x']), isList('x'), isList({}), isList(undefined)]).toEqual([true, false, false, false]);
    expect([isComplex({}), isComplex([]), isComplex('x'), isComplex(undefined)]).toEqual([true, false, false, false]);
  });

  it.each([
    ['x', 'x', true],
    ['x', 'X', false],
    [1, '1', false],
    [['x'], ['x', 'y'], false],
    [['x', 'y'], ['x', 'z'], false],
    [[{ a: 1 }], [{ a: 1 }], true],
    [['x'], { 0: 'x' }, false],
    [{ 0: 'x' }, ['x'], false],
    [{ a: 1 }, 'x', false],
    ['x', { a: 1 }, false],
    [{ a: 1 }, { b: 1 }, false],
    [{ a: 1 }, { a: 2 }, false],
    [{ a: { b: [1] } }, { a: { b: [1] } }, true],
    [{ a: 1, b: 2 }, { a: 1 }, false],
    [{}, undefined, false],
    [undefined, {}, false],
  ])('%j and %j are the same: %s', (left, right, same) => {
    expect(sameValue(left, right)).toBe(same);
  });

  it('are the same by own keys alone', () => {
    expect(sameValue({ toString: 'x' }, { valueOf: 'x' })).toBe(false);
    expect(valueAt({ a: 'x' }, [])).toEqual({ a: 'x' });
    expect(valueAt({ a: 'xy' }, ['a', 'length'])).toBeUndefined();
    expect(valueAt({ a: { b: 1 } }, ['a', 'b', 'c'])).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { comparable, compareStrings, foldCase, parseDateTime, sameValue, valueAt } from '@looop-scim/scim/attribute';
import { attribute } from '@looop-scim/scim/schema';

describe('parseDateTime (RFC 7643 section 2.3.5)', () => {
  it.each([
    ['2026-11-01T09:00:00Z', Date.UTC(2026, 10, 1, 9)],
    ['2026-11-01T09:00:00', Date.UTC(2026, 10, 1, 9)],
    ['2026-11-01T10:30:00+01:30', Date.UTC(2026, 10, 1, 9)],
    ['2026-11-01T04:00:00-05:00', Date.UTC(2026, 10, 1, 9)],
    ['2026-11-01T09:00:00.5Z', Date.UTC(2026, 10, 1, 9, 0, 0, 500)],
    ['2026-11-01T09:00:00.1234567Z', Date.UTC(2026, 10, 1, 9, 0, 0, 123)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['0099-01-01T00:00:00Z', new Date('0099-01-01T00:00:00Z').getTime()],
  ])('%s', (text, milliseconds) => {
    expect(parseDateTime(text)).toBe(milliseconds);
  });

  it.each([
    '',
    '2026-11-01',
    '2026-11-01 09:00:00Z',
    '2026-11-01T09:00Z',
    '2026-13-01T09:00:00Z',
    '2026-02-29T09:00:00Z',
    '2026-11-01T24:00:00Z',
    '2026-11-01T09:00:60Z',
    '2026-11-01T09:00:00.Z',
    '2026-11-01T09:00:00+1:00',
    '2026-11-01T09:00:00+15:00',
    '0000-01-01T00:00:00Z',
    ' 2026-11-01T09:00:00Z',
    '2026-11-01T09:00:00ZZ',
    `2026-11-01T09:00:00.${'1'.repeat(200)}Z`,
  ])('"%s" is none', (text) => {
    expect(parseDateTime(text)).toBeUndefined();
  });
});

describe('foldCase (RFC 7643 section 7, caseExact)', () => {
  it.each([
    ['Ana.Pop@ACME.example', 'ana.pop@acme.EXAMPLE'],
    ['Straße', 'STRASSE'],
    ['ẞ', 'ss'],
    ['ΟΔΟΣ', 'οδος'],
    ['É', 'e\u0301'],
  ])('%s and %s are the same', (left, right) => {
    expect(foldCase(left)).toBe(foldCase(right));
  });

  it('keeps apart what is not the same letter', () => {
    expect(foldCase('e')).not.toBe(foldCase('é'));
    expect(foldCase('ana')).not.toBe(foldCase('anna'));
  });
});

describe('comparison', () => {
  it('orders strings by code point, as UTF-8 does: beyond U+FFFF comes last', () => {
    expect(['\u{10000}', '\uffff', 'b', 'a', 'aa', ''].toSorted(compareStrings)).toEqual([
      '',
      'a',
      'aa',
      'b',
      '\uffff',
      '\u{10000}',
    ]);
  });

  it('folds strings unless they are case-exact or binary', () => {
    expect(comparable(attribute({ name: 'a' }), 'Ana')).toBe('ana');
    expect(comparable(attribute({ name: 'a', caseExact: true }), 'Ana')).toBe('Ana');
    expect(comparable(attribute({ name: 'a', type: 'binary' }), 'QUJD')).toBe('QUJD');
    expect(comparable(attribute({ name: 'a', type: 'dateTime' }), '1970-01-01T00:00:01Z')).toBe(1000);
    expect(comparable(attribute({ name: 'a', type: 'boolean' }), true)).toBe(true);
  });

  it('looks at complex values whatever the order of their keys', () => {
    expect(sameValue({ a: 1, b: ['x'] }, { b: ['x'], a: 1 })).toBe(true);
    expect(sameValue({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(sameValue(['x', 'y'], ['y', 'x'])).toBe(false);
    expect(sameValue(undefined, undefined)).toBe(true);
  });

  it('finds a value by own keys alone', () => {
    expect(valueAt({ name: { givenName: 'Ana' } }, ['name', 'givenName'])).toBe('Ana');
    expect(valueAt({ name: {} }, ['name', 'toString'])).toBeUndefined();
    expect(valueAt({}, ['__proto__'])).toBeUndefined();
    expect(valueAt({ emails: [{ value: 'x' }] }, ['emails', 'value'])).toBeUndefined();
  });
});

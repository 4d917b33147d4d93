import { describe, expect, it } from 'vitest';
import { lexFilter } from '../../src/filter/filter-lexer.ts';

const kinds = (text: string) => lexFilter(text).map(({ kind }) => kind);
const first = (text: string) => lexFilter(text)[0];

describe('lexFilter (RFC 7644 section 3.4.2.2, Figure 1)', () => {
  it('tells where each token begins and ends', () => {
    expect(lexFilter(' a[b eq "c\\n"] ')).toEqual([
      { kind: 'word', text: 'a', start: 1, end: 2 },
      { kind: '[', text: '', start: 2, end: 3 },
      { kind: 'word', text: 'b', start: 3, end: 4 },
      { kind: 'word', text: 'eq', start: 5, end: 7 },
      { kind: 'string', text: 'c\n', start: 8, end: 13 },
      { kind: ']', text: '', start: 13, end: 14 },
      { kind: 'end', text: '', start: 15, end: 15 },
    ]);
  });

  it('needs no white space around brackets and strings', () => {
    expect(kinds('a"b"')).toEqual(['word', 'string', 'end']);
    expect(kinds('(a)[b]"c""d"e')).toEqual(['(', 'word', ')', '[', 'word', ']', 'string', 'string', 'word', 'end']);
  });

  it('knows space, tab and both line breaks as white space', () => {
    expect(lexFilter('a b\tc\nd\re').map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd', 'e', '']);
  });

  it.each(['\u0000', '\u000b', '\u000c', '\u001f'])('has no other control character: %j', (char) => {
    expect(lexFilter(`a ${char}`).at(-1)).toEqual({
      kind: 'fault',
      text: 'control characters are not allowed here',
      start: 2,
      end: 2,
    });
    expect(kinds(`a${char}b`)).toEqual(['word', 'fault']);
  });
});

describe('lexFilter: strings are those of JSON (RFC 8259 section 7)', () => {
  it.each([
    ['"\\""', '"'],
    ['"\\\\"', '\\'],
    ['"\\/"', '/'],
    ['"\\b"', '\b'],
    ['"\\f"', '\f'],
    ['"\\n"', '\n'],
    ['"\\r"', '\r'],
    ['"\\t"', '\t'],
    ['"a\\u0041b"', 'aAb'],
    ['"\\u00e9\\u00Ef"', 'éï'],
    ['"\\uD83D\\uDE00"', '😀'],
    ['"\\u09Af"', '\u09af'],
    ['"\\u00Fa"', 'ú'],
    ['" "', ' '],
    ['""', ''],
    ['"O\'Malley (x) [y]"', "O'Malley (x) [y]"],
  ])('%s', (text, value) => {
    expect(first(text)).toEqual({ kind: 'string', text: value, start: 0, end: text.length });
  });

  it.each([
    ['"\\x"', 1],
    ['"\\', 1],
    ['"a\\u12"', 2],
    ['"\\u', 1],
    ['"\\u004/"', 1],
    ['"\\u004:"', 1],
    ['"\\u004@"', 1],
    ['"\\u004G"', 1],
    ['"\\u004`"', 1],
    ['"\\u004g"', 1],
    ['"\\uG041"', 1],
  ])('has no escape %s', (text, at) => {
    expect(first(text)).toEqual({ kind: 'fault', text: 'this is not an escape of JSON', start: at, end: at });
  });

  it.each([
    ['"ana', 0, 'the string that begins here is not closed'],
    ['"', 0, 'the string that begins here is not closed'],
    ['"a\u001fb"', 2, 'control characters in strings must be escaped'],
    ['"a\nb"', 2, 'control characters in strings must be escaped'],
    ['"\\ud83d"', 0, 'the string has half of a surrogate pair'],
    ['"\\u0000"', 0, 'the string has the character U+0000'],
  ])('refuses %j', (text, at, reason) => {
    expect(first(text)).toEqual({ kind: 'fault', text: reason, start: at, end: at });
  });

  it('refuses half of a surrogate pair outside strings too', () => {
    expect(lexFilter('a \ud83d').at(-1)).toEqual({
      kind: 'fault',
      text: 'half of a surrogate pair is not allowed here',
      start: 2,
      end: 2,
    });
    expect(first('😀')).toMatchObject({ kind: 'word', text: '😀' });
  });
});

import { describe, expect, it } from 'vitest';
import { isJsonText, parseJsonText } from '../../src/read/json-text.ts';

describe('texts of JSON', () => {
  it.each(['[', '{', ' [1]', '\t\n\r {"a":1}', '[x'])('%j begins as a list or an object', (text) => {
    expect(isJsonText(text)).toBe(true);
  });

  it.each(['', ' ', 'a[', '"["', 'null', '7', '\u00a0[1]', 7, null, ['['], {}])('%j does not', (value) => {
    expect(isJsonText(value)).toBe(false);
  });

  it('say a list or an object, or nothing', () => {
    expect(parseJsonText(' [1, {"a": [true]}] ')).toEqual([1, { a: [true] }]);
    expect(parseJsonText('{"a":null}')).toEqual({ a: null });
    for (const text of ['[', '{"a":}', '7', '"[]"', 'null', '']) expect(parseJsonText(text)).toBeUndefined();
  });
});

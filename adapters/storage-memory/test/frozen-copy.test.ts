import { describe, expect, it } from 'vitest';
import { frozenCopy } from '../src/frozen-copy.ts';

describe('frozenCopy', () => {
  it('copies what it is given', () => {
    const original = { userName: 'ana', emails: [{ value: 'ana@acme.example', primary: true }] };
    const copy = frozenCopy(original);
    original.emails.push({ value: 'new@acme.example', primary: false });
    expect(copy).toEqual({ userName: 'ana', emails: [{ value: 'ana@acme.example', primary: true }] });
  });

  it('copies what is nothing, alone and inside of something', () => {
    expect(frozenCopy({ none: null, list: [null, undefined], empty: {} })).toEqual({
      none: null,
      list: [null, undefined],
      empty: {},
    });
    expect(frozenCopy(null)).toBe(null);
  });

  it('lets nothing of the copy be changed', () => {
    const copy = frozenCopy({ emails: [{ value: 'ana@acme.example' }] });
    expect(() => copy.emails.push({ value: 'new@acme.example' })).toThrow(TypeError);
    expect(Reflect.set(copy.emails[0] ?? {}, 'value', 'x')).toBe(false);
    expect(Reflect.set(copy, 'emails', [])).toBe(false);
  });

  it('keeps keys that mean something to JavaScript as plain keys', () => {
    const copy: unknown = frozenCopy(JSON.parse('{"__proto__":{"admin":true},"constructor":1}'));
    expect(Object.keys(Object(copy))).toEqual(['__proto__', 'constructor']);
    expect('admin' in Object(copy)).toBe(false);
  });
});

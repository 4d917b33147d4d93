// Bodies that cannot be read: where the fault is, how much of it is shown, and that nothing secret is.
import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { parseBody } from '../src/content-types.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const faultOf = (body: string | Uint8Array) => {
  const parsed = parseBody(typeof body === 'string' ? bytes(body) : body);
  if (Result.isSuccess(parsed)) throw new Error('it was read');
  return parsed.failure;
};

describe('a body that is no JSON', () => {
  it.each([
    ['{"a": }', { line: 1, column: 7, near: '{"a": }' }],
    ['{\n  "userName": "ana",\n  "x"  1\n}', { line: 3, column: 8, near: '"x"  1' }],
    ['{"first": 1, "second": 2, third: 3, "fourth": 4}', { line: 1, column: 27, near: 'cond": 2, third: 3,' }],
    ['[1, 2', { line: 1, column: 6, near: '[1, 2' }],
    ['{"a":\n\n', { line: 3, column: 1 }],
  ])('%j is told with its place', (body, text) => {
    const fault = faultOf(body);
    expect([fault.text?.line, fault.text?.column]).toEqual([text.line, text.column]);
    expect(fault.position).toBe(
      body
        .split('\n')
        .slice(0, text.line - 1)
        .join('\n').length +
        (text.line > 1 ? 1 : 0) +
        text.column -
        1,
    );
    expect(fault.text).toEqual(text);
  });

  it('shows ten characters on either side, of the same line alone', () => {
    expect(faultOf('{"one": 1,\n"two" x "three-and-more": 3}').text?.near).toBe('"two" x "three-a');
    expect(faultOf('{"0123456789abcdefghij" x "0123456789"}').text?.near).toBe('cdefghij" x "0123456');
  });

  it('shows no half of a character', () => {
    expect(faultOf(`{"${'😀'.repeat(6)}" x}`).text?.near?.isWellFormed()).toBe(true);
  });

  it.each(['password', 'PassWD', 'secret', 'Token', '\\u0070assword'])('shows nothing where %s is in it', (word) => {
    const { text } = faultOf(`{"${word}": x}`);
    expect(text).not.toHaveProperty('near');
    expect(text?.line).toBe(1);
  });

  it('says in words what was missed', () => {
    expect(faultOf('{"a": }').reason).toBe('the body is not JSON (value expected)');
    expect(faultOf('{"a": 1,}').reason).toBe('the body is not JSON (property name expected)');
  });

  it('is told of without a place where it is too deeply nested to look for one', () => {
    const { reason, position } = faultOf(`${'['.repeat(200_000)}x`);
    expect([reason, position]).toEqual([
      'the body is not JSON, and too deeply nested to say where; send flat JSON',
      undefined,
    ]);
  });
});

describe('a body', () => {
  it('that is empty is none', () => {
    expect(parseBody(bytes(''))).toEqual(Result.succeed(undefined));
  });

  it('may begin with a byte order mark (RFC 8259 section 8.1)', () => {
    expect(parseBody(bytes('\ufeff{"a":1}'))).toEqual(Result.succeed({ a: 1 }));
  });

  it('that is not UTF-8 is refused', () => {
    expect(faultOf(Uint8Array.of(0x7b, 0xff, 0x7d)).reason).toBe('the body must be text in UTF-8');
  });
});

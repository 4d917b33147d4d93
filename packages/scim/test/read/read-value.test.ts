import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { attribute, type AttributeSource } from '../../src/schema/characteristics.ts';
import { attributeNode } from '../../src/schema/attribute-node.ts';
import { interopPolicy, strictPolicy, type InteropPolicy } from '../../src/interop/policy-rules.ts';
import { readElement, readValue, withoutDuplicates } from '../../src/read/read-value.ts';

const nodeOf = (source: AttributeSource) =>
  attributeNode(attribute(source), { schema: 'urn:example:test', storedIn: 'document', parent: undefined });

const valueOf = (source: AttributeSource, json: unknown, policy: InteropPolicy = interopPolicy) =>
  Result.getOrThrow(readValue(nodeOf(source), json, policy)).value;

const reasonOf = (source: AttributeSource, json: unknown, policy: InteropPolicy = interopPolicy) =>
  Result.getOrThrow(Result.flip(readValue(nodeOf(source), json, policy))).reason;

const emails: AttributeSource = {
  name: 'emails',
  type: 'complex',
  multiValued: true,
  subAttributes: [{ name: 'value' }, { name: 'type' }, { name: 'primary', type: 'boolean' }],
};

const manager: AttributeSource = {
  name: 'manager',
  type: 'complex',
  subAttributes: [{ name: 'value' }, { name: '$ref' }],
};

describe('readValue, simple values', () => {
  it.each([true, 'true', 'True', 'TRUE'])('reads %j as the boolean true (RFC 7643 section 2.3.2, ENTRA-13)', (json) => {
    expect(valueOf({ name: 'active', type: 'boolean' }, json)).toBe(true);
  });

  it.each([false, 'false', 'False'])('reads %j as the boolean false, never as a truthy string (ENTRA-13)', (json) => {
    expect(valueOf({ name: 'active', type: 'boolean' }, json)).toBe(false);
  });

  it.each([1, 'yes', 'falsee', {}])('refuses %j where a boolean is due', (json) => {
    expect(reasonOf({ name: 'active', type: 'boolean' }, json)).toContain('must be true or false, not');
  });

  it('makes numbers and booleans strings where the schema wants one (OKTA-41)', () => {
    expect(valueOf({ name: 'postalCode' }, 400_001)).toBe('400001');
    expect(valueOf({ name: 'custom_1' }, true)).toBe('true');
  });

  it.each(['12', 12, '12.0', 1.2e1])('reads %j as the integer 12 (RFC 7643 section 2.3.4)', (json) => {
    expect(valueOf({ name: 'rank', type: 'integer' }, json)).toBe(12);
  });

  it.each(['007', '1.5', 1.5, '', 'Infinity', '0x10', ' 1', 2 ** 60, {}])(
    'refuses %j where an integer is due',
    (json) => {
      expect(reasonOf({ name: 'rank', type: 'integer', required: true }, json)).toContain('must be a whole number');
    },
  );

  it('refuses decimals beyond the range of numbers and knows one zero (RFC 7643 section 2.3.3)', () => {
    expect(reasonOf({ name: 'size', type: 'decimal' }, JSON.parse('1e999'))).toContain('beyond the range');
    expect(Object.is(valueOf({ name: 'size', type: 'decimal' }, -0), 0)).toBe(true);
  });

  it('keeps a dateTime as sent and refuses what is none (RFC 7643 section 2.3.5)', () => {
    const since: AttributeSource = { name: 'since', type: 'dateTime' };
    expect(valueOf(since, '2026-11-01T09:00:00+02:00')).toBe('2026-11-01T09:00:00+02:00');
    expect(reasonOf(since, '2026-11-01')).toContain('must be a date and time');
  });

  it('accepts base64 with and without padding (RFC 7643 section 2.3.6)', () => {
    const image: AttributeSource = { name: 'image', type: 'binary' };
    expect([valueOf(image, 'QUJD'), valueOf(image, 'QUI='), valueOf(image, 'QUI')]).toEqual(['QUJD', 'QUI=', 'QUI']);
    for (const json of ['A', 'QUI==', 'QU=I', 'QU I', '=', 'QUJD====', 'Q-_D']) {
      expect(reasonOf(image, json)).toBe('must be base64 text; the value has other characters or is cut off');
    }
  });

  it('refuses lone surrogates and U+0000, which stores cannot keep', () => {
    expect(reasonOf({ name: 'title' }, 'a\ud800')).toBe('contains half of a surrogate pair');
    expect(reasonOf({ name: 'title' }, 'a\u0000')).toBe('contains the character U+0000');
    expect(valueOf({ name: 'title' }, '😀')).toBe('😀');
  });

  it('reads an empty string as unassigned by policy, and refuses it where a value is required (OKTA-33)', () => {
    expect(valueOf({ name: 'middleName' }, '')).toBeUndefined();
    expect(valueOf({ name: 'middleName' }, '', strictPolicy)).toBe('');
    expect(valueOf({ name: 'active', type: 'boolean' }, '')).toBeUndefined();
    expect(reasonOf({ name: 'userName', required: true }, '')).toBe('must not be empty');
    expect(reasonOf({ name: 'userName', required: true }, '', strictPolicy)).toBe('must not be empty');
  });

  it('says what was expected and what kind of value came, never the value', () => {
    expect(reasonOf({ name: 'password' }, { secret: 'qT7x2Lm9' })).toBe('must be a string, not an object');
    expect(reasonOf({ name: 'active', type: 'boolean' }, 'qT7x2Lm9')).toBe('must be true or false, not a string');
  });
});

describe('readValue, complex and multi-valued attributes', () => {
  it.each([
    ['a bare value', 'u2'],
    ['a list of one', [{ value: 'u2' }]],
    ['an object', { VALUE: 'u2', $ref: null }],
  ])('reads %s for a complex attribute (X13, ENTRA-21)', (_shape, json) => {
    expect(valueOf(manager, json)).toEqual({ value: 'u2' });
  });

  it.each([null, '', {}, [], { value: '' }, { value: null }])('reads %j as unassigned (ENTRA-21)', (json) => {
    expect(valueOf(manager, json)).toBeUndefined();
  });

  it('refuses what only a lenient policy wraps (RFC 7643 section 2.3.8)', () => {
    expect(reasonOf(manager, 'u2', strictPolicy)).toBe('must be an object, not a string');
    expect(reasonOf(manager, [{ value: 'u2' }], strictPolicy)).toBe('must be a single value, not a list of 1');
    expect(reasonOf(manager, [{ value: 'u2' }, { value: 'u3' }])).toBe('must be a single value, not a list of 2');
    expect(reasonOf(emails, { value: 'a' }, strictPolicy)).toBe('must be a list, not an object');
    expect(reasonOf({ name: 'name', type: 'complex', subAttributes: [{ name: 'givenName' }] }, 'Ana')).toContain(
      'an object',
    );
  });

  it.each([
    ['an object', { value: 'a' }],
    ['a bare value', 'a'],
    ['a list of bare values', ['a', null]],
    ['equal elements', [{ value: 'a' }, { Value: 'a' }]],
  ])('reads %s for a list (LIB-8)', (_shape, json) => {
    expect(valueOf(emails, json)).toEqual([{ value: 'a' }]);
  });

  it('keeps elements that differ in anything, for instance in type alone (RFC 7643 section 2.4)', () => {
    const json = [
      { value: 'a', type: 'work' },
      { value: 'a', type: 'home' },
    ];
    expect(valueOf(emails, json)).toEqual(json);
  });

  it('lets the element that was sent as primary last stay so when it equals an earlier one (RFC 7643 section 2.4)', () => {
    const json = [
      { value: 'a', primary: true },
      { value: 'b', primary: true },
      { primary: true, value: 'a' },
    ];
    expect(valueOf(emails, json)).toEqual([
      { value: 'a', primary: true },
      { value: 'b', primary: false },
    ]);
  });

  it('lets the last of several primary elements be primary, or refuses them (RFC 7643 section 2.4, OKTA-38)', () => {
    const json = [{ value: 'a', primary: true }, { value: 'b', primary: 'True' }, { value: 'c' }];
    expect(valueOf(emails, json)).toEqual([
      { value: 'a', primary: false },
      { value: 'b', primary: true },
      { value: 'c' },
    ]);
    const strict = [
      { value: 'a', primary: true },
      { value: 'b', primary: true },
    ];
    const refusal = Result.getOrThrow(Result.flip(readValue(nodeOf(emails), strict, strictPolicy)));
    expect(refusal).toMatchObject({
      attribute: 'emails.primary',
      reason: 'is true in 2 elements; at most one may be primary',
    });
    const three = ['a', 'b', 'c'].map((value) => ({ value, primary: true }));
    expect(valueOf(emails, three)).toEqual([
      { value: 'a', primary: false },
      { value: 'b', primary: false },
      { value: 'c', primary: true },
    ]);
  });

  it('names the sub-attribute and the element at fault', () => {
    const failure = Result.flip(readValue(nodeOf(emails), [{ value: 'a' }, { primary: 'maybe' }], interopPolicy));
    expect(Result.getOrThrow(failure)).toMatchObject({
      attribute: 'emails.primary',
      reason: 'must be true or false, not a string (element 2 of 2)',
    });
  });

  it('refuses unknown sub-attributes under a strict policy', () => {
    expect(reasonOf(emails, [{ value: 'a', label: 'x' }], strictPolicy)).toContain('is not defined by the schemas');
  });

  it('tells what was left out, each once', () => {
    const node = nodeOf({
      ...emails,
      subAttributes: [{ name: 'value' }, { name: 'display', mutability: 'readOnly' }],
    });
    const json = [
      { value: 'a', Display: 'Ana', label: 'x' },
      { value: 'b', display: 'Ben', label: 'y' },
    ];
    expect(Result.getOrThrow(readValue(node, json, interopPolicy))).toEqual({
      value: [{ value: 'a' }, { value: 'b' }],
      ignored: [
        { attribute: 'emails.label', reason: 'unknown' },
        { attribute: 'emails.display', reason: 'readOnly' },
      ],
    });
    expect(Result.getOrThrow(readElement(node, json[0], interopPolicy)).ignored).toHaveLength(2);
  });

  it('keeps one of the elements that become equal when primary is repaired', () => {
    const json = [
      { value: 'a', primary: true },
      { value: 'a', primary: false },
      { value: 'b', primary: true },
    ];
    expect(valueOf(emails, json)).toEqual([
      { value: 'a', primary: false },
      { value: 'b', primary: true },
    ]);
    const one = [{ value: 'a', primary: true }, { value: 'b' }];
    expect(valueOf(emails, one, strictPolicy)).toEqual(one);
  });

  it('knows equal elements whatever the order of their keys', () => {
    const node = nodeOf({ name: 'tags', multiValued: true });
    expect(Result.getOrThrow(readValue(node, ['a', 'b', 'a', 1, '1'], interopPolicy)).value).toEqual(['a', 'b', '1']);
    expect(
      withoutDuplicates([
        { a: 1, b: 2 },
        { b: 2, a: 1 },
        { a: 2, b: 1 },
      ]),
    ).toEqual([
      { a: 1, b: 2 },
      { a: 2, b: 1 },
    ]);
    expect(
      withoutDuplicates([
        { c: 1, a: 1, b: 2 },
        { b: 2, c: 1, a: 1 },
      ]),
    ).toHaveLength(1);
  });

  it('reads an empty string for a list or a required value by policy', () => {
    expect(valueOf(emails, '')).toBeUndefined();
    expect(reasonOf(emails, '', strictPolicy)).toBe('must be a list, not an empty string');
    expect(valueOf({ name: 'tags', multiValued: true }, ['', 'a'])).toEqual(['a']);
    expect(valueOf({ name: 'tags', multiValued: true }, [null, undefined])).toBeUndefined();
  });

  it('unwraps one value from a list, not a list from a list', () => {
    const title: AttributeSource = { name: 'title' };
    expect(valueOf(title, ['Coach'])).toBe('Coach');
    expect(valueOf(title, [null])).toBeUndefined();
    expect(reasonOf(title, ['Coach', 'Trainer'])).toBe('must be a single value, not a list of 2');
    expect(reasonOf(title, ['Coach'], strictPolicy)).toBe('must be a single value, not a list of 1');
    expect(valueOf(title, [], strictPolicy)).toBeUndefined();
    expect(valueOf(manager, null, strictPolicy)).toBeUndefined();
  });

  it('does not follow nesting that the schema does not have', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(reasonOf(emails, deep)).toContain('must be an object, not a list of 1');
    expect(reasonOf({ name: 'title' }, deep)).toContain('must be a single value, not a list of 1');
  });
});

describe('readElement', () => {
  it('reads one element and no list (RFC 7643 section 2.4)', () => {
    const node = nodeOf(emails);
    expect(Result.getOrThrow(readElement(node, { VALUE: 'a' }, interopPolicy)).value).toEqual({ value: 'a' });
    expect(Result.getOrThrow(readElement(node, 'a', interopPolicy)).value).toEqual({ value: 'a' });
    expect(Result.getOrThrow(readElement(node, null, interopPolicy)).value).toBeUndefined();
    expect(Result.isFailure(readElement(node, [{ value: 'a' }], interopPolicy))).toBe(true);
  });
});

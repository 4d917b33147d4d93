// Values that cannot be read: no leniency makes something of them, and nothing takes away what there was.
import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { resolveAttribute } from '../../src/attribute/attribute-path.ts';
import { interopPolicy, strictPolicy, type InteropPolicy } from '../../src/interop/policy-rules.ts';
import { readDocument } from '../../src/read/read-document.ts';
import { readValue } from '../../src/read/read-value.ts';
import type { ResourceType } from '../../src/schema/resource-type.ts';
import { ENTERPRISE_USER_SCHEMA } from '../../src/schema/urns.ts';
import { checkNothingLost } from '../../src/write/replace-document.ts';
import { courseType } from '../support/course-type.ts';
import { userType } from '../support/standard-types.ts';

const nodeOf = (type: ResourceType, path: string) => {
  const node = resolveAttribute(type, path);
  if (node === undefined) throw new TypeError(`${type.name} has no ${path}`);
  return node;
};

const manager = `${ENTERPRISE_USER_SCHEMA}:manager`;
const read = (type: ResourceType, path: string, json: unknown, policy: InteropPolicy = interopPolicy) =>
  readValue(nodeOf(type, path), json, policy);
const value = (...args: Parameters<typeof read>) => Result.getOrThrow(read(...args)).value;
const reason = (...args: Parameters<typeof read>) => Result.getOrThrow(Result.flip(read(...args))).reason;

describe('bare values (wrapValues)', () => {
  it('stand for a list or an object as what they are', () => {
    expect(value(userType, 'emails', 'a@acme.example')).toEqual([{ value: 'a@acme.example' }]);
    expect(value(userType, 'emails', ['a@acme.example'])).toEqual([{ value: 'a@acme.example' }]);
    expect(value(userType, manager, '7')).toEqual({ value: '7' });
    expect(value(userType, manager, 7)).toEqual({ value: '7' });
    expect(value(courseType, 'tags', 'x')).toEqual(['x']);
    expect(value(courseType, 'credits', 7)).toEqual([7]);
    expect(value(courseType, 'credits', '7')).toEqual([7]);
    expect(value(courseType, 'tags', [7])).toEqual(['7']);
  });

  it.each([
    [userType, 'emails', true, 'must be a list, not true'],
    [courseType, 'credits', { value: 7 }, 'must be a list, not an object'],
    [courseType, 'credits', [[7]], 'must be a whole number, not a list of 1 (element 1 of 1)'],
    [userType, 'emails', 7, 'must be a list, not a number'],
    [userType, 'emails', [true], 'must be an object, not true (element 1 of 1)'],
    [userType, 'emails', [7], 'must be an object, not a number (element 1 of 1)'],
    [userType, manager, false, 'must be an object, not false'],
    [userType, 'name', 'Ana', 'must be an object, not a string'],
    [courseType, 'tags', true, 'must be a list, not true'],
    [courseType, 'tags', 7, 'must be a list, not a number'],
    [courseType, 'venue', 'x', 'must be an object, not a string'],
  ] as const)('of %s %s are not made of %j', (type, path, json, expected) => {
    expect(reason(type, path, json)).toBe(expected);
  });

  it('need the leniency', () => {
    const policy = { ...interopPolicy, wrapValues: false };
    expect(reason(userType, 'emails', { value: 'x' }, policy)).toBe('must be a list, not an object');
    expect(reason(userType, manager, 7, policy)).toBe('must be an object, not a number');
    expect(reason(userType, manager, [{ value: '7' }], policy)).toBe('must be a single value, not a list of 1');
    expect(reason(courseType, 'credits', 7, policy)).toBe('must be a list, not a number');
  });
});

describe('texts of JSON (parseJsonText)', () => {
  it('are read where a list or an object is due, at any depth', () => {
    expect(value(userType, 'emails', '[{"value":"a@acme.example"}]')).toEqual([{ value: 'a@acme.example' }]);
    expect(value(userType, 'emails', ['{"value":"a@acme.example"}'])).toEqual([{ value: 'a@acme.example' }]);
    expect(value(userType, 'emails', '{"value":"a@acme.example"}')).toEqual([{ value: 'a@acme.example' }]);
    expect(value(userType, 'name', '{"givenName":"Ana"}')).toEqual({ givenName: 'Ana' });
    expect(value(userType, manager, '[{"value":"7"}]')).toEqual({ value: '7' });
    expect(value(courseType, 'tags', '["a","b"]')).toEqual(['a', 'b']);
    expect(value(userType, ENTERPRISE_USER_SCHEMA, '{"costCenter":"7"}')).toEqual({ costCenter: '7' });
    expect(value(userType, 'emails', '[]')).toBeUndefined();
  });

  it('are texts where a text is due', () => {
    expect(value(userType, 'title', '[x]')).toBe('[x]');
    expect(value(courseType, 'tags', ['[x]'])).toEqual(['[x]']);
  });

  it.each([
    [userType, 'emails', '[{"value":', 'must be a list, not a text of JSON that has a fault in it'],
    [userType, 'emails', '["a",{"b":', 'must be a list, not a text of JSON that has a fault in it'],
    [userType, 'emails', ['{"value":'], 'must be a list, not a text of JSON that has a fault in it (element 1 of 1)'],
    [userType, 'name', '{', 'must be an object, not a text of JSON that has a fault in it'],
    [userType, 'name', '[1,2]', 'must be a single value, not a list of 2'],
    [courseType, 'tags', '{"a":1}', 'must be a list, not an object'],
  ] as const)('of %s %s are refused when they say something else: %j', (type, path, json, expected) => {
    expect(reason(type, path, json)).toBe(expected);
  });

  it('are no values of their own without the leniency', () => {
    const policy = { ...interopPolicy, parseJsonText: false };
    expect(reason(userType, 'emails', '[{"value":"x"}]', policy)).toBe('must be a list, not a string');
    expect(reason(userType, 'emails', ['{"value":"x"}'], policy)).toBe(
      'must be an object, not a string (element 1 of 1)',
    );
    expect(reason(userType, manager, '{"value":"7"}', policy)).toBe('must be an object, not a string');
  });
});

describe('objects that say something under unknown names alone', () => {
  it('are no elements', () => {
    const expected = 'must have one of its sub-attributes: value, display, type, primary (element 2 of 2)';
    expect(reason(userType, 'emails', [{ value: 'x' }, { vlaue: 'y' }])).toBe(expected);
    expect(value(userType, 'emails', [{ value: 'x', vlaue: 'y' }])).toEqual([{ value: 'x' }]);
  });

  it.each([{}, { nick: null }, { nick: '' }, { nick: [] }, { nick: {} }, { value: null }])(
    '%j says nothing',
    (element) => {
      expect(value(userType, 'emails', [element])).toBeUndefined();
    },
  );

  it('are reported for a single attribute, which a PUT must not clear by them', () => {
    const put = (body: object) =>
      Result.getOrThrow(readDocument(userType, { userName: 'ana', ...body }, interopPolicy));
    const { unreadable, ignored, document } = put({ name: { nick: 'A' } });
    expect([document, ignored]).toEqual([{ userName: 'ana' }, [{ attribute: 'name.nick', reason: 'unknown' }]]);
    expect(unreadable?.map(({ path }) => path)).toEqual(['name']);
    expect(Result.isSuccess(checkNothingLost({ userName: 'ana' }, unreadable))).toBe(true);
    const lost = checkNothingLost({ userName: 'ana', name: { givenName: 'Ana' } }, unreadable);
    expect(Result.getOrThrow(Result.flip(lost))).toMatchObject({ _tag: 'InvalidValue', attribute: 'name' });
    expect(Result.isSuccess(checkNothingLost({ name: { givenName: 'Ana' } }, undefined))).toBe(true);
    for (const body of [{}, { name: {} }, { name: { nick: null } }, { [ENTERPRISE_USER_SCHEMA]: { nick: 'A' } }]) {
      expect(put(body)).not.toHaveProperty('unreadable');
    }
  });

  it('are refused by a strict policy as unknown', () => {
    expect(reason(userType, 'emails', [{ vlaue: 'y' }], strictPolicy)).toBe(
      'is not defined by the schemas of the resource (element 1 of 1)',
    );
  });
});

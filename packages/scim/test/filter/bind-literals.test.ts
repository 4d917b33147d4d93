import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import type { BoundFilter } from '../../src/filter/bound-filter.ts';
import { bindElementFilter, bindFilter, type BindOptions } from '../../src/filter/bind-filter.ts';
import { parseFilter } from '../../src/filter/filter-parser.ts';
import { ENTERPRISE_USER_SCHEMA, LOOOP_USER_SCHEMA, USER_SCHEMA } from '../../src/schema/urns.ts';
import { CATALOGUE, courseType } from '../support/course-type.ts';
import { groupType, userType } from '../support/standard-types.ts';

const binding = (text: string, type = courseType, options?: BindOptions) =>
  Result.flatMap(parseFilter(text), (filter) => bindFilter(type, filter, options));
const bound = (text: string, type = courseType, options?: BindOptions): BoundFilter =>
  Result.getOrThrow(binding(text, type, options));
const refused = (text: string, type = courseType) => Result.getOrThrow(Result.flip(binding(text, type)));
const literalOf = (text: string, type = courseType) => {
  const filter = bound(text, type);
  return filter.kind === 'compare' ? filter.value : filter;
};

const EQUALITY = 'only eq, ne, pr do';
const ORDER = 'only eq, ne, gt, ge, lt, le, pr do';

describe('bindFilter: literals in the form in which values are compared (RFC 7644 section 3.4.2.2)', () => {
  it.each([
    ['title eq "LISTENING"', 'listening'],
    ['home eq "https://Looop.example"', 'https://Looop.example'],
    ['cover eq "QUJD"', 'QUJD'],
    ['opensAt gt "2026-11-01T09:00:00Z"', Date.UTC(2026, 10, 1, 9)],
    ['title eq 7', '7'],
    ['title eq -9007199254740991', '-9007199254740991'],
    ['free eq true', true],
    ['free eq "TRUE"', true],
    ['free eq "False"', false],
    ['level eq 7', 7],
    ['level eq "7"', 7],
    ['price le "2.50"', 2.5],
    ['price eq "-0"', 0],
  ])('%s', (text, value) => {
    expect(literalOf(text)).toBe(value);
  });

  it.each([
    ['title eq true', 'the attribute is a string; put the value in double quotes'],
    ['title eq 9007199254740992', 'the attribute is a string; put the value in double quotes'],
    ['home eq false', 'the attribute is a string; put the value in double quotes'],
    ['free eq "yes"', 'the attribute is a boolean; the value must be true or false'],
    ['free eq "false "', 'the attribute is a boolean; the value must be true or false'],
    ['free eq 1', 'the attribute is a boolean; the value must be true or false'],
    ['level eq "x"', 'the attribute is a number; the value must be one'],
    ['level eq "1e999"', 'the attribute is a number; the value must be one'],
    ['level eq true', 'the attribute is a number; the value must be one'],
    ['price eq ""', 'the attribute is a number; the value must be one'],
    [
      'opensAt eq "yesterday"',
      'the attribute is a date and time; the value must be a string such as "2026-11-01T09:00:00Z"',
    ],
    ['opensAt eq 7', 'the attribute is a date and time; the value must be a string such as "2026-11-01T09:00:00Z"'],
    ['cover eq 7', 'the attribute is binary; the value must be base64 in double quotes'],
    ['free gt true', `the operator gt does not fit the attribute, ${EQUALITY}`],
    ['cover co "QUJD"', `the operator co does not fit the attribute, ${EQUALITY}`],
    ['level sw 7', `the operator sw does not fit the attribute, ${ORDER}`],
    ['price co 7', `the operator co does not fit the attribute, ${ORDER}`],
    ['opensAt ew "2026-11-01T09:00:00Z"', `the operator ew does not fit the attribute, ${ORDER}`],
    ['meta.version gt "W/\\"1\\""', `the operator gt does not fit the attribute, ${EQUALITY}`],
    ['title gt null', 'null cannot be compared with gt, only with eq and ne'],
    ['exam eq "x"', 'the attribute is never returned and cannot be filtered by'],
    ['exam eq null', 'the attribute is never returned and cannot be filtered by'],
    ['badge eq "gold"', 'the attribute is never returned and cannot be filtered by'],
    ['vault.shelf eq "3"', 'the attribute is never returned and cannot be filtered by'],
    ['vault.shelf pr', 'the attribute is never returned and cannot be filtered by'],
    ['vault[shelf pr]', 'the attribute is never returned and cannot be filtered by'],
    ['exam pr', 'the attribute is never returned and cannot be filtered by'],
    ['meta.location eq "x"', 'links cannot be filtered by; use id'],
    ['meta.location pr', 'links cannot be filtered by; use id'],
    ['venue eq "7"', 'the attribute is complex; name what is in it, such as venue.room'],
    [`${CATALOGUE} eq "7"`, `the attribute is a schema extension; name what is in it, such as ${CATALOGUE}:shelf`],
    ['shoeSize eq 1', 'no such attribute'],
    ['shoeSize pr', 'no such attribute'],
    ['shoeSize[type pr]', 'no such attribute'],
    ['title[value pr]', 'the attribute has no elements that brackets could select'],
    [`${CATALOGUE}[shelf pr]`, 'the attribute has no elements that brackets could select'],
    ['exam[value pr]', 'the attribute is never returned and cannot be filtered by'],
    ['tags[kind pr]', 'no such attribute'],
    ['venue[kind pr]', 'no such attribute'],
  ])('refuses %s, saying why (RFC 7644 section 3.12, invalidFilter)', (text, reason) => {
    const { attribute, ...failure } = refused(text);
    expect(failure).toMatchObject({ _tag: 'InvalidFilter', reason });
    expect(text).toContain(attribute);
  });

  it('names links and places as sent', () => {
    expect(refused('title pr and SHOESIZE eq 1')).toMatchObject({ attribute: 'SHOESIZE', position: 13 });
    expect(refused('members.$ref eq "x"', groupType)).toMatchObject({
      attribute: 'members.$ref',
      reason: 'links cannot be filtered by; use value',
    });
    expect(refused('members[$ref pr]', groupType)).toMatchObject({ attribute: '$ref', position: 8 });
  });

  it('compares every kind of text with every operator', () => {
    for (const operator of ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']) {
      expect(Result.isSuccess(binding(`title ${operator} "x"`))).toBe(true);
      expect(Result.isSuccess(binding(`home ${operator} "x"`))).toBe(true);
    }
    for (const operator of ['eq', 'ne', 'gt', 'ge', 'lt', 'le']) {
      expect(Result.isSuccess(binding(`level ${operator} 1`))).toBe(true);
      expect(Result.isSuccess(binding(`price ${operator} 1`))).toBe(true);
      expect(Result.isSuccess(binding(`opensAt ${operator} "2026-11-01T09:00:00Z"`))).toBe(true);
    }
  });
});

const path = (filter: BoundFilter): unknown => {
  switch (filter.kind) {
    case 'compare':
      return [filter.attribute.path, filter.operator, filter.value];
    case 'present':
      return [filter.attribute.path, 'pr'];
    case 'element':
      return [filter.attribute.path, path(filter.filter)];
    case 'not':
      return { not: path(filter.operand) };
    case 'constant':
      return filter.value;
    default:
      return { [filter.kind]: filter.operands.map(path) };
  }
};
const shape = (text: string, type = courseType, options?: BindOptions) => path(bound(text, type, options));

describe('bindFilter: what is left to decide', () => {
  it.each([
    ['title ne "x"', { not: ['title', 'eq', 'x'] }],
    ['title eq null', { not: ['title', 'pr'] }],
    ['title ne null', ['title', 'pr']],
    ['not (title ne "x")', ['title', 'eq', 'x']],
    ['sessions eq "s1"', ['sessions.value', 'eq', 's1']],
    ['sessions[kind eq "a"]', ['sessions', ['sessions.kind', 'eq', 'a']]],
    ['tags[value eq "a"]', ['tags', ['tags', 'eq', 'a']]],
    [
      'venue[room eq "7"]',
      {
        and: [
          ['venue', 'pr'],
          ['venue.room', 'eq', '7'],
        ],
      },
    ],
    [
      'title pr and (code pr and level pr)',
      {
        and: [
          ['title', 'pr'],
          ['code', 'pr'],
          ['level', 'pr'],
        ],
      },
    ],
    [`${CATALOGUE}:shelf pr`, [`${CATALOGUE}:shelf`, 'pr']],
    [`${CATALOGUE}[shelf pr] or title pr`, undefined],
  ])('%s', (text, expected) => {
    const bindable = binding(text);
    expect(Result.isSuccess(bindable) ? path(bindable.success) : undefined).toEqual(expected);
  });

  it('refuses an attribute of an extension without its URN, unless a leniency lets it stand (RFC 7644 section 3.10)', () => {
    const text = 'manager.value eq "26118915"';
    expect(refused(text, userType)._tag).toBe('InvalidFilter');
    const literals = { coerceBooleans: true, coerceScalars: true };
    const lenient: BindOptions = { unknownAttributes: 'refuse', literals, bareExtensionNames: true };
    expect(Result.isSuccess(binding(text, userType, lenient))).toBe(true);
  });

  it('lets an attribute that the type lacks count as unassigned where it is told to (RFC 7644 section 3.4.2.1)', () => {
    const literals = { coerceBooleans: true, coerceScalars: true };
    const across: BindOptions = { unknownAttributes: 'noValue', literals, bareExtensionNames: false };
    const acrossTypes = (text: string) => shape(text, courseType, across);
    expect(acrossTypes('userName eq "ana"')).toBe(false);
    expect(acrossTypes('userName ne "ana"')).toBe(true);
    expect(acrossTypes('userName pr')).toBe(false);
    expect(acrossTypes('userName eq null')).toBe(true);
    expect(acrossTypes('emails[type pr]')).toBe(false);
    expect(acrossTypes('not (emails[type pr])')).toBe(true);
    expect(acrossTypes('userName eq "ana" or title pr')).toEqual(['title', 'pr']);
    expect(acrossTypes('userName eq "ana" and title pr')).toBe(false);
    expect(acrossTypes('sessions[colour pr]')).toBe(false);
    expect(acrossTypes('sessions[colour eq null]')).toEqual(['sessions', 'pr']);
    expect(acrossTypes('venue[colour eq null]')).toEqual(['venue', 'pr']);
    expect(acrossTypes('tags[colour pr]')).toBe(false);
  });

  it.each([
    [`schemas eq "${USER_SCHEMA.toUpperCase()}"`, true],
    [`schemas eq "${ENTERPRISE_USER_SCHEMA}"`, [ENTERPRISE_USER_SCHEMA, 'pr']],
    [`schemas eq "${LOOOP_USER_SCHEMA}"`, [LOOOP_USER_SCHEMA, 'pr']],
    [
      'schemas co "extension"',
      {
        or: [
          [ENTERPRISE_USER_SCHEMA, 'pr'],
          [LOOOP_USER_SCHEMA, 'pr'],
        ],
      },
    ],
    ['schemas[value ew ":user"]', true],
    ['schemas eq "urn:example:other"', false],
    ['schemas pr', true],
    ['id pr', true],
    ['meta pr', true],
    ['meta.created pr', true],
    ['meta.version eq null', false],
    ['meta.resourceType eq "User"', true],
    ['meta.resourceType eq "user"', false],
    ['meta.resourceType ne "Group" and title pr', ['title', 'pr']],
    ['meta[resourceType eq "Group"] or title pr', ['title', 'pr']],
    ['not (meta.resourceType eq "User" or title pr)', false],
    ['id eq "u1"', ['id', 'eq', 'u1']],
    ['meta.version eq "W/\\"3\\""', ['meta.version', 'eq', 'W/"3"']],
    ['meta.created gt "1970-01-01T00:00:01Z"', ['meta.created', 'gt', 1000]],
  ])('decides by the type alone what it can: %s', (text, expected) => {
    expect(shape(text, userType)).toEqual(expected);
  });

  it.each([
    '3',
    'W/\\"3',
    'W/\\"x\\"',
    'W/\\"0\\"',
    'W/\\"-1\\"',
    'W/\\"03\\"',
    'W/\\"1.5\\"',
    'w/\\"3\\"',
    '\\"3\\"',
    'W/\\"9007199254740992\\"',
  ])('knows no version %s', (tag) => expect(shape(`meta.version eq "${tag}"`, userType)).toBe(false));

  it('binds what stands between the brackets of a path', () => {
    const node = courseType.attributes.get('sessions');
    if (node === undefined) throw new TypeError('no sessions');
    const element = (text: string) => Result.flatMap(parseFilter(text), (filter) => bindElementFilter(node, filter));
    expect(path(Result.getOrThrow(element('KIND eq "a" and rank pr')))).toEqual({
      and: [
        ['sessions.kind', 'eq', 'a'],
        ['sessions.rank', 'pr'],
      ],
    });
    expect(Result.getOrThrow(Result.flip(element('kind pr or colour pr')))).toMatchObject({
      attribute: 'colour',
      position: 11,
      reason: 'no such attribute',
    });
  });
});

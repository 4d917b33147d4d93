// What of a document counts as a value, and what an explanation says of it.
import * as Result from 'effect/Result';
import { describe, expect, it } from 'vitest';
import { acceptMappingSet, applyMappingSet, explainMapping, profileDifference } from '@looop-scim/provisioning/mapping';
import type { Complex } from '@looop-scim/scim/attribute';
import { userType, type ResourceType } from '@looop-scim/scim/schema';
import { gadgetType } from './gadget.ts';
import { explained, titleFrom } from './support.ts';

const tagsFrom = (source: object, more: object = {}) => ({
  fields: [{ name: 'tags', type: 'stringList' }],
  mappings: [{ field: 'tags', from: [source], ...more }],
});

const resultOf = (json: unknown, document: Complex, type: ResourceType = gadgetType) =>
  explainMapping(Result.getOrThrow(acceptMappingSet(type, json)), document).fields[0]?.result;

describe('a value', () => {
  it.each<readonly [attribute: string, document: Complex, value: unknown]>([
    ['name', { name: 'a' }, 'a'],
    ['name', { name: ' ' }, undefined],
    ['name', { name: true }, undefined],
    ['name', { name: { value: 'a' } }, undefined],
    ['name', { name: ['a'] }, undefined],
    ['size', { size: 1.5 }, '1.5'],
    ['size', { size: 0 }, '0'],
    ['labels', { labels: ['a'] }, 'a'],
    ['labels', { labels: ['a', 'b'] }, undefined],
    ['labels', { labels: [' ', 'b'] }, 'b'],
    ['labels', { labels: 'a' }, undefined],
    ['labels[value eq "B"]', { labels: ['a', 'b'] }, 'b'],
    ['parts.value', { parts: [{ value: 'a' }] }, 'a'],
    ['parts.value', { parts: [{ type: 'x' }] }, undefined],
    ['parts[primary eq true].value', { parts: [{ value: 'a' }, { value: 'b', primary: true }] }, 'b'],
    ['parts[primary eq true].value', { parts: [{ value: 'a', primary: 'true' }] }, undefined],
    ['kinds[type eq 7].label', { kinds: [{ label: 'a' }, { label: 'b', type: 7 }] }, 'b'],
  ])('%s of %j is %j', (attribute, document, value) => {
    expect(resultOf(titleFrom({ from: [{ attribute }] }), document)).toBe(value);
  });

  it('of a list is true or false as such, and no text', () => {
    const active = (document: Complex) =>
      resultOf({ mappings: [{ field: 'active', from: [{ attribute: 'parts.primary', pick: 'first' }] }] }, document);
    expect(active({ parts: [{ primary: 'true' }, { primary: false }] })).toBe(false);
    expect(active({ parts: [{ value: 'x' }] })).toBe(undefined);
  });

  it('of a list is its only one, the first one, or those that a filter selects', () => {
    const parts = [{ value: 'a', type: 'x' }, { value: 'b', type: 'y' }, { type: 'y' }, { value: 'c', type: 'Y' }];
    const picked = (pick: unknown, given: Complex = { parts }) =>
      resultOf(titleFrom({ from: [{ attribute: 'parts.value', pick }] }), given);
    expect(picked('first')).toBe('a');
    expect(picked('only')).toBe(undefined);
    expect(picked({ type: 'y' })).toBe('b');
    expect(picked(['primary', { type: 'z' }, { type: 'x' }])).toBe('a');
    // An element without a value is none of several.
    expect(picked('only', { parts: [{ type: 'x' }, { value: 'b' }] })).toBe('b');
    expect(resultOf(tagsFrom({ attribute: 'parts.value' }), { parts })).toEqual(['a', 'b', 'c']);
    expect(resultOf(tagsFrom({ attribute: 'parts[type eq "y"].value' }), { parts })).toEqual(['b', 'c']);
    expect(resultOf(tagsFrom({ attribute: 'parts[type eq "z"].value' }), { parts })).toBe(undefined);
    expect(resultOf(tagsFrom({ constant: ['a', 'b'] }), {})).toEqual(['a', 'b']);
  });
});

describe('a join', () => {
  const joined = (document: Complex, more: object = {}) =>
    resultOf(
      titleFrom({ from: [{ join: [{ constant: 'Dr.' }, { attribute: 'name' }, { attribute: 'size' }], ...more }] }),
      document,
    );

  it('has a value when one of its attributes has one: constants alone are none', () => {
    expect(joined({ name: 'Ana' })).toBe('Dr. Ana');
    expect(joined({ name: 'Ana', size: 7 }, { separator: '' })).toBe('Dr.Ana7');
    expect(joined({ size: 7 }, { separator: ', ' })).toBe('Dr., 7');
    expect(joined({})).toBe(undefined);
  });
});

describe('steps on a list', () => {
  it('are taken on each text, and what leaves nothing goes', () => {
    const roles = [{ value: 'a@x' }, { value: 'b' }, { value: '@y' }];
    const stepped = (...steps: readonly unknown[]) =>
      explained(tagsFrom({ attribute: 'roles.value' }, { steps }), { userName: 'ana', roles });
    expect(stepped({ before: '@' }).profile).toEqual({ tags: ['a', 'b'] });
    expect(stepped({ after: '@' }, 'upper').profile).toEqual({ tags: ['X', 'Y'] });
    expect(stepped({ lookup: { table: { b: 'B' } } }).profile).toEqual({ tags: ['B'] });
    const { profile, fields } = stepped({ lookup: { table: { z: 'Z' } } }, 'upper');
    expect(profile).toEqual({});
    // After a step that leaves nothing, no further one is tried.
    expect(fields[0]?.steps).toStrictEqual([
      { step: { lookup: { table: { z: 'Z' }, unknown: 'empty', caseless: false } }, input: ['a@x', 'b', '@y'] },
    ]);
    expect(fields[0]).not.toHaveProperty('result');
  });
});

describe('what was cut', () => {
  const issuesOf = (json: unknown, body: object) => explained(json, { userName: 'ana', ...body }).issues;
  const CUT = [{ field: 'title', issue: 'cut' }];

  it('is an issue, whether a source, a part of a join or a step was too long', () => {
    expect(issuesOf(titleFrom({ from: [{ attribute: 'title' }] }), { title: 'x'.repeat(4096) })).toEqual([]);
    const join = [{ attribute: 'title' }, { constant: 'y' }];
    expect(issuesOf(titleFrom({ from: [{ join, separator: '' }] }), { title: 'x'.repeat(4096) })).toEqual(CUT);
    const blank = { join: [{ attribute: 'nickName' }, { attribute: 'title' }] };
    expect(issuesOf(titleFrom({ from: [blank] }), { title: 'x'.repeat(4097) })).toEqual(CUT);
    // One capital becomes two letters.
    const long = { from: [{ attribute: 'title' }], steps: ['upper'] };
    expect(issuesOf(titleFrom(long), { title: 'ß'.repeat(4000) })).toEqual(CUT);
  });

  it('is said of the step and of the source that did it', () => {
    const long = { from: [{ attribute: 'title' }], steps: ['upper', 'lower'] };
    const { fields } = explained(titleFrom(long), { userName: 'ana', title: 'ß'.repeat(4000) });
    expect(fields[0]?.steps.map(({ isCut }) => isCut)).toEqual([true, undefined]);
    expect(fields[0]?.sources[0]).not.toHaveProperty('isCut');
    const source = explained(titleFrom({ from: [{ attribute: 'title' }] }), {
      userName: 'ana',
      title: 'x'.repeat(4097),
    });
    expect(source.fields[0]?.sources[0]?.isCut).toBe(true);
  });

  it('of a list are texts beyond 1000, beyond 65,536 characters in all, and each beyond 4096', () => {
    const tags = (...values: readonly string[]) => {
      const roles = values.map((value, index) => ({ value, type: `${index}` }));
      return explained(tagsFrom({ attribute: 'roles.value' }), { userName: 'ana', roles });
    };
    const cut = [{ field: 'tags', issue: 'cut' }];
    expect(tags(...Array.from({ length: 1000 }, (_none, index) => `${index}`)).issues).toEqual([]);
    const exact = tags(...Array.from({ length: 16 }, (_none, index) => String.fromCodePoint(97 + index).repeat(4096)));
    expect([exact.issues, exact.profile['tags']?.toString().length]).toEqual([[], 16 * 4096 + 15]);
    const more = tags(...Array.from({ length: 17 }, (_none, index) => String.fromCodePoint(97 + index).repeat(4096)));
    expect(more.issues).toEqual(cut);
    const one = tags('x'.repeat(4097), 'y');
    expect([one.issues, one.profile['tags']]).toEqual([cut, ['x'.repeat(4096), 'y']]);
  });
});

describe('an issue', () => {
  it('is a required field without a value, and no other', () => {
    const set = {
      mappings: [
        { field: 'title', from: [{ attribute: 'title' }], required: true },
        { field: 'area', from: [{ attribute: 'nickName' }] },
        { field: 'username', from: [{ attribute: 'userName' }], required: true },
      ],
    };
    expect(explained(set, { userName: 'ana' }).issues).toEqual([{ field: 'title', issue: 'missing' }]);
    const bound = Result.getOrThrow(acceptMappingSet(userType, set));
    expect(applyMappingSet(bound, { userName: 'ana' })).toStrictEqual({
      profile: { username: 'ana' },
      issues: [{ field: 'title', issue: 'missing' }],
    });
  });
});

describe('the difference of two profiles', () => {
  it.each<readonly [object, object, readonly object[]]>([
    [{}, {}, []],
    [{ a: 'x' }, { a: 'x' }, []],
    [{ a: 'x' }, { a: 'y' }, [{ field: 'a', before: 'x', after: 'y' }]],
    [{ a: true }, { a: false }, [{ field: 'a', before: true, after: false }]],
    [{ a: 'true' }, { a: true }, [{ field: 'a', before: 'true', after: true }]],
    [{ a: ['x', 'y'] }, { a: ['x', 'y'] }, []],
    [{ a: ['x'] }, { a: ['x', 'y'] }, [{ field: 'a', before: ['x'], after: ['x', 'y'] }]],
    [{ a: ['x', 'y'] }, { a: ['y', 'x'] }, [{ field: 'a', before: ['x', 'y'], after: ['y', 'x'] }]],
    [{ a: ['x'] }, { a: 'x' }, [{ field: 'a', before: ['x'], after: 'x' }]],
    [
      { c: 'x', b: 'x' },
      { a: 'x' },
      [
        { field: 'a', after: 'x' },
        { field: 'c', before: 'x' },
        { field: 'b', before: 'x' },
      ],
    ],
    [{}, { toString: 'x' }, [{ field: 'toString', after: 'x' }]],
  ])('from %j to %j', (before, after, changes) => {
    expect(profileDifference({ ...before }, { ...after })).toStrictEqual(changes);
  });
});

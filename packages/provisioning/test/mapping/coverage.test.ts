// How many people have what a mapping set needs.
import * as Result from 'effect/Result';
import { describe, expect, it } from 'vitest';
import { makeCoverage } from '../../src/mapping/coverage.ts';
import { checked, sent } from './support.ts';

const coverageOf = (set: unknown, ...bodies: readonly object[]) => {
  const coverage = makeCoverage(Result.getOrThrow(checked(set)));
  for (const body of bodies) coverage.add(sent({ userName: 'ana', ...body }));
  return coverage.count();
};

const looked = (...titles: readonly string[]) => {
  const lookup = { table: { Sales: 'S' }, unknown: 'keep' };
  const set = { mappings: [{ field: 'title', from: [{ attribute: 'title' }], steps: ['trim', { lookup }] }] };
  return coverageOf(set, ...titles.map((title) => ({ title }))).fields[0]?.unknownValues;
};

describe('the coverage of a mapping set', () => {
  it('counts people with a value, those for whom another one stands in, and each attribute, also within a join', () => {
    const from = [
      { attribute: 'nickName' },
      { join: [{ attribute: 'name.givenName' }, { constant: '-' }, { attribute: 'name.familyName' }] },
      { constant: 'nobody' },
    ];
    const set = {
      mappings: [
        { field: 'title', from },
        { field: 'area', from: [{ attribute: 'title' }], otherwise: { value: 'none' } },
        { field: 'location', from: [{ attribute: 'locale' }] },
      ],
    };
    expect(
      coverageOf(set, { nickName: 'A', name: { givenName: 'Ana' } }, { name: { givenName: 'Ben' }, title: 'x' }, {}),
    ).toEqual({
      people: 3,
      fields: [
        {
          field: 'title',
          people: 3,
          otherwise: 0,
          attributes: [
            { attribute: 'nickName', people: 1 },
            { attribute: 'name.givenName', people: 2 },
            { attribute: 'name.familyName', people: 0 },
          ],
          unknownValues: [],
        },
        {
          field: 'area',
          people: 3,
          otherwise: 2,
          attributes: [{ attribute: 'title', people: 1 }],
          unknownValues: [],
        },
        {
          field: 'location',
          people: 0,
          otherwise: 0,
          attributes: [{ attribute: 'locale', people: 0 }],
          unknownValues: [],
        },
      ],
    });
  });

  it('names values that a table does not know, each with how many people have it', () => {
    expect(looked('Sales', 'Field', ' Field ', 'HR')).toEqual([
      { value: 'Field', people: 2 },
      { value: 'HR', people: 1 },
    ]);
  });

  it('names 20 different values at most, and goes on counting those', () => {
    const titles = Array.from({ length: 25 }, (_none, index) => `title ${index}`);
    const values = looked(...titles, ...titles);
    expect(values).toEqual(titles.slice(0, 20).map((value) => ({ value, people: 2 })));
  });

  it('shows 200 characters of a value, and none by half', () => {
    expect(looked('x'.repeat(201), 'x'.repeat(202))).toEqual([{ value: 'x'.repeat(200), people: 2 }]);
    expect(looked('x'.repeat(199) + '😀')).toEqual([{ value: 'x'.repeat(199) + '\ufffd', people: 1 }]);
  });

  it('counts a person once who has a value several times in a list', () => {
    const set = {
      fields: [{ name: 'tags', type: 'stringList' }],
      mappings: [
        { field: 'tags', from: [{ attribute: 'roles.value' }], steps: [{ lookup: { table: { a: 'A' } } }] },
        { field: 'title', from: [{ attribute: 'active' }], steps: [{ lookup: { table: { true: 'in' } } }] },
      ],
    };
    const { fields } = coverageOf(set, {
      active: false,
      roles: [{ value: 'a' }, { value: 'b' }, { value: 'c', type: 'x' }, { value: 'b', type: 'y' }],
    });
    expect(fields.map(({ unknownValues }) => unknownValues)).toEqual([
      [
        { value: 'b', people: 1 },
        { value: 'c', people: 1 },
      ],
      [{ value: 'false', people: 1 }],
    ]);
  });
});

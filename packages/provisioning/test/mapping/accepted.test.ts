// What is within the limits of a mapping set is accepted, to the last one, and read as it was written.
import * as Result from 'effect/Result';
import { describe, expect, it } from 'vitest';
import { printMappingSet } from '@looop-scim/provisioning/mapping';
import { LOOOP_USER_SCHEMA as LOOOP } from '@looop-scim/scim/schema';
import {
  back,
  backTogether,
  backwards,
  from,
  gadgetBack,
  lookup,
  many,
  own,
  path,
  saidOf,
  set,
  step,
  tags,
  title,
  type Tried,
} from './refusals.ts';
import { checked } from './support.ts';

const steps = many(16, 'trim');
const rows = Object.fromEntries(many(1000, 'x').map((cell, row) => [row, cell]));
const join = many(16, { attribute: 'title' });

/** A set whose JSON has so many characters. */
const ofLength = (characters: number): Tried => {
  const setOf = (texts: readonly string[]) => tags({ constant: texts });
  const missing = characters - JSON.stringify(setOf(['x']).json).length;
  // A further text has its characters, two quotation marks and a comma.
  const whole = Math.floor(missing / 4003);
  return setOf(['x'.repeat(1 + missing - whole * 4003), ...many(whole, 'x'.repeat(4000))]);
};

describe('a mapping set', () => {
  it.each([
    ['16 sources', title({ from: many(16, { constant: 'x' }) })],
    ['16 parts of a join', from({ join })],
    ['16 parts of two joins', title({ from: many(2, { join: many(8, { constant: 'x' }) }) })],
    ['16 picks', from({ attribute: 'emails.value', pick: many(16, 'only') })],
    ['one pick without a list', from({ attribute: 'emails.value', pick: { type: 'work' } })],
    ['16 steps', step(...steps)],
    ['1000 rows', lookup({ table: rows })],
    ['rows of all kinds', lookup({ table: { a: '', b: 'x'.repeat(4096) }, unknown: 'keep', caseless: true })],
    ['a text of 4096 characters', from({ constant: 'x'.repeat(4096) })],
    ['a list of 1000 texts', tags({ constant: many(1000, 'x') })],
    ['a part of 4096 characters', step({ truncate: 4096 }, { truncate: 1 })],
    ['separators of one blank', step({ before: ' ' }, { after: ' ' })],
    ['an empty separator', from({ join: [{ attribute: 'title' }], separator: '' })],
    ['a path with a filter', path('emails[type eq "work"].value')],
    ['an attribute of an extension', path(`${LOOOP}:area`)],
    ['64 own fields', set({ fields: Array.from({ length: 64 }, (_none, index) => own(`own${index}`)), mappings: [] })],
    ['names of letters, digits, - and _', set({ fields: [own('a'.repeat(64)), own('Z-9_z0A')], mappings: [] })],
    ['values of each type', tags({ attribute: 'emails.value' }, { otherwise: { value: ['x'] } })],
    [
      'words of a table in any case',
      title({
        from: [{ attribute: 'active' }],
        steps: [{ lookup: { table: { TRUE: 'x', False: 'y' }, caseless: true } }],
      }),
    ],
    [
      'a table of true and false',
      set({
        mappings: [
          {
            field: 'active',
            from: [{ attribute: 'title' }],
            steps: [{ lookup: { table: { a: true }, unknown: { value: false } } }],
            otherwise: { value: true },
          },
        ],
      }),
    ],
    [
      'the way back through a table',
      title({ from: [{ attribute: 'title' }], steps: [backwards({ a: 'x', b: 'y' })], writeBack: true }),
    ],
    ['the way back to a reference', gadgetBack('home')],
    ['the way back to an element', gadgetBack('parts.value', 'primary')],
    [
      'the way back to several attributes',
      back({ attribute: 'title' }, { attribute: 'emails.value', pick: ['primary', { type: 'work' }] }),
    ],
    [
      'ways back to elements of different types',
      backTogether({
        email: [{ attribute: 'emails[type eq "home"].value' }],
        title: [{ attribute: 'emails[type eq "work"].value' }],
      }),
    ],
    ['1,048,576 characters', ofLength(1_048_576)],
  ])('may have %s', (_what, tried) => {
    expect(saidOf(tried)).toEqual([]);
  });

  it('may not have 1,048,577 characters', () => {
    expect(saidOf(ofLength(1_048_577))).toEqual(['bound - the set has more than 1048576 characters']);
  });

  it('is printed as it was written, without what is as by default', () => {
    const written = {
      mappings: [
        { field: 'username', from: [{ attribute: 'userName' }] },
        {
          field: 'title',
          from: [
            { attribute: 'emails.value', pick: [{ type: 'work' }, 'first'] },
            { join: [{ constant: 'x' }], separator: ' ' },
          ],
          steps: ['lower', { before: '@' }, { lookup: { table: { a: 'b' }, unknown: 'keep', caseless: true } }],
          otherwise: { value: 'none' },
          required: true,
        },
        { field: 'area', from: [{ attribute: 'title' }], writeBack: true },
      ],
    };
    const read = (json: unknown) => printMappingSet(Result.getOrThrow(checked(json)).set);
    expect(read(written)).toStrictEqual(written);
    const { mappings } = written;
    expect(read({ mappings, fields: [] })).toStrictEqual(written);
    const explicit = mappings.map((mapping) => ({
      steps: [],
      otherwise: 'empty',
      required: false,
      writeBack: false,
      ...mapping,
    }));
    expect(read({ mappings: explicit })).toStrictEqual(written);
    const short = {
      mappings: [
        { field: 'title', from: [{ join: [{ attribute: 'title' }] }], steps: [{ lookup: { table: { a: 'b' } } }] },
      ],
    };
    expect(read(short)).toStrictEqual({
      mappings: [
        {
          field: 'title',
          from: [{ join: [{ attribute: 'title' }], separator: ' ' }],
          steps: [{ lookup: { table: { a: 'b' }, unknown: 'empty' } }],
        },
      ],
    });
  });
});

// Texts that are filters, nearly filters, or anything.
import fc from 'fast-check';
import { printFilter } from '@looop-scim/scim/filter';
import { filterTree } from './filter-syntax.ts';

const SCRAPS = [
  ...[
    '(',
    ')',
    '[',
    ']',
    '"',
    '\\',
    '\\u',
    '\\ud83d',
    ' ',
    ' and ',
    ' or ',
    'not',
    'not (',
    ' eq ',
    ' pr',
    '.',
    ':',
    "'",
  ],
  ...[
    'null',
    'true',
    '-',
    '0',
    '1e',
    '1e999',
    '$',
    'urn:',
    '__proto__',
    '\u0000',
    '\ud800',
    'é',
    '😀',
    '\n',
    '[type eq "x"].value',
  ],
];

/** Texts of valid filters with parts taken out, doubled or put in. */
const damagedFilter = fc
  .tuple(
    filterTree.map(printFilter),
    fc.array(fc.record({ at: fc.nat({ max: 300 }), drop: fc.nat({ max: 4 }), scrap: fc.constantFrom('', ...SCRAPS) }), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([text, edits]) =>
    edits.reduce((current, { at, drop, scrap }) => {
      const place = at % (current.length + 1);
      return `${current.slice(0, place)}${scrap}${current.slice(place + drop)}`;
    }, text),
  );

const scraps = fc
  .array(fc.constantFrom(...SCRAPS, 'a', 'emails'), { maxLength: 30, size: 'max' })
  .map((parts) => parts.join(''));

/** Texts of all kinds: any characters, scraps of filters, and valid filters that were damaged. */
export const anyFilterText: fc.Arbitrary<string> = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  scraps,
  damagedFilter,
  damagedFilter,
);

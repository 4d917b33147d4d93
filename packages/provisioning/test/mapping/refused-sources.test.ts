import { expect, it } from 'vitest';
import { from, many, saidOf, type Tried } from './refusals.ts';

const SAID: readonly (readonly [set: Tried, said: readonly string[]])[] = [
  [from({ attribute: 7 }), ['shape - title: must be a text (at mappings[0].from[0].attribute)']],
  [from({ attribute: ' ' }), ['shape - title: must not be blank (at mappings[0].from[0].attribute)']],
  [
    from({ attribute: 'x'.repeat(4097) }),
    ['bound - title: has more than 4096 characters (at mappings[0].from[0].attribute)'],
  ],
  [
    from({ attribute: '\ud800' }),
    ['shape - title: has half of a surrogate pair or the character U+0000 (at mappings[0].from[0].attribute)'],
  ],
  [
    from({ attribute: 'a\u0000' }),
    ['shape - title: has half of a surrogate pair or the character U+0000 (at mappings[0].from[0].attribute)'],
  ],
  [
    from({ attribute: 'title', pik: 1 }),
    [
      'shape - title: there is no such member here; there may be attribute, pick; did you mean pick? (at mappings[0].from[0].pik)',
    ],
  ],
  [
    from({ attribute: 'title', constant: 'x' }),
    ['shape - title: there is no such member here; there may be attribute, pick (at mappings[0].from[0].constant)'],
  ],
  [
    from({ constant: null }),
    ['shape - title: must be a text, true, false or a list of texts (at mappings[0].from[0].constant)'],
  ],
  [from({ constant: [] }), ['shape - title: must not be empty (at mappings[0].from[0].constant)']],
  [
    from({ constant: ['x', 7, ' '] }),
    [
      'shape - title: must be a text (at mappings[0].from[0].constant[1])',
      'shape - title: must not be blank (at mappings[0].from[0].constant[2])',
    ],
  ],
  [
    from({ constant: many(1001, 'x') }),
    ['bound - title: has more than 1000 elements (at mappings[0].from[0].constant)'],
  ],
  [from({ constant: ' ' }), ['shape - title: must not be blank (at mappings[0].from[0].constant)']],
  [
    from({ constant: 'x', other: 1 }),
    ['shape - title: there is no such member here; there may be constant (at mappings[0].from[0].other)'],
  ],
  [from({ join: [] }), ['shape - title: must not be empty (at mappings[0].from[0].join)']],
  [
    from({ join: [{}, 7] }),
    [
      'shape - title: must have the member attribute or constant (at mappings[0].from[0].join[0])',
      'shape - title: must be an object (at mappings[0].from[0].join[1])',
    ],
  ],
  [
    from({ join: [{ join: [] }] }),
    ['shape - title: must have the member attribute or constant (at mappings[0].from[0].join[0])'],
  ],
  [
    from({ join: [{ constant: 'x', other: 1 }] }),
    ['shape - title: there is no such member here; there may be constant (at mappings[0].from[0].join[0].other)'],
  ],
  [
    from({ join: many(17, { constant: 'x' }) }),
    ['bound - title: has more than 16 elements (at mappings[0].from[0].join)'],
  ],
  [
    from({ join: [{ attribute: 'title' }], separator: 7, sep: 1 }),
    [
      'shape - title: there is no such member here; there may be join, separator (at mappings[0].from[0].sep)',
      'shape - title: must be a text (at mappings[0].from[0].separator)',
    ],
  ],
  [
    from({ attribute: 'emails.value', pick: 'last' }),
    ['shape - title: must be one of primary, only, first (at mappings[0].from[0].pick[0])'],
  ],
  [
    from({ attribute: 'emails.value', pick: [7, 'frist', {}, { type: ' ' }, { typ: 'work' }] }),
    [
      'shape - title: must be one of primary, only, first (at mappings[0].from[0].pick[0])',
      'shape - title: must be one of primary, only, first; did you mean first? (at mappings[0].from[0].pick[1])',
      'shape - title: must be a text (at mappings[0].from[0].pick[2].type)',
      'shape - title: must not be blank (at mappings[0].from[0].pick[3].type)',
      'shape - title: there is no such member here; there may be type; did you mean type? (at mappings[0].from[0].pick[4].typ)',
      'shape - title: must be a text (at mappings[0].from[0].pick[4].type)',
    ],
  ],
  [from({ attribute: 'emails.value', pick: [] }), ['shape - title: must not be empty (at mappings[0].from[0].pick)']],
  [
    from({ attribute: 'emails.value', pick: null }),
    ['shape - title: must be an object (at mappings[0].from[0].pick[0])'],
  ],
  [
    from({ attribute: 'emails.value', pick: many(17, 'only') }),
    ['bound - title: has more than 16 elements (at mappings[0].from[0].pick)'],
  ],
];

it.each(SAID)('what is not of the form of a source or pick is named (%#)', (tried, said) => {
  expect(saidOf(tried)).toEqual(said);
});

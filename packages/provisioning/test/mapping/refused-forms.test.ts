import { expect, it } from 'vitest';
import { many, saidOf, set, title, type Tried } from './refusals.ts';

const SAID: readonly (readonly [set: Tried, said: readonly string[]])[] = [
  [set([]), ['shape - must be an object']],
  [set('x'), ['shape - must be an object']],
  [set({}), ['shape - must be a list (at mappings)']],
  [set({ mappings: {} }), ['shape - must be a list (at mappings)']],
  [
    set({ mappings: [], mapping: [] }),
    ['shape - there is no such member here; there may be fields, mappings; did you mean mappings? (at mapping)'],
  ],
  [set({ mappings: [], zzz: 1 }), ['shape - there is no such member here; there may be fields, mappings (at zzz)']],
  [set({ fields: {}, mappings: [] }), ['shape - must be a list (at fields)']],
  [set({ fields: [7], mappings: [] }), ['shape - must be an object (at fields[0])']],
  [
    set({
      fields: [
        { name: 7, type: 'string' },
        { name: 'a', type: 7 },
        { name: 'a', type: 'strin' },
      ],
      mappings: [],
    }),
    [
      'shape - must be a text (at fields[0].name)',
      'shape - must be one of string, boolean, stringList (at fields[1].type)',
      'shape - must be one of string, boolean, stringList; did you mean string? (at fields[2].type)',
    ],
  ],
  [
    set({ fields: [{ name: 'b', type: 'string', kind: 1 }], mappings: [] }),
    ['shape - there is no such member here; there may be name, type (at fields[0].kind)'],
  ],
  [
    set({ fields: many(65, { name: 'b', type: 'string' }), mappings: [] }),
    ['bound - has more than 64 elements (at fields)'],
  ],
  [set({ mappings: many(65, {}) }), ['bound - has more than 64 elements (at mappings)']],
  [
    set({ mappings: [7, {}] }),
    [
      'shape - must be an object (at mappings[0])',
      'shape - must be a text (at mappings[1].field)',
      'shape - must be a list (at mappings[1].from)',
    ],
  ],
  [title({}), ['shape - title: must be a list (at mappings[0].from)']],
  [title({ from: {} }), ['shape - title: must be a list (at mappings[0].from)']],
  [title({ from: [] }), ['shape - title: must not be empty (at mappings[0].from)']],
  [
    title({ from: [7, {}, null, []] }),
    [
      'shape - title: must be an object (at mappings[0].from[0])',
      'shape - title: must have the member attribute, constant or join (at mappings[0].from[1])',
      'shape - title: must be an object (at mappings[0].from[2])',
      'shape - title: must be an object (at mappings[0].from[3])',
    ],
  ],
  [title({ from: [{ attribute: 'title' }], steps: {} }), ['shape - title: must be a list (at mappings[0].steps)']],
  [
    title({ from: [{ attribute: 'title' }], otherwise: 'nothing' }),
    ['shape - title: must be "empty" or an object with a value (at mappings[0].otherwise)'],
  ],
  [
    title({ from: [{ attribute: 'title' }], otherwise: 7 }),
    ['shape - title: must be an object (at mappings[0].otherwise)'],
  ],
  [
    title({ from: [{ attribute: 'title' }], otherwise: {} }),
    ['shape - title: must be a text, true, false or a list of texts (at mappings[0].otherwise.value)'],
  ],
  [
    title({ from: [{ attribute: 'title' }], otherwise: { value: 'x', other: 1 } }),
    ['shape - title: there is no such member here; there may be value (at mappings[0].otherwise.other)'],
  ],
  [
    title({ from: [{ attribute: 'title' }], required: 'yes', writeBack: 1 }),
    [
      'shape - title: must be true or false (at mappings[0].required)',
      'shape - title: must be true or false (at mappings[0].writeBack)',
    ],
  ],
  [title({ from: many(17, { constant: 'x' }) }), ['bound - title: has more than 16 elements (at mappings[0].from)']],
  [
    title({ from: many(3, { join: many(8, { constant: 'x' }) }) }),
    ['bound - title: there are more than 16 sources (at mappings[0].from)'],
  ],
  [
    title({ from: [...many(2, { join: many(8, { constant: 'x' }) }), { constant: 'x' }] }),
    ['bound - title: there are more than 16 sources (at mappings[0].from)'],
  ],
];

it.each(SAID)('what is not of the form of a set is named, each with its place (%#)', (tried, said) => {
  expect(saidOf(tried)).toEqual(said);
});

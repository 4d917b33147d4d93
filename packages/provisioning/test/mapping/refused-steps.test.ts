import { expect, it } from 'vitest';
import { lookup, many, saidOf, step, type Tried } from './refusals.ts';

const SAID: readonly (readonly [set: Tried, said: readonly string[]])[] = [
  [
    step('reverse'),
    [
      'shape - title: must be trim, lower, upper, or an object with one of before, after, truncate, lookup (at mappings[0].steps[0])',
    ],
  ],
  [
    step(7),
    [
      'shape - title: must be trim, lower, upper, or an object with one of before, after, truncate, lookup (at mappings[0].steps[0])',
    ],
  ],
  [step(null), ['shape - title: must be an object (at mappings[0].steps[0])']],
  [
    step({}),
    [
      'shape - title: must be trim, lower, upper, or an object with one of before, after, truncate, lookup (at mappings[0].steps[0])',
    ],
  ],
  [
    step({ before: '@', after: '#' }),
    [
      'shape - title: must be trim, lower, upper, or an object with one of before, after, truncate, lookup (at mappings[0].steps[0])',
    ],
  ],
  [
    step({ befor: '@' }),
    [
      'shape - title: there is no such member here; there may be before, after, truncate, lookup; did you mean before? (at mappings[0].steps[0].befor)',
      'shape - title: must be an object (at mappings[0].steps[0].befor)',
    ],
  ],
  [step({ before: '' }), ['shape - title: must not be empty (at mappings[0].steps[0].before)']],
  [step({ after: 7 }), ['shape - title: must be a text (at mappings[0].steps[0].after)']],
  [step({ truncate: 0 }), ['shape - title: must be a whole number from 1 to 4096 (at mappings[0].steps[0].truncate)']],
  [
    step({ truncate: 4097 }),
    ['shape - title: must be a whole number from 1 to 4096 (at mappings[0].steps[0].truncate)'],
  ],
  [
    step({ truncate: 1.5 }),
    ['shape - title: must be a whole number from 1 to 4096 (at mappings[0].steps[0].truncate)'],
  ],
  [
    step({ truncate: '3' }),
    ['shape - title: must be a whole number from 1 to 4096 (at mappings[0].steps[0].truncate)'],
  ],
  [step(...many(17, 'trim')), ['bound - title: has more than 16 elements (at mappings[0].steps)']],
  [lookup(7), ['shape - title: must be an object (at mappings[0].steps[0].lookup)']],
  [lookup({}), ['shape - title: must be an object (at mappings[0].steps[0].lookup.table)']],
  [lookup({ table: {} }), ['shape - title: must have a row (at mappings[0].steps[0].lookup.table)']],
  [
    lookup({ table: { ' ': 'x', a: 7, b: 'x'.repeat(4097) } }),
    [
      'shape - title: must not be blank (at mappings[0].steps[0].lookup.table. )',
      'shape - title: must be a text (at mappings[0].steps[0].lookup.table.a)',
      'bound - title: has more than 4096 characters (at mappings[0].steps[0].lookup.table.b)',
    ],
  ],
  [
    lookup({ table: Object.fromEntries(many(1001, 'x').map((cell, row) => [row, cell])) }),
    ['bound - title: has more than 1000 rows (at mappings[0].steps[0].lookup.table)'],
  ],
  [
    lookup({ table: { a: 'x' }, unknown: 'drop' }),
    ['shape - title: must be "keep", "empty" or an object with a value (at mappings[0].steps[0].lookup.unknown)'],
  ],
  [
    lookup({ table: { a: 'x' }, unknown: 7 }),
    ['shape - title: must be "keep", "empty" or an object with a value (at mappings[0].steps[0].lookup.unknown)'],
  ],
  [
    lookup({ table: { a: 'x' }, unknown: null }),
    ['shape - title: must be an object (at mappings[0].steps[0].lookup.unknown)'],
  ],
  [
    lookup({ table: { a: 'x' }, unknown: {} }),
    ['shape - title: must be a text (at mappings[0].steps[0].lookup.unknown.value)'],
  ],
  [
    lookup({ table: { a: 'x' }, unknown: { value: 'x', valu: 1 } }),
    [
      'shape - title: there is no such member here; there may be value; did you mean value? (at mappings[0].steps[0].lookup.unknown.valu)',
    ],
  ],
  [
    lookup({ table: { a: 'x' }, caseles: true, caseless: 7 }),
    [
      'shape - title: there is no such member here; there may be table, unknown, caseless; did you mean caseless? (at mappings[0].steps[0].lookup.caseles)',
      'shape - title: must be true or false (at mappings[0].steps[0].lookup.caseless)',
    ],
  ],
  [
    lookup({ table: { a: 'x', b: true } }),
    ['type - title: the table mixes texts with true and false (at mappings[0].steps[0].lookup)'],
  ],
  [
    lookup({ table: { a: 'x' }, unknown: { value: true } }),
    ['type - title: the table mixes texts with true and false (at mappings[0].steps[0].lookup)'],
  ],
  [
    lookup({ table: { Sales: 'a', SALES: 'b', sales: 'c' }, caseless: true }),
    [
      'repeatedKey - title: another row has the same key in another case (at mappings[0].steps[0].lookup.table.SALES)',
      'repeatedKey - title: another row has the same key in another case (at mappings[0].steps[0].lookup.table.sales)',
    ],
  ],
];

it.each(SAID)('what is not of the form of a step is named (%#)', (tried, said) => {
  expect(saidOf(tried)).toEqual(said);
});

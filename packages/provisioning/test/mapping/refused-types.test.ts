import { expect, it } from 'vitest';
import { from, lookup, many, own, saidOf, set, tags, title, type Tried } from './refusals.ts';

const SAID: readonly (readonly [set: Tried, said: readonly string[]])[] = [
  [
    set({ fields: [own('Username'), own('own'), own('OWN')], mappings: [] }),
    [
      'repeatedField - Username: there is a field of this name in any case (at fields[0].name)',
      'repeatedField - OWN: there is a field of this name in any case (at fields[2].name)',
    ],
  ],
  [
    set({ fields: [own(''), own('a'.repeat(65)), own('1a'), own('a.b'), own('_a'), own('naïve')], mappings: [] }),
    [
      'fieldName - : a name has 1 to 64 letters, digits, - and _, a letter first (at fields[0].name)',
      'fieldName - aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: a name has 1 to 64 letters, digits, - and _, a letter first (at fields[1].name)',
      'fieldName - 1a: a name has 1 to 64 letters, digits, - and _, a letter first (at fields[2].name)',
      'fieldName - a.b: a name has 1 to 64 letters, digits, - and _, a letter first (at fields[3].name)',
      'fieldName - _a: a name has 1 to 64 letters, digits, - and _, a letter first (at fields[4].name)',
      'fieldName - naïve: a name has 1 to 64 letters, digits, - and _, a letter first (at fields[5].name)',
    ],
  ],
  [
    set({
      mappings: ['usernam', 'EMAIL', 'zzzzzz', 'toString'].map((field) => ({ field, from: [{ constant: 'x' }] })),
    }),
    [
      'unknownField - usernam: the profile has no such field; did you mean username? (at mappings[0].field)',
      'unknownField - EMAIL: the profile has no such field; did you mean email? (at mappings[1].field)',
      'unknownField - zzzzzz: the profile has no such field (at mappings[2].field)',
      'unknownField - toString: the profile has no such field (at mappings[3].field)',
    ],
  ],
  [
    set({ mappings: many(2, { field: 'title', from: [{ constant: 'x' }] }) }),
    ['repeatedMapping - title: the field has a mapping already (at mappings[1].field)'],
  ],
  [
    set({ mappings: many(2, { field: 'nobody', from: [{ constant: 'x' }] }) }),
    [
      'unknownField - nobody: the profile has no such field (at mappings[0].field)',
      'unknownField - nobody: the profile has no such field (at mappings[1].field)',
      'repeatedMapping - nobody: the field has a mapping already (at mappings[1].field)',
    ],
  ],
  [
    set({ mappings: [{ field: 'x'.repeat(129), from: [{ constant: 'x' }] }] }),
    [
      'unknownField - xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...: the profile has no such field (at mappings[0].field)',
    ],
  ],
  [
    tags({ attribute: 'emails.value', pick: 'first' }),
    [
      'pick - tags, emails.value: the field is a list and takes all values; leave out pick (at mappings[0].from[0].pick)',
    ],
  ],
  [
    tags({ attribute: 'title', pick: 'first' }),
    ['type - tags, title: the attribute has one value, and the field is a list (at mappings[0].from[0].attribute)'],
  ],
  [
    tags({ attribute: 'emails.primary' }),
    ['type - tags, emails.primary: the field is a list of texts (at mappings[0].from[0].attribute)'],
  ],
  [
    tags({ constant: 'x' }),
    ['type - tags: the field is a list of texts, and what is mapped to it is a text (at mappings[0])'],
  ],
  [
    tags({ constant: true }),
    ['type - tags: the field is a list of texts, and what is mapped to it is true or false (at mappings[0])'],
  ],
  [
    tags({ join: [{ attribute: 'title' }] }),
    ['type - tags: the field is a list of texts, and what is mapped to it is a text (at mappings[0])'],
  ],
  [
    from({ attribute: 'active' }),
    ['type - title: the field is a text, and what is mapped to it is true or false (at mappings[0])'],
  ],
  [
    from({ constant: ['x'] }),
    ['type - title: the field is a text, and what is mapped to it is a list of texts (at mappings[0])'],
  ],
  [
    from({ join: [{ attribute: 'active' }, { constant: ['x'] }, { attribute: 'nobody' }] }),
    [
      'type - title: only texts can be joined, and this is true or false (at mappings[0].from[0].join[0])',
      'type - title: only texts can be joined, and this is a list of texts (at mappings[0].from[0].join[1])',
      'unknownAttribute - title, nobody: User has no such attribute (at mappings[0].from[0].join[2].attribute)',
    ],
  ],
  [
    title({ from: [{ attribute: 'active' }], steps: ['trim'] }),
    ['type - title: the step takes texts, and the value is true or false (at mappings[0].steps[0])'],
  ],
  [
    title({ from: [{ attribute: 'title' }], otherwise: { value: true } }),
    ['type - title: the field is a text, and the value is true or false (at mappings[0].otherwise)'],
  ],
  [
    title({ from: [{ attribute: 'title' }], otherwise: { value: ['x'] } }),
    ['type - title: the field is a text, and the value is a list of texts (at mappings[0].otherwise)'],
  ],
  [
    title({ from: [{ attribute: 'active' }], steps: [{ lookup: { table: { yes: 'x' } } }] }),
    ['type - title: the value is true or false, and the table has other keys (at mappings[0].steps[0])'],
  ],
  [
    title({ from: [{ attribute: 'active' }], steps: [{ lookup: { table: { TRUE: 'x' } } }] }),
    ['type - title: the value is true or false, and the table has other keys (at mappings[0].steps[0])'],
  ],
  [
    title({ from: [{ attribute: 'active' }], steps: [{ lookup: { table: { true: 'x' }, unknown: 'keep' } }] }),
    [
      'type - title: the table changes the type of the value, so that unknown values cannot be kept (at mappings[0].steps[0])',
    ],
  ],
  [
    lookup({ table: { a: true } }),
    ['type - title: the field is a text, and what is mapped to it is true or false (at mappings[0])'],
  ],
  [
    lookup({ table: { a: true }, unknown: 'keep' }),
    [
      'type - title: the table changes the type of the value, so that unknown values cannot be kept (at mappings[0].steps[0])',
    ],
  ],
  [
    tags({ attribute: 'emails.value' }, { steps: [{ lookup: { table: { a: true } } }] }),
    ['type - tags: a list of texts cannot become true or false (at mappings[0].steps[0])'],
  ],
  [
    set({
      mappings: [
        { field: 'active', from: [{ attribute: 'title' }, { attribute: 'active' }, { attribute: 'nickName' }] },
      ],
    }),
    ['type - active: the field is true or false, and what is mapped to it is a text (at mappings[0])'],
  ],
  [
    set({ mappings: [{ field: 'active', from: [{ attribute: 'active' }], otherwise: { value: 'yes' } }] }),
    ['type - active: the field is true or false, and the value is a text (at mappings[0].otherwise)'],
  ],
];

it.each(SAID)('fields and values that do not fit are named, with what is due (%#)', (tried, said) => {
  expect(saidOf(tried)).toEqual(said);
});

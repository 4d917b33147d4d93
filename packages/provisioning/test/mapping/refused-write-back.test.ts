import { expect, it } from 'vitest';
import { back, backTogether, backwards, gadgetBack, saidOf, tags, title, type Tried } from './refusals.ts';

const SAID: readonly (readonly [set: Tried, said: readonly string[]])[] = [
  [
    title({ from: [{ attribute: 'title' }], steps: ['trim'], writeBack: true }),
    [
      'noInverse - title: only one lookup has a way back: its values all different and none blank, unknown "empty", and not caseless (at mappings[0].steps)',
    ],
  ],
  [
    title({ from: [{ attribute: 'title' }], steps: [backwards({ a: 'x', b: 'x' })], writeBack: true }),
    [
      'noInverse - title: only one lookup has a way back: its values all different and none blank, unknown "empty", and not caseless (at mappings[0].steps)',
    ],
  ],
  [
    title({ from: [{ attribute: 'title' }], steps: [backwards({ a: ' ' })], writeBack: true }),
    [
      'noInverse - title: only one lookup has a way back: its values all different and none blank, unknown "empty", and not caseless (at mappings[0].steps)',
    ],
  ],
  [
    title({ from: [{ attribute: 'title' }], steps: [backwards({ a: 'x' }, { unknown: 'keep' })], writeBack: true }),
    [
      'noInverse - title: only one lookup has a way back: its values all different and none blank, unknown "empty", and not caseless (at mappings[0].steps)',
    ],
  ],
  [
    title({ from: [{ attribute: 'title' }], steps: [backwards({ a: 'x' }, { caseless: true })], writeBack: true }),
    [
      'noInverse - title: only one lookup has a way back: its values all different and none blank, unknown "empty", and not caseless (at mappings[0].steps)',
    ],
  ],
  [
    title({ from: [{ attribute: 'title' }], steps: [backwards({ a: 'x' }), backwards({ x: 'y' })], writeBack: true }),
    [
      'noInverse - title: only one lookup has a way back: its values all different and none blank, unknown "empty", and not caseless (at mappings[0].steps)',
    ],
  ],
  [
    back({ attribute: 'emails.value' }),
    [
      'noInverse - title, emails.value: pick by primary or type alone: another element may be meant next time (at mappings[0].from[0])',
    ],
  ],
  [
    back({ attribute: 'emails.value', pick: ['primary', 'first'] }),
    [
      'noInverse - title, emails.value: pick by primary or type alone: another element may be meant next time (at mappings[0].from[0])',
    ],
  ],
  [
    back({ attribute: 'emails[type eq "work"].type' }),
    [
      'noInverse - title, emails[type eq "work"].type: elements are picked by this attribute: another one would be meant next time (at mappings[0].from[0])',
    ],
  ],
  [
    back({ attribute: 'emails.type', pick: 'primary' }),
    [
      'noInverse - title, emails.type: elements are picked by this attribute: another one would be meant next time (at mappings[0].from[0])',
    ],
  ],
  [
    back({ attribute: 'emails[display eq "x"].value' }),
    [
      'noInverse - title, emails[display eq "x"].value: pick by primary or type alone: another element may be meant next time (at mappings[0].from[0])',
    ],
  ],
  [
    back({ attribute: 'title' }, { constant: 'x' }, { join: [{ attribute: 'title' }] }),
    [
      'noInverse - title: a constant has no way back (at mappings[0].from[1])',
      'noInverse - title: a join has no way back (at mappings[0].from[2])',
    ],
  ],
  [
    tags({ attribute: 'emails.value' }, { writeBack: true }),
    ['noInverse - tags, emails.value: a list has no way back (at mappings[0].from[0])'],
  ],
  [gadgetBack('computed'), ['readOnly - title, computed: the attribute may not be changed (at mappings[0].from[0])']],
  [gadgetBack('serial'), ['readOnly - title, serial: the attribute may not be changed (at mappings[0].from[0])']],
  [
    gadgetBack('seal.number'),
    ['readOnly - title, seal.number: the attribute may not be changed (at mappings[0].from[0])'],
  ],
  [
    gadgetBack('size'),
    ['noInverse - title, size: a profile has no way back to a value of type decimal (at mappings[0].from[0])'],
  ],
  [
    gadgetBack('builtAt'),
    ['noInverse - title, builtAt: a profile has no way back to a value of type dateTime (at mappings[0].from[0])'],
  ],
  [
    gadgetBack('labels'),
    [
      'noInverse - title, labels: pick by primary or type alone: another element may be meant next time (at mappings[0].from[0])',
    ],
  ],
  [
    gadgetBack('parts[type eq "lid"].value'),
    [
      'readOnly - title, parts[type eq "lid"].value: what selects the element may not be changed (at mappings[0].from[0])',
    ],
  ],
  [
    backTogether({
      title: [{ attribute: 'title' }],
      area: [{ attribute: 'nickName' }, { attribute: 'TITLE' }],
      location: [{ attribute: 'Title' }],
    }),
    [
      'writeBackCollision - area, TITLE: title is written back to the same attribute (at mappings[1].writeBack)',
      'writeBackCollision - location, Title: title is written back to the same attribute (at mappings[2].writeBack)',
      'writeBackCollision - location, Title: area is written back to the same attribute (at mappings[2].writeBack)',
    ],
  ],
  [
    backTogether({
      email: [{ attribute: 'emails.value', pick: 'primary' }],
      title: [{ attribute: 'emails[type eq "work"].value' }],
    }),
    [
      'writeBackCollision - title, emails[type eq "work"].value: email is written back to the same attribute (at mappings[1].writeBack)',
    ],
  ],
  [
    backTogether({
      email: [{ attribute: 'emails.value', pick: { type: 'WORK' } }],
      title: [{ attribute: 'emails.value', pick: [{ type: 'home' }, { type: 'work' }] }],
    }),
    [
      'writeBackCollision - title, emails.value: email is written back to the same attribute (at mappings[1].writeBack)',
    ],
  ],
  [
    backTogether({
      email: [{ attribute: 'emails[type eq "home"].value' }],
      title: [{ attribute: 'emails[type eq "work"].value' }],
    }),
    [],
  ],
  [
    backTogether({
      email: [{ attribute: 'emails.value', pick: { type: 'work' } }],
      title: [{ attribute: 'emails.display', pick: { type: 'work' } }],
    }),
    [],
  ],
];

it.each(SAID)('what has no way back, and what is written to twice, is named (%#)', (tried, said) => {
  expect(saidOf(tried)).toEqual(said);
});

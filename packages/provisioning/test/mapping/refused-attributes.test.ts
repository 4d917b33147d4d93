import { expect, it } from 'vitest';
import { LOOOP_USER_SCHEMA as LOOOP } from '@looop-scim/scim/schema';
import { from, ofGadget, path, saidOf, type Tried } from './refusals.ts';

const said = (attribute: string, kind: string, reason: string) => [
  `${kind} - title, ${attribute}: ${reason} (at mappings[0].from[0].attribute)`,
];

it.each([
  ['title.', 'path', 'the path cannot be read: expected an attribute name, found a word'],
  ['a b', 'path', 'the path cannot be read: expected "[" or the end, found a word'],
  ['emails[', 'filter', 'the path cannot be read: expected an attribute name, "not" or "(", found the end'],
  ['emails[type eq "work"', 'filter', 'the path cannot be read: expected "and", "or" or "]", found the end'],
  [
    'emails[type eq "work"] x',
    'path',
    'the path cannot be read: expected "." with a sub-attribute or the end, found a word',
  ],
  ['tilte', 'unknownAttribute', 'User has no such attribute; did you mean title?'],
  ['email', 'unknownAttribute', 'User has no such attribute; did you mean emails.value?'],
  ['names', 'unknownAttribute', 'User has no such attribute; did you mean name.formatted?'],
  ['addres', 'unknownAttribute', 'User has no such attribute; did you mean addresses.formatted?'],
  ['meta.creatd', 'unknownAttribute', 'User has no such attribute; did you mean meta.created?'],
  ['name.first', 'unknownAttribute', 'User has no such attribute'],
  ['emails.vlaue', 'unknownAttribute', 'User has no such attribute; did you mean emails.value?'],
  ['emails[type eq "work"].vlaue', 'unknownAttribute', 'there is no such sub-attribute; did you mean value?'],
  ['emails[type eq "work"].zzzzzzzz', 'unknownAttribute', 'there is no such sub-attribute'],
  ['zzzzzzz', 'unknownAttribute', 'User has no such attribute'],
  ['title[value eq "x"]', 'filter', 'the attribute has one value, so that there is nothing to select'],
  ['name[givenName eq "x"].givenName', 'filter', 'the attribute has one value, so that there is nothing to select'],
  [LOOOP + '[area eq "x"]', 'filter', 'the attribute has one value, so that there is nothing to select'],
  ['emails[type ne "work"].value', 'filter', 'the filter must be one comparison by eq'],
  ['emails[type eq null].value', 'filter', 'the filter must be one comparison by eq'],
  ['emails[not (type eq "work")].value', 'filter', 'the filter must be one comparison by eq'],
  ['emails[type pr].value', 'filter', 'the filter must be one comparison by eq'],
  ['emails[typ eq "work"].value', 'filter', 'no such attribute; did you mean type?'],
  ['emails[primary eq "perhaps"].value', 'filter', 'the attribute is a boolean; the value must be true or false'],
  ['emails', 'notMappable', 'the attribute is complex; name what is in it; did you mean emails.value?'],
  ['name', 'notMappable', 'the attribute is complex; name what is in it; did you mean name.formatted?'],
  [
    'x509Certificates',
    'notMappable',
    'the attribute is complex; name what is in it; did you mean x509Certificates.display?',
  ],
  ['emails[type eq "work"]', 'notMappable', 'the attribute is complex; name what is in it; did you mean emails.value?'],
  [
    LOOOP,
    'notMappable',
    'the attribute is complex; name what is in it; did you mean urn:ietf:params:scim:schemas:extension:Looop:2.0:User:area?',
  ],
  ['password', 'notMappable', 'the attribute is secret'],
  ['id', 'notMappable', 'the attribute is kept by the server, beside what identity providers send'],
  ['meta.created', 'notMappable', 'the attribute is kept by the server, beside what identity providers send'],
  ['groups.value', 'notMappable', 'memberships belong to groups, not to the person'],
  ['x509Certificates.value', 'notMappable', 'the attribute is binary'],
])('the attribute %s of a user is refused: %s', (attribute, kind, reason) => {
  expect(saidOf(path(attribute))).toEqual(said(attribute, kind, reason));
});

it.each([
  ['nobody', 'unknownAttribute', 'Gadget has no such attribute'],
  ['pin', 'notMappable', 'the attribute is secret'],
  ['safe', 'notMappable', 'the attribute is secret'],
  ['safe.code', 'notMappable', 'the attribute is secret'],
  ['image', 'notMappable', 'the attribute is binary'],
  ['parts', 'notMappable', 'the attribute is complex; name what is in it; did you mean parts.value?'],
  ['parts.image', 'notMappable', 'the attribute is binary'],
  ['parts.sizes', 'notMappable', 'the attribute is a list within a list'],
  ['parts[sizes eq "x"].value', 'filter', 'the filter compares a list'],
  ['kinds', 'notMappable', 'the attribute is complex; name what is in it; did you mean kinds.label?'],
])('the attribute %s is refused where it is of another kind: %s', (attribute, kind, reason) => {
  expect(saidOf(ofGadget(attribute))).toEqual(said(attribute, kind, reason));
});

it.each<readonly [set: Tried, said: readonly string[]]>([
  [
    path('x'.repeat(129)),
    [
      'unknownAttribute - title, xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...: User has no such attribute (at mappings[0].from[0].attribute)',
    ],
  ],
  [
    path('emails[kind eq "work"].zzzzzzzz'),
    [
      'filter - title, emails[kind eq "work"].zzzzzzzz: no such attribute (at mappings[0].from[0].attribute)',
      'unknownAttribute - title, emails[kind eq "work"].zzzzzzzz: there is no such sub-attribute (at mappings[0].from[0].attribute)',
    ],
  ],
  [
    from({ attribute: 'title', pick: 'primary' }),
    ['pick - title, title: the attribute has one value; leave out pick (at mappings[0].from[0].pick)'],
  ],
  [
    from({ attribute: 'emails[type eq "work"].value', pick: 'first' }),
    [
      'pick - title, emails[type eq "work"].value: the filter of the path selects already; leave out pick (at mappings[0].from[0].pick)',
    ],
  ],
  [
    ofGadget('labels', ['primary']),
    ['pick - title: the elements of labels have no sub-attribute primary (at mappings[0].from[0].pick[0])'],
  ],
  [
    ofGadget('labels', ['only', { type: 'x' }]),
    ['pick - title: the elements of labels have no sub-attribute type (at mappings[0].from[0].pick[1])'],
  ],
  [
    ofGadget('kinds.label', ['primary', { type: 'x' }]),
    [
      'pick - title: the elements of kinds have no sub-attribute primary (at mappings[0].from[0].pick[0])',
      'pick - title: the elements of kinds have no sub-attribute type (at mappings[0].from[0].pick[1])',
    ],
  ],
])('all that is wrong with an attribute and its picks is said (%#)', (tried, all) => {
  expect(saidOf(tried)).toEqual(all);
});

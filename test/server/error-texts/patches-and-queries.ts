// Operations, filters and parameters.
import { onUser, patchOf, person, type Mistake } from './mistake.ts';

export const PATCHES: readonly Mistake[] = [
  {
    title: 'a misspelled path',
    ...onUser,
    body: patchOf({ op: 'replace', path: 'titel', value: 'x' }),
    strict: true,
    status: 400,
    detail: 'The path "titel" cannot be used: User has no such attribute. Did you mean title? Then correct the path.',
  },
  {
    title: 'a path with a slash',
    ...onUser,
    body: patchOf({ op: 'replace', path: '/title', value: 'x' }),
    strict: true,
    status: 400,
    detail: 'The path "/title" cannot be used: paths of SCIM have no slash. Did you mean title? Then correct the path.',
  },
  {
    title: 'a misspelled sub-attribute behind a filter',
    ...onUser,
    strict: true,
    body: patchOf({ op: 'replace', path: 'emails[type eq "work"].valu', value: 'x' }),
    status: 400,
    detail:
      'The path "emails[type eq "work"].valu" cannot be used: emails has no such sub-attribute. Did you mean emails.value? Then correct the path.',
  },
  {
    title: 'no op',
    ...onUser,
    body: patchOf({ path: 'title', value: 'x' }),
    status: 400,
    detail: 'The request cannot be read: op is missing; send add, remove or replace.',
  },
  {
    title: 'another op',
    ...onUser,
    body: patchOf({ op: 'update', path: 'title', value: 'x' }),
    status: 400,
    detail: 'The request cannot be read: op must be add, remove or replace: "update".',
  },
  {
    title: 'a whole user',
    ...onUser,
    body: person({}),
    status: 400,
    detail:
      'The request cannot be read: Operations is missing; send a list of operations, or the whole resource by PUT.',
  },
  {
    title: 'a readOnly attribute',
    ...onUser,
    body: patchOf({ op: 'replace', path: 'id', value: 'x' }),
    status: 400,
    detail: 'id is readOnly. Leave the attribute as it is.',
  },
  {
    title: 'the second of two operations',
    ...onUser,
    body: patchOf({ op: 'add', path: 'title', value: 'x' }, { op: 'add', path: 'active', value: 'perhaps' }),
    status: 400,
    detail: 'active must be true or false, not a string (operation 2 of 2): "perhaps".',
  },
  {
    title: 'If-Match without quotes',
    ...onUser,
    headers: { 'if-match': '1' },
    body: patchOf({ op: 'add', path: 'title', value: 'x' }),
    status: 412,
    detail: 'If-Match must be an entity tag such as W/"10", not "1". Send the ETag or the meta.version of the User.',
  },
  {
    title: 'an old If-Match',
    ...onUser,
    headers: { 'if-match': 'W/"99"' },
    body: patchOf({ op: 'add', path: 'title', value: 'x' }),
    status: 412,
    detail:
      /^The User "USER" has changed since the version that If-Match names\. Read it again and repeat the change\.$/u,
  },
];

export const QUERIES: readonly Mistake[] = [
  {
    title: 'attributes that are not paths',
    path: '/Users?attributes=user%20Name',
    strict: true,
    status: 400,
    detail: 'attributes must list paths of attributes: "user Name".',
  },
  {
    title: 'a filter by a misspelled attribute',
    path: '/Users?filter=userNme%20eq%20%22a%22',
    status: 400,
    detail: 'Unknown attribute "userNme" in the filter at character 1. Did you mean userName? Then correct the filter.',
  },
  {
    title: 'a filter by a misspelled sub-attribute in brackets',
    path: '/Users?filter=emails%5Btyp%20eq%20%22work%22%5D',
    status: 400,
    detail: 'Unknown attribute "typ" in the filter at character 8. Did you mean type? Then correct the filter.',
  },
  {
    title: 'a filter by an attribute of nobody',
    path: '/Users?filter=shoeSize%20eq%2043',
    status: 400,
    detail: 'Unknown attribute "shoeSize" in the filter at character 1. See /Schemas for those that there are.',
  },
  {
    title: 'a value without quotes and another word',
    path: '/Users?filter=userName%20eq%20ana%20pop',
    status: 400,
    detail: 'The filter cannot be used at character 17: expected "and", "or" or the end, found a word: "pop".',
  },
  {
    title: 'a sort by a misspelled attribute',
    path: '/Users?sortBy=usrName',
    status: 400,
    detail: 'sortBy must be an attribute of User: "usrName". Did you mean userName? Then send that.',
  },
  {
    title: 'a count in words',
    path: '/Users?count=many',
    status: 400,
    detail: 'count must be a whole number: "many".',
  },
];

// Wrong base URLs and endpoints, and bodies that cannot be read.
import { LOOOP_USER_SCHEMA } from '@looop-scim/scim/schema';
import { newUser, person, type Mistake } from './mistake.ts';

const ENDPOINTS =
  'Use one of /Users, /Groups, /ServiceProviderConfig, /ResourceTypes, /Schemas, /Bulk, /.search, /Me; upper and lower case count.';

export const BASE_URLS: readonly Mistake[] = [
  {
    title: '/Users/Users',
    path: '/Users/Users',
    status: 404,
    detail: 'The base URL must end in /scim/v2, not in "/Users". Correct the base URL.',
  },
  {
    title: '/Users/Users with a filter',
    path: '/Users/Users?filter=userName%20eq%20%22a%22',
    status: 404,
    detail: 'The base URL must end in /scim/v2, not in "/Users". Correct the base URL.',
  },
  {
    title: '/Users/Users by POST',
    ...newUser,
    path: '/Users/Users',
    body: person({}),
    status: 404,
    detail: /not in "\/Users"\./u,
  },
  { title: '/Users/Users/{id}', path: '/Users/Users/USER', status: 404, detail: /not in "\/Users"\./u },
  { title: '/Users/Groups', path: '/Users/Groups', status: 404, detail: /not in "\/Users"\./u },
  {
    title: '/scim/v2/scim/v2/Users',
    path: '/scim/v2/Users',
    status: 404,
    detail: 'The base URL must end in /scim/v2, not in "/scim/v2/scim/v2". Correct the base URL.',
  },
  {
    title: '/users',
    path: '/users',
    status: 404,
    detail: `Unknown endpoint "/users". Did you mean /Users? ${ENDPOINTS}`,
  },
  {
    title: '/People',
    path: '/People',
    status: 404,
    detail: `Unknown endpoint "/People". Did you mean /Users? ${ENDPOINTS}`,
  },
  {
    title: '/Group',
    path: '/Group',
    status: 404,
    detail: `Unknown endpoint "/Group". Did you mean /Groups? ${ENDPOINTS}`,
  },
  { title: '/Courses', path: '/Courses', status: 404, detail: `Unknown endpoint "/Courses". ${ENDPOINTS}` },
  {
    title: '/Schemas with a misspelled URN',
    path: '/Schemas/urn:ietf:params:scim:schemas:extension:Loop:2.0:User',
    status: 404,
    detail: new RegExp(`Did you mean /Schemas/${LOOOP_USER_SCHEMA}\\?`, 'u'),
  },
  {
    title: '/scim without version',
    path: '//scim/Users',
    status: 404,
    detail: 'Nothing is served at "/scim/Users". Check that the base URL ends in /scim/v2.',
  },
  {
    title: '/scim/v1',
    path: '//scim/v1/Users',
    status: 400,
    detail: /Use version 2: the base URL must end in \/scim\/v2\.$/u,
  },
  {
    title: '/Me for a token without user',
    path: '/Me',
    status: 501,
    detail: /^\/Me is not offered to this token, which stands for no user\. Have one issued for a user \(--subject\)/u,
  },
  {
    title: 'a user who was deleted',
    path: '/Users/0190aaaa',
    status: 404,
    detail:
      'The organisation has no User with the id "0190aaaa", or it was deleted. Look it up by name, or create it again.',
  },
];

export const BODIES: readonly Mistake[] = [
  {
    title: 'no body',
    ...newUser,
    status: 400,
    detail: 'The request cannot be read: it has no body; send a JSON object.',
  },
  {
    title: 'no Content-Type',
    ...newUser,
    body: '{}',
    headers: { 'content-type': '' },
    status: 415,
    detail: 'The header Content-Type is missing. Send application/scim+json.',
  },
  {
    title: 'no JSON',
    ...newUser,
    body: '{\n  "userName": "ana",\n  title: "Coach"\n}',
    status: 400,
    detail:
      'The request cannot be read at line 3, column 3 (character 26), near "title: "Co": ' +
      'the body is not JSON (invalid symbol).',
  },
  {
    title: 'no JSON, with a password in it',
    ...newUser,
    body: '{"password": "hunter2" "userName": "ana"}',
    status: 400,
    detail: 'The request cannot be read at line 1, column 24 (character 24): the body is not JSON (comma expected).',
  },
  {
    title: 'a list',
    ...newUser,
    body: [],
    status: 400,
    detail: 'The request cannot be read: the body must be an object, not a list.',
  },
  {
    title: 'a photo as data',
    ...newUser,
    body: person({ photos: [{ value: `data:image/png;base64,${'A'.repeat(1_153_434)}` }] }),
    status: 413,
    detail:
      'The body has 1.1 MiB. A body must have at most 1 MiB. Send photos as URL and not as data, and many operations in several requests.',
  },
];

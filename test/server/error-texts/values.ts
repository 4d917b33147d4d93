// Values that do not fit, are missing or taken, and attributes that nobody knows.
import { ENTERPRISE_USER_SCHEMA, GROUP_SCHEMA, LOOOP_USER_SCHEMA, USER_SCHEMA } from '@looop-scim/scim/schema';
import { newGroup, newUser, onUser, patchOf, person, type Mistake } from './mistake.ts';

export const VALUES: readonly Mistake[] = [
  {
    title: 'no userName',
    ...newUser,
    body: { schemas: [USER_SCHEMA], displayName: 'Ana' },
    status: 400,
    detail: 'userName is required and has no value. Map an attribute to userName in the identity provider.',
  },
  {
    title: 'login in place of userName',
    ...newUser,
    body: { schemas: [USER_SCHEMA], login: 'ana' },
    status: 400,
    detail:
      'userName is required and has no value. The request has "login" instead. Map an attribute to userName in the identity provider.',
  },
  {
    title: 'a group with name',
    ...newGroup,
    body: { schemas: [GROUP_SCHEMA], name: 'Coaches' },
    status: 400,
    detail:
      'displayName is required and has no value. The request has "name" instead. Map an attribute to displayName in the identity provider.',
  },
  {
    title: 'active "yes"',
    ...newUser,
    body: person({ active: 'yes' }),
    status: 400,
    detail: 'active must be true or false, not a string: "yes".',
  },
  {
    title: 'active 0',
    ...newUser,
    body: person({ active: 0 }),
    status: 400,
    detail: 'active must be true or false, not a number: 0.',
  },
  {
    title: 'members true',
    ...newGroup,
    body: { schemas: [GROUP_SCHEMA], displayName: 'X', members: true },
    status: 400,
    detail: 'members must be a list, not true.',
  },
  {
    title: 'a URN in front of the name, where a body has none',
    ...newUser,
    body: person({ [`${ENTERPRISE_USER_SCHEMA}:department`]: 'Sales' }),
    strict: true,
    status: 400,
    detail: `"${ENTERPRISE_USER_SCHEMA}:department" is not defined by the schemas of the resource. Write attributes of an extension inside an object with its URN as name, and core attributes without a URN.`,
  },
  {
    title: 'core attributes under the URN of their schema',
    ...newUser,
    body: person({ [USER_SCHEMA]: { title: 'Coach' } }),
    strict: true,
    status: 400,
    detail: `"${USER_SCHEMA}" is not defined by the schemas of the resource. Write attributes of an extension inside an object with its URN as name, and core attributes without a URN.`,
  },
  {
    title: 'a misspelled URN of an extension',
    ...newUser,
    body: person({ 'urn:ietf:params:scim:schemas:extension:Loop:2.0:User': { area: 'North' } }),
    strict: true,
    status: 400,
    detail: new RegExp(`Did you mean ${LOOOP_USER_SCHEMA}\\? Then correct the mapping\\.$`, 'u'),
  },
  {
    title: 'a long value',
    ...newUser,
    body: person({ active: 'x'.repeat(41) }),
    status: 400,
    detail: 'active must be true or false, not a string.',
  },
  {
    title: 'control characters in a value',
    ...newUser,
    body: person({ active: 'y\u0007\u202es' }),
    status: 400,
    detail: 'active must be true or false, not a string: "y\\u0007\\u202es".',
  },
  {
    title: 'a password that is no text',
    ...newUser,
    strict: true,
    body: person({ password: 73_313 }),
    status: 400,
    detail: 'password must be a string, not a number.',
  },
  {
    title: 'a certificate with other characters',
    ...newUser,
    body: person({ x509Certificates: [{ value: '-----BEGIN CERTIFICATE-----' }] }),
    status: 400,
    detail:
      'x509Certificates.value must be base64 text; the value has other characters or is cut off (element 1 of 1): "-----BEGIN CERTIFICATE-----".',
  },
  {
    title: 'the userName of an active user',
    ...newUser,
    body: { schemas: [USER_SCHEMA], userName: 'ANA@acme.example' },
    status: 409,
    detail:
      'Another User of the organisation has the userName "ANA@acme.example" already (id USER). Upper and lower case do not count. ' +
      'Link to that User, or send another userName.',
  },
  {
    title: 'the userName of an inactive user, by PATCH',
    ...onUser,
    body: patchOf({ op: 'replace', path: 'userName', value: 'ion@acme.example' }),
    status: 409,
    detail: /has the userName "ion@acme\.example" already \(id [0-9a-f-]{36}; inactive\)\./u,
  },
  {
    title: 'the name of a group',
    ...newGroup,
    body: { schemas: [GROUP_SCHEMA], displayName: 'coaches' },
    status: 409,
    detail: /^Another Group of the organisation has the displayName "coaches" already \(id GROUP\)\./u,
  },
  {
    title: 'unknown members',
    ...newGroup,
    strict: true,
    body: { schemas: [GROUP_SCHEMA], displayName: 'X', members: [{ value: 'nosuch' }, { value: 'no2' }] },
    status: 400,
    detail: 'members must be ids of users and groups of the organisation; unknown ids: "nosuch", "no2".',
  },
  {
    title: 'an unknown attribute',
    ...newUser,
    strict: true,
    body: person({ Titel: 'Coach' }),
    status: 400,
    detail: '"Titel" is not defined by the schemas of the resource. Did you mean title? Then correct the mapping.',
  },
  {
    title: 'an attribute of an extension without its URN',
    ...newUser,
    strict: true,
    body: person({ area: 'North' }),
    status: 400,
    detail: `"area" is not defined by the schemas of the resource. Write ${LOOOP_USER_SCHEMA}:area.`,
  },
  {
    title: 'an attribute of nobody',
    ...newUser,
    strict: true,
    body: person({ shoeSize: 43 }),
    status: 400,
    detail: '"shoeSize" is not defined by the schemas of the resource. Remove its mapping in the identity provider.',
  },
  {
    title: 'a misspelled sub-attribute',
    ...newUser,
    strict: true,
    body: person({ name: { givnName: 'Ana' } }),
    status: 400,
    detail:
      '"name.givnName" is not defined by the schemas of the resource. Did you mean name.givenName? Then correct the mapping.',
  },
  {
    title: 'a misspelled URN in schemas',
    ...newUser,
    strict: true,
    body: { schemas: [USER_SCHEMA, 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:Usr'], userName: 'x' },
    status: 400,
    detail: new RegExp(
      `^schemas must list schemas of User alone: "urn:[^"]+Usr"\\. Did you mean ${ENTERPRISE_USER_SCHEMA}\\?`,
      'u',
    ),
  },
];

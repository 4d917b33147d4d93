// What an administrator reads who made a mistake: each row makes one, over HTTP, and holds the text against what helps.
import type { InjectOptions } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { faultsOfText } from '@looop-scim/laws';
import {
  ENTERPRISE_USER_SCHEMA,
  GROUP_SCHEMA,
  LOOOP_USER_SCHEMA,
  PATCH_OP,
  USER_SCHEMA,
} from '@looop-scim/scim/schema';
import { buildMemoryServer } from '../support/server/memory-server.ts';
import { run } from '../support/run/run-effect.ts';

interface Mistake {
  readonly title: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/scim/v2`, unless it begins with `//`; USER and GROUP stand for ids. */
  readonly path?: string;
  /** JSON, or a text as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly strict?: boolean;
  readonly status: number;
  readonly detail: string | RegExp;
}

const ENDPOINTS =
  'Use one of /Users, /Groups, /ServiceProviderConfig, /ResourceTypes, /Schemas, /Bulk, /.search, /Me; upper and lower case count.';

const patchOf = (...Operations: readonly unknown[]) => ({ schemas: [PATCH_OP], Operations });
const person = (facts: object) => ({ schemas: [USER_SCHEMA], userName: 'new@acme.example', ...facts });
const onUser = { method: 'PATCH', path: '/Users/USER' } as const;
const newUser = { method: 'POST', path: '/Users' } as const;
const newGroup = { method: 'POST', path: '/Groups' } as const;

const BASE_URLS: readonly Mistake[] = [
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

const BODIES: readonly Mistake[] = [
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

const VALUES: readonly Mistake[] = [
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

const PATCHES: readonly Mistake[] = [
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

const QUERIES: readonly Mistake[] = [
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

const setUp = async () => {
  const { server, administration } = await buildMemoryServer();
  const tokenOf = async (name: string) => {
    await run(administration.addOrganisation(name));
    return (await run(administration.issueToken(name))).secret;
  };
  const [acme, strict] = [await tokenOf('acme'), await tokenOf('strict')];
  const make = async (token: string, url: string, payload: object): Promise<string> => {
    const headers = { authorization: `Bearer ${token}` };
    return (await server.inject({ method: 'POST', url: `/scim/v2${url}`, headers, payload })).json<{ id: string }>().id;
  };
  const users = { schemas: [USER_SCHEMA] };
  const ana = { ...users, userName: 'ana@acme.example', emails: [{ type: 'work', value: 'ana@acme.example' }] };
  const ids = new Map<string, { readonly user: string; readonly group: string }>();
  for (const token of [acme, strict]) {
    const user = await make(token, '/Users', ana);
    await make(token, '/Users', { ...users, userName: 'ion@acme.example', active: false });
    ids.set(token, { user, group: await make(token, '/Groups', { schemas: [GROUP_SCHEMA], displayName: 'Coaches' }) });
  }
  await run(administration.changeOrganisation('strict', { profile: 'strict' }));
  return { server, administration, acme, strict, ids };
};

describe('the detail of an error says what is wrong, where, and what to do', () => {
  let desk: Awaited<ReturnType<typeof setUp>>;
  beforeAll(async () => {
    desk = await setUp();
  });

  const send = (request: InjectOptions) => desk.server.inject(request);

  describe.each([
    ['base URLs', BASE_URLS],
    ['bodies', BODIES],
    ['values', VALUES],
    ['PATCH', PATCHES],
    ['queries', QUERIES],
  ] as const)('%s', (_title, mistakes) => {
    it.each(mistakes)(
      '$title',
      async ({ method = 'GET', path = '', body, headers, strict = false, status, detail }) => {
        const token = strict ? desk.strict : desk.acme;
        const { user, group } = desk.ids.get(token) ?? { user: '', group: '' };
        const filled = (text: string) => text.replaceAll('USER', user).replaceAll('GROUP', group);
        const type = body === undefined ? {} : { 'content-type': 'application/scim+json' };
        const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
        const answer = await send({
          method,
          url: filled(path.startsWith('//') ? path.slice(1) : `/scim/v2${path}`),
          headers: { authorization: `Bearer ${token}`, ...type, ...headers },
          ...(payload !== undefined && { payload }),
        });
        const error = answer.json<{ detail: string }>();
        expect(answer.statusCode, error.detail).toBe(status);
        expect(faultsOfText(error.detail)).toEqual([]);
        if (typeof detail === 'string') expect(error.detail).toBe(filled(detail));
        else expect(error.detail).toMatch(new RegExp(filled(detail.source), detail.flags));
      },
    );
  });

  it.each([
    ['nothing', undefined, /^The request has no token\. Enter the provisioning token/u],
    [
      'another token',
      'Bearer looopscim_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
      /^The token is not valid\. Check that/u,
    ],
    ['quotes', 'Bearer "TOKEN"', /^The token is not valid\. It is in quotes: enter it without them\.$/u],
    ['curly quotes', 'Bearer \u00e2\u0080\u009cTOKEN\u00e2\u0080\u009d', /It is in quotes/u],
    ['brackets', 'Bearer <TOKEN>', /It is in brackets: enter it without them\.$/u],
    ['Bearer twice', 'Bearer Bearer TOKEN', /It has the word Bearer in front: enter the token alone\.$/u],
    ['a label', 'Bearer Token: TOKEN', /It has a label such as "Token:" in front: enter the token alone\.$/u],
    ['a label without scheme', 'Token:TOKEN', /It has a label/u],
    ['a space inside', 'Bearer TO KEN', /It has a space or a line break inside: copy it anew\.$/u],
    ['the fingerprint', 'Bearer FINGERPRINT', /It is the fingerprint of a token/u],
    ['a fingerprint of nobody', 'Bearer 0123456789abcdef', /It is the fingerprint of a token/u],
    ['Basic', 'Basic YWRtaW46c2VjcmV0', /^The request uses Basic authentication\. Choose HTTP Header or Bearer Token/u],
    ['Basic with a token', 'basic TOKEN', /^The request uses Basic authentication\./u],
    ['a revoked token', 'Bearer REVOKED', /^The token was revoked on \d{4}-\d\d-\d\d\. Have a new one issued/u],
    ['an expired token', 'Bearer EXPIRED', /^The token expired on \d{4}-\d\d-\d\d\. Have a new one issued/u],
  ])('credentials: %s', async (_title, authorization, detail) => {
    const { administration } = desk;
    const revoked = await run(administration.issueToken('acme'));
    await run(administration.revokeToken(revoked.token.fingerprint));
    const expired = await run(administration.issueToken('acme', { lifetimeMs: 0 }));
    const header = authorization
      ?.replace('REVOKED', revoked.secret)
      .replace('EXPIRED', expired.secret)
      .replace('FINGERPRINT', revoked.token.fingerprint)
      .replace('TO KEN', `${desk.acme.slice(0, 20)} ${desk.acme.slice(20)}`)
      .replace('TOKEN', desk.acme);
    const answer = await send({
      url: '/scim/v2/Users',
      headers: header === undefined ? {} : { authorization: header },
    });
    const error = answer.json<{ detail: string }>();
    expect(answer.statusCode).toBe(401);
    expect(error.detail).toMatch(detail);
    expect(faultsOfText(error.detail)).toEqual([]);
    for (const secret of [desk.acme, revoked.secret, expired.secret]) expect(error.detail).not.toContain(secret);
  });

  it('an organisation that is switched off says whom to ask', async () => {
    await run(desk.administration.addOrganisation('off'));
    const { secret } = await run(desk.administration.issueToken('off'));
    await run(desk.administration.changeOrganisation('off', { scimEnabled: false }));
    const answer = await send({ url: '/scim/v2/Users', headers: { authorization: `Bearer ${secret}` } });
    expect(answer.json()).toMatchObject({
      status: '403',
      detail:
        'The request is not permitted: SCIM provisioning is switched off for the organisation off; ask Looop support to switch it on.',
    });
  });

  it('a header Content-Type that there is not', async () => {
    const headers = { authorization: `Bearer ${desk.acme}` };
    const answer = await send({ method: 'POST', url: '/scim/v2/Users', headers, payload: '{}' });
    expect(answer.statusCode).toBe(415);
    expect(answer.json()).toMatchObject({ detail: 'The header Content-Type is missing. Send application/scim+json.' });
  });

  it('nobody without a token is told which endpoints there are', async () => {
    const answer = await send({ url: '/scim/v2/users' });
    expect(answer.statusCode).toBe(401);
    expect(answer.body).not.toContain('/Users');
  });
});

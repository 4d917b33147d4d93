// Method x path x media type x body, drawn at random: whatever is refused is refused with a SCIM Error, and the server goes
// on (guard 26). The client of the suite holds every single answer against the response contract.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { effort } from '../../support/run/run-laws.ts';
import { textAt, type JsonObject } from '@looop-scim/conformance';
import * as okta from '../../support/client/okta.ts';
import type { ScimRequest } from '../../support/client/scim-client.ts';
import { useServer } from '../../support/server/use-server.ts';

const { client } = useServer();

let userId = '';
let groupId = '';
beforeAll(async () => {
  userId = textAt(
    await okta.createUser(client(), okta.person('Ana', 'Pop', { [okta.LOOOP]: { area: 'North' } })),
    '/id',
  );
  groupId = await okta.createGroupId(client(), 'Coaches', [userId]);
});

const methods = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE');
const mediaTypes = fc.constantFrom(
  'application/scim+json; charset=utf-8',
  'application/scim+json',
  'application/json',
  'application/json; charset=latin1',
  'text/plain',
  'application/xml',
  '*/*',
  ';',
  'application/',
  null,
);

const attributes = fc.constantFrom(
  'userName',
  'id',
  'active',
  'emails',
  'emails.value',
  'name',
  'name.givenName',
  'members',
  'members.value',
  'displayName',
  'meta.created',
  'groups',
  'password',
  'schemas',
  `${okta.LOOOP}:area`,
  `${okta.ENTERPRISE}:manager.value`,
  okta.LOOOP,
  '__proto__',
  'shoeSize',
  '',
);
const literals = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => JSON.stringify(text)),
  fc.constantFrom('true', 'null', '5', '-1.5e3', '"', "'x'", '"\\ud800"', '"2026-01-01T00:00:00Z"', 'x'),
);
const comparisons = fc
  .tuple(attributes, fc.constantFrom('eq', 'NE', 'co', 'sw', 'ew', 'gt', 'le', 'pr', 'zz', ''), literals)
  .map((parts) => parts.join(' '));
const filters = fc.oneof(
  { maxDepth: 3 },
  comparisons,
  fc.tuple(comparisons, fc.constantFrom(' and ', ' or ', ' xor ', ' '), comparisons).map((parts) => parts.join('')),
  comparisons.map((one) => `not (${one})`),
  comparisons.map((one) => `emails[${one}]`),
  comparisons.map((one) => `(((${one}`),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
const queries = fc
  .record(
    {
      filter: filters,
      attributes: fc.array(attributes, { maxLength: 3 }).map((names) => names.join()),
      excludedAttributes: fc.array(attributes, { maxLength: 3 }).map((names) => names.join()),
      sortBy: attributes,
      sortOrder: fc.constantFrom('ascending', 'DESCENDING', 'up'),
      startIndex: fc.constantFrom('1', '0', '-5', '1.5', 'x', '', '99999999999999999999', '9007199254740993'),
      count: fc.constantFrom('1', '0', '-5', '100000', '1e99', ' 7 ', 'NaN'),
      cursor: fc.string({ maxLength: 5 }),
    },
    { requiredKeys: [] },
  )
  .map((query) =>
    Object.entries(query)
      .map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`)
      .join('&'),
  );

const segments = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('Users', 'Groups', 'USER', 'GROUP') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '.',
      '..',
      'users',
      'Schemas',
      'ServiceProviderConfig',
      'ResourceTypes',
      'Me',
      'Bulk',
      '.search',
      '%00',
      '%',
      '%2F',
      '%zz',
      '%F0%9F%92%A9',
      '%ED%A0%80',
      '*',
      ':id',
      ';x=1',
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 20 }).map((text) => encodeURIComponent(text.toWellFormed())) },
);
const paths = fc
  .tuple(
    fc.oneof(
      { weight: 8, arbitrary: fc.array(segments, { minLength: 1, maxLength: 2 }) },
      fc.array(segments, { maxLength: 5 }),
    ),
    fc.option(queries, { nil: undefined }),
  )
  .map(([parts, query]) => `/${parts.join('/')}${query === undefined ? '' : `?${query}`}`);

const values: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    { value: 'USER' },
    [{ value: 'USER' }, { value: 'GROUP' }],
    [
      { value: 'x', primary: true },
      { value: 'y', primary: 'TRUE' },
    ],
    '\ud800',
    '\u0000',
    1e308,
    -0,
    [[[]]],
    {},
  ),
);
const operations = fc.record(
  {
    op: fc.constantFrom('add', 'Remove', 'REPLACE', 'move', 5),
    path: fc.oneof(
      attributes,
      filters,
      comparisons.map((one) => `members[${one}].value`),
    ),
    value: values,
  },
  { requiredKeys: ['op'] },
);
const resources = fc.record(
  {
    schemas: fc.oneof(fc.constant([okta.USER]), values),
    userName: fc.oneof(fc.constantFrom('ana.pop@acme.example', 'fuzz@acme.example', ''), values),
    displayName: fc.oneof(fc.constantFrom('Coaches', 'Fuzz'), values),
    active: values,
    name: values,
    emails: values,
    addresses: values,
    members: values,
    externalId: values,
    [okta.LOOOP]: fc.oneof(fc.dictionary(fc.constantFrom('area', 'department', 'colour', '__proto__'), values), values),
    [okta.ENTERPRISE]: values,
    password: fc.constant('fuzzed-kept-nowhere'),
    meta: values,
  },
  { requiredKeys: [] },
);
const documents = fc.oneof(
  { weight: 4, arbitrary: resources },
  {
    weight: 4,
    arbitrary: fc.record({
      schemas: fc.constant(['urn:ietf:params:scim:api:messages:2.0:PatchOp']),
      Operations: fc.array(operations, { maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.jsonValue() },
);
const texts = fc.oneof(
  { weight: 6, arbitrary: documents.map((document) => JSON.stringify(document) ?? '') },
  {
    weight: 1,
    arbitrary: fc
      .tuple(documents, fc.nat(200))
      .map(([document, length]) => (JSON.stringify(document) ?? '').slice(0, length)),
  },
  { weight: 1, arbitrary: documents.map((document) => `\uFEFF${JSON.stringify(document)}`) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '{',
      '{"__proto__":{"x":1},"userName":"p@acme.example"}',
      '{"userName":"a","userName":"b"}',
    ),
  },
);
const bodies: fc.Arbitrary<string | Buffer> = fc.oneof(
  { weight: 9, arbitrary: texts },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)) },
);

const anyRequests = fc.record({
  method: methods,
  path: paths,
  contentType: fc.oneof(
    { weight: 5, arbitrary: fc.constant('application/scim+json; charset=utf-8') },
    { weight: 1, arbitrary: mediaTypes },
  ),
  body: bodies,
  authorized: fc.oneof({ weight: 12, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.boolean() }),
});

/** Valid requests, for names that are mostly taken. */
const namesakes = fc.record({
  method: fc.constant('POST'),
  path: fc.constantFrom('/Users', '/Groups'),
  contentType: fc.constant('application/scim+json'),
  body: fc
    .record({
      userName: fc.constantFrom('ana.pop@acme.example', 'ANA.POP@acme.example', 'fuzz@acme.example'),
      displayName: fc.constantFrom('Coaches', 'coaches', 'Fuzz'),
    })
    .map((body) => JSON.stringify(body)),
  authorized: fc.constant(true),
});

const requests = fc.oneof({ weight: 19, arbitrary: anyRequests }, { weight: 1, arbitrary: namesakes });

const withIds = (text: string): string => text.replaceAll('USER', userId).replaceAll('GROUP', groupId);

const BODILESS = new Set(['GET', 'HEAD', 'TRACE', 'OPTIONS']);

const statuses = new Map<number, number>();

describe('whatever is sent', () => {
  it('is answered by the response contract, and never by a failure of the server', { timeout: 300_000 }, async () => {
    const property = fc.asyncProperty(requests, async ({ method, path, contentType, body, authorized }) => {
      const request: ScimRequest = {
        method,
        path: withIds(path),
        ...(!BODILESS.has(method) && { rawBody: typeof body === 'string' ? withIds(body) : body }),
        headers: {
          ...(!BODILESS.has(method) && { 'Content-Type': contentType }),
          ...(!authorized && { Authorization: 'Bearer nobody' }),
        },
      };
      const answer = await client().send(request);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      expect([200, 201, 204, 400, 401, 403, 404, 405, 409, 413, 415, 501], answer.text).toContain(answer.status);
      expect(answer.text).not.toContain('kept-nowhere');
    });
    await fc.assert(property, { seed: effort.seed, numRuns: effort.runs * 2 });
  });

  afterAll(async () => {
    const { body } = await client().get('/Users', { count: 1000 });
    for (const user of (body as { readonly Resources: readonly JsonObject[] }).Resources) {
      expect(Object.getPrototypeOf(user), 'a resource as any other').toBe(Object.prototype);
      expect(user['userName']).toEqual(expect.any(String));
    }
    expect(await okta.foundIds(client(), '/Users', 'userName pr')).toHaveLength(
      (body as { readonly totalResults: number }).totalResults,
    );
    // The generator reaches what it is for: successes of each kind and refusals of each kind.
    if (effort.runs >= 500)
      expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 201, 204, 400, 401, 404, 405, 409, 415]));
  });
});

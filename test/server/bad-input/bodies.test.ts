// Bodies that are no JSON, no object, too large, of another media type, or of the wrong content.
import { expect, it } from 'vitest';
import type { Json } from '@looop-scim/conformance';
import * as okta from '../../support/client/okta.ts';
import { refuses, type Refusal } from '../../support/client/refusals.ts';
import { useTarget } from '../../support/server/use-target.ts';

const target = useTarget();

/** `position` counts from 0, the detail from 1 as people do. */
const raw = (title: string, rawBody: string | Buffer, position?: number): Refusal => ({
  title,
  request: { method: 'POST', path: '/Users', rawBody },
  status: 400,
  scimType: 'invalidSyntax',
  detail: position === undefined ? [] : [`(character ${position + 1})`],
});

refuses(
  'JSON that is none',
  [
    raw('an unfinished object', '{"schemas":[],"userName":"x",', 29),
    raw('a missing comma', '{"userName":"x" "title":"y"}', 16),
    raw('single quotation marks', "{'userName':'x'}", 1),
    raw('a trailing comma', '{"userName":"x",}', 16),
    raw('a comment', '{"userName":"x"}//'),
    raw('two documents', '{"userName":"x"}{"userName":"y"}'),
    raw('no body', ''),
    raw('white space alone', '   '),
    raw('an array', '[{"userName":"x"}]'),
    raw('a text', '"x"'),
    raw('a number', '5'),
    raw('null', 'null'),
    raw('true', 'true'),
    raw('NaN', '{"userName":NaN}'),
    raw('a control character in a text', '{"userName":"a\u0001b"}'),
    raw('bytes', Buffer.from([0, 1, 2, 255, 254])),
  ].flatMap((row) => [
    row,
    { ...row, title: `${row.title}, PUT`, request: { ...row.request, method: 'PUT', path: '/Users/USER' } },
    { ...row, title: `${row.title}, PATCH`, request: { ...row.request, method: 'PATCH', path: '/Groups/GROUP' } },
  ]),
  target,
);

const ofType = (contentType: string | null): Refusal => ({
  title: String(contentType),
  request: {
    method: 'POST',
    path: '/Users',
    rawBody: '{"userName":"x@acme.example"}',
    headers: { 'Content-Type': contentType },
  },
  status: 415,
});
refuses(
  'the media type',
  [
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json-patch+json',
    'nonsense',
    null,
  ].map(ofType),
  target,
);

const post = (title: string, content: Record<string, Json>, attribute: string, scimType = 'invalidValue'): Refusal => ({
  title,
  request: { method: 'POST', path: '/Users', body: { schemas: [okta.USER], ...content } },
  status: 400,
  scimType,
  detail: [attribute],
});
const named = { userName: 'new@acme.example' };

refuses(
  'a user',
  [
    post('without userName', { name: { givenName: 'Ana' } }, 'userName'),
    post('with an empty userName', { userName: '' }, 'userName'),
    post('with userName null', { userName: null }, 'userName'),
    post('with an empty list as userName', { userName: [] }, 'userName'),
    post('with an object as userName', { userName: { value: {} } }, 'userName'),
    post('with two userNames', { userName: ['a', 'b'] }, 'userName'),
    post('with a lone surrogate in userName', { userName: 'a\ud800' }, 'userName'),
    post('with U+0000 in userName', { userName: 'a\u0000b' }, 'userName'),
    post('with a list of lists as emails', { ...named, emails: [[['x']]] }, 'emails'),
    post('with active that is no boolean', { ...named, active: 'perhaps' }, 'active'),
    post('with active that is a number', { ...named, active: 7 }, 'active'),
    post('with an object as title', { ...named, title: { a: 1 } }, 'title'),
    post('with an object as givenName', { ...named, name: { givenName: { a: 1 } } }, 'name.givenName'),
    post('with a number as name', { ...named, name: 5 }, 'name'),
    post('with an object as primary', { ...named, emails: [{ value: 'x', primary: {} }] }, 'emails.primary'),
    post(
      'with a certificate that is no base64',
      { ...named, x509Certificates: [{ value: '%%%' }] },
      'x509Certificates',
    ),
    post('with a text as extension', { ...named, [okta.LOOOP]: 'North' }, okta.LOOOP),
    post('with an object in an extension', { ...named, [okta.LOOOP]: { area: { a: 1 } } }, `${okta.LOOOP}:area`),
    {
      title: 'of a name that is taken',
      request: { method: 'POST', path: '/Users', body: okta.person('ANA', 'POP') },
      status: 409,
      scimType: 'uniqueness',
      detail: ['userName'],
    },
    {
      title: 'of a name that is taken, by PUT',
      request: { method: 'PUT', path: '/Users/USER', body: okta.person('Ion', 'Rus') },
      status: 409,
      scimType: 'uniqueness',
      detail: ['userName'],
    },
    {
      title: 'without userName, by PUT',
      request: { method: 'PUT', path: '/Users/USER', body: { schemas: [okta.USER], title: 'x' } },
      status: 400,
      scimType: 'invalidValue',
      detail: ['userName'],
    },
  ],
  target,
);

const group = (title: string, content: Record<string, Json>, attribute: string): Refusal => ({
  title,
  request: { method: 'POST', path: '/Groups', body: { schemas: [okta.GROUP], ...content } },
  status: 400,
  scimType: 'invalidValue',
  detail: [attribute],
});
refuses(
  'a group',
  [
    group('without displayName', { members: [] }, 'displayName'),
    group('with an empty displayName', { displayName: '' }, 'displayName'),
    group('with an object as displayName', { displayName: { a: 1 } }, 'displayName'),
    group('with an object as member id', { displayName: 'New', members: [{ value: { a: 1 } }] }, 'members'),
    {
      title: 'of a name that is taken',
      request: { method: 'POST', path: '/Groups', body: okta.groupOf('COACHES') },
      status: 409,
      scimType: 'uniqueness',
      detail: ['displayName'],
    },
    {
      title: 'of a name that is taken, by PUT',
      request: { method: 'PUT', path: '/Groups/GROUP', body: okta.groupOf('other') },
      status: 409,
      scimType: 'uniqueness',
      detail: ['displayName'],
    },
    {
      title: 'of an unknown id',
      request: { method: 'PUT', path: '/Groups/0190aaaa', body: okta.groupOf('New') },
      status: 404,
    },
  ],
  target,
);

const MIB = 1024 * 1024;
const bodyOfSize = (bytes: number): string => {
  const frame = (padding: string): string =>
    JSON.stringify({ schemas: [okta.USER], userName: 'large@acme.example', stray: padding });
  return frame('x'.repeat(bytes - frame('').length));
};

refuses(
  'a body over 1 MiB',
  [
    {
      title: 'with its length',
      request: { method: 'POST', path: '/Users', rawBody: bodyOfSize(MIB + 1) },
      status: 413,
      detail: ['at most 1 MiB'],
    },
    {
      title: 'in chunks',
      request: {
        method: 'POST',
        path: '/Users',
        rawBody: bodyOfSize(MIB + 1),
        headers: { 'Transfer-Encoding': 'chunked' },
      },
      status: 413,
      detail: ['at most 1 MiB'],
    },
    {
      title: 'by PATCH',
      request: { method: 'PATCH', path: '/Groups/GROUP', rawBody: bodyOfSize(2 * MIB) },
      status: 413,
      detail: ['at most 1 MiB'],
    },
  ],
  target,
);

it('a body of exactly 1 MiB is read, also in chunks without a length', async () => {
  const { client } = target();
  for (const headers of [{}, { 'Transfer-Encoding': 'chunked' }]) {
    const answer = await client.send({ method: 'POST', path: '/Users', rawBody: bodyOfSize(MIB), headers });
    expect(answer.status, answer.text.slice(0, 300)).toBe(201);
    expect((await client.delete(`/Users/${String((answer.body as { readonly id: string }).id)}`)).status).toBe(204);
  }
});

it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
  '%s as a key is data that no schema names',
  async (key) => {
    const { client, userId } = target();
    const rawBody = `{"schemas":["${okta.USER}"],"userName":"${key}@acme.example","${key}":{"active":false,"polluted":"yes"},"name":{"${key}":{"polluted":"yes"},"givenName":"P"},"${okta.LOOOP}":{"${key}":{"polluted":"yes"}}}`;
    const answer = await client.send({ method: 'POST', path: '/Users', rawBody });
    expect(answer.status, answer.text).toBe(201);
    expect(answer.text).not.toContain('polluted');
    expect(answer.body).toMatchObject({ active: true, name: { givenName: 'P' } });
    const id = String((answer.body as { readonly id: string }).id);
    const patch = await client.send({
      method: 'PATCH',
      path: `/Users/${id}`,
      rawBody: `{"schemas":[],"Operations":[{"op":"add","value":{"${key}":{"polluted":"yes"},"name":{"${key}":1}}}]}`,
    });
    expect(patch.status, patch.text).toBe(200);
    expect(patch.text).not.toContain('polluted');
    // A path to an attribute that nobody knows is skipped; what cannot be the name of an attribute is no path.
    const byPath = await client.patch(`/Users/${id}`, { op: 'replace', path: `${key}.polluted`, value: 'yes' });
    expect(byPath.status, byPath.text).toBe(key === '__proto__' ? 400 : 200);
    expect(byPath.text).not.toContain('yes');
    expect((await okta.read(client, `/Users/${userId}`))['polluted']).toBeUndefined();
    expect((await client.delete(`/Users/${id}`)).status).toBe(204);
  },
);

it(
  'values nested a hundred thousand deep are refused or left out, never a failure of the server',
  { timeout: 30_000 },
  async () => {
    const { client } = target();
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const deepObject = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    for (const value of [deep, deepObject]) {
      for (const key of ['emails', 'name', 'title', 'stray', okta.LOOOP]) {
        const answer = await client.send({
          method: 'POST',
          path: '/Users',
          rawBody: `{"userName":"deep@acme.example","${key}":${value}}`,
        });
        expect([201, 400]).toContain(answer.status);
        if (answer.status === 201) await client.delete(`/Users/${String((answer.body as { readonly id: string }).id)}`);
      }
      const patch = await client.send({
        method: 'PATCH',
        path: `/Users/${target().userId}`,
        rawBody: `{"Operations":[{"op":"replace","path":"nickName","value":${value}}]}`,
      });
      expect([200, 400]).toContain(patch.status);
    }
  },
);

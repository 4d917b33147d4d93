// PATCH requests that are refused, and the limits of how many operations one may have.
import { expect, it } from 'vitest';
import type { Json } from '@looop-scim/conformance';
import * as okta from '../../support/client/okta.ts';
import { refuses, type Refusal } from '../../support/client/refusals.ts';
import { useTarget } from '../../support/server/use-target.ts';

const target = useTarget();

const show = (value: Json): string => {
  const text = JSON.stringify(value);
  return text.length > 90 ? `${text.slice(0, 70)}… (${text.length} characters)` : text;
};

const body = (content: Json, scimType: string, ...detail: readonly string[]): Refusal => ({
  title: show(content),
  request: { method: 'PATCH', path: '/Users/USER', body: content },
  status: 400,
  scimType,
  detail,
});
const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];

refuses(
  'bodies that are no PatchOp',
  [
    body({ schemas }, 'invalidSyntax', 'Operations'),
    body({ schemas, Operations: {} }, 'invalidSyntax', 'Operations'),
    body({ schemas, Operations: 'replace' }, 'invalidSyntax', 'Operations'),
    body({ schemas, Operations: [null] }, 'invalidSyntax'),
    body({ schemas, Operations: ['replace'] }, 'invalidSyntax'),
    body({ schemas, Operations: [{ path: 'title', value: 'x' }] }, 'invalidSyntax', 'op'),
    body({ schemas, Operations: [{ op: 'move', path: 'title', value: 'x' }] }, 'invalidSyntax', 'op'),
    body({ schemas, Operations: [{ op: 5, path: 'title', value: 'x' }] }, 'invalidSyntax', 'op'),
    body({ schemas, Operations: [{ op: 'replace', path: 5, value: 'x' }] }, 'invalidSyntax', 'path'),
  ],
  target,
);

const operation = (one: Json, scimType: string, ...detail: readonly string[]): Refusal => ({
  title: show(one),
  // The first operation is in order: it must not stay when the second is refused.
  request: {
    method: 'PATCH',
    path: '/Users/USER',
    body: okta.patchBody({ op: 'replace', path: 'nickName', value: 'half written' }, one),
  },
  status: 400,
  scimType,
  detail,
});
const replaceAt = (path: string, value: Json = 'x'): Json => ({ op: 'replace', path, value });

refuses(
  'paths',
  [
    operation(replaceAt('name.'), 'invalidPath'),
    operation(replaceAt('.name'), 'invalidPath'),
    operation(replaceAt('name..givenName'), 'invalidPath'),
    operation(replaceAt('na me'), 'invalidPath'),
    operation(replaceAt('emails[type eq "work"].shoeSize'), 'invalidPath', 'shoeSize'),
    operation(replaceAt('__proto__.polluted'), 'invalidPath', '__proto__'),
    operation(replaceAt('x'.repeat(10_000)), 'invalidPath'),
    operation(replaceAt('emails['), 'invalidFilter'),
    operation(replaceAt('emails]'), 'invalidPath'),
    operation(replaceAt('emails[type eq "work"'), 'invalidFilter'),
    operation(replaceAt('emails[type eq "work"]value'), 'invalidPath'),
    operation(replaceAt(`emails[${'('.repeat(40)}type eq "work"${')'.repeat(40)}].value`), 'invalidFilter'),
  ],
  target,
);

refuses(
  'values and targets',
  [
    operation({ op: 'remove' }, 'noTarget'),
    operation({ op: 'replace', path: 'title' }, 'invalidValue', 'value'),
    operation({ op: 'add', path: 'title' }, 'invalidValue', 'value'),
    operation({ op: 'add' }, 'invalidValue', 'value'),
    operation({ op: 'replace', value: 'x' }, 'invalidValue'),
    operation({ op: 'replace', value: ['x'] }, 'invalidValue'),
    operation(replaceAt('active', 'perhaps'), 'invalidValue', 'active'),
    operation(replaceAt('title', { a: 1 }), 'invalidValue', 'title'),
    operation(replaceAt('name.givenName', ['a', 'b']), 'invalidValue', 'name.givenName'),
    operation(replaceAt('displayName', '\ud800'), 'invalidValue', 'displayName'),
    operation(replaceAt('displayName', 'a\u0000'), 'invalidValue', 'displayName'),
    operation({ op: 'replace', value: { active: 'perhaps' } }, 'invalidValue', 'active'),
    operation({ op: 'replace', value: { name: { givenName: { a: 1 } } } }, 'invalidValue', 'name.givenName'),
    operation(replaceAt('id', 'another'), 'mutability', 'id'),
    operation(replaceAt('meta.created', '2001-01-01T00:00:00Z'), 'mutability', 'meta'),
    operation({ op: 'remove', path: 'meta' }, 'mutability', 'meta'),
    operation(replaceAt('groups', []), 'mutability', 'groups'),
    operation({ op: 'remove', path: 'userName' }, 'mutability', 'userName'),
    { ...operation(replaceAt('userName', 'ION.rus@acme.example'), 'uniqueness', 'userName'), status: 409 },
  ],
  target,
);

it.each([
  'shoeSize',
  'name.shoeSize',
  'title.more',
  'urn:example:nothing:title',
  `${okta.LOOOP}:shoeSize`,
  'constructor',
])('an operation at %s, which no schema has, changes nothing and spoils nothing', async (path) => {
  const { client, userId } = target();
  const before = await okta.read(client, `/Users/${userId}`);
  const answer = await client.patch(`/Users/${userId}`, replaceAt(path), { op: 'remove', path });
  expect(answer.status, answer.text.slice(0, 300)).toBe(200);
  expect(answer.body).toEqual(before);
});

const MOST = 10_000;
const operations = (count: number): Json =>
  okta.patchBody(...Array.from({ length: count }, () => ({ op: 'replace', path: 'title', value: 't' })));

refuses(
  'more operations than one request may have',
  [
    {
      title: `${MOST + 1} operations`,
      request: { method: 'PATCH', path: '/Users/USER', body: operations(MOST + 1) },
      status: 413,
      detail: ['10000'],
    },
  ],
  target,
);

const memberFilters = (count: number): Json =>
  okta.patchBody(
    ...Array.from({ length: count }, (_none, index) => ({ op: 'remove', path: `members[display co "x${index}"]` })),
  );

refuses(
  'more filters on all members than one request may have',
  [
    {
      title: '101 filters',
      request: { method: 'PATCH', path: '/Groups/GROUP', body: memberFilters(101) },
      status: 413,
      detail: ['500000'],
    },
  ],
  target,
);

it(`${MOST} operations are applied as one step`, { timeout: 30_000 }, async () => {
  const { client, userId } = target();
  const before = await okta.read(client, `/Users/${userId}`);
  const answer = await client.send({ method: 'PATCH', path: `/Users/${userId}`, body: operations(MOST) });
  expect(answer.status, answer.text.slice(0, 300)).toBe(200);
  expect(answer.body).toMatchObject({ title: 't' });
  expect(answer.headers.etag).not.toBe((before['meta'] as { readonly version: string }).version);
  await client.patch(`/Users/${userId}`, { op: 'remove', path: 'title' });
});

it(`${MOST} membership operations are applied as one step`, { timeout: 30_000 }, async () => {
  const { client, userId, groupId } = target();
  const steps = Array.from({ length: MOST }, (_none, index): Json =>
    index % 2 === 0 ? okta.removeMember(userId) : okta.addMembers(userId),
  );
  const answer = await client.patch(`/Groups/${groupId}`, ...steps);
  expect(answer.status, answer.text.slice(0, 300)).toBe(204);
  expect(await okta.memberIds(client, groupId)).toEqual([userId]);
});

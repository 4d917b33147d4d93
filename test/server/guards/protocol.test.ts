// Guards of what users of other servers suffer with pages, versions and hostile requests.
import { describe, expect, it } from 'vitest';
import { isArray, textAt, valueAt } from '@looop-scim/conformance';
import * as okta from '../../support/client/okta.ts';
import type { ScimClient } from '../../support/client/scim-client.ts';
import { useServer } from '../../support/server/use-server.ts';

const { client, newOrganisation } = useServer();

interface Page {
  readonly userNames: readonly string[];
  readonly next: string | undefined;
}

const readPage = async (scim: ScimClient, cursor: string): Promise<Page> => {
  const { status, text, body = null } = await scim.get('/Users', { cursor, count: 4, sortBy: 'userName' });
  expect(status, text).toBe(200);
  const [resources, next] = [valueAt(body, '/Resources'), valueAt(body, '/nextCursor')];
  return {
    userNames: isArray(resources) ? resources.map((resource) => textAt(resource, '/userName')) : [],
    next: typeof next === 'string' ? next : undefined,
  };
};

describe('guard 17: a walk by cursor while others come and go (RFC 9865 section 2)', () => {
  it(
    'meets everybody who is there throughout exactly once, whoever else is made or deleted',
    { timeout: 60_000 },
    async () => {
      const scim = await newOrganisation('guard-17');
      const ids = new Map<string, string>();
      for (let index = 0; index < 60; index += 1) {
        const userName = `user-${String(index).padStart(2, '0')}`;
        ids.set(userName, await okta.createUserId(scim, userName));
      }
      const leaving = [...ids.keys()].filter((_name, index) => index % 4 === 1);
      const met: string[] = [];
      let cursor: string | undefined = '';
      for (let page = 0; cursor !== undefined; page += 1) {
        const gone = leaving.splice(0, 2);
        const [turned]: readonly [Page, ...unknown[]] = await Promise.all([
          readPage(scim, cursor),
          okta.createUserId(scim, `user-${page}0-new`),
          ...gone.map((name) => scim.delete(`/Users/${ids.get(name)}`)),
        ]);
        met.push(...turned.userNames);
        cursor = turned.next;
      }
      expect(new Set(met).size, 'somebody twice').toBe(met.length);
      expect(met).toEqual(met.toSorted());
      const throughout = [...ids.keys()].filter((_name, index) => index % 4 !== 1);
      expect(throughout.filter((name) => !met.includes(name))).toEqual([]);
    },
  );
});

describe('guard 23: of two writers with one version exactly one wins (RFC 7644 section 3.14)', () => {
  const bodies = {
    PUT: (title: string) => ({ schemas: [okta.USER], userName: 'guard-23', title }),
    PATCH: (title: string) => okta.patchBody({ op: 'replace', path: 'title', value: title }),
    DELETE: () => undefined,
  } as const;

  it.each(['PATCH', 'PUT', 'DELETE'] as const)('%s of many at once', { timeout: 60_000 }, async (method) => {
    const scim = await newOrganisation(`guard-23-${method.toLowerCase()}`);
    const id = await okta.createUserId(scim, 'guard-23');
    for (let version = 1; version <= (method === 'DELETE' ? 1 : 5); version += 1) {
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_none, writer) => {
          // A write that changes nothing would not count: every title is a new one.
          const body = bodies[method](`writer ${writer} of version ${version}`);
          const headers = { 'If-Match': `W/"${version}"` };
          return scim.send({ method, path: `/Users/${id}`, headers, ...(body !== undefined && { body }) });
        }),
      );
      const won = answers.flatMap(({ status }, writer) => (status < 300 ? [writer] : []));
      expect(won).toHaveLength(1);
      const lost = answers.filter(({ status }) => status >= 300).map(({ status }) => status);
      expect(new Set(lost)).toEqual(new Set([method === 'DELETE' ? 404 : 412]));
      if (method === 'DELETE') continue;
      const after = await scim.get(`/Users/${id}`);
      expect([after.headers.etag, after.body]).toEqual([
        `W/"${version + 1}"`,
        expect.objectContaining({ title: `writer ${won[0]} of version ${version}` }),
      ]);
    }
  });

  it('by bulk, too: the version of an operation counts', async () => {
    const scim = await newOrganisation('guard-23-bulk');
    const id = await okta.createUserId(scim, 'guard-23');
    const put = (title: string) => ({
      method: 'PUT',
      path: `/Users/${id}`,
      version: 'W/"1"',
      data: { schemas: [okta.USER], userName: 'guard-23', title },
    });
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((title) => scim.post('/Bulk', { schemas, Operations: [put(title), put(`${title}2`)] })),
    );
    const statuses = answers.flatMap(({ body = null }) =>
      [0, 1].map((index) => valueAt(body, `/Operations/${index}/status`)),
    );
    expect(statuses.toSorted()).toEqual(['200', '412', '412', '412', '412', '412']);
  });
});

describe('guard 29: nobody gets in, or reads what is not shown, by provisioning', () => {
  it('no request reaches a prototype', async () => {
    const scim = client();
    const id = await okta.createUserId(scim, 'guard-29');
    const value = { polluted: true };
    for (const name of ['__proto__', 'constructor', 'prototype', 'constructor.prototype', '__proto__.polluted']) {
      // Unknown paths are skipped; what cannot be the name of an attribute is no path.
      const patched = await scim.patch(`/Users/${id}`, { op: 'add', path: name, value });
      expect(patched.status).toBe(name.startsWith('_') ? 400 : 200);
      expect(patched.body).not.toHaveProperty('polluted');
      for (const query of [{ sortBy: name }, { filter: `${name} pr` }]) {
        expect((await scim.get('/Users', query)).status).toBe(400);
      }
      await scim.get('/Users', { attributes: name });
    }
    const rawBody = `{"schemas":["${okta.USER}"],"userName":"guard-29","__proto__":{"polluted":true},"name":{"__proto__":{"polluted":true}}}`;
    const put = await scim.send({
      method: 'PUT',
      path: `/Users/${id}`,
      rawBody,
      headers: { 'Content-Type': 'application/json' },
    });
    expect(put.status).toBe(200);
    expect(put.text).not.toContain('polluted');
    expect((await scim.get('/ServiceProviderConfig')).text).not.toContain('polluted');
  });

  it('a filter or an order by what is never returned is refused in every spelling, by bulk and by POST', async () => {
    const scim = client();
    for (const name of ['password', 'PASSWORD', `${okta.USER}:password`]) {
      for (const text of [`${name} pr`, `${name} sw "a"`, `not (${name} eq "x")`, `userName pr or ${name} pr`]) {
        expect((await scim.get('/Users', { filter: text })).status).toBe(400);
        expect((await scim.post('/Users/.search', { filter: text })).status).toBe(400);
      }
      expect((await scim.get('/Users', { sortBy: name })).status).toBe(400);
    }
  });
});

// Who may do what: every operation of the OpenAPI document, tried by everybody.
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY_SCOPES, type KeyScope } from '@looop-scim/provisioning/organisation';
import { accessOf } from '../src/access-table.ts';
import { operationsOf } from '../src/operations/all-operations.ts';
import { Problem } from '../src/schemas.ts';
import { buildPlatformServer, send, type PlatformServer } from './support/platform-server.ts';

/** Nobody signs in to this server. */
const OPERATIONS = operationsOf(false);

let platform: PlatformServer;
let ana = '';
let sales = '';
let impact = '';
let imported = '';
let hook = '';
beforeAll(async () => {
  platform = await buildPlatformServer();
  ana = await platform.createUser({ userName: 'ana@acme.example', name: { givenName: 'Ana' }, externalId: '00u1' });
  sales = await platform.createGroup('Sales', [ana]);
  const made = await send(platform.server, platform.keys.webhooks, 'POST', '/webhooks', {
    body: { url: 'https://platform.example/hooks' },
  });
  hook = String((made.body['webhook'] as { readonly id: string }).id);
  const started = (key: string, path: string, body: unknown, type: string) =>
    send(platform.server, key, 'POST', path, { body, headers: { 'content-type': type } });
  const { body: counting } = await started(
    platform.keys.read,
    '/mapping-set/impacts',
    { mappings: [] },
    'application/json',
  );
  const { body: job } = await started(platform.keys.write, '/imports', 'userName\nben\n', 'text/csv');
  [impact, imported] = [String(counting['id']), String(job['id'])];
});
afterAll(() => platform.server.close());

/** What has to be there for each operation to be answered 200; the scope that it needs. */
const TABLE: Readonly<
  Record<
    string,
    {
      readonly scope: KeyScope;
      readonly body?: unknown;
      readonly ifMatch?: string;
      readonly contentType?: string;
    }
  >
> = {
  listUsers: { scope: 'read' },
  getUser: { scope: 'read' },
  getUserResource: { scope: 'read' },
  updateProfile: { scope: 'write', body: { title: 'Lead' } },
  listGroups: { scope: 'read' },
  getGroup: { scope: 'read' },
  listMembers: { scope: 'read' },
  listEvents: { scope: 'read' },
  getMappingSet: { scope: 'read' },
  listMappingVersions: { scope: 'read' },
  getMappingVersion: { scope: 'read' },
  checkMappingSet: { scope: 'read', body: { mappings: [] } },
  previewMappingSet: { scope: 'read', body: { user: 'ana@acme.example' } },
  getMappingCatalogue: { scope: 'read' },
  getCoverage: { scope: 'read' },
  saveMappingSet: {
    scope: 'write',
    body: { mappings: [{ field: 'title', from: [{ attribute: 'title' }], writeBack: true }] },
    ifMatch: '*',
  },
  restoreMappingVersion: { scope: 'write', ifMatch: '*' },
  listAttributes: { scope: 'read' },
  addAttribute: { scope: 'write', body: { schema: 'urn:acme:scim:1.0:User', name: 'badge' } },
  updateAttribute: { scope: 'write', body: { description: 'Badge.' }, ifMatch: '*' },
  removeAttribute: { scope: 'write', ifMatch: '*' },
  purgeAttribute: { scope: 'write' },
  startMappingImpact: { scope: 'read', body: { mappings: [] } },
  getMappingImpact: { scope: 'read' },
  cancelMappingImpact: { scope: 'read' },
  startImport: { scope: 'write', body: 'userName\nben\n', contentType: 'text/csv' },
  getImport: { scope: 'read' },
  cancelImport: { scope: 'write' },
  listWebhooks: { scope: 'webhooks' },
  createWebhook: { scope: 'webhooks', body: { url: 'https://platform.example/hooks' } },
  getWebhook: { scope: 'webhooks' },
  updateWebhook: { scope: 'webhooks', body: { types: ['user.created'] } },
  deleteWebhook: { scope: 'webhooks' },
  listDeliveries: { scope: 'webhooks' },
  testWebhook: { scope: 'webhooks' },
  pauseWebhook: { scope: 'webhooks' },
  resumeWebhook: { scope: 'webhooks' },
  rotateWebhookSecret: { scope: 'webhooks' },
  replayWebhook: { scope: 'webhooks', body: { after: 0 } },
};

interface Found {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
}

/** The operations of the document that a client sees. */
const documented = async (): Promise<readonly Found[]> => {
  const { body, status } = await send(platform.server, undefined, 'GET', '/openapi.json');
  expect([status, body['openapi']]).toEqual([200, '3.1.0']);
  const paths = body['paths'] as Record<string, Record<string, { readonly operationId: string }>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId: id }]) => ({
      id,
      method: method.toUpperCase() as Found['method'],
      path,
    })),
  );
};

const attempt = ({ id, method, path }: Found, key: string | undefined) => {
  const { body, ifMatch, contentType } = TABLE[id] ?? {};
  const job = path.startsWith('/imports') ? imported : impact;
  const url = path
    .replace('{userId}', ana)
    .replace('{groupId}', sales)
    .replace('{version}', '0')
    .replace('{path}', 'urn:acme:scim:1.0:User:badge')
    .replace('{jobId}', job)
    .replace('{webhookId}', hook);
  return send(platform.server, key, method, url, {
    ...(body !== undefined && { body }),
    headers: {
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
      ...(contentType !== undefined && { 'content-type': contentType }),
    },
  });
};

describe('the operations', () => {
  it('are those of the document and those of the table', async () => {
    const ids = (await documented()).map(({ id }) => id).toSorted();
    expect(ids).toEqual(OPERATIONS.map(({ id }) => id).toSorted());
    expect(ids).toEqual(Object.keys(TABLE).toSorted());
    expect(OPERATIONS.map(({ id }) => [id, accessOf(id).key])).toEqual(
      OPERATIONS.map(({ id }) => [id, TABLE[id]?.scope]),
    );
  });

  it('are closed to requests without a key, to provisioning tokens and to unknown keys', async () => {
    for (const found of await documented()) {
      for (const key of [undefined, platform.token, `looopkey_${'x'.repeat(43)}`]) {
        const { status, body, headers } = await attempt(found, key);
        expect([found.id, status, body['code']]).toEqual([found.id, 401, 'unauthorized']);
        expect(headers['www-authenticate']).toMatch(/^Bearer realm="api"/u);
        expect(Value.Check(Problem, body)).toBe(true);
      }
    }
  });

  it.each(KEY_SCOPES)('open to a key with the scope %s what the table says, and nothing else', async (scope) => {
    const found = await documented();
    // A profile can be written once a mapping with write-back is saved; what is removed is not there afterwards.
    const place = ({ id, method }: Found) => {
      if (id === 'saveMappingSet') return 0;
      // An attribute is purged after it was removed.
      if (id === 'purgeAttribute') return 3;
      return method === 'DELETE' ? 2 : 1;
    };
    const inOrder = found.toSorted((left, right) => place(left) - place(right));
    for (const one of inOrder) {
      const { status, body } = await attempt(one, platform.keys[scope]);
      const isOpen = TABLE[one.id]?.scope === scope;
      expect([one.id, status, body['code']]).toEqual([
        one.id,
        isOpen ? (OPERATIONS.find(({ id }) => id === one.id)?.status ?? 200) : 403,
        isOpen ? undefined : 'insufficient-scope',
      ]);
      if (isOpen) {
        const schema = OPERATIONS.find(({ id }) => id === one.id)?.answer;
        expect([one.id, schema && [...Value.Errors(schema, body)]]).toEqual([one.id, []]);
      }
    }
  });

  it('show a key of another organisation nothing of this one', async () => {
    for (const found of await documented()) {
      const { status, body } = await attempt(found, platform.foreignKey);
      const text = JSON.stringify(body);
      if (['{userId}', '{groupId}', '{webhookId}', '{jobId}'].some((part) => found.path.includes(part))) {
        expect([found.id, status, body['code']]).toEqual([found.id, 404, 'not-found']);
        // The id is the one that was sent.
        expect(text).not.toMatch(/00u1|Ana|Sales/u);
      } else {
        expect([found.id, text.includes(ana), text.includes(sales)]).toEqual([found.id, false, false]);
      }
    }
  });
});

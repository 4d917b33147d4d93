// Whatever fails is a problem (RFC 9457).
import { Effect } from 'effect';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Storage } from '@looop-scim/provisioning/ports';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import { Problem } from '../src/schemas.ts';
import { buildPlatformServer, send, type PlatformServer } from './support/platform-server.ts';

let platform: PlatformServer;
beforeAll(async () => {
  platform = await buildPlatformServer();
});
afterAll(() => platform.server.close());

const failing =
  (failure: Effect.Effect<never, StorageUnavailable>) =>
  (storage: Storage): Storage => ({
    ...storage,
    forOrganisation: (id) => {
      const ports = storage.forOrganisation(id);
      return { ...ports, resources: { ...ports.resources, walk: () => failure } };
    },
  });

const EMPTY = { mappings: [] };

type Sent = Parameters<typeof send>;

/** What is sent, and the status and code of the problem. */
type Row = readonly [
  title: string,
  what: readonly [method: Sent[2], path: string, options: Sent[4]],
  status: number,
  code: string,
];

const ROWS: readonly Row[] = [
  ['an unknown path', ['GET', '/persons', {}], 404, 'not-found'],
  ['the prefix itself', ['GET', '/', {}], 404, 'not-found'],
  ['another method', ['DELETE', '/users', {}], 405, 'method-not-allowed'],
  ['a body that is not JSON', ['POST', '/mapping-set/check', { body: '{"mappings":' }], 400, 'invalid-request'],
  ['no body', ['POST', '/mapping-set/check', { body: '' }], 400, 'invalid-request'],
  ['a poisoned body', ['POST', '/mapping-set/check', { body: '{"__proto__":{}}' }], 400, 'invalid-request'],
  [
    'another media type',
    ['POST', '/mapping-set/check', { body: EMPTY, headers: { 'content-type': 'text/plain' } }],
    415,
    'unsupported-media-type',
  ],
  ['a body that is too long', ['POST', '/mapping-set/check', { body: { a: 'x'.repeat(5000) } }], 413, 'too-large'],
  ['a body of another type', ['POST', '/mapping-set/check', { body: [] }], 400, 'invalid-request'],
  ['an unknown person', ['GET', '/users/nobody', {}], 404, 'not-found'],
];

describe('a problem', () => {
  it.each(ROWS)('answers %s', async (_title, [method, path, options], status, code) => {
    const answer = await send(platform.server, platform.keys.read, method, path, options);
    expect([answer.status, answer.body['status'], answer.body['code']]).toEqual([status, status, code]);
    expect([...Value.Errors(Problem, answer.body)]).toEqual([]);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    const id = answer.headers['x-request-id'];
    expect([answer.body['instance'], answer.body['type']]).toEqual([
      `urn:uuid:${String(id)}`,
      `urn:looop:problem:${code}`,
    ]);
  });

  it('names the methods that a path takes', async () => {
    const { headers } = await send(platform.server, platform.keys.read, 'DELETE', '/mapping-set');
    expect(headers['allow']).toBe('GET, HEAD, PUT');
  });

  it('says when to come back, for requests that are too many', async () => {
    const full = await buildPlatformServer({ isFull: true });
    const { status, headers, body } = await send(full.server, full.keys.read, 'GET', '/users');
    expect([status, headers['retry-after'], body['code']]).toEqual([429, '7', 'too-many-requests']);
    await full.server.close();
  });

  it('tells nothing of a defect and of a storage that fails but to whoever runs the server', async () => {
    const unavailable = new StorageUnavailable({ cause: 'disk-42', retryAfterSeconds: 5 });
    for (const [failure, status, code] of [
      [Effect.die(new Error('disk-42')), 500, 'internal-error'],
      [Effect.fail(unavailable), 503, 'unavailable'],
    ] as const) {
      const broken = await buildPlatformServer({ wrapStorage: failing(failure) });
      const answer = await send(broken.server, broken.keys.read, 'GET', '/users');
      expect([answer.status, answer.body['code']]).toEqual([status, code]);
      expect(JSON.stringify(answer.body)).not.toContain('disk-42');
      expect(broken.reported.map(({ cause }) => String(cause))).toEqual([expect.stringContaining('disk-42')]);
      await broken.server.close();
    }
  });
});

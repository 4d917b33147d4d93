// A server whose limits are small: what is refused is a SCIM Error (RFC 6585 section 4), and leaves a count in the activity.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Effect } from 'effect';
import { describe, expect, it, onTestFinished } from 'vitest';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '@looop-scim/storage-memory';
import { composeServer } from '../../src/composition/compose-server.ts';
import { buildServer } from '../../src/http/server.ts';
import { makeRequestGuard } from '../../src/limits/request-guard.ts';
import type { RequestLimits } from '../../src/settings/request-limits.ts';
import { openRaw } from '../support/raw-client.ts';

/** Nothing comes back while a test runs. */
const NEVER = 0.000_001;
const wide = { perSecond: 1_000_000, burst: 1_000_000, inFlight: 1_000_000 };
const unlimited: RequestLimits = {
  token: wide,
  organisation: wide,
  failed: { perSecond: 1_000_000, burst: 1_000_000 },
};

const listen = async (limits: Partial<RequestLimits>, trustedProxies: readonly string[] = []) => {
  const storage = await Effect.runPromise(openMemoryStorage({ registry: standardRegistry }));
  const composed = composeServer({
    storage,
    installationSecret: 'secret',
    baseUrl: () => 'https://looop.example/scim/v2',
    requestGuard: makeRequestGuard({ ...unlimited, ...limits }),
  });
  const { server } = buildServer({
    composed,
    storage,
    logLevel: 'silent',
    connections: { stalledMs: 30_000, maxUnreadBytes: 1_048_576 },
    trustedProxies,
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(async () => {
    server.server.closeAllConnections();
    await server.close();
  });
  const { port } = server.server.address() as AddressInfo;
  const addOrganisation = async (name: string) => {
    const { id } = await Effect.runPromise(composed.administration.addOrganisation(name));
    const issue = async () => (await Effect.runPromise(composed.administration.issueToken(name))).secret;
    return { id, issue, token: await issue() };
  };
  const ask = async (token: string, headers: Readonly<Record<string, string>> = {}, path = '/Users') => {
    const answer = await fetch(`http://127.0.0.1:${port}/scim/v2${path}`, {
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  };
  const statusOf = async (...asked: Parameters<typeof ask>): Promise<number> => (await ask(...asked)).status;
  return { server, port, composed, storage, addOrganisation, ask, statusOf };
};

describe('a token that sends more than it may', () => {
  const limits = { token: { ...wide, perSecond: NEVER, burst: 3 } };

  it('is answered 429 with whole seconds in Retry-After, whatever it asks for; other tokens are served', async () => {
    const { addOrganisation, ask, statusOf } = await listen(limits);
    const acme = await addOrganisation('acme');
    for (let request = 0; request < 3; request += 1) expect(await statusOf(acme.token)).toBe(200);
    for (const path of ['/Users', '/Schemas', '/nowhere']) {
      const refused = await ask(acme.token, {}, path);
      expect([refused.status, refused.body]).toMatchObject([
        429,
        { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '429' },
      ]);
      expect(refused.headers.get('content-type')).toContain('application/scim+json');
      expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d*$/u);
      expect(refused.headers.get('x-request-id')).not.toBeNull();
    }
    expect(await statusOf(await acme.issue())).toBe(200);
  });

  it('leaves one record in the activity of its organisation, which counts', async () => {
    const { addOrganisation, statusOf, composed, storage } = await listen(limits);
    const { id, token } = await addOrganisation('acme');
    for (let request = 0; request < 10; request += 1) await statusOf(token);
    await Effect.runPromise(composed.flushCounts);
    const entries = await Effect.runPromise(storage.forOrganisation(id).activity.page({ limit: 10 }));
    expect(entries.map(({ record }) => record)).toMatchObject([
      { operation: 'authenticate', failure: { kind: 'TooManyRequests' }, repeated: { count: 7 } },
    ]);
  });
});

it('an organisation that sends more than it may with all of its tokens is answered 429', async () => {
  const { addOrganisation, statusOf } = await listen({ organisation: { ...wide, perSecond: NEVER, burst: 2 } });
  const [acme, globex] = [await addOrganisation('acme'), await addOrganisation('globex')];
  const statuses = [];
  for (const token of [acme.token, await acme.issue(), await acme.issue(), globex.token])
    statuses.push(await statusOf(token));
  expect(statuses).toEqual([200, 200, 429, 200]);
});

describe('a token with as many requests in flight as it may have', () => {
  it('is answered 429 until one has ended, also by going away', async () => {
    const { server, port, addOrganisation, ask, statusOf } = await listen({ token: { ...wide, inFlight: 1 } });
    const { token } = await addOrganisation('acme');
    const client = await openRaw(port);
    const received = once(server.server, 'request');
    const head = [
      'POST /scim/v2/Users HTTP/1.1',
      'Host: x',
      `Authorization: Bearer ${token}`,
      'Content-Type: application/json',
    ];
    client.socket.write([...head, 'Content-Length: 100', '', '{'].join('\r\n'));
    const [, response] = await received;
    // Its body is still on the way.
    await expect.poll(() => statusOf(token)).toBe(429);
    const refused = await ask(token);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    const gone = once(response, 'close');
    client.socket.destroy();
    await gone;
    await new Promise((resolve) => setImmediate(resolve));
    expect([await statusOf(token), await statusOf(token)]).toEqual([200, 200]);
  });
});

describe('an address whose tokens open nothing', () => {
  const limits = { failed: { perSecond: NEVER, burst: 2 } };

  it('is answered 429 after some, while tokens that have opened something are served', async () => {
    const { addOrganisation, statusOf } = await listen(limits);
    const { token, issue } = await addOrganisation('acme');
    expect(await statusOf(token)).toBe(200);
    const guesses = [];
    for (const guess of ['a', 'b', 'c', 'd']) guesses.push(await statusOf(guess));
    expect(guesses).toEqual([401, 401, 429, 429]);
    expect(await statusOf(token)).toBe(200);
    expect(await statusOf(await issue())).toBe(429);
  });

  it.each([
    ['is what a trusted proxy says', ['loopback'], [401, 401, 429, 401]],
    ['is the proxy itself when it is not trusted', [], [401, 401, 429, 429]],
  ])('%s', async (_title, proxies, expected) => {
    const { statusOf } = await listen(limits, proxies);
    const statuses = [];
    for (const last of [1, 1, 1, 2]) statuses.push(await statusOf('guess', { 'x-forwarded-for': `192.0.2.${last}` }));
    expect(statuses).toEqual(expected);
  });
});

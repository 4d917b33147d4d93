// The operations about webhooks, beside who may call them.
import { describe, expect, it } from 'vitest';
import { buildPlatformServer, send, type PlatformServer } from './support/platform-server.ts';

const URL = 'https://platform.example/hooks';

type Body = Readonly<Record<string, unknown>>;

const callOf =
  (desk: PlatformServer) => async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown) =>
    send(desk.server, desk.keys.webhooks, method, path, body === undefined ? {} : { body });

const withWebhook = async (given: object = {}) => {
  const desk = await buildPlatformServer();
  const call = callOf(desk);
  const made = await call('POST', '/webhooks', { url: URL, ...given });
  const { webhook, secret } = made.body as { readonly webhook: Body; readonly secret: string };
  return { desk, call, webhook, secret, path: `/webhooks/${String(webhook['id'])}` };
};

describe('an endpoint', () => {
  it('is made with defaults, shows its secret once, and is listed', async () => {
    const { call, webhook, secret, path } = await withWebhook();
    expect(secret).toMatch(/^whsec_/u);
    expect(webhook).toMatchObject({
      ...{ url: URL, mode: 'events', onFailure: 'pause', status: 'active', position: 0, feedPosition: 0 },
      ...{ setAside: [], replaying: false },
    });
    const read = await call('GET', path);
    expect([read.status, read.body]).toEqual([200, webhook]);
    const { body } = await call('GET', '/webhooks');
    expect(body).toEqual({ webhooks: [webhook] });
    expect(JSON.stringify([read.body, body])).not.toContain('whsec_');
  });

  it('is refused with every fault, and nothing is saved', async () => {
    const { call, path } = await withWebhook();
    const refused = await call('POST', '/webhooks', {
      url: 'http://127.0.0.1/',
      mode: 'notify',
      onFailure: 'setAside',
    });
    expect([refused.status, refused.body['code']]).toEqual([422, 'invalid-webhook']);
    expect(refused.body['errors']).toMatchObject([{ pointer: '#/url' }, { pointer: '#/onFailure' }]);
    const steering = await call('PATCH', path, { description: 'Looop \u202egnitset' });
    expect([steering.status, steering.body['errors']]).toMatchObject([422, [{ pointer: '#/description' }]]);
    const changed = await call('PATCH', path, { url: 'nothing' });
    expect([changed.status, changed.body['code']]).toEqual([422, 'invalid-webhook']);
    for (const body of [
      {},
      { url: URL, types: [] },
      { url: URL, types: ['x'] },
      { url: URL, secret: 'x' },
      { url: '' },
    ])
      expect((await call('POST', '/webhooks', body)).body['code']).toBe('invalid-request');
    expect((await call('POST', '/webhooks', { url: URL, after: 7 })).body['code']).toBe('cursor-expired');
    expect(((await call('GET', '/webhooks')).body['webhooks'] as unknown[]).length).toBe(1);
  });

  it('is one of 20 at most', async () => {
    const { call } = await withWebhook();
    for (let count = 1; count < 20; count += 1)
      expect((await call('POST', '/webhooks', { url: URL })).status).toBe(200);
    const { status, body } = await call('POST', '/webhooks', { url: URL });
    expect([status, body['code']]).toEqual([409, 'too-many-webhooks']);
  });

  it('is changed as a merge patch says (RFC 7396), and removed', async () => {
    const { call, path } = await withWebhook({ types: ['user.created'], description: 'first' });
    const changed = await call('PATCH', path, { types: null, url: `${URL}/2` });
    expect(changed.body).toMatchObject({ url: `${URL}/2`, description: 'first' });
    expect('types' in changed.body).toBe(false);
    expect('description' in (await call('PATCH', path, { description: null })).body).toBe(false);
    expect((await call('PATCH', path, {})).body['code']).toBe('invalid-request');
    const removed = await call('DELETE', path);
    expect([removed.status, removed.body]).toEqual([200, {}]);
    for (const [method, rest] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/pause'],
      ['GET', '/deliveries'],
    ] as const)
      expect((await call(method, `${path}${rest}`)).status).toBe(404);
  });

  it('is paused, resumed, given another secret, and put back', async () => {
    const { desk, call, path, secret } = await withWebhook({ after: 0 });
    await desk.createUser({ userName: 'ana@acme.example' });
    expect((await call('POST', `${path}/pause`)).body).toMatchObject({
      status: 'paused',
      statusReason: 'administrator',
    });
    expect((await call('POST', `${path}/resume`)).body).toMatchObject({
      status: 'active',
      position: 0,
      feedPosition: 1,
    });
    const rotated = await call('POST', `${path}/rotate`);
    expect(rotated.body['secret']).toMatch(/^whsec_/u);
    expect(rotated.body['webhook']).toMatchObject({ olderSecretUntil: expect.any(String) });
    expect(typeof secret).toBe('string');
    expect((await call('POST', `${path}/replay`, { after: 1 })).body).toMatchObject({ position: 1 });
    expect((await call('POST', `${path}/replay`, { setAside: true })).body).toMatchObject({ replaying: false });
    expect((await call('POST', `${path}/replay`, { after: 2 })).body['code']).toBe('cursor-expired');
    for (const body of [{}, { setAside: false }, { after: 1, setAside: true }, { after: -1 }])
      expect((await call('POST', `${path}/replay`, body)).body['code']).toBe('invalid-request');
  });

  it('shows what the receiver answered', async () => {
    const { call, path } = await withWebhook();
    const tested = await call('POST', `${path}/test`);
    expect(tested.body).toMatchObject({
      ...{ type: 'webhook.test', outcome: 'failed', attemptCount: 1 },
      attempts: [{ status: 500, text: 'out of order', durationMs: 3 }],
    });
    await call('POST', `${path}/test`);
    const first = await call('GET', `${path}/deliveries?limit=1`);
    expect(first.body).toMatchObject({ hasMore: true, deliveries: [{ type: 'webhook.test' }] });
    const second = await call('GET', `${path}/deliveries?limit=1&cursor=${String(first.body['next'])}`);
    expect(second.body).toMatchObject({ hasMore: false });
    const ids = [first, second].flatMap(({ body }) => body['deliveries'] as Body[]).map((each) => each['messageId']);
    expect(new Set(ids).size).toBe(2);
    expect((await call('GET', `${path}/deliveries?cursor=%20x`)).body['code']).toBe('invalid-cursor');
  });
});

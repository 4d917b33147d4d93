// Work in the background survives its process: one that imports and delivers webhooks is killed, and another one goes on with both.
// On MongoDB the writes of both are cut one by one: packages/server-kit/test/jobs/crash-points.test.ts, test/webhooks/processes.test.ts.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isObject, parseJson, type JsonObject } from '@looop-scim/conformance';
import type { RecordStore } from '@looop-scim/provisioning/ports';
import * as okta from '../support/client/okta.ts';
import { makeScimClient, nodeTransport } from '../support/client/scim-client.ts';
import { run } from '../support/run/run-effect.ts';
import { makeToken, startServer, type RunningServer } from '../support/server/server-process.ts';
import { sqliteStore, type OwnPlace } from '../support/server/server-store.ts';

const LINES = 800;
const GROUPS = 6;
/** The message during which the process is killed. */
const HELD = 3;
const LOOK_AGAIN_MS = 5;

/** A receiver that keeps one message waiting until it is told to answer. */
const startReceiver = async () => {
  const messages: { readonly id: unknown; readonly sequence: unknown }[] = [];
  let isHolding = true;
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
    const body = parseJson(text);
    const sequence = isObject(body) ? body['sequence'] : undefined;
    messages.push({ id: request.headers['webhook-id'], sequence });
    if (isHolding && sequence === HELD) return;
    response.writeHead(204).end();
  };
  const server = createServer((request, response) => void take(request, response).catch(() => undefined));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    messages,
    answerAll: () => void (isHolding = false),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

/** Takes the rights of a process that was killed away, as the minute does in which it does not renew them. */
const endLeases = async (records: RecordStore): Promise<number> => {
  let ended = 0;
  for (const kind of ['job', 'webhookEndpoint'] as const) {
    for (const { key, content, expiresAt, version } of await run(records.page(kind, { limit: 1000 }))) {
      const value = parseJson(content);
      if (!isObject(value) || !isObject(value['lease'])) continue;
      const without = JSON.stringify({ ...value, lease: { ...value['lease'], until: 0 } });
      await run(records.write(kind, key, { content: without, ...(expiresAt !== undefined && { expiresAt }) }, version));
      ended += 1;
    }
  }
  return ended;
};

describe('work of a killed process', () => {
  const [token, key] = [makeToken(), makeToken()];
  const settings = { LOOOP_SCIM_PLATFORM_KEY: key, LOOOP_SCIM_WEBHOOK_NETWORKS: '127.0.0.0/8' };
  let place: OwnPlace;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let server: RunningServer;
  const start = () => startServer({ ...place, token, env: { ...place.env, ...settings } });
  beforeAll(async () => {
    [place, receiver] = [await sqliteStore.makePlace(), await startReceiver()];
    server = await start();
  }, 120_000);
  afterAll(async () => {
    receiver.close();
    await server.stop();
    await place.remove();
  }, 60_000);

  const api = async (method: string, path: string, type = 'application/json', body?: string): Promise<JsonObject> => {
    const { status, text } = await nodeTransport({
      ...{ method, url: server.baseUrl.replace('/scim/v2', '/api/v1') + path },
      headers: { authorization: `Bearer ${key}`, 'content-type': type },
      ...(body !== undefined && { body }),
    });
    const answer = parseJson(text);
    if (status >= 300 || !isObject(answer)) throw new Error(`${method} ${path}: ${status} ${text}`);
    return answer;
  };
  const lastEvent = async (): Promise<number> => Number((await api('GET', '/users?limit=1'))['feedPosition']);
  const until = async (isReached: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await isReached())) await wait(LOOK_AGAIN_MS);
  };

  it('an import and the deliveries of a webhook endpoint are gone on with: nothing is lost, nothing is done twice', async () => {
    const scim = makeScimClient({ baseUrl: server.baseUrl, token });
    for (let number = 1; number <= GROUPS; number += 1) await okta.createGroupId(scim, `Team ${number}`);
    const webhook = { url: receiver.url, types: ['group.created'], after: 0 };
    await api('POST', '/webhooks', undefined, JSON.stringify(webhook));
    await until(() => receiver.messages.length === HELD);
    const lines = ['userName,title', ...Array.from({ length: LINES }, (_none, index) => `person${index},Lead`)];
    const { id } = await api('POST', '/imports', 'text/csv', lines.join('\n'));
    await until(async () => (await lastEvent()) > GROUPS + 20);
    expect((await server.kill()).signal).toBe('SIGKILL');

    const storage = await place.openStorage();
    const demo = storage.forOrganisation((await run(storage.organisations.byName('demo'))).id);
    expect(await endLeases(demo.records)).toBe(2);
    await run(storage.close());
    receiver.answerAll();
    server = await start();
    await until(async () => (await api('GET', `/imports/${String(id)}`))['state'] === 'succeeded');
    const { report } = await api('GET', `/imports/${String(id)}`);
    const { created, unchanged, ...others } = report as Readonly<Record<string, number>>;
    expect(others).toMatchObject({ lines: LINES, changed: 0, refused: 0 });
    expect(created).toBeGreaterThan(0);
    expect(unchanged).toBeGreaterThan(0);
    expect(await lastEvent()).toBe(GROUPS + LINES);

    await until(() => receiver.messages.at(-1)?.sequence === GROUPS);
    const sequences = receiver.messages.map(({ sequence }) => sequence);
    expect(sequences).toEqual([1, 2, HELD, HELD, 4, 5, GROUPS]);
    expect(new Set(receiver.messages.map(({ id: message }) => message)).size).toBe(GROUPS);
  }, 180_000);
});

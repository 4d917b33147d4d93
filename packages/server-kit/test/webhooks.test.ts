// Webhooks as a server sends them: from a request of an identity provider to the receiver, over a restart.
import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer } from '../src/lifecycle/start.ts';
import { readConfig } from '../src/settings/config.ts';

const TOKEN = 'a-provisioning-token-of-the-tests-0001';
const KEY = 'a-platform-key-of-the-tests-0000000001';
const app = { name: 'a server', operatorCommand: 'operator', stores: ['sqlite'], dataDirectory: '' } as const;

interface Message {
  readonly type: string;
  readonly sequence?: number;
  readonly data: { readonly user?: { readonly userName: string } };
}

/** A receiver that verifies, and hands over one message after the other. */
const openReceiver = async (secret: () => string) => {
  const taken: Message[] = [];
  let wake = (): void => undefined;
  const server = createServer((request, response) => {
    const take = async (): Promise<void> => {
      const headers = request.headers as Record<string, string>;
      taken.push(new Webhook(secret()).verify(await text(request), headers) as Message);
      response.writeHead(204).end();
      wake();
    };
    void take();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    taken,
    /** Waits until so many messages came. */
    until: async (count: number): Promise<void> => {
      while (taken.length < count) await new Promise<void>((resolve) => (wake = resolve));
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'looop-scim-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

const start = async () => {
  const environment = {
    ...{ PORT: '0', LOG_LEVEL: 'silent', LOOOP_SCIM_DATA: directory, LOOOP_SCIM_WORKERS: '0' },
    ...{ LOOOP_SCIM_TOKEN: TOKEN, LOOOP_SCIM_PLATFORM_KEY: KEY, LOOOP_SCIM_WEBHOOK_NETWORKS: '127.0.0.0/8' },
    LOOOP_SCIM_CLOSING_SECONDS: '0',
  };
  const running = await startServer({ app, config: readConfig(environment, app), tryOut: true });
  const send = async (path: string, secret: string, body: object) => {
    const answer = await fetch(new URL(path, running.baseUrl), {
      ...{ method: 'POST', body: JSON.stringify(body) },
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    });
    expect(answer.ok).toBe(true);
    return (await answer.json()) as Readonly<Record<string, unknown>>;
  };
  return {
    stop: running.stop,
    createUser: (userName: string) =>
      send('/scim/v2/Users', TOKEN, { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName }),
    api: (path: string, body: object) => send(`/api/v1${path}`, KEY, body),
  };
};

it('a server pushes what identity providers do, and goes on after a restart where it was', async () => {
  let secret = '';
  const receiver = await openReceiver(() => secret);
  const first = await start();
  const made = await first.api('/webhooks', { url: `http://127.0.0.1:${receiver.port}/hooks` });
  secret = String(made['secret']);
  await first.createUser('ana@acme.example');
  await first.createUser('ben@acme.example');
  await receiver.until(2);
  const { id } = made['webhook'] as { readonly id: string };
  expect(await first.api(`/webhooks/${id}/test`, {})).toMatchObject({ outcome: 'accepted' });
  await first.stop();

  const second = await start();
  await second.createUser('cleo@acme.example');
  await receiver.until(4);
  await second.stop();
  receiver.close();
  expect(receiver.taken.map(({ type, sequence }) => [type, sequence])).toEqual([
    ['user.created', 1],
    ['user.created', 2],
    ['webhook.test', undefined],
    ['user.created', 3],
  ]);
});

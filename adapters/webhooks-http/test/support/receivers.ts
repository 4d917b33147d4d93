// Receivers on this machine, and a sender that may reach them.
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { Effect } from 'effect';
import { onTestFinished } from 'vitest';
import type { WebhookMessage } from '@looop-scim/provisioning/webhooks';
import { makeHttpWebhookSender, parseNetworks, type HttpWebhookSenderOptions } from '../../src/index.ts';

export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** A message to a URL. */
export const messageTo = (url: string, given: Partial<WebhookMessage> = {}): WebhookMessage => ({
  url,
  id: 'evt_1',
  at: Date.now(),
  body: '{"type":"user.created"}',
  secrets: [SECRET],
  ...given,
});

/** What a receiver was sent. */
export interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const portOf = (server: Server): number => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it does not listen');
  return address.port;
};

/** Starts a receiver, until the test ends. */
export const startReceiver = async (
  answer: RequestListener,
): Promise<{ readonly port: number; readonly received: Received[] }> => {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const take = async (): Promise<void> => {
      received.push({ headers: request.headers, body: await text(request) });
      answer(request, response);
    };
    void take();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: portOf(server), received };
};

/** A sender, until the test ends. */
export const openSender = (options: HttpWebhookSenderOptions = {}) => {
  const sender = makeHttpWebhookSender(options);
  onTestFinished(() => Effect.runPromise(sender.close));
  return {
    ...sender,
    sendNow: (url: string, given: Partial<WebhookMessage> = {}) =>
      Effect.runPromise(sender.send(messageTo(url, given))),
  };
};

/** Networks that have to be read. */
export const networks = (list: string) => {
  const parsed = parseNetworks(list);
  if (parsed === undefined) throw new Error('these are no networks');
  return parsed;
};

/** A sender that may reach this machine. */
export const openLocalSender = (options: HttpWebhookSenderOptions = {}) =>
  openSender({ networks: networks('127.0.0.0/8,::1/128'), ...options });

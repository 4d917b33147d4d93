// Webhook messages over HTTP by Standard Webhooks 1.0.0.
import { randomBytes } from 'node:crypto';
import type { WebhookAnswer, WebhookMessage, WebhookSender } from '@looop-scim/provisioning/webhooks';
import * as Effect from 'effect/Effect';
import { Webhook } from 'standardwebhooks';
import { Agent, request } from 'undici';
import type { Networks } from './allowed-address.ts';
import { boundedText } from './bounded-text.ts';
import { BlockedAddress, guardedConnector, type LookUp } from './guarded-connector.ts';
import { retryAfterSeconds } from './retry-after.ts';
import { refusalOfUrl } from './target-url.ts';

/** How messages are sent. */
export interface HttpWebhookSenderOptions {
  /** Networks beside the public internet that messages may go to. Default: none. */
  readonly networks?: Networks;
  /** How long an attempt takes at most, in milliseconds. Default: 15 seconds. */
  readonly timeoutMs?: number;
  /** How names are looked up. Default: as the system does. */
  readonly lookUp?: LookUp;
}

/** A sender with its connections. */
export interface HttpWebhookSender extends WebhookSender {
  /** Ends the connections; attempts under way fail. */
  readonly close: Effect.Effect<void>;
}

const TIMEOUT_MS = 15_000;
const SECRET_BYTES = 32;
/** Connections to one receiver: messages of an endpoint go one by one, and one receiver may serve several endpoints. */
const CONNECTIONS = 8;

const headersOf = ({ id, at, body, secrets }: WebhookMessage): Readonly<Record<string, string>> => ({
  'content-type': 'application/json',
  'user-agent': 'Looop-SCIM-Webhooks/1.0',
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at / 1000)),
  'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, new Date(at), body)).join(' '),
});

/** The first error of a chain that says what is wrong: undici wraps those of the system. */
const codeOf = (error: unknown): string => {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return 'the connection failed';
};

const isBlocked = (error: unknown): boolean => {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof BlockedAddress) return true;
  return false;
};

const TIMEOUT_CODES = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

type Unanswered = Omit<Extract<WebhookAnswer, { readonly detail: string }>, 'durationMs'>;

const failureOf = (error: unknown, timedOut: boolean): Unanswered => {
  if (isBlocked(error)) return { kind: 'blocked', detail: 'the host leads to no address that messages may be sent to' };
  const code = codeOf(error);
  if (timedOut || TIMEOUT_CODES.has(code)) return { kind: 'timeout', detail: 'no whole answer in time' };
  return { kind: 'unreachable', detail: code };
};

/** Makes the sender. Its connections stay open between messages. */
export const makeHttpWebhookSender = ({
  networks = [],
  timeoutMs = TIMEOUT_MS,
  lookUp,
}: HttpWebhookSenderOptions = {}): HttpWebhookSender => {
  const connect = guardedConnector({ networks, timeoutMs, ...(lookUp !== undefined && { lookUp }) });
  const dispatcher = new Agent({ connect, connections: CONNECTIONS, pipelining: 1 });

  const attempt = async (message: WebhookMessage, interrupted: AbortSignal): Promise<WebhookAnswer> => {
    const from = performance.now();
    const inTime = AbortSignal.timeout(timeoutMs);
    const took = () => Math.round(performance.now() - from);
    const refused = refusalOfUrl(message.url, networks);
    if (refused !== undefined) return { kind: 'blocked', detail: `the URL ${refused}`, durationMs: took() };
    try {
      // A redirect is an answer like any other: `request` follows none.
      const { statusCode, headers, body } = await request(message.url, {
        ...{ dispatcher, method: 'POST', headers: headersOf(message), body: message.body },
        signal: AbortSignal.any([inTime, interrupted]),
      });
      const { text, isCut } = await boundedText(body);
      const seconds = retryAfterSeconds(headers['retry-after'], message.at);
      const answered = { kind: 'answered', status: statusCode, text, isCut, durationMs: took() } as const;
      return { ...answered, ...(seconds !== undefined && { retryAfterSeconds: seconds }) };
    } catch (error) {
      return { ...failureOf(error, inTime.aborted), durationMs: took() };
    }
  };

  return {
    generateSecret: Effect.sync(() => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`),
    refusalOf: (url) => refusalOfUrl(url, networks),
    send: (message) => Effect.promise((signal) => attempt(message, signal)),
    close: Effect.promise(() => dispatcher.destroy()),
  };
};

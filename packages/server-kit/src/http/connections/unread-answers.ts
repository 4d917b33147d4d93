// Clients that do not read: an answer that nobody takes is kept in memory, so that what waits is bounded over all connections,
// and a connection without progress ends.
import { Socket } from 'node:net';
import { finished } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Overloaded, TooManyRequests } from '@looop-scim/scim/errors';

/** Bounds of answers on their way. */
export interface AnswerLimits {
  /** Milliseconds after which a connection ends whose client takes nothing of its answer. */
  readonly stalledMs: number;
  /** Bytes of large answers that wait at the same time; one organisation has half of them at most. */
  readonly maxUnreadBytes: number;
}

/** Shorter answers go into the buffers of the operating system, and are not counted. */
const LARGE_BYTES = 65_536;

const RETRY_AFTER_SECONDS = 5;

/** Whose answers are too many to take another one; undefined when there is room. */
type Refusal = 'organisation' | 'process' | undefined;

/** Counts the bytes that wait, by organisation. A single answer always has room, whatever its length. */
const makeUnread = (maxBytes: number) => {
  const perOrganisation = new Map<string, number>();
  let total = 0;

  const refusalOf = (organisation: string, bytes: number): Refusal => {
    const own = perOrganisation.get(organisation) ?? 0;
    if (own > 0 && own + bytes > maxBytes / 2) return 'organisation';
    return total > 0 && total + bytes > maxBytes ? 'process' : undefined;
  };

  const add = (organisation: string, bytes: number): void => {
    const own = (perOrganisation.get(organisation) ?? 0) + bytes;
    if (own === 0) perOrganisation.delete(organisation);
    else perOrganisation.set(organisation, own);
    total += bytes;
  };

  return { refusalOf, add };
};

/** Whether a request can be repeated without a change having been made twice. */
const isRead = ({ method, routeOptions }: FastifyRequest): boolean =>
  method === 'GET' || method === 'HEAD' || routeOptions.url?.endsWith('/.search') === true;

/** A refusal is no resource: what was said of one goes. */
const withoutDescription = (reply: FastifyReply): void => {
  for (const name of ['location', 'content-location', 'etag']) reply.removeHeader(name);
};

/** Ends the connection when nothing of the answer is taken for so long. */
const endWhenStalled = (request: FastifyRequest, { raw }: FastifyReply, stalledMs: number): void => {
  const { socket } = raw;
  // A request that a test injects has none.
  if (!(socket instanceof Socket)) return;
  const report = (): void =>
    request.log.info({ milliseconds: stalledMs }, 'a client did not read its answer: its connection was closed');
  socket.setTimeout(stalledMs);
  socket.once('timeout', report);
  // Before Node.js sets how long an idle connection is kept.
  raw.prependOnceListener('finish', () => {
    socket.off('timeout', report);
    socket.setTimeout(0);
  });
};

/**
 * Bounds what clients leave unread. Beyond the bound a query is refused: `TooManyRequests` when its own organisation does not
 * read, else `Overloaded`. The answer to a write is always sent, since the write was made.
 */
export const boundUnreadAnswers = (server: FastifyInstance, { stalledMs, maxUnreadBytes }: AnswerLimits): void => {
  const unread = makeUnread(maxUnreadBytes);

  /** Counts a large answer until it is taken; what it is refused for, if it is. */
  const count = (
    request: FastifyRequest,
    reply: FastifyReply,
    bytes: number,
  ): Overloaded | TooManyRequests | undefined => {
    const organisation = request.scim?.organisationName ?? '';
    const refusal = isRead(request) ? unread.refusalOf(organisation, bytes) : undefined;
    if (refusal !== undefined) {
      withoutDescription(reply);
      const facts = { retryAfterSeconds: RETRY_AFTER_SECONDS };
      return refusal === 'organisation' ? new TooManyRequests(facts) : new Overloaded(facts);
    }
    unread.add(organisation, bytes);
    finished(reply.raw, () => unread.add(organisation, -bytes));
    return undefined;
  };

  server.addHook('onSend', (request, reply, payload: unknown, done) => {
    const bytes = typeof payload === 'string' || Buffer.isBuffer(payload) ? Buffer.byteLength(payload) : 0;
    const refusal = bytes > LARGE_BYTES && request.method !== 'HEAD' ? count(request, reply, bytes) : undefined;
    if (refusal !== undefined) return done(refusal);
    endWhenStalled(request, reply, stalledMs);
    done();
  });
};

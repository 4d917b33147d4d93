// Which connections still owe an answer: a client may send its next request before the last one is answered (RFC 9112 section
// 9.3.2), and answers come in the order of the requests.
import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';

const unanswered = new WeakMap<Duplex, Set<ServerResponse>>();

/** Notes the requests of a server until they are answered. */
export const noteUnanswered = ({ server }: FastifyInstance): void => {
  server.prependListener('request', ({ socket }, response) => {
    const open = unanswered.get(socket) ?? new Set();
    unanswered.set(socket, open.add(response));
    response.once('close', () => open.delete(response));
  });
};

/**
 * Calls once no request of the connection waits for its answer; at once when none does. A request whose body is not whole is not
 * waited for: what comes after a fault is not read, so that it would wait for ever.
 */
export const whenAnswered = (socket: Duplex, call: () => void): void => {
  const last = [...(unanswered.get(socket) ?? [])].findLast(({ req }) => req.complete);
  if (last === undefined) call();
  else last.once('close', call);
};

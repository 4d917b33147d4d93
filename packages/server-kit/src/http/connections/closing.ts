// The end of a server, connection by connection: no answer is cut off, and a request that is on its way is answered.
import { once } from 'node:events';
import { Server as NetServer, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { OneAtATime } from './one-at-a-time.ts';

/** Milliseconds between two looks for connections that have become idle. */
const SWEEP_MS = 50;

/** Ends the connections of a server. */
export interface Closing {
  /**
   * Stops listening and has answers say `Connection: close`. Connections without a request are kept for `graceMs`, for a
   * request that is on its way; requests that were received are answered however long it takes. Ends with the last connection.
   */
  readonly end: (graceMs: number) => Promise<void>;
}

/** Makes the end of a server; called before it listens. */
export const makeClosing = (server: FastifyInstance, { hasWaiting }: Pick<OneAtATime, 'hasWaiting'>): Closing => {
  const open = new Set<Socket>();
  let closing = false;

  server.server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.addHook('onSend', async ({ raw }, reply) => {
    // Further requests of the connection were received already, and are answered on it.
    if (closing && !hasWaiting(raw.socket)) reply.header('connection', 'close');
  });

  /** Ends connections that wait for a request; also those that never sent one. */
  const sweep = (): void => {
    server.server.closeIdleConnections();
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
  };

  const end = async (graceMs: number): Promise<void> => {
    closing = true;
    // http's own `close` would cut idle connections at once.
    NetServer.prototype.close.call(server.server);
    if (open.size === 0) return;
    let sweeping: NodeJS.Timeout | undefined;
    // After what has arrived was read: a request must not be cut off between its arrival and its reading.
    const begin = (): void => void (sweeping = setInterval(() => setImmediate(sweep), SWEEP_MS));
    const grace = setTimeout(begin, graceMs);
    try {
      await once(server.server, 'close');
    } finally {
      clearTimeout(grace);
      clearInterval(sweeping);
    }
  };

  return { end };
};

// The end of a server, connection by connection: no answer is cut off, and a request that is on its way is answered.
import { once } from 'node:events';
import { Server as NetServer, type Socket } from 'node:net';
import { Server as TlsServer, TLSSocket } from 'node:tls';
import { setImmediate as turn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { OneAtATime } from './one-at-a-time.ts';

/** Milliseconds between two looks for connections that have become idle. */
const SWEEP_MS = 50;

/** Looks for connections that are not accepted yet. */
const MOST_TURNS = 1000;

/** Ends the connections of a server. */
export interface Closing {
  /**
   * Has answers say `Connection: close` and stops listening, once it has the connections that the operating system took
   * already. Connections without a request are kept for `graceMs`, for a request that is on its way; requests that were received
   * are answered however long it takes. Ends with the last connection.
   */
  readonly end: (graceMs: number) => Promise<void>;
}

/** The same for a connection and for the TLS that is spoken on it. */
const otherEndOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;

/** The connections of a server; of those over TLS what is inside, once both sides have agreed on it. */
const openConnections = ({ server }: FastifyInstance) => {
  const open = new Map<string, Socket>();
  const keep = (socket: Socket): void => {
    const key = otherEndOf(socket);
    open.set(key, socket);
    socket.once('close', () => {
      if (open.get(key) === socket) open.delete(key);
    });
  };
  server.on('connection', keep);
  server.on('secureConnection', keep);
  const isTls = server instanceof TlsServer;
  const hasNoRequest = (socket: Socket): boolean => socket.bytesRead === 0 || (isTls && !(socket instanceof TLSSocket));
  return {
    /** Ends those on which nothing of a request was ever received. */
    endSilent: (): void => {
      for (const socket of open.values()) if (hasNoRequest(socket)) socket.destroy();
    },
  };
};

/** Makes the end of a server; called before it listens. */
export const makeClosing = (server: FastifyInstance, { hasWaiting }: Pick<OneAtATime, 'hasWaiting'>): Closing => {
  const { endSilent } = openConnections(server);
  let closing = false;
  let accepted = 0;

  server.server.on('connection', () => {
    accepted += 1;
  });
  server.addHook('onSend', ({ raw }, reply, _payload, done) => {
    // Further requests of the connection were received already, and are answered on it.
    if (closing && !hasWaiting(raw.socket)) reply.header('connection', 'close');
    done();
  });

  /** Ends connections that wait for a request; also those that never sent one. */
  const sweep = (): void => {
    server.server.closeIdleConnections();
    endSilent();
  };

  /** Waits until nobody new has come in a turn of the event loop; those who connect all the time do not hold it up. */
  const acceptWaiting = async (): Promise<void> => {
    for (let turns = 0, before = -1; before !== accepted && turns < MOST_TURNS; turns += 1) {
      before = accepted;
      // What came before this turn is accepted in the next one at the latest.
      await turn();
      await turn();
    }
  };

  const end = async (graceMs: number): Promise<void> => {
    closing = true;
    await acceptWaiting();
    // http's own `close` would cut idle connections at once.
    NetServer.prototype.close.call(server.server);
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

// Connections that are closed in order, without an error, just as something is written to them: what a driver has to survive.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';

/** Node.js reports new sockets there. */
const SOCKETS = 'net.client.socket';

/** Watches the connections that this process opens from now on. */
export const watchConnections = () => {
  const seen = new Set<Socket>();
  const dying = new WeakSet<Socket>();
  const write = Reflect.get(Socket.prototype, 'write');
  let died = 0;
  let isFatal = false;

  const notice = (message: unknown): void => {
    if (typeof message === 'object' && message !== null && 'socket' in message && message.socket instanceof Socket) {
      seen.add(message.socket);
    }
  };
  subscribe(SOCKETS, notice);
  Socket.prototype.write = function (this: Socket, ...given: unknown[]): boolean {
    if (dying.has(this) || (isFatal && seen.has(this))) {
      died += 1;
      this.destroy();
    }
    return Reflect.apply(write, this, given) as boolean;
  };
  return {
    /** Lets each connection there is die at the next thing that is written to it. */
    letDie: (): void => {
      for (const socket of seen) dying.add(socket);
    },
    /** From now on each connection dies at the first thing that is written to it, new ones included; or no longer. */
    letAllDie: (fatal: boolean): void => {
      isFatal = fatal;
    },
    /** Breaks each connection with an error: what a server does that goes away. */
    breakAll: (): void => {
      for (const socket of seen) socket.destroy(new Error('connection reset'));
    },
    /** How often something was written to a connection as it died. */
    died: (): number => died,
    stop: (): void => {
      unsubscribe(SOCKETS, notice);
      Socket.prototype.write = write;
    },
  };
};

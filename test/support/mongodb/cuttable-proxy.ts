// A TCP proxy on loopback that can be cut and restored: what a server sees when the network between it and MongoDB fails.
import { connect, createServer, type Socket } from 'node:net';

/** A proxy that passes bytes on until it is cut. */
export interface CuttableProxy {
  readonly port: number;
  /** Breaks all connections; new ones are broken at once until `restore`. */
  readonly cut: () => void;
  readonly restore: () => void;
  readonly close: () => Promise<void>;
}

/** Opens a proxy to a port of this machine. */
export const openProxy = async (target: number): Promise<CuttableProxy> => {
  const open = new Set<Socket>();
  let isCut = false;
  const breakAll = (): void => {
    for (const socket of open) socket.resetAndDestroy();
  };
  const track = (socket: Socket, other: Socket): void => {
    open.add(socket);
    socket.setNoDelay(true);
    // Whatever ends one side ends the other.
    socket.on('error', () => other.destroy());
    socket.on('close', () => {
      open.delete(socket);
      other.destroy();
    });
    socket.pipe(other);
  };
  const server = createServer((incoming) => {
    if (isCut) {
      incoming.resetAndDestroy();
      return;
    }
    const outgoing = connect(target, '127.0.0.1');
    track(incoming, outgoing);
    track(outgoing, incoming);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy does not listen');
  return {
    port: address.port,
    cut: () => {
      isCut = true;
      breakAll();
    },
    restore: () => {
      isCut = false;
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      breakAll();
      await closed;
    },
  };
};

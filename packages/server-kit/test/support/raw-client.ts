// A client of one connection that sends bytes, and reads when it is told to.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** One connection. */
export interface RawClient {
  readonly socket: Socket;
  /** Everything that was received. */
  readonly received: () => string;
  /** Waits until what was received fulfils a condition; fails when the connection ends before. */
  readonly until: (isEnough: (received: string) => boolean) => Promise<void>;
  /** How the connection ended: by the other side in order (`end`), or by an error with this code. */
  readonly ended: Promise<string>;
}

/** Watches a connection that is open. */
export const watchRaw = (socket: Socket): RawClient => {
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  const ended = new Promise<string>((resolve) => {
    socket.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    socket.once('end', () => resolve('end'));
    socket.once('close', () => resolve('close'));
  });
  const until = (isEnough: (received: string) => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!isEnough(text)) return;
        socket.off('data', look);
        resolve();
      };
      socket.on('data', look);
      void ended.then((how) => reject(new Error(`the connection ended by ${how} after:\n${text}`)));
      look();
    });
  return { socket, received: () => text, until, ended };
};

/** Opens a connection to a port of this machine. */
export const openRaw = async (port: number): Promise<RawClient> => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return watchRaw(socket);
};

/** A request without a body. */
export const get = (path: string, headers: readonly string[] = []): string =>
  [`GET ${path} HTTP/1.1`, 'Host: localhost', ...headers, '', ''].join('\r\n');

/** How many answers begin in a text. */
export const answersIn = (text: string): number => text.split('HTTP/1.1 ').length - 1;

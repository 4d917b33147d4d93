// The proxy that tests of failures cut.
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openProxy, type CuttableProxy } from '../support/mongodb/cuttable-proxy.ts';

/** Sends back what it gets. */
let echo: Server;
let proxy: CuttableProxy;

beforeAll(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  const address = echo.address();
  proxy = await openProxy(typeof address === 'object' && address !== null ? address.port : 0);
});
afterAll(async () => {
  await proxy.close();
  await new Promise((resolve) => echo.close(resolve));
});

const open = (): Socket => connect(proxy.port, '127.0.0.1');

/** What comes back for a text; rejects when the connection breaks. */
const ask = (socket: Socket, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed')));
    socket.once('data', (chunk) => resolve(String(chunk)));
    socket.write(text);
  });

/** Resolves when the connection is gone, by whatever end. */
const broken = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });

it('passes bytes on in both directions', async () => {
  const socket = open();
  expect(await ask(socket, 'one')).toBe('one');
  expect(await ask(socket, 'two')).toBe('two');
  socket.destroy();
});

it('breaks what is open when it is cut, refuses what is new, and passes on again once it is restored', async () => {
  const before = open();
  expect(await ask(before, 'before')).toBe('before');
  const gone = broken(before);
  proxy.cut();
  await gone;
  await expect(ask(open(), 'meanwhile')).rejects.toThrow(/closed|ECONNRESET|EPIPE/u);
  proxy.restore();
  const after = open();
  expect(await ask(after, 'after')).toBe('after');
  after.destroy();
});
